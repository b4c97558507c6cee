package windtunnel.model;

/** A kind of disturbance: it changes the cluster, and workloads listen to the cluster. */
public interface Disruption {
    /** Schedules what it does in this run. */
    void attach(World world);

    /** Whether machines that it takes from such nodes stay away for a time, so that spares are of use. */
    default boolean takesMachines(ClusterSpec.Nodes nodes) {
        return false;
    }
}
