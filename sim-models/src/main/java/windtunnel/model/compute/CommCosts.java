package windtunnel.model.compute;

import windtunnel.model.CollectiveOp;

/**
 * What the fabric charges a training step for its transfers; the step knows payloads and counts, the fabric knows paths.
 *
 * <p>Payloads have the meaning of {@link CollectiveOp}. An implementation must be a function: equal arguments, equal
 * seconds; no payload may cost negative time.
 */
@FunctionalInterface
public interface CommCosts {

    /** Group of ranks that take part. */
    enum Dimension {
        /** Ranks that share each matrix. */
        TENSOR,
        /** Neighbouring pipeline stages. */
        PIPELINE,
        /** Ranks that hold the same shard of the model: replicas, and ranks that share a sequence. */
        DATA,
        /** Ranks that divide parameters between them, of those that hold copies of the groups. */
        SHARD,
        /** Ranks that hold the same shard in all groups of shards. */
        SHARD_REPLICA,
        /** Ranks that share the experts of a layer. */
        EXPERT,
        /** Ranks that hold the same experts. */
        EXPERT_DATA,
        /** Ranks that share each sequence. */
        CONTEXT
    }

    /** A fabric that costs nothing: gives the compute-bound step. */
    CommCosts FREE = (dimension, op, payloadBytes) -> 0;

    /** Returns the seconds of one transfer of {@code payloadBytes} in a group of the given dimension. */
    double seconds(Dimension dimension, CollectiveOp op, long payloadBytes);
}
