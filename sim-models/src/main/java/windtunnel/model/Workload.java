package windtunnel.model;

import java.util.List;

/** A kind of work that holds GPUs of the cluster. */
public interface Workload {
    /** Name of the workload; metrics and ledger rows carry it. */
    String name();

    /** Names of its parts that hold GPU time and are billed: its own, or those of the teams that share it. */
    default List<String> owners() {
        return List.of(name());
    }

    /** Items beside the cluster that it buys and that need a price. */
    default List<String> priceItems() {
        return List.of();
    }

    /** Schedules its start in this run; it must call {@link World#finished} when its work is done. */
    void attach(World world);
}
