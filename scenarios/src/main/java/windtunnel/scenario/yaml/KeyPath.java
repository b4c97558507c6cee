package windtunnel.scenario.yaml;

import java.util.ArrayList;
import java.util.List;
import windtunnel.core.unit.QuantityException;

/**
 * The address of a value: {@code workloads.pretrain.batch.global}, {@code disruptions[1].rate}, {@code a["b.c"]}.
 *
 * @param text as it was written
 * @param steps from the root down, at least one
 */
public record KeyPath(String text, List<Step> steps) {
    /**
     * One step down.
     *
     * @param key a key, or the name or kind of a list element; empty when {@code index} counts
     * @param index position in a list from 0, or -1
     * @param offset where the step begins in the text, from 0
     */
    public record Step(String key, int index, int offset) {
        /** Whether the step is a position in a list. */
        public boolean isIndex() {
            return index >= 0;
        }
    }

    /** Parses a path; throws with a message for people. */
    public static KeyPath parse(String text) {
        List<Step> steps = new ArrayList<>();
        int at = 0;
        while (at < text.length() || steps.isEmpty()) {
            boolean bracket = at < text.length() && text.charAt(at) == '[';
            if (!bracket && !steps.isEmpty()) {
                if (text.charAt(at) != '.') {
                    throw wrong(text, "a '.' or '[' is missing after ']'");
                }
                at++;
            }
            int end = bracket ? endOfBracket(text, at) : endOfKey(text, at);
            steps.add(bracket ? inBracket(text, at, end) : key(text, at, end));
            at = end;
        }
        return new KeyPath(text, List.copyOf(steps));
    }

    private static int endOfKey(String text, int from) {
        int at = from;
        while (at < text.length() && ".[]".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        if (at == from || text.substring(from, at).isBlank()) {
            throw wrong(text, "a key is missing at character " + (from + 1));
        }
        if (at < text.length() && text.charAt(at) == ']') {
            throw wrong(text, "a ']' has no '['");
        }
        return at;
    }

    private static Step key(String text, int from, int to) {
        return new Step(text.substring(from, to), -1, from);
    }

    private static int endOfBracket(String text, int from) {
        boolean quoted = text.startsWith("[\"", from);
        int end = quoted ? text.indexOf("\"]", from + 2) : text.indexOf(']', from);
        if (end < 0) {
            throw wrong(text, "a '[' has no ']'");
        }
        return end + (quoted ? 2 : 1);
    }

    private static Step inBracket(String text, int from, int to) {
        String inner = text.substring(from + 1, to - 1);
        if (inner.startsWith("\"")) {
            return new Step(inner.substring(1, inner.length() - 1), -1, from);
        }
        if (!inner.matches("[0-9]{1,9}")) {
            throw wrong(text, "'[" + inner + "]' is no position in a list; positions are '[0]', '[1]' and so on");
        }
        return new Step("", Integer.parseInt(inner), from);
    }

    private static QuantityException wrong(String text, String why) {
        return new QuantityException("'" + text + "' is no path: " + why);
    }

    /** {@code parent} and one key more. */
    public static String join(String parent, String key) {
        boolean simple = !key.isBlank() && key.chars().noneMatch(c -> ".[]\"".indexOf(c) >= 0);
        String step = simple ? key : "[\"" + key + "\"]";
        return parent.isEmpty() || !simple ? parent + step : parent + "." + step;
    }
}
