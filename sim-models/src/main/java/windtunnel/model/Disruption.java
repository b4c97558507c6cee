package windtunnel.model;

import java.util.List;
import java.util.Optional;

/** A kind of disturbance: it changes the cluster, and workloads listen to the cluster. */
public interface Disruption {
    /** Schedules what it does in this run. */
    void attach(World world);

    /** Whether machines that it takes from such nodes stay away for a time, so that spares are of use. */
    default boolean takesMachines(ClusterSpec.Nodes nodes) {
        return false;
    }

    /** The markets whose book prices it needs when it buys the machines itself; empty when the cluster's nodes are bought as they say. */
    default Optional<List<String>> markets(ClusterSpec.Nodes nodes) {
        return Optional.empty();
    }

    /** Under which names it reports metrics, beside those of machines and links. */
    default List<String> reporters() {
        return List.of();
    }
}
