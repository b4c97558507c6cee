package windtunnel.model.training;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import windtunnel.core.engine.Simulation;
import windtunnel.model.Cluster;
import windtunnel.model.LedgerState;
import windtunnel.model.SharedNics;
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
    private final SharedNics nics;
    private final NicLadder ladder;
    private final StepTail sound;
    private StepPlan alone;
    private double left = 1;
    private long delayed;

    /** What a step depends on: links with a fault, groups where there are any, and the rung of what storage leaves of the NICs. */
    private record State(Map<Integer, Double> faults, int groups, int rung) {}

    StepLengths(World world, Training job, StepPlan plan) {
        this.world = world;
        this.job = job;
        this.plan = plan;
        delays = world.stepDelays();
        pace = world.conditions().slowest();
        version = world.cluster().version();
        nics = world.nics();
        ladder = new NicLadder(nics.used() ? nics.least() : 1);
        alone = plan;
        sound = plan.tail();
        known.put(new State(world.cluster().faults(), 0, 0), plan);
    }

    /** Steps depend on how many groups there are. */
    void sizes(GroupSteps of) {
        sizes = of;
    }

    /** From the next step on, {@code now} groups take part, and steps are {@code longer} times as long. */
    void size(int now, double longer) {
        groups = now;
        slowdown = longer;
        left = nics.left();
        alone = rung(0);
        plan = ladder.plan(left, alone, this::rung);
    }

    private StepPlan rung(int rung) {
        State state = new State(world.cluster().faults(), groups, rung);
        double share = ladder.share(rung);
        return known.computeIfAbsent(
                state, s -> sizes == null ? StepPlan.now(world, job, share, sound) : sizes.of(groups, share));
    }

    /** A step beside storage that takes all it can get of the NICs. */
    StepPlan slowest() {
        return rung(ladder.last());
    }

    /** What a step of {@code undisturbed} takes beside storage that leaves it that share of the NICs, in ns. */
    static long besideNanos(World world, Training job, StepPlan undisturbed, double nicShare) {
        NicLadder ladder = new NicLadder(world.nics().least());
        return ladder.plan(
                        nicShare,
                        undisturbed,
                        rung -> rung == 0
                                ? undisturbed
                                : StepPlan.now(world, job, ladder.share(rung), undisturbed.tail()))
                .stepNanos();
    }

    /** Whether steps differ, so that no two of them can be one event. */
    boolean vary() {
        return !delays.isEmpty();
    }

    /** Whether links have changed since the last look. */
    boolean stale() {
        return version != world.cluster().version();
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
        if (version != cluster.version() || left != nics.left()) {
            version = cluster.version();
            StepPlan sound = rung(0);
            if (sound != alone || left != nics.left()) {
                alone = sound;
                left = nics.left();
                plan = ladder.plan(left, alone, this::rung);
            }
        }
    }

    /** The step on links as they stand. */
    StepPlan plan() {
        return plan;
    }

    /** Length of the step that starts next, in ns: all wait for the slowest GPU to compute. */
    long draw() {
        look();
        long nominal = nominalNanos(plan);
        delayed = 0;
        for (StepDelay delay : delays) {
            delayed = Math.addExact(delayed, delay.drawNanos(nominal));
        }
        return Math.addExact(nominal, delayed);
    }

    /** Length that the step drawn last would have on links and GPUs as they stand. */
    long drawn() {
        return Math.addExact(nominalNanos(plan), delayed);
    }

    /** Length of the steps of {@code some} plan with GPUs as they stand and without delays, in ns. */
    long nominalNanos(StepPlan some) {
        long compute = some.shareNanos(LedgerState.COMPUTE) + some.shareNanos(LedgerState.RECOMPUTE);
        long nominal = Math.addExact(some.stepNanos(), Simulation.nanos(compute * 1e-9 * (1 / pace - 1)));
        return slowdown > 1 ? Simulation.nanos(nominal * 1e-9 * slowdown) : nominal;
    }
}
