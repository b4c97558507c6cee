package windtunnel.model.compute;

import java.util.ArrayList;
import java.util.List;

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
        return new StepNanos(stepNanos, apportion(seconds, total, stepNanos));
    }

    private static List<Long> apportion(StepSeconds seconds, double total, long stepNanos) {
        StepShare[] shares = StepShare.values();
        long[] whole = new long[shares.length];
        double[] remainder = new double[shares.length];
        long left = stepNanos;
        for (int i = 0; i < shares.length; i++) {
            double exact = total > 0 ? seconds.of(shares[i]) / total * stepNanos : i == 0 ? stepNanos : 0;
            whole[i] = (long) Math.floor(exact);
            remainder[i] = exact - whole[i];
            left -= whole[i];
        }
        spread(whole, remainder, left);
        List<Long> result = new ArrayList<>(whole.length);
        for (long nanos : whole) {
            result.add(nanos);
        }
        return result;
    }

    /** Hands out what is left, one nanosecond to the largest remainder at a time; takes back when rounding gave too much. */
    private static void spread(long[] whole, double[] remainder, long left) {
        long step = left < 0 ? -1 : 1;
        for (long given = 0; given != left; given += step) {
            int best = 0;
            for (int i = 1; i < whole.length; i++) {
                boolean better = step > 0 ? remainder[i] > remainder[best] : whole[i] > whole[best];
                best = better ? i : best;
            }
            whole[best] += step;
            remainder[best] -= step;
        }
    }
}
