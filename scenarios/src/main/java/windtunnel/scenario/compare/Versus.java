package windtunnel.scenario.compare;

import java.util.List;
import java.util.Optional;
import windtunnel.scenario.explain.InputChange;
import windtunnel.scenario.explain.Movements;

/**
 * One design against the first.
 *
 * @param a the first design
 * @param b the other one
 * @param metrics those that both have, by name
 * @param movements how far rows of ledger and bill are apart, b minus a
 * @param inputs what the scenarios say differently; empty when one is known by its results alone
 */
public record Versus(Design a, Design b, List<Paired> metrics, Movements movements, List<InputChange> inputs) {
    /** The metric of that name, if both have it. */
    public Optional<Paired> metric(String name) {
        return metrics.stream().filter(m -> m.metric().equals(name)).findFirst();
    }
}
