package windtunnel.report.chart;

import java.util.List;
import java.util.Optional;
import windtunnel.scenario.sweep.PointResult;
import windtunnel.scenario.sweep.SweepResult;

/** The charts of a sweep. */
public final class SweepCharts {
    private SweepCharts() {}

    /** Cost against time of all combinations with the front, if at least two can be run. */
    public static Optional<Chart> pareto(SweepResult result) {
        List<PointResult> known = result.points().stream()
                .filter(p -> p.mean(SweepResult.COST).isPresent()
                        && p.mean(SweepResult.TIME).isPresent())
                .toList();
        if (known.size() < 2) {
            return Optional.empty();
        }
        List<ParetoChart.Dot> dots = known.stream()
                .map(p -> new ParetoChart.Dot(
                        p.mean(SweepResult.TIME).getAsDouble(),
                        p.mean(SweepResult.COST).getAsDouble(),
                        result.front().contains(p)))
                .toList();
        return Optional.of(new ParetoChart(dots, result.start()));
    }
}
