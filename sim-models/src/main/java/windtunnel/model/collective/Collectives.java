package windtunnel.model.collective;

import java.util.LinkedHashMap;
import java.util.Map;
import windtunnel.core.unit.Numbers;
import windtunnel.model.Cluster;
import windtunnel.model.CollectiveCosts;
import windtunnel.model.CollectiveOp;
import windtunnel.model.Fidelity;
import windtunnel.model.GroupFamily;

/**
 * What collectives cost on a cluster when all groups of a family run at once.
 *
 * <p>{@code analytic}: the closed form of a ring of equal boxes, or the ring law R1 in linear time when edges differ. {@code steps}:
 * every rank and step up to {@value #MOST_STEPPED} ranks, beyond that R1 over runs of equal ranks. {@code fluid}: what R1 says beyond
 * M times the slowest send is latency and is paid first, then each group is one composite variable of a max-min system
 * ({@link FluidSystem}). All three agree to 1e-9 wherever the groups that share a link load it alike and start alike, degraded links
 * included. Where they do not, {@code fluid} gives each of them a single flow's share and hands on what one leaves; the other two keep
 * shares in proportion to loads to the end. When one link binds all, the two differ by no more than the sharers' latencies do.
 * All-to-all is {@link ExchangePlan}'s closed form at every fidelity.
 */
public final class Collectives implements CollectiveCosts {
    /** Largest ring that is stepped rank by rank. */
    static final int MOST_STEPPED = 2048;
    /** Most runs for which the quadratic law over runs is cheaper than the linear one over ranks. */
    private static final int MOST_RUNS = 64;

    private final Cluster cluster;
    private final Fidelity fidelity;
    private final boolean hierarchical;
    private final Map<Query, Double> memo = new LinkedHashMap<>();
    private final Map<GroupFamily, RingPlan> plans = new LinkedHashMap<>();
    private final Map<GroupFamily, FluidSystem> fluids = new LinkedHashMap<>();
    private final Map<GroupFamily, ExchangePlan> exchanges = new LinkedHashMap<>();
    private long version;

    private record Query(CollectiveOp op, GroupFamily family, double payloadBytes) {}

    /** Costs on {@code cluster}; all-reduces over several nodes are hierarchical if so wanted. */
    public Collectives(Cluster cluster, Fidelity fidelity, boolean hierarchical) {
        this.cluster = cluster;
        this.fidelity = fidelity;
        this.hierarchical = hierarchical;
        version = cluster.version();
    }

    @Override
    public double seconds(CollectiveOp op, GroupFamily family, double payloadBytes) {
        if (!(payloadBytes >= 0 && payloadBytes < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("payload must be finite and not negative: " + payloadBytes);
        }
        if (family.ranks() == 1 || payloadBytes == 0) {
            return 0;
        }
        forgetOldHealth();
        Query query = new Query(op, family, payloadBytes);
        Double known = memo.get(query);
        if (known == null) {
            known = compute(op, family, payloadBytes);
            memo.put(query, known);
        }
        return known;
    }

    private void forgetOldHealth() {
        if (version != cluster.version()) {
            memo.clear();
            plans.clear();
            fluids.clear();
            exchanges.clear();
            version = cluster.version();
        }
    }

    private ExchangePlan exchange(GroupFamily family) {
        return exchanges.computeIfAbsent(family, f -> new ExchangePlan(cluster, f));
    }

    private RingPlan plan(GroupFamily family) {
        return plans.computeIfAbsent(family, f -> new RingPlan(cluster, f));
    }

    private double compute(CollectiveOp op, GroupFamily family, double bytes) {
        if (op == CollectiveOp.SEND_RECV) {
            SendPlan sends = new SendPlan(cluster, family);
            return fidelity == Fidelity.FLUID ? sends.fluidSeconds(bytes) : sends.seconds(bytes);
        }
        if (op == CollectiveOp.ALL_TO_ALL) {
            return exchange(family).seconds(bytes);
        }
        int perBox = layer(op, family);
        if (perBox > 0) {
            return layered(family, perBox, bytes);
        }
        int steps = steps(op, family);
        double chunk = bytes / family.ranks();
        return fidelity == Fidelity.FLUID ? fluid(family, steps, chunk) : slowest(plan(family), steps, chunk);
    }

    private static int steps(CollectiveOp op, GroupFamily family) {
        return op == CollectiveOp.ALL_REDUCE
                ? RingKernel.allReduceSteps(family.ranks())
                : RingKernel.halfSteps(family.ranks());
    }

    /** Ranks of a group in each scale-up domain when the operation is done in layers, else 0. */
    private int layer(CollectiveOp op, GroupFamily family) {
        if (!hierarchical || op != CollectiveOp.ALL_REDUCE) {
            return 0;
        }
        int perBox = cluster.domainGpus() % family.stride() == 0 ? cluster.domainGpus() / family.stride() : 0;
        boolean several = perBox > 1 && perBox < family.ranks();
        return several && family.ranks() % perBox == 0 ? perBox : 0;
    }

    private double slowest(RingPlan plan, int steps, double chunk) {
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

    private double fluid(GroupFamily family, int steps, double chunk) {
        RingPlan plan = plan(family);
        double[] ofClass = new double[plan.classes().size()];
        for (int i = 0; i < ofClass.length; i++) {
            RingPlan.Group group = plan.classes().get(i);
            ofClass[i] = ofGroup(group, steps, chunk) - steps * chunk * group.slowestPerByte();
        }
        double[] latency = new double[family.groups()];
        for (int group = 0; group < latency.length; group++) {
            latency[group] = ofClass[plan.classOf(group)];
        }
        return fluids.computeIfAbsent(family, f -> new FluidSystem(cluster, plan.traffic()))
                .seconds(latency, steps * chunk);
    }

    private double layered(GroupFamily family, int perBox, double bytes) {
        GroupFamily inside = new GroupFamily(family.stride(), perBox, family.gpus());
        GroupFamily between = new GroupFamily(family.stride() * perBox, family.ranks() / perBox, family.gpus());
        double best = Double.POSITIVE_INFINITY;
        for (int chunks : Hierarchical.CHUNKS) {
            double scatter = compute(CollectiveOp.REDUCE_SCATTER, inside, bytes / chunks);
            double reduce = compute(CollectiveOp.ALL_REDUCE, between, bytes / chunks / perBox);
            double whole = fidelity == Fidelity.STEPS
                    ? Hierarchical.everyChunk(chunks, scatter, reduce)
                    : Hierarchical.pipelined(chunks, scatter, reduce);
            best = Math.min(best, whole);
        }
        return best;
    }

    @Override
    public String bottleneck(CollectiveOp op, GroupFamily family, double payloadBytes) {
        if (family.ranks() == 1) {
            return "no communication";
        }
        forgetOldHealth();
        int link = switch (op) {
            case SEND_RECV -> new SendPlan(cluster, family).bottleneck(payloadBytes);
            case ALL_TO_ALL -> exchange(family).bottleneck(payloadBytes);
            default -> ringBottleneck(op, family, payloadBytes);
        };
        double health = cluster.health(link);
        return cluster.name(link) + (health < 1 ? " (degraded to " + Numbers.significant(health, 4) + ")" : "");
    }

    private int ringBottleneck(CollectiveOp op, GroupFamily family, double payloadBytes) {
        int perBox = layer(op, family);
        if (perBox > 0) {
            return layeredBottleneck(family, perBox, payloadBytes);
        }
        int steps = steps(op, family);
        double slowest = -1;
        int link = -1;
        for (RingPlan.Group group : plan(family).classes()) {
            double seconds = ofGroup(group, steps, payloadBytes / family.ranks());
            if (seconds > slowest) {
                slowest = seconds;
                link = group.tightest();
            }
        }
        return link;
    }

    /** The link of the layer that takes longer. */
    private int layeredBottleneck(GroupFamily family, int perBox, double payloadBytes) {
        GroupFamily inside = new GroupFamily(family.stride(), perBox, family.gpus());
        GroupFamily between = new GroupFamily(family.stride() * perBox, family.ranks() / perBox, family.gpus());
        double scatter = 2 * compute(CollectiveOp.REDUCE_SCATTER, inside, payloadBytes);
        double reduce = compute(CollectiveOp.ALL_REDUCE, between, payloadBytes / perBox);
        return scatter > reduce
                ? ringBottleneck(CollectiveOp.REDUCE_SCATTER, inside, payloadBytes)
                : ringBottleneck(CollectiveOp.ALL_REDUCE, between, payloadBytes / perBox);
    }

    @Override
    public double[] carriedPerByte(CollectiveOp op, GroupFamily family) {
        double[] byPart = new double[Cluster.Part.values().length];
        carried(op, family, (link, bytes) -> byPart[cluster.part(link).ordinal()] += bytes);
        return byPart;
    }

    @Override
    public void carried(CollectiveOp op, GroupFamily family, LinkBytes sink) {
        forgetOldHealth();
        carry(op, family, 1, sink);
    }

    private void carry(CollectiveOp op, GroupFamily family, double payload, LinkBytes sink) {
        if (family.ranks() == 1) {
            return;
        }
        int perBox = layer(op, family);
        if (perBox > 0) {
            GroupFamily inside = new GroupFamily(family.stride(), perBox, family.gpus());
            GroupFamily between = new GroupFamily(family.stride() * perBox, family.ranks() / perBox, family.gpus());
            carry(CollectiveOp.REDUCE_SCATTER, inside, payload, sink);
            carry(CollectiveOp.ALL_REDUCE, between, payload / perBox, sink);
            carry(CollectiveOp.ALL_GATHER, inside, payload, sink);
            return;
        }
        Traffic traffic = switch (op) {
            case SEND_RECV -> new SendPlan(cluster, family);
            case ALL_TO_ALL -> exchange(family);
            default -> plan(family).traffic();
        };
        boolean direct = op == CollectiveOp.SEND_RECV || op == CollectiveOp.ALL_TO_ALL;
        double bytes = direct ? payload : payload * steps(op, family) / family.ranks();
        for (int flow = 0; flow < traffic.flows(); flow++) {
            traffic.visit(flow, (link, load) -> sink.add(link, bytes * load));
        }
    }
}
