package windtunnel.model.collective;

import java.util.Map;
import java.util.TreeMap;
import windtunnel.core.flow.MaxMinSolver;
import windtunnel.core.unit.Numbers;
import windtunnel.model.Cluster;
import windtunnel.model.CollectiveCosts;
import windtunnel.model.CollectiveOp;
import windtunnel.model.Fidelity;
import windtunnel.model.GroupFamily;

/**
 * What collectives cost on a cluster when all groups of a family run at once.
 *
 * <p>{@code analytic}: the ring law R1 over runs of equal edges. {@code steps}: every rank and step up to {@value #MOST_STEPPED}
 * ranks, the law beyond. {@code fluid}: a ring's bandwidth part is one composite variable for each group in a max-min system of all
 * groups, x payload bytes a second taking a_l x of each link; what the law says beyond M times the slowest chunk is latency and is paid first. All
 * three agree on an idle fabric to 1e-9, also with degraded links; they differ once other traffic shares the links.
 */
public final class Collectives implements CollectiveCosts {
    /** Largest ring that is stepped rank by rank. */
    static final int MOST_STEPPED = 2048;

    private final Cluster cluster;
    private final Fidelity fidelity;
    private final boolean hierarchical;
    private final Map<String, Double> memo = new TreeMap<>();
    private final Map<String, RingShape> shapes = new TreeMap<>();
    private long memoVersion;

    /** Costs on {@code cluster}; all-reduces over several nodes are hierarchical if so wanted. */
    public Collectives(Cluster cluster, Fidelity fidelity, boolean hierarchical) {
        this.cluster = cluster;
        this.fidelity = fidelity;
        this.hierarchical = hierarchical;
        memoVersion = cluster.version();
    }

    @Override
    public double seconds(CollectiveOp op, GroupFamily family, double payloadBytes) {
        if (!(payloadBytes >= 0)) {
            throw new IllegalArgumentException("payload must not be negative: " + payloadBytes);
        }
        if (family.ranks() == 1 || payloadBytes == 0) {
            return 0;
        }
        if (memoVersion != cluster.version()) {
            memo.clear();
            shapes.clear();
            memoVersion = cluster.version();
        }
        String key = op + " " + family.stride() + " " + family.ranks() + " " + family.gpus() + " "
                + Double.doubleToLongBits(payloadBytes);
        Double known = memo.get(key);
        if (known == null) {
            known = compute(op, family, payloadBytes);
            memo.put(key, known);
        }
        return known;
    }

    private RingShape shape(GroupFamily family) {
        String key = family.stride() + " " + family.ranks() + " " + family.gpus();
        return shapes.computeIfAbsent(key, k -> new RingShape(cluster, family));
    }

    private double compute(CollectiveOp op, GroupFamily family, double bytes) {
        RingShape shape = shape(family);
        if (op == CollectiveOp.SEND_RECV) {
            return new SendShape(cluster, family).slowestSeconds(bytes);
        }
        boolean layered = shape.perNode() > 1 && shape.perNode() < family.ranks();
        if (hierarchical && op == CollectiveOp.ALL_REDUCE && layered) {
            return layered(family, shape.perNode(), bytes);
        }
        int steps = op == CollectiveOp.ALL_REDUCE
                ? RingKernel.allReduceSteps(family.ranks())
                : RingKernel.halfSteps(family.ranks());
        double chunk = bytes / shape.rings() / family.ranks();
        return fidelity == Fidelity.FLUID
                ? fluid(shape, family, steps, chunk, bytes)
                : slowest(shape, family, steps, chunk);
    }

    /** The slowest ring of all groups; without degraded links all groups and rings whose edges look alike cost the same. */
    private double slowest(RingShape shape, GroupFamily family, int steps, double chunk) {
        double slowest = 0;
        Map<String, Double> alike = new TreeMap<>();
        for (int group = 0; group < family.groups(); group++) {
            for (int ring = 0; ring < shape.rings(); ring++) {
                Edges edges = Edges.of(shape, family.ranks(), group, ring, chunk);
                slowest = Math.max(slowest, alike.computeIfAbsent(edges.key(), k -> ring(edges, steps)));
            }
        }
        return slowest;
    }

    private double ring(Edges edges, int steps) {
        boolean stepped = fidelity == Fidelity.STEPS && edges.ranks() <= MOST_STEPPED;
        return stepped ? RingKernel.everyStep(steps, edges.sends(), edges.latencies(), null) : edges.law(steps);
    }

    /** Latency part of the law, then the payload at the rate of the slowest group's composite variable. */
    private double fluid(RingShape shape, GroupFamily family, int steps, double chunk, double bytes) {
        double law = slowest(shape, family, steps, chunk);
        double bandwidth = bytes / slowestComposite(shape, family, steps);
        double alone = 0;
        Map<String, Double> alike = new TreeMap<>();
        for (int group = 0; group < family.groups(); group++) {
            for (int ring = 0; ring < shape.rings(); ring++) {
                Edges edges = Edges.of(shape, family.ranks(), group, ring, chunk);
                alone = Math.max(alone, alike.computeIfAbsent(edges.key(), k -> steps * edges.slowestSend()));
            }
        }
        return law - alone + bandwidth;
    }

    /** Payload bytes a second of the slowest group when each group is one variable of a max-min system. */
    private double slowestComposite(RingShape shape, GroupFamily family, int steps) {
        CompositeSystem system = new CompositeSystem(cluster, shape, family, steps);
        double[] rates = new double[family.groups()];
        new MaxMinSolver().solve(system.system(), rates, new int[family.groups()]);
        double slowest = Double.POSITIVE_INFINITY;
        for (double rate : rates) {
            slowest = Math.min(slowest, rate);
        }
        return slowest;
    }

    private double layered(GroupFamily family, int perNode, double bytes) {
        GroupFamily inside = new GroupFamily(family.stride(), perNode, family.gpus());
        GroupFamily between = new GroupFamily(family.stride() * perNode, family.ranks() / perNode, family.gpus());
        double best = Double.POSITIVE_INFINITY;
        for (int chunks : Hierarchical.CHUNKS) {
            double scatter = compute(CollectiveOp.REDUCE_SCATTER, inside, bytes / chunks);
            double reduce = compute(CollectiveOp.ALL_REDUCE, between, bytes / chunks / perNode);
            best = Math.min(best, Hierarchical.pipelined(chunks, scatter, reduce));
        }
        return best;
    }

    @Override
    public String bottleneck(CollectiveOp op, GroupFamily family, double payloadBytes) {
        if (family.ranks() == 1) {
            return "no communication";
        }
        RingShape shape = shape(family);
        int worst = -1;
        double slowest = Double.POSITIVE_INFINITY;
        for (int group = 0; group < family.groups(); group++) {
            for (int ring = 0; ring < shape.rings(); ring++) {
                for (int edge = 0; edge < family.ranks(); edge++) {
                    double rate = shape.edgeRate(group, ring, edge);
                    if (rate < slowest) {
                        slowest = rate;
                        worst = shape.tightest(group, ring, edge);
                    }
                }
            }
        }
        double health = cluster.health(worst);
        return cluster.name(worst) + (health < 1 ? " (degraded to " + Numbers.significant(health, 4) + ")" : "");
    }
}
