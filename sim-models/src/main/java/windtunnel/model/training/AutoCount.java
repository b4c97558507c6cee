package windtunnel.model.training;

import windtunnel.core.unit.Count;
import windtunnel.core.unit.QuantityException;

/**
 * A count, or {@code auto} for whatever is left.
 *
 * @param value the count, or 0 for auto
 */
public record AutoCount(int value) {
    /** Parses a positive count or {@code auto}. */
    public static AutoCount parse(String text) {
        if (text.trim().equals("auto")) {
            return new AutoCount(0);
        }
        long value;
        try {
            value = Count.parse(text).value();
        } catch (QuantityException e) {
            throw new QuantityException("'" + text + "' is neither a count nor 'auto'");
        }
        if (value < 1 || value > Integer.MAX_VALUE) {
            throw new QuantityException("'" + text + "' must be at least 1, or 'auto'");
        }
        return new AutoCount((int) value);
    }

    @Override
    public String toString() {
        return value == 0 ? "auto" : Integer.toString(value);
    }
}
