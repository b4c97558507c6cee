package windtunnel.model;

/** A kind of disturbance: it changes the cluster, and workloads listen to the cluster. */
public interface Disruption {
    /** Schedules what it does in this run. */
    void attach(World world);
}
