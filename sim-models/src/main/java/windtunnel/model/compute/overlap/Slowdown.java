package windtunnel.model.compute.overlap;

/**
 * Kernels and a transfer side by side: while both run, kernels work at {@code 1/compute} of their rate and the transfer at
 * {@code 1/transfer} of its own.
 *
 * @param compute factor on the time of kernels, at least 1
 * @param transfer factor on the time of transfers, at least 1
 */
public record Slowdown(double compute, double transfer) {

    /** Neither minds the other. */
    public static final Slowdown NONE = new Slowdown(1, 1);

    /** Checks the factors. */
    public Slowdown {
        if (!(compute >= 1
                && transfer >= 1
                && compute < Double.POSITIVE_INFINITY
                && transfer < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("slow-down below 1: " + compute + ", " + transfer);
        }
    }

    /**
     * Returns how much longer than the kernels alone both take that start together: what of the transfer is not hidden, and what kernels
     * lose to it. Seconds alone of each.
     */
    public double beyond(double computeSeconds, double transferSeconds) {
        double kernels = compute * computeSeconds;
        double moved = transfer * transferSeconds;
        if (kernels <= moved) {
            return kernels - computeSeconds + (moved - kernels) / transfer;
        }
        return moved * (1 - 1 / compute);
    }

    /** Returns what kernels lose to a transfer that has time enough to stay hidden. */
    public double lost(double computeSeconds, double transferSeconds) {
        return Math.min((compute - 1) * computeSeconds, transfer * transferSeconds * (1 - 1 / compute));
    }
}
