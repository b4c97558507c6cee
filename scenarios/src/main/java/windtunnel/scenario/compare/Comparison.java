package windtunnel.scenario.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import windtunnel.scenario.explain.InputChange;
import windtunnel.scenario.explain.InputDiff;
import windtunnel.scenario.explain.Movements;
import windtunnel.scenario.read.Inputs;

/**
 * Designs side by side.
 *
 * @param designs at least two; the others are compared with the first
 * @param versus one for each design after the first
 */
public record Comparison(List<Design> designs, List<Versus> versus) {

    /**
     * Compares designs that met the same luck.
     *
     * @throws ComparisonException if seeds or replications differ
     */
    public static Comparison of(List<Design> designs, Inputs inputs) {
        Design first = designs.get(0);
        List<Versus> versus = new ArrayList<>();
        for (Design other : designs.subList(1, designs.size())) {
            if (other.seed() != first.seed() || other.replications() != first.replications()) {
                throw new ComparisonException(
                        first.label() + " was run with seed " + first.seed() + " and " + first.replications()
                                + " replications, " + other.label() + " with seed " + other.seed() + " and "
                                + other.replications() + "; only the same luck can be compared");
            }
            versus.add(versus(first, other, inputs, designs.size() - 1));
        }
        return new Comparison(List.copyOf(designs), List.copyOf(versus));
    }

    private static Versus versus(Design a, Design b, Inputs inputs, int comparisons) {
        List<Paired> metrics = new ArrayList<>();
        a.metrics().forEach((name, series) -> {
            Design.Series other = b.metrics().get(name);
            if (other != null && other.unit().equals(series.unit())) {
                metrics.add(Paired.of(name, series.unit(), series.values(), other.values(), comparisons));
            }
        });
        boolean known = !a.inputs().isEmpty() && !b.inputs().isEmpty();
        List<InputChange> changes =
                known ? new InputDiff(inputs, a.inputs(), b.inputs(), Set.of(), Set.of()).list() : List.of();
        return new Versus(a, b, List.copyOf(metrics), Movements.between(a.figures(), b.figures()), changes);
    }
}
