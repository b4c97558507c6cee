package windtunnel.scenario.sweep;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import windtunnel.scenario.stats.Summary;

/**
 * One combination of values and what came out.
 *
 * @param index number of the combination, from 0
 * @param axisValues values by path, as text, in the order of the axes
 * @param infeasible why it cannot be run, or empty
 * @param metrics summaries by name
 * @param runs its runs in order
 */
public record PointResult(
        int index,
        Map<String, String> axisValues,
        String infeasible,
        SortedMap<String, Metric> metrics,
        List<RunRecord> runs) {
    /** A metric over the replications. */
    public record Metric(String unit, Summary summary) {}

    /** Whether it can be run. */
    public boolean feasible() {
        return infeasible.isEmpty();
    }

    /** The mean of a metric, if it was recorded. */
    public OptionalDouble mean(String metric) {
        Metric found = metrics.get(metric);
        return found == null
                ? OptionalDouble.empty()
                : OptionalDouble.of(found.summary().mean());
    }
}
