package windtunnel.scenario;

import java.util.Optional;
import windtunnel.core.unit.Fraction;
import windtunnel.core.unit.Money;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;

/** What should be reached, and how surely. */
public record Goals(
        @Key(doc = "Time from the start by which all work should be done.", example = "30 d")
        Optional<TimeSpan> deadline,

        @Key(doc = "What the run may cost.", example = "3 M$")
        Optional<Money> budget,

        @Key(doc = "How probable deadline and budget should be.", def = "0.9", example = "0.9")
        Fraction probability)
        implements Checked {
    @Override
    public void check(Issues issues) {
        issues.check(deadline.isPresent() || budget.isPresent(), "", "name no goal: give a deadline, a budget or both");
        issues.check(
                probability.value() > 0 && probability.value() < 1,
                "probability",
                "must lie between 0 and 1, both excluded");
        deadline.ifPresent(d -> issues.check(d.seconds() > 0, "deadline", "must be greater than zero"));
    }
}
