package windtunnel.model.training;

import windtunnel.core.unit.QuantityException;
import windtunnel.core.unit.TimeSpan;

/**
 * How often to save: {@code 500 steps} or {@code 30 min}.
 *
 * @param steps steps between saves, or 0 when it is a time
 * @param seconds undisturbed training time between saves, or 0 when it is a number of steps
 */
public record Every(long steps, double seconds) {
    /** Parses a number of steps or a time. */
    public static Every parse(String text) {
        String trimmed = text.trim();
        if (trimmed.matches("[0-9][0-9_]{0,17} steps?")) {
            long steps =
                    Long.parseLong(trimmed.substring(0, trimmed.indexOf(' ')).replace("_", ""));
            if (steps > 0) {
                return new Every(steps, 0);
            }
            throw new QuantityException("'" + text + "': save at least every step");
        }
        try {
            double seconds = TimeSpan.parse(trimmed).seconds();
            if (seconds > 0) {
                return new Every(0, seconds);
            }
        } catch (QuantityException e) {
            throw new QuantityException("'" + text + "' is no interval; write '500 steps' or '30 min'");
        }
        throw new QuantityException("'" + text + "' must be greater than zero");
    }

    /** Steps between saves when a step lasts {@code stepNanos}: a time is rounded up to whole steps. */
    long inSteps(long stepNanos) {
        return steps > 0 ? steps : Math.max(1, (long) Math.ceil(seconds * 1e9 / stepNanos - 1e-9));
    }

    @Override
    public String toString() {
        return steps > 0 ? steps + " steps" : new TimeSpan(seconds).toString();
    }
}
