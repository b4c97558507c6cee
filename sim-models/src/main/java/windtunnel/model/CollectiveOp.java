package windtunnel.model;

/** Operations of a communicator, with nccl-tests' meaning of the payload. */
public enum CollectiveOp {
    /** Every rank ends with the sum; payload = bytes per rank. */
    ALL_REDUCE,
    /** Every rank ends with its shard of the sum; payload = bytes of all shards together. */
    REDUCE_SCATTER,
    /** Every rank ends with all shards; payload = bytes of all shards together. */
    ALL_GATHER,
    /** One rank sends to the next of its group; payload = bytes sent. */
    SEND_RECV,
    /** Every rank sends an equal part to each; payload = the whole send buffer of a rank, its own part included. */
    ALL_TO_ALL,
    /** Rank 0 of each group sends to all others; payload = bytes sent. */
    BROADCAST
}
