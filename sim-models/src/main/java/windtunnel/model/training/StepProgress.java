package windtunnel.model.training;

import java.util.Arrays;
import windtunnel.core.flow.LockStep;
import windtunnel.core.unit.Apportion;
import windtunnel.model.LedgerState;

/**
 * How far one step has come whose length changes under way: what is done stays done, and the rest goes on as links, GPUs and storage now let it.
 *
 * <p>A step is its passes with the transfers inside them, and then the exposed gradient reduction ({@link StepTail}). Of the passes the same share is left as before; a reduction
 * over rings goes on from the round it is in, in O(1) ({@link LockStep}), which is exact where all links change alike, and where one link falls and heals again. Any other
 * reduction goes on with the same share of its time.
 */
final class StepProgress {
    /** Parts of a nanosecond in which shares of a step are counted before they are rounded together. */
    private static final double FINE = 256;

    private static final int DP = LedgerState.COMM_DP.ordinal();
    private static final int SLOWED = LedgerState.COMM_STORAGE.ordinal();
    private static final int WAIT = LedgerState.STRAGGLER_WAIT.ordinal();

    private final long start;
    private final double[] spent = new double[LedgerState.values().length];
    private StepPlan plan;
    /** Length of the passes at the present speed, and what is left of them. */
    private double inner;

    private double innerLeft;
    /** Length of the reduction at the present speed, and what is left of it. */
    private double tail;

    private double tailLeft;
    private LockStep rounds;
    /** Instant of the step at which the rounds would have begun. */
    private double roundsFrom;

    private long since;

    /** A step that began at {@code startNanos}, as {@code plan} says but {@code nanos} long. */
    StepProgress(long startNanos, StepPlan plan, long nanos) {
        start = startNanos;
        since = startNanos;
        this.plan = plan;
        tail = Math.min(nanos, plan.tail().nanos());
        inner = nanos - tail;
        innerLeft = inner;
        tailLeft = tail;
    }

    /** Instant at which the step began. */
    long startNanos() {
        return start;
    }

    /** Nothing goes on from {@code nowNanos} until {@code more} ns later. */
    void stall(long nowNanos, long more) {
        advance(nowNanos);
        spent[WAIT] += more;
        since = Math.max(since, nowNanos) + more;
        roundsFrom += more;
    }

    private void advance(long nowNanos) {
        double elapsed = Math.max(0, nowNanos - since);
        double passes = Math.min(innerLeft, elapsed);
        spend(passes, inner, false);
        innerLeft -= passes;
        double reduction = Math.min(tailLeft, elapsed - passes);
        if (reduction > 0 && tailLeft == tail && rounds == null) {
            rounds = plan.tail().course();
            roundsFrom = since + passes - plan.tail().hiddenSeconds() * 1e9;
        }
        spend(reduction, tail, true);
        tailLeft -= reduction;
        since = Math.max(since, nowNanos);
    }

    private void spend(double nanos, double of, boolean ending) {
        if (nanos > 0) {
            double[] parts = parts(ending, of);
            for (int i = 0; i < parts.length; i++) {
                spent[i] += parts[i] * nanos / of;
            }
        }
    }

    /** What the passes, or the reduction, consist of when they are {@code nanos} long; what exceeds the plan waits for the slowest rank. */
    private double[] parts(boolean ending, double nanos) {
        StepTail end = plan.tail();
        double[] parts = new double[spent.length];
        if (ending) {
            parts[SLOWED] = Math.min(nanos, end.slowedNanos());
            parts[DP] = nanos - parts[SLOWED];
            return parts;
        }
        double sum = 0;
        for (LedgerState state : LedgerState.values()) {
            int i = state.ordinal();
            double own = plan.shareNanos(state) - (i == DP ? end.nanos() - end.slowedNanos() : 0);
            parts[i] = Math.max(0, own - (i == SLOWED ? end.slowedNanos() : 0));
            sum += parts[i];
        }
        parts[WAIT] += Math.max(0, nanos - sum);
        return parts;
    }

    /**
     * From {@code nowNanos} on the step goes on as {@code next} says, with which a whole step takes {@code nanos}. The result is this step: as long as it is in the end,
     * with what it spends and will spend its time on.
     */
    StepPlan goOn(long nowNanos, StepPlan next, long nanos) {
        advance(nowNanos);
        StepTail before = plan.tail();
        plan = next;
        double nextTail = Math.min(nanos, next.tail().nanos());
        double nextInner = nanos - nextTail;
        innerLeft = inner > 0 ? innerLeft / inner * nextInner : 0;
        if (tailLeft < tail) {
            tailLeft = changeRounds(before, next.tail()) ? roundsLeft() : tailLeft / tail * nextTail;
        } else {
            tailLeft = nextTail;
        }
        inner = nextInner;
        tail = Math.max(nextTail, tailLeft);
        return whole(nowNanos);
    }

    private boolean changeRounds(StepTail before, StepTail now) {
        if (rounds == null || before.rounds() != now.rounds()) {
            rounds = null;
            return false;
        }
        rounds.change((since - roundsFrom) * 1e-9, 1 / now.chunkSeconds());
        return true;
    }

    private double roundsLeft() {
        return Math.max(0, rounds.finishSeconds() * 1e9 - (since - roundsFrom));
    }

    private StepPlan whole(long nowNanos) {
        double[] all = Arrays.copyOf(spent, spent.length);
        add(all, parts(false, inner), inner > 0 ? innerLeft / inner : 0);
        add(all, parts(true, tail), tail > 0 ? tailLeft / tail : 0);
        long waits = Math.max(0, since - nowNanos);
        long length = nowNanos - start + waits + (long) Math.ceil(innerLeft + tailLeft - 1e-3);
        long[] fine = new long[all.length];
        for (int i = 0; i < all.length; i++) {
            fine[i] = Math.round(FINE * all[i]);
        }
        return plan.shaped(Apportion.toTotal(fine, Math.max(1, length)));
    }

    private static void add(double[] all, double[] parts, double share) {
        for (int i = 0; i < all.length; i++) {
            all[i] += parts[i] * share;
        }
    }
}
