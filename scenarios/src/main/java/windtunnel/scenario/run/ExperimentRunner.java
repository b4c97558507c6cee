package windtunnel.scenario.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import windtunnel.model.InfeasibleException;
import windtunnel.scenario.Pricing;
import windtunnel.scenario.Scenario;

/** Runs the replications of a scenario on a pool; results come in the order of the replications, whatever the pool does. */
public final class ExperimentRunner {
    private final int workers;
    private final IntConsumer progress;

    /**
     * A runner.
     *
     * @param workers threads, at least 1
     * @param progress hears how many replications are done
     */
    public ExperimentRunner(int workers, IntConsumer progress) {
        this.workers = workers;
        this.progress = progress;
    }

    /** Runs everything and answers; a failure inside a run is rethrown with scenario, seed and replication. */
    public Outcome run(Scenario scenario, String version) {
        return run(scenario, version, true);
    }

    /** As {@link #run(Scenario, String)}; {@code fastForward} false steps every step, for tests of the equality. */
    Outcome run(Scenario scenario, String version, boolean fastForward) {
        Pricing pricing = Pricing.of(scenario.spec());
        ScenarioRunner runner = new ScenarioRunner(scenario, pricing, fastForward);
        List<ScenarioRunner.Run> runs = new ArrayList<>();
        int replications = scenario.replications();
        if (workers == 1 || replications == 1) {
            for (int r = 0; r < replications; r++) {
                runs.add(one(runner, scenario, r));
                progress.accept(r + 1);
            }
        } else {
            runs.addAll(pooled(runner, scenario, replications));
        }
        return OutcomeBuilder.build(scenario, version, pricing, runs);
    }

    private List<ScenarioRunner.Run> pooled(ScenarioRunner runner, Scenario scenario, int replications) {
        ExecutorService pool = Executors.newFixedThreadPool(Math.min(workers, replications));
        try {
            List<Future<ScenarioRunner.Run>> futures = new ArrayList<>();
            for (int r = 0; r < replications; r++) {
                int replication = r;
                futures.add(pool.submit(() -> one(runner, scenario, replication)));
            }
            List<ScenarioRunner.Run> runs = new ArrayList<>();
            for (Future<ScenarioRunner.Run> future : futures) {
                runs.add(await(future));
                progress.accept(runs.size());
            }
            return runs;
        } finally {
            pool.shutdownNow();
        }
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
            }
            throw new IllegalStateException(
                    "scenario '" + scenario.name() + "', seed " + scenario.seed() + ", replication " + replication
                            + ": " + e.getMessage(),
                    e);
        }
    }
}
