package windtunnel.bench.workload;

import windtunnel.core.unit.Count;
import windtunnel.model.Assumptions;
import windtunnel.model.Cluster;
import windtunnel.model.ClusterSpec;
import windtunnel.model.CollectiveOp;
import windtunnel.model.Fidelity;
import windtunnel.model.GroupFamily;
import windtunnel.model.collective.Collectives;

/** A fabric of so many GPUs, and all-reduces of a data-parallel job on it. */
public final class AllOfACluster {
    private static final double PAYLOAD = 1L << 30;
    private static final int TENSOR = 8;

    private final ClusterSpec spec;
    private final int nodes;

    /** {@code gpus} GPUs in nodes of eight, on the default fabric. */
    public AllOfACluster(int gpus) {
        spec = LongRuns.of("days-8-1").cluster();
        nodes = gpus / TENSOR;
    }

    /** Builds the fabric and prices one all-reduce of eight groups of all nodes; seconds that it takes. */
    public double seconds() {
        return new Collectives(cluster(), Fidelity.FLUID, false)
                .seconds(CollectiveOp.ALL_REDUCE, new GroupFamily(TENSOR, nodes, nodes * TENSOR), PAYLOAD);
    }

    private Cluster cluster() {
        return spec.fabric()
                .build(
                        new ClusterSpec.Nodes(new Count(nodes), spec.nodes().sku(), "on-demand", new Count(0)),
                        new Assumptions());
    }
}
