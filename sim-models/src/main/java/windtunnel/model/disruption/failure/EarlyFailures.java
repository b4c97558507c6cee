package windtunnel.model.disruption.failure;

import org.apache.commons.math3.util.FastMath;
import windtunnel.core.unit.Ratio;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;

/**
 * New machines fail more often: at age a the rate is lambda (1 + (m - 1) e^(-a / T)).
 *
 * <p>Over its life a machine fails (m - 1) lambda T more often than one without weaknesses of youth. A burn-in runs it that long before
 * it joins, and again after a repair, so that those failures hit nobody; its time is paid like a repair's.
 */
public record EarlyFailures(
        @Key(doc = "Rate of a machine that is new over that of an old one.", example = "10")
        Ratio multiplier,

        @Key(doc = "Age at which a factor e of the excess is gone.", example = "30 d")
        TimeSpan decay,

        @Key(
                doc = "Time for which a machine is tried before it joins, and after a repair.",
                def = "0 s",
                example = "3 d")
        TimeSpan burnIn)
        implements Checked {
    @Override
    public void check(Issues issues) {
        issues.check(multiplier.value() >= 1, "multiplier", "must be at least 1: the new fail more often");
        issues.check(decay.seconds() > 0, "decay", "must be above 0");
    }

    /** Seconds that the excess counts for until {@code age}: (m - 1) T (1 - e^(-a / T)). */
    double excess(double age) {
        return -(multiplier.value() - 1) * decay.seconds() * FastMath.expm1(-age / decay.seconds());
    }
}
