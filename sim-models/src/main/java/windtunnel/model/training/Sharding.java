package windtunnel.model.training;

/** What is divided over the replicas, each with all before it. */
public enum Sharding {
    /** Nothing: every replica holds all. */
    NONE,
    /** Optimizer state: ZeRO-1, Megatron's distributed optimizer. */
    OPTIMIZER,
    /** Gradients too: ZeRO-2, SHARD_GRAD_OP. */
    GRADIENTS,
    /** Parameters too: ZeRO-3, FULL_SHARD of FSDP. */
    PARAMETERS;

    /** The ZeRO stage. */
    int stage() {
        return ordinal();
    }
}
