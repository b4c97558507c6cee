package windtunnel.model.disruption.failure;

import java.util.Optional;
import windtunnel.core.unit.Count;
import windtunnel.core.unit.Fraction;
import windtunnel.core.unit.Ratio;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;

/**
 * Machines that fail more often than others of their kind, whatever is repaired, until they are found out.
 *
 * <p>With a share f of them at mu times the rate, n nodes fail at n lambda (1 + f (mu - 1)) in the beginning. The detector sends a
 * machine away for good when it has failed {@code strikes} times within {@code window}; a lemon gets there after K / (mu lambda) on
 * average, and good machines are sent away too, the more the wider the window. Another machine comes after the time of a repair.
 */
public record Lemons(
        @Key(doc = "Share of machines that are lemons.", example = "0.012")
        Fraction fraction,

        @Key(
                doc = "Their failure rate over that of the others.",
                def = "20",
                tag = "assumed",
                source = "no source; Meta removed 1.2 % of nodes, and failures of large jobs fell from 14 % to 4 %")
        Ratio multiplier,

        @Key(doc = "Chance that a repair makes a lemon as good as the others.", def = "0")
        Fraction cured,

        @Key(doc = "Failures within the window after which a machine is sent away; without it, none is.", example = "3")
        Optional<Count> strikes,

        @Key(doc = "How far back failures are counted.", def = "30 d", tag = "assumed", source = "no source")
        TimeSpan window)
        implements Checked {
    @Override
    public void check(Issues issues) {
        issues.check(multiplier.value() >= 1, "multiplier", "must be at least 1: a lemon is worse than the others");
        issues.check(
                strikes.isEmpty() || strikes.get().value() >= 1 && strikes.get().value() <= 1000,
                "strikes",
                "must be from 1 to 1000");
    }

    /** Mean rate of all machines over that of a good one, before any is sent away. */
    double meanFactor() {
        return 1 + fraction.value() * (multiplier.value() - 1);
    }
}
