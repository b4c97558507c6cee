package windtunnel.model;

/** A kind of fabric: a pure function from nodes to links and routes. */
public interface Fabric {
    /** Builds the cluster's links in {@code flows} and the routes over them. */
    Cluster build(ClusterSpec.Nodes nodes, windtunnel.core.flow.FlowNetwork flows, Assumptions assumptions);
}
