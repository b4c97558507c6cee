package windtunnel.model;

import java.util.Optional;
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

    /**
     * A change to a larger size.
     *
     * @param link the link whose capacity is the throughput of all
     * @param priceItem what capacity is priced by
     * @param oldBytes capacity that is billed now
     * @param newBytes capacity after the change, at least that
     * @param newBytesPerSec throughput after it
     */
    record Resize(int link, String priceItem, long oldBytes, long newBytes, double newBytesPerSec) {}

    /** The smallest change after which it delivers {@code neededBytesPerSec}; empty where throughput does not follow from size. */
    default Optional<Resize> resize(double neededBytesPerSec) {
        return Optional.empty();
    }

    /** One sentence on how to remove a shortage when {@code neededBytesPerSec} are wanted, for the report. */
    String remedy(double neededBytesPerSec);
}
