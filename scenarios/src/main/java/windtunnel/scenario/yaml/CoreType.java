package windtunnel.scenario.yaml;

import java.util.regex.Pattern;

/**
 * What an unquoted scalar is: the core schema of YAML 1.2 without its octal and hexadecimal forms, which stay text, as do
 * {@code yes}, {@code on} and {@code 1:30}.
 */
public enum CoreType {
    /** {@code null}, {@code ~} or nothing at all. */
    NOTHING("nothing"),
    /** {@code true} or {@code false}. */
    TRUTH("a truth value"),
    /** A whole number without leading zeros. */
    WHOLE("a number"),
    /** A number with a point or an exponent. */
    REAL("a number"),
    /** Anything else. */
    TEXT("text");

    private static final Pattern WHOLE_NUMBER = Pattern.compile("[-+]?(0|[1-9][0-9]*+)");
    private static final Pattern REAL_NUMBER = Pattern.compile(
            "[-+]?(\\.[0-9]++|[0-9]++(\\.[0-9]*+)?)([eE][-+]?[0-9]++)?|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");
    private static final Pattern LEADING_ZERO = Pattern.compile("[-+]?0[0-9]++");

    private final String words;

    CoreType(String words) {
        this.words = words;
    }

    /** The type in words with its article. */
    public String words() {
        return words;
    }

    /** The type of the unquoted {@code text}. */
    static CoreType of(String text) {
        switch (text) {
            case "", "~", "null", "Null", "NULL" -> {
                return NOTHING;
            }
            case "true", "True", "TRUE", "false", "False", "FALSE" -> {
                return TRUTH;
            }
            default -> {
                if (WHOLE_NUMBER.matcher(text).matches()) {
                    return WHOLE;
                }
                boolean number = REAL_NUMBER.matcher(text).matches()
                        && !LEADING_ZERO.matcher(text).matches();
                return number ? REAL : TEXT;
            }
        }
    }
}
