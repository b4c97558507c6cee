package windtunnel.report.story;

import java.util.List;
import java.util.Optional;
import windtunnel.core.measure.Recorder;
import windtunnel.core.measure.RunResult;
import windtunnel.scenario.run.Outcome;

/** Finds metrics of an outcome by name. */
public final class Metrics {
    private Metrics() {}

    /** The summary of the metric {@code name}, if it was recorded. */
    public static Optional<Outcome.MetricSummary> find(Outcome outcome, String name) {
        return outcome.metrics().stream().filter(m -> m.name().equals(name)).findFirst();
    }

    /** All summaries whose metric is called {@code metric}, of whatever workload or resource. */
    public static List<Outcome.MetricSummary> called(Outcome outcome, String metric) {
        return outcome.metrics().stream()
                .filter(m -> metric(m.name()).equals(metric))
                .toList();
    }

    /** The workload or resource part of a full name. */
    public static String owner(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    /** The metric part of a full name. */
    public static String metric(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** The metric's values, one a replication, in order; replications that lack it are left out. */
    public static double[] values(Outcome outcome, String name) {
        return outcome.runs().stream()
                .map(RunResult::metrics)
                .filter(metrics -> metrics.containsKey(name))
                .map(metrics -> metrics.get(name))
                .mapToDouble(Recorder.Value::value)
                .toArray();
    }
}
