package windtunnel.scenario.sweep;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import windtunnel.core.engine.Fingerprint;
import windtunnel.scenario.Experiment;
import windtunnel.scenario.Scenario;
import windtunnel.scenario.shape.Canonical;
import windtunnel.scenario.stats.Summary;
import windtunnel.scenario.yaml.Finding;
import windtunnel.scenario.yaml.YamlNode;

/** Runs every combination of an experiment's axes, each as often as it has replications. */
public final class Sweep {
    /** The most runs of one sweep, all of which are held in memory at the end. */
    private static final long MOST_RUNS = 1_000_000;

    private final SweepSource source;
    private final Experiment experiment;
    private final String version;
    private final List<Experiment.Point> points;
    private final List<WorkUnit> units = new ArrayList<>();

    /**
     * A sweep.
     *
     * @param source where it comes from
     * @param experiment what was read from there
     * @param version of windtunnel and its models; another one's finished runs do not count
     */
    public Sweep(SweepSource source, Experiment experiment, String version) {
        this.source = source;
        this.experiment = experiment;
        this.version = version;
        this.points = experiment.expand();
        long runs = points.stream()
                .mapToLong(point -> point.scenario().map(Scenario::replications).orElse(0))
                .sum();
        if (runs > MOST_RUNS) {
            throw new SweepException(runs + " runs are more than " + MOST_RUNS + "; use fewer values or replications");
        }
        for (int p = 0; p < points.size(); p++) {
            int replications =
                    points.get(p).scenario().map(Scenario::replications).orElse(0);
            for (int r = 0; r < replications; r++) {
                units.add(new WorkUnit(p, r));
            }
        }
    }

    /** Hears how far the sweep is. */
    public interface Progress {
        /**
         * Some runs are finished.
         *
         * @param done finished runs, those of former attempts included
         * @param fresh runs that this attempt finished
         * @param total all runs
         */
        void at(int done, int fresh, int total);
    }

    /** How many runs there are. */
    public int runs() {
        return units.size();
    }

    /** The engine that is called {@code name}. */
    public static WorkEngine engine(String name) {
        List<String> names = new ArrayList<>();
        for (WorkEngine engine : ServiceLoader.load(WorkEngine.class)) {
            if (engine.name().equals(name)) {
                return engine;
            }
            names.add(engine.name());
        }
        throw new SweepException("there is no engine '" + name + "'; there is " + String.join(", ", names));
    }

    /**
     * Runs what is not finished yet.
     *
     * @param workers threads, at least 1
     * @param folder where finished runs are kept, which must exist
     * @param resume whether finished runs of a former attempt count
     */
    public SweepResult run(WorkEngine engine, int workers, Path folder, boolean resume, Progress progress) {
        try (Journal journal = Journal.open(folder, plan(), resume)) {
            SortedMap<WorkUnit, RunRecord> before = journal.done();
            List<WorkUnit> left =
                    units.stream().filter(unit -> !before.containsKey(unit)).toList();
            int[] fresh = {0};
            progress.at(before.size(), 0, units.size());
            engine.run(source, left, workers, record -> {
                synchronized (fresh) {
                    journal.append(record);
                    fresh[0]++;
                    progress.at(before.size() + fresh[0], fresh[0], units.size());
                }
            });
            return result(journal.done());
        }
    }

    /** 16 hex digits that tell this sweep from every other one. */
    String plan() {
        Fingerprint plan = new Fingerprint();
        plan.add(version);
        for (Experiment.Point point : points) {
            plan.add(point.axisValues().toString());
            point.scenario()
                    .ifPresent(
                            scenario -> plan.add(scenario.hash()).add(scenario.seed() + "/" + scenario.replications()));
        }
        return plan.hex();
    }

    private SweepResult result(SortedMap<WorkUnit, RunRecord> done) {
        List<PointResult> results = new ArrayList<>();
        for (int p = 0; p < points.size(); p++) {
            List<RunRecord> runs = List.copyOf(
                    done.subMap(new WorkUnit(p, 0), new WorkUnit(p + 1, 0)).values());
            results.add(point(p, runs));
        }
        Map<String, List<String>> axes = new LinkedHashMap<>();
        experiment
                .axes()
                .forEach((path, values) ->
                        axes.put(path, values.stream().map(Sweep::text).toList()));
        Scenario scenario = experiment.scenario();
        return new SweepResult(
                version, scenario.name(), plan(), scenario.seed(), scenario.start(), axes, List.copyOf(results));
    }

    private static String text(YamlNode value) {
        return value instanceof YamlNode.Scalar scalar ? scalar.text() : Canonical.text(value);
    }

    private PointResult point(int index, List<RunRecord> runs) {
        Experiment.Point point = points.get(index);
        String infeasible = runs.stream()
                .map(RunRecord::infeasible)
                .filter(why -> !why.isEmpty())
                .findFirst()
                .orElseGet(() -> point.scenario().isPresent() ? "" : findings(point.findings()));
        SortedMap<String, List<RunRecord.Value>> values = new TreeMap<>();
        runs.forEach(run -> run.metrics()
                .forEach((name, value) ->
                        values.computeIfAbsent(name, n -> new ArrayList<>()).add(value)));
        SortedMap<String, PointResult.Metric> metrics = new TreeMap<>();
        values.forEach((name, list) -> metrics.put(
                name,
                new PointResult.Metric(
                        list.get(0).unit(),
                        Summary.of(list.stream()
                                .mapToDouble(RunRecord.Value::value)
                                .toArray()))));
        return new PointResult(index, point.axisValues(), infeasible, metrics, runs);
    }

    private static String findings(List<Finding> findings) {
        return findings.stream()
                .filter(Finding::isError)
                .map(finding -> finding.path() + ": " + finding.message())
                .collect(Collectors.joining("; "));
    }
}
