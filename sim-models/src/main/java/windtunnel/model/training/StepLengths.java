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
    private final Map<State, StepPlan> known = new LinkedHashMap<>();
    private GroupSteps sizes;
    private int groups;
    private double slowdown = 1;
    private long version;
    private StepPlan plan;
    private double pace;

    /** What a step depends on: links with a fault, and groups where there are any. */
    private record State(Map<Integer, Double> faults, int groups) {}

    StepLengths(World world, Training job, StepPlan plan) {
        this.world = world;
        this.job = job;
        this.plan = plan;
        delays = world.stepDelays();
        pace = world.conditions().slowest();
        version = world.cluster().version();
        known.put(new State(world.cluster().faults(), 0), plan);
    }

    /** Steps depend on how many groups there are. */
    void sizes(GroupSteps of) {
        sizes = of;
    }

    /** From the next step on, {@code now} groups take part, and steps are {@code longer} times as long. */
    void size(int now, double longer) {
        groups = now;
        slowdown = longer;
        plan = known();
    }

    private StepPlan known() {
        State state = new State(world.cluster().faults(), groups);
        return known.computeIfAbsent(state, s -> sizes == null ? StepPlan.now(world, job) : sizes.of(groups));
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
            plan = known();
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
        if (slowdown > 1) {
            nominal = Simulation.nanos(nominal * 1e-9 * slowdown);
        }
        long nanos = nominal;
        for (StepDelay delay : delays) {
            nanos = Math.addExact(nanos, delay.drawNanos(nominal));
        }
        return nanos;
    }
}
