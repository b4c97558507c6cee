package windtunnel.model;

import java.util.Optional;
import windtunnel.core.flow.Transfer;

/** A storage of one run, as workloads see it. */
public interface StorageSystem {
    /** Which way bytes go. */
    enum Direction {
        /** From the storage to nodes. */
        READ,
        /** From nodes to the storage. */
        WRITE
    }

    /** Name of the storage. */
    String name();

    /**
     * A read or write of large pieces by {@code clients} equal nodes at once, as one class of flows: a save or a restore.
     *
     * @param clients nodes that take part
     * @param bytesPerClient bytes that each of them moves
     * @param capPerClientBytesPerSec what each client can do by itself, may be infinite
     */
    Transfer transfer(Direction direction, int clients, double bytesPerClient, double capPerClientBytesPerSec);

    /** Adds to {@code path} what the bytes of a data set pass here, in the epoch that {@code reading} says. */
    void read(Reading reading, ReadPath path);

    /** Whether it counts, and bills, the requests of what is read and written. */
    default boolean billsRequests() {
        return false;
    }

    /** The largest rate at which all clients together can move large pieces, in bytes per second. */
    double totalBytesPerSec(Direction direction);

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
}
