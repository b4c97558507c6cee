package windtunnel.model.kinds;

import java.util.List;
import windtunnel.model.Collective;
import windtunnel.model.Disruption;
import windtunnel.model.Fabric;
import windtunnel.model.Storage;
import windtunnel.model.Workload;
import windtunnel.model.collective.Hierarchical;
import windtunnel.model.collective.Nccl;
import windtunnel.model.collective.Ring;
import windtunnel.model.collective.algorithm.BidirectionalRing;
import windtunnel.model.collective.algorithm.Binomial;
import windtunnel.model.collective.algorithm.Bruck;
import windtunnel.model.collective.algorithm.ByOperation;
import windtunnel.model.collective.algorithm.CollNet;
import windtunnel.model.collective.algorithm.Direct;
import windtunnel.model.collective.algorithm.DoubleBinaryTree;
import windtunnel.model.collective.algorithm.HalvingDoubling;
import windtunnel.model.collective.algorithm.InSwitch;
import windtunnel.model.collective.algorithm.Pat;
import windtunnel.model.collective.algorithm.RecursiveDoubling;
import windtunnel.model.collective.algorithm.TorusRings;
import windtunnel.model.disruption.LinkDegraded;
import windtunnel.model.disruption.StorageScaling;
import windtunnel.model.disruption.Stragglers;
import windtunnel.model.disruption.failure.ComponentFailures;
import windtunnel.model.disruption.failure.DomainFailures;
import windtunnel.model.disruption.failure.Maintenance;
import windtunnel.model.disruption.failure.SilentCorruption;
import windtunnel.model.disruption.network.LinkFault;
import windtunnel.model.disruption.network.NetworkFailures;
import windtunnel.model.disruption.network.PfcStorm;
import windtunnel.model.disruption.network.SlowGpu;
import windtunnel.model.disruption.spot.SpotEviction;
import windtunnel.model.disruption.spot.SpotTrace;
import windtunnel.model.disruption.spot.SpotWaves;
import windtunnel.model.disruption.spot.pool.SpotPools;
import windtunnel.model.disruption.traffic.BackgroundTraffic;
import windtunnel.model.fabric.Clos;
import windtunnel.model.fabric.Custom;
import windtunnel.model.fabric.Dragonfly;
import windtunnel.model.fabric.Ethernet;
import windtunnel.model.fabric.FatTree;
import windtunnel.model.fabric.Hpn;
import windtunnel.model.fabric.LeafSpine;
import windtunnel.model.fabric.RailOnly;
import windtunnel.model.fabric.RailOptimised;
import windtunnel.model.fabric.SingleDomain;
import windtunnel.model.fabric.Torus;
import windtunnel.model.queue.JobQueue;
import windtunnel.model.storage.Lustre;
import windtunnel.model.storage.Nfs;
import windtunnel.model.storage.NvmeCache;
import windtunnel.model.storage.ObjectStore;
import windtunnel.model.storage.PageCache;
import windtunnel.model.training.Training;

/** The one list of kinds: what {@code kind: NAME} may say in each family. */
public final class Kinds {
    private static final List<Kind> ALL = List.of(
            new Kind(Fabric.class, "single-domain", SingleDomain.class, "One scale-up domain, no network beyond it."),
            new Kind(Fabric.class, "leaf-spine", LeafSpine.class, "Two-tier Clos, all NICs of a node on one leaf."),
            new Kind(Fabric.class, "rail-optimised", RailOptimised.class, "NIC j of every node of a unit on leaf j."),
            new Kind(Fabric.class, "rail-only", RailOnly.class, "One network for each rail, none between rails."),
            new Kind(Fabric.class, "ethernet", Ethernet.class, "Oversubscribed Ethernet in two tiers, RDMA or TCP."),
            new Kind(Fabric.class, "fat-tree", FatTree.class, "Three tiers of equal switches, full bisection."),
            new Kind(Fabric.class, "clos", Clos.class, "Three tiers, each with its own oversubscription."),
            new Kind(Fabric.class, "hpn", Hpn.class, "Planes that share nothing, a port of every NIC in each."),
            new Kind(
                    Fabric.class,
                    "dragonfly",
                    Dragonfly.class,
                    "Groups of joined routers, a cable between any two groups."),
            new Kind(Fabric.class, "torus", Torus.class, "A grid of nodes whose ends meet."),
            new Kind(Fabric.class, "custom", Custom.class, "Any network, given switch by switch and cable by cable."),
            new Kind(Collective.class, "ring", Ring.class, "Rings over all rails."),
            new Kind(
                    Collective.class,
                    "hierarchical",
                    Hierarchical.class,
                    "Reduce-scatter in the node, all-reduce between nodes, all-gather in the node."),
            new Kind(
                    Collective.class,
                    "bidirectional-ring",
                    BidirectionalRing.class,
                    "Rings in both senses, for fabrics whose neighbours have links of their own."),
            new Kind(
                    Collective.class,
                    "double-tree",
                    DoubleBinaryTree.class,
                    "Two binary trees between nodes, a chain in each node."),
            new Kind(
                    Collective.class,
                    "halving-doubling",
                    HalvingDoubling.class,
                    "Exchange with ranks 1, 2, 4 ... apart, of halves, quarters, eighths."),
            new Kind(
                    Collective.class,
                    "recursive-doubling",
                    RecursiveDoubling.class,
                    "Exchange of everything with ranks 1, 2, 4 ... apart."),
            new Kind(
                    Collective.class, "pat", Pat.class, "Parallel aggregated trees for all-gather and reduce-scatter."),
            new Kind(
                    Collective.class,
                    "in-switch",
                    InSwitch.class,
                    "The scale-up switch reduces (NVLS), with a tree or SHARP between domains."),
            new Kind(Collective.class, "collnet", CollNet.class, "The network's switches reduce (SHARP)."),
            new Kind(
                    Collective.class,
                    "torus",
                    TorusRings.class,
                    "Rings along the dimensions of a grid, one after the other."),
            new Kind(Collective.class, "binomial", Binomial.class, "Broadcast down a binomial tree."),
            new Kind(Collective.class, "bruck", Bruck.class, "All-to-all in ceil(log2 N) rounds."),
            new Kind(
                    Collective.class,
                    "direct",
                    Direct.class,
                    "All-to-all by direct sends, with a fullest rank and one copy of a token for each node."),
            new Kind(Collective.class, "by-operation", ByOperation.class, "An algorithm for each operation."),
            new Kind(Collective.class, "nccl", Nccl.class, "What NCCL picks: ring, tree or in-switch reduction."),
            new Kind(
                    Storage.class,
                    "lustre",
                    Lustre.class,
                    "Parallel file system whose throughput grows with capacity."),
            new Kind(Storage.class, "nfs", Nfs.class, "File service behind one address, such as a filer."),
            new Kind(
                    Storage.class,
                    "object-store",
                    ObjectStore.class,
                    "Object store: requests, connections and the limits of an account."),
            new Kind(
                    Storage.class,
                    "page-cache",
                    PageCache.class,
                    "Page cache of every node in front of another storage."),
            new Kind(Storage.class, "nvme-cache", NvmeCache.class, "Drives of every node in front of another storage."),
            new Kind(Disruption.class, "link-degraded", LinkDegraded.class, "A link with a share of its rate."),
            new Kind(
                    Disruption.class,
                    "link-fault",
                    LinkFault.class,
                    "Links, NICs and switches that are down, flap or are degraded for a time."),
            new Kind(
                    Disruption.class,
                    "network-failures",
                    NetworkFailures.class,
                    "Links and switches fail at published rates."),
            new Kind(Disruption.class, "pfc-storm", PfcStorm.class, "A port that pauses everybody who sends to it."),
            new Kind(
                    Disruption.class,
                    "background-traffic",
                    BackgroundTraffic.class,
                    "Traffic of others on links of the cluster."),
            new Kind(Disruption.class, "slow-gpu", SlowGpu.class, "A GPU that computes slower for a time."),
            new Kind(
                    Disruption.class,
                    "component-failures",
                    ComponentFailures.class,
                    "Components of machines fail, one clock for each node."),
            new Kind(
                    Disruption.class,
                    "domain-failures",
                    DomainFailures.class,
                    "A rack, a leaf or the whole cluster loses all its machines at once."),
            new Kind(
                    Disruption.class,
                    "silent-corruption",
                    SilentCorruption.class,
                    "Machines compute wrong values, which are found later: the job goes back to a save from before."),
            new Kind(
                    Disruption.class,
                    "maintenance",
                    Maintenance.class,
                    "Machines are stopped for planned work, at fixed times and with a warning."),
            new Kind(
                    Disruption.class,
                    "spot-eviction",
                    SpotEviction.class,
                    "Spot machines are taken back, after a notice."),
            new Kind(
                    Disruption.class,
                    "spot-waves",
                    SpotWaves.class,
                    "Spot machines are taken back in waves, while capacity is tight more than while it is not."),
            new Kind(Disruption.class, "spot-trace", SpotTrace.class, "Spot machines come and go as a trace says."),
            new Kind(
                    Disruption.class,
                    "spot-pools",
                    SpotPools.class,
                    "Spot machines of several zones with their own capacity and price, beside on-demand ones; deadlines."),
            new Kind(
                    Disruption.class,
                    "stragglers",
                    Stragglers.class,
                    "Nodes that are slower than the others; every step waits for the slowest."),
            new Kind(
                    Disruption.class,
                    "storage-scaling",
                    StorageScaling.class,
                    "A file system that was bought for fewer GPUs follows them, or does not."),
            new Kind(Workload.class, "training", Training.class, "A training job."),
            new Kind(
                    Workload.class,
                    "job-queue",
                    JobQueue.class,
                    "Jobs of several teams that share the cluster: who starts when, and who pays."));

    private Kinds() {}

    /**
     * One kind.
     *
     * @param family the interface it belongs to
     * @param name what the YAML says
     * @param type the record that is configuration and behaviour at once
     * @param doc one sentence for people
     */
    public record Kind(Class<?> family, String name, Class<? extends Record> type, String doc) {}

    /** All kinds, by family, then in the order in which they are best explained. */
    public static List<Kind> all() {
        return ALL;
    }

    /** The kinds of one family. */
    public static List<Kind> of(Class<?> family) {
        return ALL.stream().filter(kind -> kind.family() == family).toList();
    }
}
