package windtunnel.model.training;

import java.util.List;
import java.util.Optional;
import windtunnel.model.Binding;
import windtunnel.model.Cluster;
import windtunnel.model.CollectiveCosts;
import windtunnel.model.CollectiveOp;
import windtunnel.model.GroupFamily;
import windtunnel.model.compute.CommCosts;
import windtunnel.model.compute.CommUse;
import windtunnel.model.compute.Layout;

/** The collectives of a job's step on the cluster's fabric; ranks are numbered tensor fastest, then context, data, pipeline. */
public record FabricCosts(
        CollectiveCosts collectives,
        GroupFamily tensor,
        GroupFamily data,
        GroupFamily pipeline,
        GroupFamily expert,
        GroupFamily expertData,
        GroupFamily context,
        GroupFamily shard,
        GroupFamily shardReplica)
        implements CommCosts {
    /** The costs of a layout on the fabric that {@code collectives} knows. */
    public static FabricCosts of(CollectiveCosts collectives, Layout layout) {
        int gpus = Math.toIntExact(layout.gpus());
        return new FabricCosts(
                collectives,
                new GroupFamily(1, layout.tensor(), gpus),
                new GroupFamily(layout.tensor(), layout.copies(), gpus),
                new GroupFamily(layout.tensor() * layout.copies(), layout.pipeline(), gpus),
                new GroupFamily(layout.expertTensor(), layout.expert(), gpus),
                new GroupFamily(layout.expertTensor() * layout.expert(), layout.expertReplicas(), gpus),
                new GroupFamily(layout.tensor(), layout.context(), gpus),
                new GroupFamily(layout.tensor(), layout.shards(), gpus),
                new GroupFamily(layout.tensor() * layout.shards(), layout.shardReplicas(), gpus));
    }

    private GroupFamily family(Dimension dimension) {
        return switch (dimension) {
            case TENSOR -> tensor;
            case DATA -> data;
            case PIPELINE -> pipeline;
            case EXPERT -> expert;
            case EXPERT_DATA -> expertData;
            case CONTEXT -> context;
            case SHARD -> shard;
            case SHARD_REPLICA -> shardReplica;
        };
    }

    /** The link that holds the slowest group back. */
    String bottleneck(Dimension dimension, CollectiveOp op, long payloadBytes) {
        return collectives.bottleneck(op, family(dimension), payloadBytes);
    }

    /** The same with its capacity and how long it is busy; nothing where nobody communicates. */
    Optional<Binding> binding(Dimension dimension, CollectiveOp op, double payloadBytes) {
        return collectives.binding(op, family(dimension), payloadBytes);
    }

    /** Bytes that links carry for each byte of payload, link by link. */
    void carried(Dimension dimension, CollectiveOp op, CollectiveCosts.LinkBytes sink) {
        collectives.carried(op, family(dimension), sink);
    }

    /** Bytes that links carry for each byte of payload, by part of the cluster. */
    double[] carriedPerByte(Dimension dimension, CollectiveOp op) {
        return collectives.carriedPerByte(op, family(dimension));
    }

    /** Seconds of a step for which transfers that cross NICs of {@code cluster} are active, {@code stages} pipeline stages on the mean. */
    double betweenNodesSeconds(List<CommUse> transfers, int stages, Cluster cluster) {
        double sum = 0;
        for (CommUse use : transfers) {
            double count = (double) use.countPerStep() * use.places() / stages;
            sum += crosses(use.dimension(), cluster)
                    ? count * seconds(use.dimension(), use.op(), use.payloadBytes())
                    : 0;
        }
        return sum;
    }

    /** Whether a group has ranks that only NICs join: groups lie in blocks of stride x size GPUs, one behind the other. */
    private boolean crosses(Dimension dimension, Cluster cluster) {
        GroupFamily groups = family(dimension);
        int joined = Math.max(cluster.domainGpus(), cluster.gpusPerNode());
        return groups.ranks() > 1 && joined < cluster.gpus() && joined % (groups.stride() * groups.ranks()) != 0;
    }

    @Override
    public double seconds(Dimension dimension, CollectiveOp op, long payloadBytes) {
        return collectives.seconds(op, family(dimension), payloadBytes);
    }

    /** How times of gradient reductions among {@code transfers} come from measurements, with a comma before it; empty where there are none. */
    String fitted(List<CommUse> transfers) {
        return transfers.stream()
                .filter(use -> use.dimension() == Dimension.DATA)
                .flatMap(use -> collectives.fitted(use.op(), data).stream())
                .findFirst()
                .map(how -> ", " + how)
                .orElse("");
    }
}
