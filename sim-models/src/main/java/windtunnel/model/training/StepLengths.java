package windtunnel.model.training;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import windtunnel.core.engine.Simulation;
import windtunnel.model.Cluster;
import windtunnel.model.LedgerState;
import windtunnel.model.StepDelay;
import windtunnel.model.World;

/**
 * How long the steps of a job are: all alike, of another length after links or GPUs have changed, or drawn one by one where something
 * delays them. A step on links with a fault is worked out once for each set of faults.
 */
final class StepLengths {
    private final World world;
    private final Training job;
    private final List<StepDelay> delays;
    private final Map<Map<Integer, Double>, StepPlan> known = new LinkedHashMap<>();
    private long version;
    private StepPlan plan;
    private double pace;

    StepLengths(World world, Training job, StepPlan plan) {
        this.world = world;
        this.job = job;
        this.plan = plan;
        delays = world.stepDelays();
        pace = world.conditions().slowest();
        version = world.cluster().version();
        known.put(world.cluster().faults(), plan);
    }

    /** Whether steps differ, so that no two of them can be one event. */
    boolean vary() {
        return !delays.isEmpty();
    }

    /** Looks at links and GPUs; whether steps are of another length now. */
    boolean change() {
        StepPlan before = plan;
        double paceBefore = pace;
        look();
        return plan != before || pace != paceBefore;
    }

    private void look() {
        pace = world.conditions().slowest();
        Cluster cluster = world.cluster();
        if (version != cluster.version()) {
            version = cluster.version();
            plan = known.computeIfAbsent(cluster.faults(), faults -> StepPlan.now(world, job));
        }
    }

    /** The step on links as they stand. */
    StepPlan plan() {
        return plan;
    }

    /** Length of the step that starts next, in ns: all wait for the slowest GPU to compute. */
    long draw() {
        look();
        long compute = plan.shareNanos(LedgerState.COMPUTE) + plan.shareNanos(LedgerState.RECOMPUTE);
        long nominal = Math.addExact(plan.stepNanos(), Simulation.nanos(compute * 1e-9 * (1 / pace - 1)));
        long nanos = nominal;
        for (StepDelay delay : delays) {
            nanos = Math.addExact(nanos, delay.drawNanos(nominal));
        }
        return nanos;
    }
}
