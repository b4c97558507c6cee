package windtunnel.scenario.sweep;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import windtunnel.model.InfeasibleException;
import windtunnel.scenario.Experiment;
import windtunnel.scenario.Scenario;
import windtunnel.scenario.run.SingleRun;

/** Work unit in, result record out: what an engine calls on whatever machine it runs; safe for many threads. */
public final class UnitRunner {
    private final List<Experiment.Point> points;
    private final Map<Integer, SingleRun> prepared = new ConcurrentHashMap<>();

    /** A runner for the combinations of {@code experiment}. */
    public UnitRunner(Experiment experiment) {
        this.points = experiment.expand();
    }

    /** A runner for a source that was read without errors before. */
    public static UnitRunner of(SweepSource source) {
        return new UnitRunner(source.read().experiment().orElseThrow());
    }

    /** Runs one unit; a combination that is out of memory or does not fit is a result, too. */
    public RunRecord run(WorkUnit unit) {
        Scenario scenario = points.get(unit.point()).scenario().orElseThrow();
        try {
            return RunRecord.of(
                    unit,
                    prepared.computeIfAbsent(unit.point(), p -> new SingleRun(scenario))
                            .run(unit.replication()));
        } catch (InfeasibleException e) {
            return RunRecord.infeasible(unit, e.getMessage());
        } finally {
            if (unit.replication() == scenario.replications() - 1) {
                prepared.remove(unit.point());
            }
        }
    }
}
