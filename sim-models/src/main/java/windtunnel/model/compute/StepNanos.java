package windtunnel.model.compute;

import java.util.Arrays;
import java.util.List;
import windtunnel.core.unit.Apportion;

/**
 * A step in whole nanoseconds and its shares, which sum to it exactly.
 *
 * @param stepNanos the step, rounded once by {@code ceil(t 1e9 - 1e-3)}, at least 1
 * @param shareNanos one entry per {@link StepShare}, in its order
 */
public record StepNanos(long stepNanos, List<Long> shareNanos) {

    /** Copies the shares and checks that they sum to the step. */
    public StepNanos {
        shareNanos = List.copyOf(shareNanos);
        long sum = 0;
        for (long nanos : shareNanos) {
            sum += nanos;
        }
        if (sum != stepNanos || shareNanos.size() != StepShare.values().length) {
            throw new IllegalArgumentException("shares " + shareNanos + " do not sum to " + stepNanos + " ns");
        }
    }

    /** Returns the nanoseconds of one share. */
    public long of(StepShare share) {
        return shareNanos.get(share.ordinal());
    }

    /** Rounds a step: the total once, the shares by largest remainder, ties to the earlier share. */
    public static StepNanos of(StepSeconds seconds) {
        double total = seconds.total();
        if (!(total >= 0 && total < 9e9)) {
            throw new IllegalArgumentException("a step of " + total + " s has no nanoseconds");
        }
        long stepNanos = Math.max(1, (long) Math.ceil(total * 1e9 - 1e-3));
        StepShare[] shares = StepShare.values();
        double[] parts = new double[shares.length];
        for (int i = 0; i < shares.length; i++) {
            parts[i] = total > 0 ? seconds.of(shares[i]) : i == 0 ? 1 : 0;
        }
        return new StepNanos(
                stepNanos,
                Arrays.stream(Apportion.toTotal(parts, stepNanos)).boxed().toList());
    }
}
