package windtunnel.scenario.run;

import windtunnel.core.measure.RunResult;
import windtunnel.scenario.Pricing;
import windtunnel.scenario.Scenario;

/** Runs single replications of a scenario, as sweeps do; safe for many threads. */
public final class SingleRun {
    private final Scenario scenario;
    private final ScenarioRunner runner;

    /** Prepares {@code scenario}. */
    public SingleRun(Scenario scenario) {
        this.scenario = scenario;
        this.runner = new ScenarioRunner(scenario, Pricing.of(scenario.spec()), true);
    }

    /**
     * Replication {@code replication}, from 0.
     *
     * @throws windtunnel.model.InfeasibleException if the scenario cannot be run at all
     */
    public RunResult run(int replication) {
        return ExperimentRunner.one(runner, scenario, replication).result();
    }
}
