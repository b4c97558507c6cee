package windtunnel.model.compute;

/** Seconds of the collectives of a step; payloads in bytes, in nccl-tests' meaning. */
public interface CommCosts {
    /** All-reduce in a tensor group. */
    double tensorAllReduce(double bytes);

    /** All-gather in a tensor group; a reduce-scatter costs the same. */
    double tensorAllGather(double bytes);

    /** Send to the next pipeline stage, all ranks of a stage at once. */
    double pipelineSend(double bytes);

    /** All-reduce over the replicas. */
    double dataAllReduce(double bytes);

    /** Reduce-scatter over the replicas. */
    double dataReduceScatter(double bytes);

    /** All-gather over the replicas. */
    double dataAllGather(double bytes);
}
