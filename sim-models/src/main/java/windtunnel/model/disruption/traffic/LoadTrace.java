package windtunnel.model.disruption.traffic;

import java.util.ArrayList;
import java.util.List;
import windtunnel.core.unit.QuantityException;

/**
 * The share of links that others take, as somebody measured it: under the heading {@code t_seconds,share} a line for each change, in order of time from 0 on. Lines
 * that begin with # are skipped. At the time of the last line the trace begins again.
 */
final class LoadTrace {
    private static final String HEADING = "t_seconds,share";
    private static final double LATEST_SECONDS = 9e8;

    private LoadTrace() {}

    /** A share that holds from an instant on. */
    record Change(double seconds, double share) {}

    /** The changes of a trace; what cannot be read throws with its line. */
    static List<Change> parse(String text) {
        List<Change> changes = new ArrayList<>();
        boolean heading = false;
        String[] lines = text.split("\\R");
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].trim();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String at = "line " + (i + 1) + ": ";
            if (!heading) {
                require(line.replace(" ", "").equals(HEADING), at + "'" + line + "' is not the heading " + HEADING);
                heading = true;
                continue;
            }
            Change change = change(line, at);
            double earliest =
                    changes.isEmpty() ? 0 : changes.get(changes.size() - 1).seconds();
            require(
                    changes.isEmpty() ? change.seconds() == 0 : change.seconds() > earliest,
                    at + (changes.isEmpty() ? "the first time must be 0" : "is not later than the line before"));
            changes.add(change);
        }
        require(!changes.isEmpty(), "has no line of data under the heading " + HEADING);
        return List.copyOf(changes);
    }

    private static Change change(String line, String at) {
        String[] words = line.split(",", -1);
        require(words.length == 2, at + "'" + line + "' is not written as " + HEADING);
        Change change = new Change(number(words[0], at), number(words[1], at));
        require(change.seconds() <= LATEST_SECONDS, at + "is too late; a trace is shorter than 28 years");
        require(change.share() < 1, at + "'" + words[1].trim() + "' is no share from 0 to below 1");
        return change;
    }

    private static double number(String word, String at) {
        double value;
        try {
            value = Double.parseDouble(word.trim());
        } catch (NumberFormatException e) {
            value = -1;
        }
        require(value >= 0 && value < Double.POSITIVE_INFINITY, at + "'" + word.trim() + "' is no number from 0 on");
        return value;
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new QuantityException(message);
        }
    }
}
