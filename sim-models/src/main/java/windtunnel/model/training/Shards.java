package windtunnel.model.training;

import windtunnel.core.flow.Transfer;
import windtunnel.model.StorageSystem;

/**
 * How a checkpoint is divided over those who write and read it.
 *
 * <p>S = P x bytes-per-parameter, 2 of them weights, the rest the optimizer's state. Evenly sharded, each of n ranks writes S / n. Where the
 * first replica writes all weights, its ranks write 2 P / (t p) + (S - 2 P) / n and the others the second part only (Megatron's distributed
 * optimizer, DLIO). Restoring reads the optimizer's state once, and the weights once for each replica that reads them.
 */
final class Shards {
    /** Bytes of a parameter's weight in bf16. */
    private static final double WEIGHT_BYTES = 2;

    private final Checkpoint checkpoint;
    private final int replicas;
    private final int nodes;
    private final int gpusPerNode;
    private final double bytes;
    private final double weights;

    Shards(Checkpoint checkpoint, double parameters, int replicas, int nodes, int gpusPerNode) {
        this.checkpoint = checkpoint;
        this.replicas = replicas;
        this.nodes = nodes;
        this.gpusPerNode = gpusPerNode;
        bytes = parameters * checkpoint.bytesPerParameter().value();
        weights = Math.min(bytes, WEIGHT_BYTES * parameters);
    }

    /** All of it. */
    double bytes() {
        return bytes;
    }

    private int ranks() {
        return nodes * gpusPerNode;
    }

    /** GPUs of one replica. */
    private double replica() {
        return (double) ranks() / replicas;
    }

    private boolean uneven() {
        return checkpoint.shards() == Checkpoint.Shares.FIRST_REPLICA
                && checkpoint.writers() != Checkpoint.Writers.RANK0
                && replicas > 1;
    }

    /** The largest shard of a rank. */
    double largest() {
        return uneven() ? weights / replica() + (bytes - weights) / ranks() : bytes / ranks();
    }

    /** What the slowest GPU copies to its host. */
    double copiedBytesOfRank() {
        return checkpoint.writers() == Checkpoint.Writers.RANK0 ? bytes : largest();
    }

    /** The rate at which one node's writers can feed its client. */
    private double nodeRate(double writersOfNode) {
        double copy = checkpoint.deviceToHost().bytesPerSec();
        double serialise = checkpoint.serialise().bytesPerSec();
        return switch (checkpoint.writers()) {
            case SHARDED -> Math.min(copy, serialise) * writersOfNode;
            case PER_NODE -> Math.min(copy * writersOfNode, serialise);
            case RANK0 -> Math.min(copy, serialise);
        };
    }

    /** The writes of one save. */
    Transfer[] writes(StorageSystem storage) {
        if (checkpoint.writers() == Checkpoint.Writers.RANK0) {
            return new Transfer[] {storage.transfer(StorageSystem.Direction.WRITE, 1, bytes, nodeRate(1))};
        }
        if (!uneven()) {
            return new Transfer[] {
                storage.transfer(StorageSystem.Direction.WRITE, nodes, bytes / nodes, nodeRate(gpusPerNode))
            };
        }
        int heavy = (int) Math.min(nodes, Math.ceil(replica() / gpusPerNode));
        double light = (bytes - weights) / nodes;
        double most = light + weights / heavy;
        double writers = Math.min(gpusPerNode, most / largest());
        Transfer first = storage.transfer(StorageSystem.Direction.WRITE, heavy, most, nodeRate(writers));
        return heavy == nodes
                ? new Transfer[] {first}
                : new Transfer[] {
                    first, storage.transfer(StorageSystem.Direction.WRITE, nodes - heavy, light, nodeRate(gpusPerNode))
                };
    }

    /** Files of one save. */
    long files() {
        return switch (checkpoint.writers()) {
            case SHARDED -> ranks();
            case PER_NODE -> nodes;
            case RANK0 -> 1;
        };
    }

    /** Bytes that one restore reads. */
    double readBytes() {
        int readers = checkpoint.restoreReads() == Checkpoint.Reads.EVERY_REPLICA ? replicas : 1;
        return bytes + (readers - 1) * weights;
    }

    /** The reads of one restore. */
    Transfer read(StorageSystem storage) {
        double read = readBytes();
        double rate = checkpoint.deviceToHost().bytesPerSec() * gpusPerNode;
        return storage.transfer(StorageSystem.Direction.READ, nodes, read / nodes, rate);
    }

    /** A pipelined broadcast of the weights to the other replicas: each node receives its part once. */
    double broadcastSeconds(double networkBytesPerSec) {
        return replicas == 1 ? 0 : weights / replica() * gpusPerNode / networkBytesPerSec;
    }
}
