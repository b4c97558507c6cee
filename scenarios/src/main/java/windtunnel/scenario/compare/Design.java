package windtunnel.scenario.compare;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import windtunnel.core.measure.Recorder;
import windtunnel.core.measure.RunResult;
import windtunnel.core.measure.Timeline;
import windtunnel.scenario.explain.Figures;
import windtunnel.scenario.run.Outcome;

/**
 * One of the answers that are compared.
 *
 * @param label short name in tables: {@code A}
 * @param name of the scenario
 * @param cluster the cluster in words
 * @param hash of its inputs
 * @param seed root seed
 * @param replications how many runs
 * @param metrics values by metric, one a replication
 * @param figures means of metrics, ledger and bill
 * @param inputs lines by path; empty when only its results are known
 * @param start instant at which simulated time begins, if dates are wanted
 * @param cutRuns runs that the horizon cut, which would have taken longer
 * @param typicalRun the run of median length, from 0
 * @param timelines how the workloads went in each run; empty when only results are known
 */
public record Design(
        String label,
        String name,
        String cluster,
        String hash,
        long seed,
        int replications,
        SortedMap<String, Series> metrics,
        Figures figures,
        Map<String, String> inputs,
        Optional<Instant> start,
        int cutRuns,
        int typicalRun,
        List<List<Timeline>> timelines) {

    /**
     * Values of a metric, in the order of the replications.
     *
     * @param unit of the values
     * @param values one a replication
     */
    public record Series(String unit, double[] values) {}

    /** The design that {@code outcome} answers for. */
    public static Design of(String label, Outcome outcome, Map<String, String> inputs) {
        int runs = outcome.runs().size();
        SortedMap<String, Series> metrics = new TreeMap<>();
        outcome.metrics().stream()
                .filter(m -> m.n() == runs)
                .forEach(m -> metrics.put(m.name(), new Series(m.unit(), values(outcome, m.name()))));
        addRegrets(metrics);
        Outcome.Head head = outcome.head();
        return new Design(
                label,
                head.name(),
                head.cluster(),
                head.hash(),
                head.seed(),
                runs,
                Collections.unmodifiableSortedMap(metrics),
                Figures.of(outcome),
                inputs,
                head.start(),
                runs - outcome.finishedRuns(),
                outcome.typicalRun().replication(),
                outcome.runs().stream().map(RunResult::timelines).toList());
    }

    /**
     * For each owner of a metric {@code optimum_cost} (the least that a plan could have cost which knew the luck beforehand) a metric
     * {@code regret}: dollars above it.
     */
    static void addRegrets(SortedMap<String, Series> metrics) {
        String optimum = ".optimum_cost";
        for (String name :
                metrics.keySet().stream().filter(n -> n.endsWith(optimum)).toList()) {
            String owner = name.substring(0, name.length() - optimum.length());
            Series cost = metrics.get(owner + ".cost");
            if (cost != null) {
                double[] best = metrics.get(name).values();
                double[] regret = new double[best.length];
                java.util.Arrays.setAll(regret, i -> cost.values()[i] - best[i]);
                metrics.put(owner + ".regret", new Series(cost.unit(), regret));
            }
        }
    }

    private static double[] values(Outcome outcome, String metric) {
        return outcome.runs().stream()
                .map(RunResult::metrics)
                .map(values -> values.get(metric))
                .mapToDouble(Recorder.Value::value)
                .toArray();
    }
}
