package windtunnel.scenario.gate;

import windtunnel.core.unit.Numbers;
import windtunnel.core.unit.QuantityException;
import windtunnel.scenario.Bound;

/**
 * How far a metric may move: {@code 2 %} of its former value, {@code 0.5 s}, or {@code interval} for whatever the noise of the
 * replications explains.
 *
 * @param kind what the amount is
 * @param amount a share, or an amount in the metric's unit
 * @param unit unit of an absolute amount, empty for a plain number
 */
public record Tolerance(Kind kind, double amount, String unit) {
    /** Sorts of tolerances. */
    public enum Kind {
        /** A share of the former value. */
        RELATIVE,
        /** An amount. */
        ABSOLUTE,
        /** The 95 % intervals of both means together. */
        INTERVAL
    }

    /** Parses a percentage, an amount with its unit, a plain number, or {@code interval}. */
    public static Tolerance parse(String text) {
        String trimmed = text.trim();
        if (trimmed.equals("interval")) {
            return new Tolerance(Kind.INTERVAL, 0, "");
        }
        try {
            Bound bound = Bound.parse(trimmed);
            if (bound.value() < 0) {
                throw new QuantityException("'" + text + "' is negative; a tolerance is not");
            }
            return new Tolerance(trimmed.endsWith("%") ? Kind.RELATIVE : Kind.ABSOLUTE, bound.value(), bound.unit());
        } catch (QuantityException e) {
            if (e.getMessage().contains("negative")) {
                throw e;
            }
            throw new QuantityException(
                    "'" + text + "' is no tolerance; a tolerance is written like '2 %', '0.5 s' or 'interval'");
        }
    }

    /** How far a metric may move from {@code before}, given the half-widths of both means. */
    double allowed(double before, double halfWidthBefore, double halfWidthNow) {
        return switch (kind) {
            case RELATIVE -> Math.abs(before) * amount;
            case ABSOLUTE -> amount;
            case INTERVAL -> Math.hypot(halfWidthBefore, halfWidthNow);
        };
    }

    @Override
    public String toString() {
        return switch (kind) {
            case RELATIVE -> Numbers.significant(amount * 100, 6) + " %";
            case ABSOLUTE -> Numbers.json(amount) + (unit.isEmpty() ? "" : " " + unit);
            case INTERVAL -> "interval";
        };
    }
}
