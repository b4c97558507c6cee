package windtunnel.model.storage;

import java.util.List;
import windtunnel.model.Reading;
import windtunnel.model.Storage;

/** A cache in each node in front of another storage; its reads are hits, or pass on to what lies behind. */
interface NodeCache extends Storage {
    /** What a cache keeps when it is full. */
    enum Policy {
        /** The samples read last. */
        LRU,
        /** The samples read first; nothing is ever thrown out. */
        PIN
    }

    /** What it keeps when it is full. */
    Policy policy();

    @Override
    default List<String> priceItems() {
        return List.of();
    }

    /** Share of a node's reads that a cache of {@code bytesPerNode} answers in the epoch of {@code reading}. */
    static double hits(Policy policy, double bytesPerNode, Reading reading) {
        if (reading.datasetBytes() == Double.POSITIVE_INFINITY) {
            return 0;
        }
        double room = Math.min(1, bytesPerNode / reading.datasetBytes());
        double ownRoom = Math.min(1, reading.nodes() * room);
        boolean lru = policy == Policy.LRU;
        if (!reading.reshuffled() || reading.nodes() == 1) {
            return lru ? CacheLaw.lruFixed(ownRoom, reading.epoch()) : CacheLaw.pinFixed(ownRoom, reading.epoch());
        }
        return lru
                ? CacheLaw.lruReshuffled(room, reading.nodes(), reading.epoch())
                : CacheLaw.pinReshuffled(room, reading.nodes(), reading.epoch());
    }
}
