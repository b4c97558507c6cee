package windtunnel.model;

import windtunnel.core.flow.Transfer;

/** A storage of one run, as workloads see it. */
public interface StorageSystem {
    /** Name of the storage. */
    String name();

    /**
     * A read or write by {@code clients} equal nodes at once, as one class of flows.
     *
     * @param clients nodes that take part
     * @param bytesPerClient bytes that each of them moves (ignored for a stream)
     * @param capPerClientBytesPerSec what each client can do by itself, may be infinite
     */
    Transfer transfer(int clients, double bytesPerClient, double capPerClientBytesPerSec);

    /** The state a GPU is in while it waits for a read that {@code bottleneckLink} holds back (-1: the client's own cap). */
    LedgerState waitingState(int bottleneckLink);

    /** The largest rate at which all clients together can read or write, in bytes per second. */
    double totalBytesPerSec();

    /** Fastest that one client can read or write, in bytes per second. */
    double clientBytesPerSec();

    /** One sentence on how to remove a shortage when {@code neededBytesPerSec} are wanted, for the report. */
    String remedy(double neededBytesPerSec);
}
