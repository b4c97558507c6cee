package windtunnel.model.compute;

/**
 * Overlap of data-parallel transfers with passes.
 *
 * <p>Gradients of a chunk become ready in proportion to the progress of the last micro-batch's backward pass through it;
 * bucket j starts when it is full and bucket j-1 is through: {@code e_j = max(r_j, e_(j-1)) + c_j}. What is left of
 * {@code e_n} after the pass is exposed. Gathering of parameters is the mirror image before the first forward pass.
 * Kernels are not slowed down by the transfers beside them.
 */
final class GradientBuckets {

    private GradientBuckets() {}

    /** Seconds of a transfer by payload. */
    @FunctionalInterface
    interface Cost {
        double seconds(long payloadBytes);
    }

    /** Returns how many buckets a payload fills, the last perhaps partly. */
    static long count(long payloadBytes, long bucketBytes) {
        return (payloadBytes + bucketBytes - 1) / bucketBytes;
    }

    /** Returns the size of a payload's last bucket. */
    static long lastBytes(long payloadBytes, long bucketBytes) {
        return payloadBytes - (count(payloadBytes, bucketBytes) - 1) * bucketBytes;
    }

    /** Returns the seconds of all buckets one after the other. */
    static double serialSeconds(long payloadBytes, long bucketBytes, Cost cost) {
        long full = count(payloadBytes, bucketBytes) - 1;
        double fullSeconds = full > 0 ? full * cost.seconds(bucketBytes) : 0;
        return fullSeconds + cost.seconds(lastBytes(payloadBytes, bucketBytes));
    }

    /**
     * Returns when the last bucket of a chunk is reduced.
     *
     * @param freeSeconds when the previous chunk's buckets are through
     * @param startSeconds start of the last backward pass through the chunk
     * @param endSeconds its end
     */
    static double reducedSeconds(
            double freeSeconds,
            double startSeconds,
            double endSeconds,
            long payloadBytes,
            long bucketBytes,
            Cost cost) {
        long buckets = count(payloadBytes, bucketBytes);
        double fullSeconds = buckets > 1 ? cost.seconds(bucketBytes) : 0;
        double end = freeSeconds;
        for (long bucket = 1; bucket < buckets; bucket++) {
            double share = (double) (bucket * bucketBytes) / payloadBytes;
            end = Math.max(startSeconds + share * (endSeconds - startSeconds), end) + fullSeconds;
        }
        return Math.max(endSeconds, end) + cost.seconds(lastBytes(payloadBytes, bucketBytes));
    }

    /**
     * Returns when a first forward pass ends whose parameters arrive in buckets while it runs.
     *
     * @param freeSeconds when the transfers before are through
     * @param startSeconds when the pass could start
     * @param passSeconds length of the undisturbed pass
     */
    static double gatheredPassEndSeconds(
            double freeSeconds,
            double startSeconds,
            double passSeconds,
            long payloadBytes,
            long bucketBytes,
            Cost cost) {
        long buckets = count(payloadBytes, bucketBytes);
        double fullSeconds = buckets > 1 ? cost.seconds(bucketBytes) : 0;
        double bucketPassSeconds = passSeconds * bucketBytes / payloadBytes;
        double arrived = freeSeconds;
        double end = startSeconds;
        for (long bucket = 1; bucket < buckets; bucket++) {
            arrived += fullSeconds;
            end = Math.max(end, arrived) + bucketPassSeconds;
        }
        long lastBytes = lastBytes(payloadBytes, bucketBytes);
        return Math.max(end, arrived + cost.seconds(lastBytes)) + passSeconds * lastBytes / payloadBytes;
    }
}
