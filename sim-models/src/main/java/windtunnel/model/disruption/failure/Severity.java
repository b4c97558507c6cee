package windtunnel.model.disruption.failure;

import windtunnel.core.unit.Fraction;
import windtunnel.model.TimeLaw;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;

/**
 * What a failure does to its machine: it kills the job (the share that is left), slows the machine down, or lets it compute wrong values.
 *
 * <p>A machine that goes on is found later, and taken out then. Slow machines are the slowest of a synchronous job until then: with N machines
 * that become slow at rate l and are found after T on average, none is slow (1 / (1 + l T))^N of the time.
 */
public record Severity(
        @Key(doc = "Share of failures after which the machine goes on, slower.", def = "0", example = "0.05")
        Fraction degrades,

        @Key(doc = "Share of failures after which it goes on and computes wrong values.", def = "0", example = "0.014")
        Fraction silent,

        @Key(
                doc = "Share of its rate at which a slower machine computes.",
                def = "0.8",
                tag = "assumed",
                source = "no source")
        Fraction factor,

        @Key(
                doc = "Time until a machine that goes on is found.",
                example = "{ exponential: 2 h }",
                def = "{ exponential: 2 h }",
                tag = "assumed",
                source = "no source")
        TimeLaw found)
        implements Checked {
    @Override
    public void check(Issues issues) {
        issues.check(
                degrades.value() + silent.value() <= 1, "", "'degrades' and 'silent' are shares of the same failures");
        issues.check(factor.value() > 0, "factor", "a machine that does nothing has failed");
    }
}
