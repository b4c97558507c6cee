package windtunnel.model.disruption.failure;

import windtunnel.core.unit.Fraction;
import windtunnel.model.TimeLaw;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;

/**
 * Something that foretells failures: a share {@code recall} of them is announced, and of all alarms a share {@code precision} is true.
 *
 * <p>False alarms come at lambda r (1 - p) / p. A job meets an alarm as it meets the notice of an eviction: it saves, gives the machine
 * up, and goes on with another one. An alarm that comes too late for a save has been of no use. With d the time of the save, an
 * exponential lead of mean l, and costs C_u of a failure and C_p of a drain, alarms are worth heeding from the precision
 * 1 / (1 + e^(-d/l) (C_u / C_p - 1)) on, whatever the recall.
 */
public record Predictor(
        @Key(doc = "Share of failures that are announced.", example = "0.5")
        Fraction recall,

        @Key(doc = "Share of alarms that a failure follows.", example = "0.6")
        Fraction precision,

        @Key(
                doc = "Time from an alarm to the failure.",
                example = "{ exponential: 30 min }",
                def = "{ exponential: 30 min }",
                tag = "assumed",
                source = "no source")
        TimeLaw lead)
        implements Checked {
    @Override
    public void check(Issues issues) {
        issues.check(precision.value() > 0, "precision", "must be above 0, or nothing but false alarms would ring");
    }

    /** False alarms over failures: r (1 - p) / p. */
    double falseAlarms() {
        return recall.value() * (1 - precision.value()) / precision.value();
    }
}
