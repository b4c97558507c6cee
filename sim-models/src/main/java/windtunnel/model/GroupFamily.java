package windtunnel.model;

/**
 * All communicators of one kind of a job, which work at the same time: ranks that lie {@code stride} apart, {@code ranks} of
 * them to a group, together covering GPUs 0 to {@code gpus - 1} of the job.
 *
 * <p>In Megatron's order (tensor fastest, then data, then pipeline) with t, D, p: tensor groups have stride 1, data groups
 * stride t, pipeline neighbours stride t*D.
 *
 * @param stride distance between neighbouring ranks of a group, in GPUs
 * @param ranks ranks of a group
 * @param gpus GPUs of the job, a multiple of {@code stride * ranks}
 */
public record GroupFamily(int stride, int ranks, int gpus) {
    /** Checks that the groups tile the job. */
    public GroupFamily {
        if (stride < 1 || ranks < 1 || gpus % ((long) stride * ranks) != 0) {
            throw new IllegalArgumentException(
                    "groups of " + ranks + " ranks " + stride + " apart do not tile " + gpus + " GPUs");
        }
    }

    /** How many groups there are. */
    public int groups() {
        return gpus / ranks;
    }

    /** The GPU of rank {@code rank} in group {@code group}. */
    public int gpu(int group, int rank) {
        return group / stride * (stride * ranks) + group % stride + rank * stride;
    }
}
