package windtunnel.model.collective;

import java.util.LinkedHashMap;
import java.util.Map;
import windtunnel.model.Cluster;
import windtunnel.model.Fidelity;
import windtunnel.model.GroupFamily;

/**
 * How long the rings of a family take on a cluster as it stood when this was made, and what faults make of it that came later.
 *
 * <p>A fault of a link that one group alone crosses slows that group and no other, so the slowest of all groups is the slowest as before or
 * one of those with a fault: only these are worked out anew. Faults of links that groups share are not told apart like that.
 */
final class RingTimes {
    /** Largest ring that is stepped rank by rank. */
    private static final int MOST_STEPPED = Collectives.MOST_STEPPED;
    /** Most runs for which the quadratic law over runs is cheaper than the linear one over ranks. */
    private static final int MOST_RUNS = 64;

    private final Fidelity fidelity;
    private final Cluster whole;
    private final Fold fold;
    private final RingPlan plan;
    /** Who alone crosses each link; null where not all links are there. */
    private final int[] owner;

    private final FluidSystem fluid;
    private final Map<Query, Double> known = new LinkedHashMap<>();

    private record Query(int steps, double chunk) {}

    /** Times that later faults can be told of. */
    RingTimes(Cluster cluster, GroupFamily family, Fidelity fidelity, boolean bothWays) {
        this(cluster, new Fold(cluster, family, 0, 0), fidelity, bothWays);
    }

    private RingTimes(Cluster whole, Fold fold, Fidelity fidelity, boolean bothWays) {
        this.whole = whole;
        this.fold = fold;
        this.fidelity = fidelity;
        plan = new RingPlan(fold, bothWays);
        owner = fold.folded() ? null : FluidSystem.owners(plan.traffic(), whole.links());
        fluid = fidelity == Fidelity.FLUID ? new FluidSystem(fold.cluster(), plan.traffic()) : null;
    }

    /** Times on a cluster in full health, worked out on the smallest part that stands for all of it. */
    static RingTimes folded(Cluster cluster, GroupFamily family, Fidelity fidelity, boolean bothWays) {
        Fold fold = bothWays ? new Fold(cluster, family, 0, 0) : Fold.of(cluster, family);
        return new RingTimes(cluster, fold, fidelity, bothWays);
    }

    /** Seconds of the slowest group with the links as they stood. */
    double seconds(int steps, double chunk) {
        return known.computeIfAbsent(new Query(steps, chunk), q -> compute(steps, chunk));
    }

    /** The same with faults of {@code now} that were not there before; NaN if groups share a link with a fault. */
    double seconds(Cluster now, Map<Integer, Double> faults, int steps, double chunk) {
        Map<Integer, int[]> slower = new LinkedHashMap<>();
        for (int link : faults.keySet()) {
            if (owner[link] == FluidSystem.SEVERAL) {
                return Double.NaN;
            }
            if (owner[link] >= 0) {
                slower.merge(owner[link], new int[] {link}, RingTimes::joined);
            }
        }
        if (fluid != null && fluid.coupled() && !slower.isEmpty()) {
            return Double.NaN;
        }
        double finish = seconds(steps, chunk);
        for (Map.Entry<Integer, int[]> group : slower.entrySet()) {
            finish = Math.max(finish, alone(now, group.getKey(), group.getValue(), steps, chunk));
        }
        return finish;
    }

    private static int[] joined(int[] a, int[] b) {
        int[] both = new int[a.length + b.length];
        System.arraycopy(a, 0, both, 0, a.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    private double alone(Cluster now, int number, int[] links, int steps, double chunk) {
        RingPlan.Group group = plan.faulted(now, number, links);
        double seconds = ofGroup(group, steps, chunk);
        return fluid == null
                ? seconds
                : seconds
                        - steps * chunk * group.slowestPerByte()
                        + steps * chunk / plan.cap(now, links, fluid.cap(number));
    }

    private double compute(int steps, double chunk) {
        if (fluid != null) {
            return fluid(steps, chunk);
        }
        double slowest = 0;
        for (RingPlan.Group group : plan.classes()) {
            slowest = Math.max(slowest, ofGroup(group, steps, chunk));
        }
        return slowest;
    }

    private double ofGroup(RingPlan.Group group, int steps, double chunk) {
        double slowest = 0;
        for (Runs ring : group.variants()) {
            slowest = Math.max(
                    slowest, fidelity == Fidelity.STEPS ? stepped(ring, steps, chunk) : law(ring, steps, chunk));
        }
        return slowest;
    }

    private static double law(Runs ring, int steps, double chunk) {
        double closed = RingLaw.closed(steps, ring, chunk);
        return Double.isNaN(closed) ? RingLaw.seconds(steps, ring, chunk) : closed;
    }

    private static double stepped(Runs ring, int steps, double chunk) {
        double[] sends = ring.sends(chunk);
        if (ring.ranks() <= MOST_STEPPED) {
            return RingKernel.everyStep(steps, ring.perRank(sends), ring.perRank(ring.latency()), null);
        }
        return sends.length <= MOST_RUNS
                ? RingKernel.law(steps, ring.length(), sends, ring.latency(), null)
                : RingLaw.seconds(steps, ring, chunk);
    }

    private double fluid(int steps, double chunk) {
        double[] ofClass = new double[plan.classes().size()];
        for (int i = 0; i < ofClass.length; i++) {
            RingPlan.Group group = plan.classes().get(i);
            ofClass[i] = ofGroup(group, steps, chunk) - steps * chunk * group.slowestPerByte();
        }
        double[] latency = new double[plan.groups()];
        for (int group = 0; group < latency.length; group++) {
            latency[group] = ofClass[plan.classOf(group)];
        }
        return fluid.seconds(latency, steps * chunk);
    }

    /** The link that holds the slowest group back with the links as they stood. */
    int bottleneck(int steps, double chunk) {
        double slowest = -1;
        int link = -1;
        for (RingPlan.Group group : plan.classes()) {
            double seconds = ofGroup(group, steps, chunk);
            if (seconds > slowest) {
                slowest = seconds;
                link = group.tightest();
            }
        }
        return fold.outside(whole, link);
    }
}
