package windtunnel.scenario.risk;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import windtunnel.core.measure.Recorder;
import windtunnel.core.random.RandomStreams;
import windtunnel.model.InfeasibleException;
import windtunnel.scenario.Experiment;
import windtunnel.scenario.Scenario;
import windtunnel.scenario.run.SingleRun;
import windtunnel.scenario.stats.Risk;
import windtunnel.scenario.uncertain.LatinHypercube;
import windtunnel.scenario.uncertain.Uncertain;
import windtunnel.scenario.yaml.Finding;
import windtunnel.scenario.yaml.Origin;
import windtunnel.scenario.yaml.Position;
import windtunnel.scenario.yaml.YamlNode;

/**
 * Two levels of chance: the uncertain inputs are drawn as a Latin hypercube, and each draw is run with its own luck as often as the scenario has
 * replications. A draw is an ordinary scenario: its values and its seed, set in the file, give the same runs.
 */
public final class RiskStudy {
    private static final Position NOWHERE = new Position(Origin.scenario("uncertain"), 1, 1);
    private static final int SEEDS = 1_000_000_000;

    private final Experiment experiment;
    private final Uncertain uncertain;
    private final int workers;
    private final IntConsumer progress;

    /**
     * A study of an experiment that has uncertain inputs.
     *
     * @param workers threads, at least 1
     * @param progress hears how many runs are done
     */
    public RiskStudy(Experiment experiment, int workers, IntConsumer progress) {
        this.experiment = experiment;
        this.uncertain = experiment.scenario().spec().uncertain().orElseThrow();
        this.workers = workers;
        this.progress = progress;
    }

    /** How many runs it takes. */
    public static long runs(Scenario scenario) {
        return scenario.spec()
                .uncertain()
                .map(u -> u.draws().value() * scenario.replications())
                .orElse(0L);
    }

    /**
     * Draws and runs everything; the same for any number of workers.
     *
     * @throws RiskException if a draw cannot be run
     */
    public Risk run() {
        List<String> paths = List.copyOf(uncertain.inputs().keySet());
        int draws = Math.toIntExact(uncertain.draws().value());
        double[][] cube = LatinHypercube.of(draws, paths, experiment.scenario().seed());
        List<Map<String, String>> drawn = new ArrayList<>();
        List<Scenario> scenarios = new ArrayList<>();
        for (int d = 0; d < draws; d++) {
            Map<String, YamlNode> values = values(paths, cube, d);
            Experiment.Point point = experiment.with(values);
            Map<String, String> texts = new LinkedHashMap<>(point.axisValues());
            texts.remove("seed");
            drawn.add(texts);
            scenarios.add(point.scenario().orElseThrow(() -> new RiskException(texts, why(point.findings()))));
        }
        List<List<Map<String, Recorder.Value>>> results = runAll(scenarios, drawn);
        double[][] order = new double[paths.size()][draws];
        for (int i = 0; i < paths.size(); i++) {
            for (int d = 0; d < draws; d++) {
                order[i][d] = uncertain.inputs().get(paths.get(i)).order(cube[i][d]);
            }
        }
        List<Long> seeds = scenarios.stream().map(Scenario::seed).toList();
        return new RiskSummary(paths, order, series(results)).risk(drawn, seeds);
    }

    private Map<String, YamlNode> values(List<String> paths, double[][] cube, int draw) {
        Map<String, YamlNode> values = new LinkedHashMap<>();
        for (int i = 0; i < paths.size(); i++) {
            values.put(paths.get(i), uncertain.inputs().get(paths.get(i)).value(cube[i][draw], NOWHERE));
        }
        double luck = new RandomStreams(experiment.scenario().seed(), 0)
                .stream("draw-" + draw, "luck").uniform();
        values.put("seed", new YamlNode.Scalar(Long.toString(1 + (long) (luck * SEEDS)), true, NOWHERE));
        return values;
    }

    private static String why(List<Finding> findings) {
        return findings.stream()
                .filter(Finding::isError)
                .findFirst()
                .map(finding -> finding.path() + " " + finding.message())
                .orElse("it makes no scenario");
    }

    private List<List<Map<String, Recorder.Value>>> runAll(List<Scenario> scenarios, List<Map<String, String>> drawn) {
        ExecutorService pool = Executors.newFixedThreadPool(workers);
        try {
            List<List<Future<Map<String, Recorder.Value>>>> futures = new ArrayList<>();
            for (Scenario scenario : scenarios) {
                SingleRun runner = new SingleRun(scenario);
                List<Future<Map<String, Recorder.Value>>> own = new ArrayList<>();
                for (int r = 0; r < scenario.replications(); r++) {
                    int replication = r;
                    own.add(pool.submit(() -> runner.run(replication).metrics()));
                }
                futures.add(own);
            }
            int done = 0;
            List<List<Map<String, Recorder.Value>>> results = new ArrayList<>();
            for (int d = 0; d < futures.size(); d++) {
                List<Map<String, Recorder.Value>> own = new ArrayList<>();
                for (Future<Map<String, Recorder.Value>> future : futures.get(d)) {
                    own.add(await(future, drawn.get(d)));
                    progress.accept(++done);
                }
                results.add(own);
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }

    private static Map<String, Recorder.Value> await(
            Future<Map<String, Recorder.Value>> future, Map<String, String> drawn) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof InfeasibleException infeasible) {
                throw new RiskException(drawn, infeasible.getMessage());
            }
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }

    /** Values by metric, draw and run, of those metrics that every run has and that a study tells about. */
    private static Map<String, RiskSummary.Series> series(List<List<Map<String, Recorder.Value>>> results) {
        Map<String, RiskSummary.Series> series = new TreeMap<>();
        results.get(0).get(0).forEach((name, value) -> {
            boolean told = name.startsWith("run.") || name.endsWith(".goodput");
            boolean everywhere =
                    results.stream().allMatch(draw -> draw.stream().allMatch(run -> run.containsKey(name)));
            if (told && everywhere) {
                double[][] values = results.stream()
                        .map(draw -> draw.stream()
                                .map(metrics -> metrics.get(name))
                                .mapToDouble(Recorder.Value::value)
                                .toArray())
                        .toArray(double[][]::new);
                series.put(name, new RiskSummary.Series(value.metric(), values));
            }
        });
        return series;
    }
}
