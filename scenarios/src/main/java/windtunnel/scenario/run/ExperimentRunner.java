package windtunnel.scenario.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import windtunnel.core.unit.Numbers;
import windtunnel.model.InfeasibleException;
import windtunnel.scenario.Pricing;
import windtunnel.scenario.Scenario;
import windtunnel.scenario.stats.Precision;
import windtunnel.scenario.stats.Summary;

/** Runs the replications of a scenario on a pool; results come in the order of the replications, whatever the pool does. */
public final class ExperimentRunner {
    private static final int LOOK_MILLIS = 50;

    private final int workers;
    private final IntConsumer progress;
    private final BooleanSupplier stopped;

    /**
     * A runner.
     *
     * @param workers threads, at least 1
     * @param progress hears how many replications are done
     */
    public ExperimentRunner(int workers, IntConsumer progress) {
        this(workers, progress, () -> false);
    }

    /**
     * A runner that can be stopped: what is finished by then is the answer, as if no more had been asked for.
     *
     * @param stopped whether to stop now; looked at by the caller's thread
     */
    public ExperimentRunner(int workers, IntConsumer progress, BooleanSupplier stopped) {
        this.workers = workers;
        this.progress = progress;
        this.stopped = stopped;
    }

    /** Runs everything and answers; a failure inside a run is rethrown with scenario, seed and replication. */
    public Outcome run(Scenario scenario, String version) {
        return run(scenario, version, true);
    }

    /** As {@link #run(Scenario, String)}, as often as mean time and cost need to be known so well; the scenario's number does not count. */
    public Outcome run(Scenario scenario, String version, Precision precision) {
        Pricing pricing = Pricing.of(scenario.spec());
        ScenarioRunner runner = new ScenarioRunner(scenario, pricing, true);
        List<ScenarioRunner.Run> runs = new ArrayList<>();
        int wanted = Math.min(Precision.FIRST, precision.most());
        while (runs.size() < wanted) {
            extend(runs, runner, scenario, wanted);
            wanted = stopped.getAsBoolean() ? runs.size() : precision.wanted(means(runs));
        }
        double known = Math.min(1, Precision.reached(means(runs)));
        String reached = "mean time and cost are known to " + Numbers.percent(known, 2) + " after " + runs.size()
                + " runs; asked for was " + Numbers.percent(precision.relative(), 2);
        return OutcomeBuilder.build(scenario.noticing(reached), version, pricing, runs);
    }

    private static List<Summary> means(List<ScenarioRunner.Run> runs) {
        return Stream.of(RunMetrics.WALL_TIME, RunMetrics.COST)
                .map(metric -> Summary.of(runs.stream()
                        .mapToDouble(run -> run.result()
                                .metrics()
                                .get("run." + metric.name())
                                .value())
                        .toArray()))
                .toList();
    }

    /** As {@link #run(Scenario, String)}; {@code fastForward} false steps every step, for tests of the equality. */
    Outcome run(Scenario scenario, String version, boolean fastForward) {
        Pricing pricing = Pricing.of(scenario.spec());
        ScenarioRunner runner = new ScenarioRunner(scenario, pricing, fastForward);
        List<ScenarioRunner.Run> runs = new ArrayList<>();
        extend(runs, runner, scenario, scenario.replications());
        Scenario answered = runs.size() == scenario.replications()
                ? scenario
                : scenario.noticing("interrupted: " + runs.size() + " of " + scenario.replications()
                        + " runs were finished, and this is their answer");
        return OutcomeBuilder.build(answered, version, pricing, runs);
    }

    /** Adds runs until there are {@code total}, or until it is stopped; then there is one at least. */
    private void extend(List<ScenarioRunner.Run> runs, ScenarioRunner runner, Scenario scenario, int total) {
        int fresh = total - runs.size();
        if (fresh == 1) {
            runs.add(one(runner, scenario, total - 1));
            progress.accept(total);
            return;
        }
        ExecutorService pool = Executors.newFixedThreadPool(Math.min(workers, fresh));
        try {
            List<Future<ScenarioRunner.Run>> futures = new ArrayList<>();
            for (int r = runs.size(); r < total; r++) {
                int replication = r;
                futures.add(pool.submit(() -> one(runner, scenario, replication)));
            }
            for (Future<ScenarioRunner.Run> future : futures) {
                if (!ready(future) && !runs.isEmpty()) {
                    return;
                }
                runs.add(await(future));
                progress.accept(runs.size());
            }
        } finally {
            pool.shutdownNow();
        }
    }

    /** Waits for a run; false when everything is to stop before it has ended. */
    private boolean ready(Future<ScenarioRunner.Run> future) {
        while (!stopped.getAsBoolean()) {
            try {
                future.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                return true;
            } catch (TimeoutException e) {
                continue;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return true;
            } catch (ExecutionException e) {
                return true;
            }
        }
        return future.isDone();
    }

    private static ScenarioRunner.Run await(Future<ScenarioRunner.Run> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    static ScenarioRunner.Run one(ScenarioRunner runner, Scenario scenario, int replication) {
        try {
            return runner.run(replication);
        } catch (RuntimeException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof InfeasibleException infeasible) {
                    throw infeasible;
                }
                if (cause instanceof ArithmeticException && "long overflow".equals(cause.getMessage())) {
                    throw new InfeasibleException("scenario '" + scenario.name()
                            + "' runs longer than 292 years of simulated time, which is all that 2^63 ns hold; give it less work, or faster"
                            + " hardware");
                }
            }
            throw new IllegalStateException(
                    "scenario '" + scenario.name() + "', seed " + scenario.seed() + ", replication " + replication
                            + ": " + e.getMessage(),
                    e);
        }
    }
}
