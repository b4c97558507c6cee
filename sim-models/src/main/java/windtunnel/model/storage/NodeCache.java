package windtunnel.model.storage;

import java.util.List;
import windtunnel.core.unit.Numbers;
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

    /** What a cache of {@code bytesPerNode} answers, and what it would answer with another policy or sampler. */
    static String note(String name, Policy policy, double bytesPerNode, Reading reading) {
        StringBuilder note = new StringBuilder(name);
        note.append(" answers ").append(percent(policy, bytesPerNode, reading));
        note.append(" of the reads of epoch ").append(reading.epoch());
        Reading late = reading.in(Long.MAX_VALUE);
        if (policy == Policy.LRU) {
            note.append("; pinned it would answer ")
                    .append(percent(Policy.PIN, bytesPerNode, late))
                    .append(" in the end");
        }
        if (reading.reshuffled() && reading.nodes() > 1) {
            note.append("; with the same share of the set for a node in every epoch (shard-partition: fixed) ")
                    .append(percent(policy, bytesPerNode, late.fixed()));
        }
        return note.toString();
    }

    private static String percent(Policy policy, double bytesPerNode, Reading reading) {
        return Numbers.percent(hits(policy, bytesPerNode, reading), 1);
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
