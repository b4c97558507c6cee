package windtunnel.model.disruption.spot;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import windtunnel.core.unit.QuantityException;

/**
 * The text of a capacity trace: a line a change, in order of time.
 *
 * <p>Two forms: {@code ms,add,node} and {@code ms,remove,node}; or, under the heading {@code t_seconds,available}, the number of machines
 * that are there from that second on. Lines that begin with # are skipped. A third form is the JSON of SkyPilot's spot traces, which
 * begins with a brace: {@code "gap_seconds"}, and under {@code "data"} the number of machines in each such interval.
 */
public final class TraceText {
    private static final String LEVELS = "t_seconds,available";
    private static final double LATEST_SECONDS = 9e8;

    private static final Pattern GAP = Pattern.compile("\"gap_seconds\"\\s*:\\s*([0-9.eE+-]+)");
    private static final Pattern DATA = Pattern.compile("\"data\"\\s*:\\s*\\[([^\\[\\]]*)\\]");

    private final List<Change> changes = new ArrayList<>();
    private final Set<String> present = new TreeSet<>();
    private boolean levels;
    private int level;

    private TraceText() {}

    /** Machines that come and go at one instant. */
    public record Change(long nanos, int added, int removed) {}

    /** The most machines that are ever there at once. */
    public static int most(List<Change> changes) {
        int level = 0;
        int most = 0;
        for (Change change : changes) {
            level += change.added() - change.removed();
            most = Math.max(most, level);
        }
        return most;
    }

    /** The changes of a trace, at most one an instant; what cannot be read throws with its line. */
    public static List<Change> parse(String text) {
        TraceText trace = new TraceText();
        if (text.stripLeading().startsWith("{")) {
            trace.json(text);
            return List.copyOf(trace.changes);
        }
        String[] lines = text.split("\\R");
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].trim();
            if (!line.isEmpty() && !line.startsWith("#")) {
                try {
                    trace.line(line);
                } catch (QuantityException e) {
                    throw new QuantityException("line " + (i + 1) + ": " + e.getMessage());
                }
            }
        }
        if (trace.changes.isEmpty()) {
            throw new QuantityException("has no line of data");
        }
        return List.copyOf(trace.changes);
    }

    /** One number for each interval; the trace lasts to the end of the last one. */
    private void json(String text) {
        Matcher gap = GAP.matcher(text);
        Matcher data = DATA.matcher(text);
        if (!gap.find() || !data.find() || data.group(1).isBlank()) {
            throw new QuantityException("begins with a brace but is no spot trace: it needs \"gap_seconds\" and, as"
                    + " numbers of machines, \"data\"");
        }
        double seconds = number(gap.group(1));
        String[] words = data.group(1).split(",", -1);
        if (seconds <= 0 || seconds * words.length > LATEST_SECONDS) {
            throw new QuantityException(
                    "its intervals of " + gap.group(1) + " s end before they begin, or after 28 years");
        }
        long gapNanos = Math.round(seconds * 1e9);
        for (int i = 0; i < words.length; i++) {
            try {
                level(i * gapNanos, words[i]);
            } catch (QuantityException e) {
                throw new QuantityException("number " + (i + 1) + ": " + e.getMessage());
            }
        }
        add(words.length * gapNanos, 0, 0);
    }

    private void line(String line) {
        if (line.replace(" ", "").equals(LEVELS) && changes.isEmpty()) {
            levels = true;
            return;
        }
        String[] words = line.split(",", -1);
        if (words.length != (levels ? 2 : 3)) {
            throw new QuantityException("'" + line + "' is not written as "
                    + (levels ? LEVELS : "ms,add,node or ms,remove,node (or begin with the heading " + LEVELS + ")"));
        }
        double number = number(words[0]) * (levels ? 1 : 1e-3);
        if (number > LATEST_SECONDS) {
            throw new QuantityException("'" + words[0].trim() + "' is too late; a trace is shorter than 28 years");
        }
        long nanos = Math.round(number * 1e9);
        if (levels) {
            level(nanos, words[1]);
        } else {
            named(nanos, words[1].trim(), words[2].trim());
        }
    }

    private void level(long nanos, String word) {
        double next = number(word);
        if (next != Math.rint(next) || next > 1e6) {
            throw new QuantityException("'" + word.trim() + "' is no number of machines");
        }
        add(nanos, Math.max(0, (int) next - level), Math.max(0, level - (int) next));
        level = (int) next;
    }

    private void named(long nanos, String what, String node) {
        boolean adds = what.equals("add");
        if (!adds && !what.equals("remove")) {
            throw new QuantityException("'" + what + "' is neither add nor remove");
        }
        if (adds ? !present.add(node) : !present.remove(node)) {
            throw new QuantityException("'" + node + (adds ? "' is there already" : "' is not there"));
        }
        add(nanos, adds ? 1 : 0, adds ? 0 : 1);
    }

    private void add(long nanos, int added, int removed) {
        Change last = changes.isEmpty() ? null : changes.get(changes.size() - 1);
        if (last != null && nanos < last.nanos()) {
            throw new QuantityException("is earlier than the line before");
        }
        if (last != null && nanos == last.nanos()) {
            changes.set(changes.size() - 1, new Change(nanos, last.added() + added, last.removed() + removed));
        } else {
            changes.add(new Change(nanos, added, removed));
        }
    }

    private static double number(String word) {
        try {
            double value = Double.parseDouble(word.trim());
            if (value >= 0 && value < Double.POSITIVE_INFINITY) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw notNumber(word);
        }
        throw notNumber(word);
    }

    private static QuantityException notNumber(String word) {
        return new QuantityException("'" + word.trim() + "' is no number from 0 on");
    }
}
