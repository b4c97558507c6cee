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
import windtunnel.model.disruption.ComponentFailures;
import windtunnel.model.disruption.DomainFailures;
import windtunnel.model.disruption.LinkDegraded;
import windtunnel.model.disruption.SpotEviction;
import windtunnel.model.disruption.SpotTrace;
import windtunnel.model.disruption.SpotWaves;
import windtunnel.model.disruption.Stragglers;
import windtunnel.model.fabric.LeafSpine;
import windtunnel.model.fabric.RailOptimised;
import windtunnel.model.fabric.SingleDomain;
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
            new Kind(Collective.class, "ring", Ring.class, "Rings over all rails."),
            new Kind(
                    Collective.class,
                    "hierarchical",
                    Hierarchical.class,
                    "Reduce-scatter in the node, all-reduce between nodes, all-gather in the node."),
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
                    "stragglers",
                    Stragglers.class,
                    "Nodes that are slower than the others; every step waits for the slowest."),
            new Kind(Workload.class, "training", Training.class, "A training job."));

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
