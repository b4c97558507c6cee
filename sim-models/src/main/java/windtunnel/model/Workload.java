package windtunnel.model;

/** A kind of work that holds GPUs of the cluster. */
public interface Workload {
    /** Name of the workload; metrics and ledger rows carry it. */
    String name();

    /** Schedules its start in this run; it must call {@link World#finished} when its work is done. */
    void attach(World world);
}
