package windtunnel.scenario.uncertain;

import java.util.Map;
import windtunnel.core.unit.Count;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;

/** Inputs that nobody knows for sure: {@code run} draws them, and runs each draw as often as the scenario has replications. */
public record Uncertain(
        @Key(doc = "How many times the inputs are drawn, spread evenly over their distributions.", def = "40")
        Count draws,

        @Key(
                doc = "The path of a key and what is known of its value.",
                example = "{ prices.override.gpu: { uniform: { low: $2/GPU-h, high: $3/GPU-h } } }")
        Map<String, InputLaw> inputs)
        implements Checked {
    private static final int LEAST = 10;
    private static final int MOST = 100_000;

    @Override
    public void check(Issues issues) {
        issues.check(draws.value() >= LEAST && draws.value() <= MOST, "draws", "must be from 10 to 100,000");
        issues.check(!inputs.isEmpty(), "inputs", "name at least one uncertain input");
    }
}
