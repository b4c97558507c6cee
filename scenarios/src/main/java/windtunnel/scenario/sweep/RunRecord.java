package windtunnel.scenario.sweep;

import java.io.Serializable;
import java.util.SortedMap;
import java.util.TreeMap;
import windtunnel.core.measure.RunResult;

/**
 * What one run of a sweep yields.
 *
 * @param unit which run it is
 * @param infeasible why the combination cannot be run, or empty
 * @param metrics by full name
 * @param fingerprint 16 hex digits of the run, empty when it is infeasible
 */
public record RunRecord(WorkUnit unit, String infeasible, SortedMap<String, Value> metrics, String fingerprint)
        implements Serializable {
    /** A value and its unit. */
    public record Value(String unit, double value) implements Serializable {}

    static RunRecord of(WorkUnit unit, RunResult result) {
        SortedMap<String, Value> metrics = new TreeMap<>();
        result.metrics()
                .forEach((name, value) ->
                        metrics.put(name, new Value(value.metric().unit(), value.value())));
        return new RunRecord(unit, "", metrics, result.fingerprint());
    }

    static RunRecord infeasible(WorkUnit unit, String why) {
        return new RunRecord(unit, why, new TreeMap<>(), "");
    }
}
