package windtunnel.model.compute;

/**
 * Overlap of data-parallel transfers with passes.
 *
 * <p>Gradients of a chunk become ready in proportion to the progress of the last micro-batch's backward pass through it;
 * bucket j starts when it is full and bucket j-1 is through: {@code e_j = max(r_j, e_(j-1)) + c_j}. What is left of
 * {@code e_n} after the pass is exposed. Gathering of parameters is the mirror image before the first forward pass.
 * What kernels lose to the transfers beside them is the caller's business.
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

    /**
     * Transfers of one communicator.
     *
     * @param payloadBytes all of them together, 0 where there is nothing to transfer
     * @param bucketBytes all but the last
     * @param fullSeconds seconds of a full bucket
     * @param lastSeconds seconds of the last bucket
     */
    record Load(long payloadBytes, long bucketBytes, double fullSeconds, double lastSeconds) {

        static Load of(long payloadBytes, long bucketBytes, Cost cost) {
            boolean several = count(payloadBytes, bucketBytes) > 1;
            return new Load(
                    payloadBytes,
                    bucketBytes,
                    several ? cost.seconds(bucketBytes) : 0,
                    payloadBytes > 0 ? cost.seconds(lastBytes(payloadBytes, bucketBytes)) : 0);
        }

        long buckets() {
            return count(payloadBytes, bucketBytes);
        }

        /** Returns the seconds of all buckets one after the other. */
        double serialSeconds() {
            return payloadBytes == 0 ? 0 : (buckets() - 1) * fullSeconds + lastSeconds;
        }

        /** When a bucket is full in a pass from start to end; infinity when there is no such bucket. */
        private double readySeconds(long bucket, double startSeconds, double endSeconds) {
            if (bucket >= buckets()) {
                return bucket == buckets() ? endSeconds : Double.POSITIVE_INFINITY;
            }
            double share = (double) (bucket * bucketBytes) / payloadBytes;
            return startSeconds + share * (endSeconds - startSeconds);
        }

        private double bucketSeconds(long bucket) {
            return bucket < buckets() ? fullSeconds : lastSeconds;
        }
    }

    /**
     * Returns when the last bucket of a chunk is reduced. Its gradients go to two communicators that share their links: buckets are sent
     * in the order in which they fill, of those that fill at the same time first that of {@code first}.
     *
     * @param freeSeconds when the previous chunk's buckets are through
     * @param startSeconds start of the last backward pass through the chunk
     * @param endSeconds its end
     */
    static double reducedSeconds(double freeSeconds, double startSeconds, double endSeconds, Load first, Load second) {
        double end = freeSeconds;
        long i = 1;
        long j = 1;
        while (i <= first.buckets() || j <= second.buckets()) {
            double firstReady = first.readySeconds(i, startSeconds, endSeconds);
            double secondReady = second.readySeconds(j, startSeconds, endSeconds);
            boolean takeFirst = i <= first.buckets() && (firstReady <= secondReady || j > second.buckets());
            end = Math.max(takeFirst ? firstReady : secondReady, end);
            end += takeFirst ? first.bucketSeconds(i++) : second.bucketSeconds(j++);
        }
        return Math.max(end, endSeconds);
    }

    /**
     * Returns when a first forward pass ends whose parameters arrive in buckets while it runs.
     *
     * @param freeSeconds when the transfers before are through
     * @param startSeconds when the pass could start
     * @param passSeconds length of the undisturbed pass
     */
    static double gatheredPassEndSeconds(double freeSeconds, double startSeconds, double passSeconds, Load load) {
        long buckets = load.buckets();
        if (buckets == 0) {
            return startSeconds + passSeconds;
        }
        double bucketPassSeconds = passSeconds * load.bucketBytes / load.payloadBytes;
        double arrived = freeSeconds;
        double end = startSeconds;
        for (long bucket = 1; bucket < buckets; bucket++) {
            arrived += load.fullSeconds;
            end = Math.max(end, arrived) + bucketPassSeconds;
        }
        long lastBytes = lastBytes(load.payloadBytes, load.bucketBytes);
        return Math.max(end, arrived + load.lastSeconds) + passSeconds * lastBytes / load.payloadBytes;
    }
}
