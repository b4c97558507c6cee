package windtunnel.model.collective;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import windtunnel.model.Binding;
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
 * All-to-all is {@link ExchangePlan}'s closed form and broadcast {@link ChainPlan}'s exact law at every fidelity.
 */
public final class Collectives implements CollectiveCosts {
    /** Largest ring that is stepped rank by rank. */
    static final int MOST_STEPPED = 2048;

    /** Operations whose traffic is told for each byte of payload; that of rings is told for each byte of a chunk. */
    private static final Set<CollectiveOp> DIRECT =
            EnumSet.of(CollectiveOp.SEND_RECV, CollectiveOp.ALL_TO_ALL, CollectiveOp.BROADCAST);

    private final Cluster cluster;
    private final Fidelity fidelity;
    private final Shape shape;
    private final Map<Query, Double> memo = new LinkedHashMap<>();
    private final Map<GroupFamily, RingTimes> rings = new LinkedHashMap<>();
    private final Map<GroupFamily, ExchangePlan> exchanges = new LinkedHashMap<>();
    /** What holds for sound links, and stays when faults come and go. */
    private final Map<GroupFamily, RingTimes> soundRings = new LinkedHashMap<>();

    private final Map<GroupFamily, RingTimes> foldedRings = new LinkedHashMap<>();

    private final Map<GroupFamily, SendTimes> fluidSends = new LinkedHashMap<>();
    private final Map<GroupFamily, SendLoads> soundSends = new LinkedHashMap<>();
    private final Map<GroupFamily, SendLoads> soundExchanges = new LinkedHashMap<>();
    private Map<Integer, Double> faults;
    private final Map<GroupFamily, ChainPlan> chains = new LinkedHashMap<>();
    private long version;

    private record Query(CollectiveOp op, GroupFamily family, double payloadBytes) {}

    /**
     * How rings are used.
     *
     * @param layered whether all-reduces over several nodes go layer by layer
     * @param podNodes nodes of a pod, for three layers; 0 for two
     * @param chunks number of chunks of layered all-reduces; 0 for the best one
     * @param bothWays whether rings turn in both senses
     */
    public record Shape(boolean layered, int podNodes, int chunks, boolean bothWays) {
        /** Plain rings. */
        public static final Shape RINGS = new Shape(false, 0, 0, false);
    }

    /** Costs on {@code cluster}; all-reduces over several nodes are hierarchical in two layers if so wanted. */
    public Collectives(Cluster cluster, Fidelity fidelity, boolean hierarchical) {
        this(cluster, fidelity, new Shape(hierarchical, 0, 0, false));
    }

    /** Costs on {@code cluster} with rings of that shape. */
    public Collectives(Cluster cluster, Fidelity fidelity, Shape shape) {
        this.cluster = cluster;
        this.fidelity = fidelity;
        this.shape = shape;
        version = cluster.version();
        faults = cluster.faults();
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
            rings.clear();
            exchanges.clear();
            chains.clear();
            version = cluster.version();
            faults = cluster.faults();
        }
    }

    /** Whether all links that routes take are those of sound links: a dead link may be gone round. */
    private boolean soundRoutes() {
        return !faults.containsValue(0.0);
    }

    private ExchangePlan exchange(GroupFamily family) {
        return exchanges.computeIfAbsent(family, f -> new ExchangePlan(cluster, f));
    }

    private ChainPlan chain(GroupFamily family) {
        return chains.computeIfAbsent(family, f -> new ChainPlan(cluster, f));
    }

    private RingTimes rings(GroupFamily family) {
        return faults.isEmpty()
                ? foldedRings.computeIfAbsent(
                        family, f -> RingTimes.folded(cluster.sound(), f, fidelity, shape.bothWays()))
                : rings.computeIfAbsent(family, f -> new RingTimes(cluster, f, fidelity, shape.bothWays()));
    }

    private RingTimes soundRings(GroupFamily family) {
        return soundRings.computeIfAbsent(family, f -> new RingTimes(cluster.sound(), f, fidelity, shape.bothWays()));
    }

    private double compute(CollectiveOp op, GroupFamily family, double bytes) {
        if (op == CollectiveOp.SEND_RECV) {
            return sends(family, bytes);
        }
        if (op == CollectiveOp.ALL_TO_ALL) {
            return exchanged(family, bytes);
        }
        if (op == CollectiveOp.BROADCAST) {
            return chain(family).seconds(bytes);
        }
        Optional<Layers> layers = layers(op, family);
        if (layers.isPresent()) {
            return layered(layers.get(), bytes);
        }
        int steps = steps(op, family);
        double chunk = bytes / family.ranks();
        double told = faults.isEmpty() || !soundRoutes()
                ? Double.NaN
                : soundRings(family).seconds(cluster, faults, steps, chunk);
        return Double.isNaN(told) ? rings(family).seconds(steps, chunk) : told;
    }

    private double sends(GroupFamily family, double bytes) {
        if (fidelity == Fidelity.FLUID) {
            SendTimes sound =
                    soundRoutes() ? fluidSends.computeIfAbsent(family, f -> new SendTimes(cluster.sound(), f)) : null;
            double told = sound == null ? Double.NaN : sound.seconds(cluster, faults, bytes);
            return Double.isNaN(told) ? new SendTimes(cluster, family).seconds(bytes) : told;
        }
        return soundRoutes()
                ? soundSends
                        .computeIfAbsent(family, f -> new SendLoads(cluster.sound(), f))
                        .seconds(cluster, faults, bytes)
                : new SendPlan(cluster, family).seconds(bytes);
    }

    private double exchanged(GroupFamily family, double bytes) {
        if (faults.isEmpty() || !soundRoutes()) {
            return exchange(family).seconds(bytes);
        }
        return soundExchanges
                .computeIfAbsent(family, f -> {
                    ExchangePlan sound = new ExchangePlan(cluster.sound(), f);
                    return new SendLoads(cluster.sound(), f, sound, sound::latencySeconds);
                })
                .seconds(cluster, faults, bytes);
    }

    private static int steps(CollectiveOp op, GroupFamily family) {
        return op == CollectiveOp.ALL_REDUCE
                ? RingKernel.allReduceSteps(family.ranks())
                : RingKernel.halfSteps(family.ranks());
    }

    private Optional<Layers> layers(CollectiveOp op, GroupFamily family) {
        return shape.layered() && op == CollectiveOp.ALL_REDUCE
                ? Layers.of(cluster, family, shape.podNodes())
                : Optional.empty();
    }

    private double layered(Layers layers, double bytes) {
        double best = Double.POSITIVE_INFINITY;
        for (int chunks : shape.chunks() > 0 ? new int[] {shape.chunks()} : Hierarchical.CHUNKS) {
            double scatter = compute(CollectiveOp.REDUCE_SCATTER, layers.inside(), bytes / chunks);
            double reduce = between(layers, bytes / chunks);
            double whole = fidelity == Fidelity.STEPS
                    ? Hierarchical.everyChunk(chunks, scatter, reduce)
                    : Hierarchical.pipelined(chunks, scatter, reduce);
            best = Math.min(best, whole);
        }
        return best;
    }

    /** Seconds that NICs are busy with the payload of a chunk: its pod's reduce-scatter and all-gather, and the all-reduce of pods. */
    private double between(Layers layers, double bytes) {
        double pod = layers.pod()
                .map(family -> 2 * compute(CollectiveOp.REDUCE_SCATTER, family, bytes * layers.podShare()))
                .orElse(0.0);
        return pod + compute(CollectiveOp.ALL_REDUCE, layers.between(), bytes * layers.betweenShare());
    }

    @Override
    public Optional<Binding> binding(CollectiveOp op, GroupFamily family, double payloadBytes) {
        if (family.ranks() == 1) {
            return Optional.empty();
        }
        forgetOldHealth();
        int link = switch (op) {
            case SEND_RECV -> new SendPlan(cluster, family).bottleneck(payloadBytes);
            case ALL_TO_ALL -> exchange(family).bottleneck(payloadBytes);
            case BROADCAST -> chain(family).bottleneck(payloadBytes);
            default -> ringBottleneck(op, family, payloadBytes);
        };
        double[] bytes = {0};
        carry(op, family, payloadBytes, (crossed, sent) -> bytes[0] += crossed == link ? sent : 0);
        return Optional.of(Binding.of(cluster, link, bytes[0]).by(DIRECT.contains(op) ? "" : "ring"));
    }

    private int ringBottleneck(CollectiveOp op, GroupFamily family, double payloadBytes) {
        Optional<Layers> layers = layers(op, family);
        if (layers.isPresent()) {
            return layeredBottleneck(layers.get(), payloadBytes);
        }
        return rings(family).bottleneck(steps(op, family), payloadBytes / family.ranks());
    }

    /** The link of the layer that takes longer. */
    private int layeredBottleneck(Layers layers, double payloadBytes) {
        double scatter = 2 * compute(CollectiveOp.REDUCE_SCATTER, layers.inside(), payloadBytes);
        if (scatter > between(layers, payloadBytes)) {
            return ringBottleneck(CollectiveOp.REDUCE_SCATTER, layers.inside(), payloadBytes);
        }
        return ringBottleneck(CollectiveOp.ALL_REDUCE, layers.between(), payloadBytes * layers.betweenShare());
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
        Optional<Layers> layers = layers(op, family);
        if (layers.isPresent()) {
            Layers all = layers.get();
            carry(CollectiveOp.REDUCE_SCATTER, all.inside(), 2 * payload, sink);
            all.pod().ifPresent(pod -> carry(CollectiveOp.REDUCE_SCATTER, pod, 2 * payload * all.podShare(), sink));
            carry(CollectiveOp.ALL_REDUCE, all.between(), payload * all.betweenShare(), sink);
            return;
        }
        Traffic traffic = switch (op) {
            case SEND_RECV -> new SendPlan(cluster, family);
            case ALL_TO_ALL -> exchange(family);
            case BROADCAST -> chain(family);
            default -> RingPlan.traffic(cluster, family, shape.bothWays());
        };
        boolean direct = DIRECT.contains(op);
        double bytes = direct ? payload : payload * steps(op, family) / family.ranks();
        for (int flow = 0; flow < traffic.flows(); flow++) {
            traffic.visit(flow, (link, load) -> sink.add(link, bytes * load));
        }
    }
}
