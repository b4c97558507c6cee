package windtunnel.model;

/** A kind of fabric: a pure function from nodes to links and routes. */
public interface Fabric {
    /** Builds the cluster of {@code nodes}; what is read of the library is noted. */
    Cluster build(ClusterSpec.Nodes nodes, Assumptions assumptions);
}
