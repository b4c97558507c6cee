package windtunnel.model.training;

import java.util.Optional;
import windtunnel.core.unit.QuantityException;
import windtunnel.core.unit.TimeSpan;

/**
 * How often to save: {@code 500 steps}, {@code 30 min}, or {@code optimal} for the failures of the scenario.
 *
 * @param steps steps between saves, or 0 when it is a time
 * @param seconds undisturbed training time between saves, or 0 when it is a number of steps; both 0 for optimal
 */
public record Every(long steps, double seconds) {
    /** Parses a number of steps or a time. */
    public static Every parse(String text) {
        String trimmed = text.trim();
        if (trimmed.equals("optimal")) {
            return new Every(0, 0);
        }
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
            throw new QuantityException(
                    "'" + text + "' is no interval; one is written like '500 steps', '30 min' or 'optimal'");
        }
        throw new QuantityException("'" + text + "' must be greater than zero");
    }

    /** Whether the interval follows from save cost and failures. */
    boolean optimal() {
        return steps == 0 && seconds == 0;
    }

    /** Seconds between saves as far as they are known before the run; 0 where they are not. */
    double seconds(Optional<TimeSpan> step) {
        return seconds > 0 ? seconds : steps * step.map(TimeSpan::seconds).orElse(0.0);
    }

    /** Steps between saves when a step lasts {@code stepNanos}: a time is rounded up to whole steps. */
    long inSteps(long stepNanos) {
        return steps > 0 ? steps : Math.max(1, (long) Math.ceil(seconds * 1e9 / stepNanos - 1e-9));
    }

    @Override
    public String toString() {
        return optimal() ? "optimal" : steps > 0 ? steps + " steps" : new TimeSpan(seconds).toString();
    }
}
