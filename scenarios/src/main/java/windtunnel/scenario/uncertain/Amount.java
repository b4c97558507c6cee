package windtunnel.scenario.uncertain;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import windtunnel.core.unit.Numbers;
import windtunnel.core.unit.QuantityException;

/**
 * A number with whatever stands around it: {@code 10 h}, {@code $2.50/GPU-h}, {@code 0.05 per node-hour}. What the unit means is the business of
 * the key that the value is for.
 *
 * @param before what stands before the number
 * @param number the number
 * @param after what stands behind it, without blanks at its end
 */
public record Amount(String before, double number, String after) {
    private static final Pattern TEXT =
            Pattern.compile("(\\$?)([+-]?[0-9][0-9_]*(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?)(.*)");
    private static final int DIGITS = 6;

    /** Parses a number with an optional unit. */
    public static Amount parse(String text) {
        Matcher matcher = TEXT.matcher(text.trim());
        if (!matcher.matches()) {
            throw new QuantityException("'" + text + "' is no number with a unit, such as '10 h' or '$2.50/GPU-h'");
        }
        return new Amount(
                matcher.group(1),
                Double.parseDouble(matcher.group(2).replace("_", "")),
                matcher.group(3).stripTrailing());
    }

    /** Whether both are written in the same unit; nothing is converted. */
    boolean sameUnit(Amount other) {
        return before.equals(other.before) && after.strip().equals(other.after.strip());
    }

    /** Another number in the same unit, to six digits. */
    String with(double value) {
        return before + Numbers.significant(value, DIGITS) + after;
    }

    @Override
    public String toString() {
        return with(number);
    }
}
