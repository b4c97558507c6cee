package windtunnel.model.collective;

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
import windtunnel.model.InfeasibleException;
import windtunnel.model.collective.nccl.Bound;
import windtunnel.model.collective.nccl.Generation;
import windtunnel.model.collective.nccl.NcclModel;
import windtunnel.model.collective.nccl.NcclOp;
import windtunnel.model.collective.nccl.Platform;
import windtunnel.model.collective.nccl.Protocol;
import windtunnel.model.collective.nccl.Shape;

/**
 * NCCL's collectives on a cluster. The rate between domains is what the slowest rank of the family's rings gets when all groups
 * send at once, so that shared NICs, oversubscribed uplinks and degraded links count.
 */
public final class NcclCosts implements CollectiveCosts {
    private final Cluster cluster;
    private final Collectives rings;
    private final Map<GroupFamily, NcclModel> models = new LinkedHashMap<>();
    private final Map<GroupFamily, RingLoads> loads = new LinkedHashMap<>();
    private final Map<GroupFamily, SendLoads> sends = new LinkedHashMap<>();
    private final Cluster sound;
    private Map<Integer, Double> faults;
    private long version;

    /** Costs on {@code cluster}. */
    public NcclCosts(Cluster cluster, Fidelity fidelity) {
        this.cluster = cluster;
        rings = new Collectives(cluster, fidelity, false);
        version = cluster.version();
        faults = cluster.faults();
        sound = cluster.sound();
    }

    @Override
    public double seconds(CollectiveOp op, GroupFamily family, double payloadBytes) {
        if (!(payloadBytes >= 0 && payloadBytes < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("payload must be finite and not negative: " + payloadBytes);
        }
        if (family.ranks() == 1 || payloadBytes == 0) {
            return 0;
        }
        double alone = model(family).choose(NcclOp.of(op), payloadBytes).seconds();
        return switch (op) {
            case SEND_RECV -> Math.max(alone, sends(family, payloadBytes));
            case ALL_TO_ALL -> Math.max(alone, rings.seconds(op, family, payloadBytes));
            default -> alone;
        };
    }

    private double sends(GroupFamily family, double bytes) {
        SendLoads all = faults.containsValue(0.0)
                ? new SendLoads(cluster, family)
                : sends.computeIfAbsent(family, f -> new SendLoads(cluster, f));
        return all.seconds(cluster, faults, bytes);
    }

    /** The communicators of {@code family} on the cluster as it stands. */
    public NcclModel model(GroupFamily family) {
        if (version != cluster.version()) {
            models.clear();
            version = cluster.version();
            faults = cluster.faults();
        }
        return models.computeIfAbsent(family, this::build);
    }

    private NcclModel build(GroupFamily family) {
        Shape shape = shape(family);
        double ringRate =
                family.ranks() > 1 ? 1 / loads(family).slowestPerByte(cluster, faults) : Double.POSITIVE_INFINITY;
        boolean alone = shape.nodes() == 1;
        return new NcclModel(platform(family, alone ? ringRate : scaleUp(family), ringRate, alone), shape);
    }

    /** Loads do not change with the health of links, unless one is dead: then routes may. */
    private RingLoads loads(GroupFamily family) {
        return faults.containsValue(0.0)
                ? new RingLoads(cluster, family)
                : loads.computeIfAbsent(family, f -> new RingLoads(cluster, f));
    }

    private int box() {
        return Math.max(cluster.gpusPerNode(), cluster.domainGpus());
    }

    private Shape shape(GroupFamily family) {
        if (family.gpus() <= box()) {
            return new Shape(family.ranks(), 1);
        }
        int perBox = box() % family.stride() == 0 ? box() / family.stride() : 1;
        int common = perBox;
        for (int rest = family.ranks(); rest != 0; ) {
            int next = common % rest;
            common = rest;
            rest = next;
        }
        return new Shape(family.ranks(), family.ranks() / common);
    }

    private double scaleUp(GroupFamily family) {
        double share = 1;
        int gpus = family.gpus();
        for (Map.Entry<Integer, Double> fault : faults.entrySet()) {
            int link = fault.getKey();
            int gpu = link - cluster.link(cluster.part(link), 0);
            boolean own = cluster.part(link) == Cluster.Part.GPU_UP || cluster.part(link) == Cluster.Part.GPU_DOWN;
            share = own && gpu < gpus ? Math.min(share, fault.getValue()) : share;
        }
        return share * sound.capacity(cluster.link(Cluster.Part.GPU_UP, 0));
    }

    private Platform platform(GroupFamily family, double inside, double between, boolean alone) {
        String architecture = cluster.node().gpu().architecture();
        Generation generation = Generation.of(architecture)
                .orElseThrow(() -> new InfeasibleException("there are no constants of NCCL for architecture "
                        + architecture + "; choose collective: { kind: ring }"));
        boolean pairs =
                cluster.gpusPerNode() > cluster.domainGpus() && family.ranks() * family.stride() > cluster.domainGpus();
        Platform.Wiring joined = pairs
                ? Platform.Wiring.BRIDGED_PAIRS
                : Platform.Wiring.of(cluster.node().scaleUp());
        Set<Protocol> protocols = cluster.node().nic().map(Protocol::carriedBy).orElse(Platform.ALL_PROTOCOLS);
        return new Platform(
                generation,
                joined,
                inside,
                alone ? Double.POSITIVE_INFINITY : between,
                protocols,
                cluster.reducesInNetwork(),
                true);
    }

    @Override
    public Optional<Binding> binding(CollectiveOp op, GroupFamily family, double payloadBytes) {
        if (family.ranks() == 1) {
            return Optional.empty();
        }
        NcclOp nccl = NcclOp.of(op);
        NcclModel.Choice choice = model(family).choose(nccl, payloadBytes);
        return binding(nccl, family, choice, payloadBytes);
    }

    /** The same for an operation as nccl-tests calls it, done as {@code choice} says. */
    public Optional<Binding> binding(NcclOp op, GroupFamily family, NcclModel.Choice choice, double payloadBytes) {
        String how = choice.algorithm().text() + "/" + choice.protocol().text();
        if (op == NcclOp.SENDRECV || op == NcclOp.ALLTOALL) {
            CollectiveOp direct = op == NcclOp.SENDRECV ? CollectiveOp.SEND_RECV : CollectiveOp.ALL_TO_ALL;
            return rings.binding(direct, family, payloadBytes).map(binding -> binding.by(how));
        }
        Bound bound = model(family).bound(op, choice, payloadBytes);
        int link = loads(family).slowest(cluster, faults, bound.network());
        int found = link < 0 ? loads(family).slowest(cluster, faults, !bound.network()) : link;
        return Optional.of(
                Binding.of(cluster, found, 0).busy(bound.busySeconds()).by(how));
    }

    @Override
    public void carried(CollectiveOp op, GroupFamily family, LinkBytes sink) {
        rings.carried(op, family, sink);
    }

    /** As rings carry them: an algorithm that loads links evenly moves no more. */
    @Override
    public double[] carriedPerByte(CollectiveOp op, GroupFamily family) {
        return rings.carriedPerByte(op, family);
    }
}
