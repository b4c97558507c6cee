package windtunnel.model.training;

import java.util.Arrays;
import windtunnel.core.measure.Ledger;
import windtunnel.core.unit.Apportion;
import windtunnel.model.LedgerState;

/**
 * Books the steps of a job, and the waits between them, to its ledger.
 *
 * <p>Invariant: everything before {@code bookedUntil} is booked. A step is booked whole when it has ended, so while one is under
 * way {@code bookedUntil} is its start.
 */
final class StepBooks {
    private static final LedgerState[] STATES = LedgerState.values();

    private final StepClock clock;
    private StepPlan plan;
    private LedgerState[] spent;
    private final Ledger ledger;
    private long gpus;
    private final long targetSteps;

    private long ended;
    private long startsBooked;
    private long bookedUntil;
    private boolean underWay;
    private long started;
    private long openWaitNanos;
    private DataFeed.Shortage shortage = DataFeed.Shortage.NONE;
    private long shortNanos;
    private long interferenceNanos;
    private long firstWaitNanos;
    private long laterWaitNanos;

    StepBooks(StepClock clock, StepPlan plan, Ledger ledger, long gpus, long targetSteps) {
        this.clock = clock;
        plan(plan);
        this.ledger = ledger;
        this.gpus = gpus;
        this.targetSteps = targetSteps;
    }

    /** Steps are as {@code now} says. */
    void plan(StepPlan now) {
        if (plan != now) {
            plan = now;
            spent = Arrays.stream(STATES)
                    .filter(state -> state == LedgerState.STRAGGLER_WAIT || now.shareNanos(state) > 0)
                    .toArray(LedgerState[]::new);
        }
    }

    /** From the next step on, steps are of so many GPUs; none is under way. */
    void uses(long inUse) {
        gpus = inUse;
    }

    /** Starts are counted anew. */
    void recount(long nowNanos) {
        clock.recount(nowNanos, startsBooked);
        recounted();
    }

    /** The step under way takes {@code nanos} longer, waiting. */
    void stretch(long nanos) {
        clock.stretch(nanos);
    }

    /** The step under way is as {@code whole} says in the end. */
    void reshape(StepPlan whole) {
        plan(whole);
        clock.stretch(whole.stepNanos() - clock.stepNanos());
    }

    /** The next step, for which no batch is there yet, is as {@code next} says and takes {@code nanos}. */
    void await(StepPlan next, long nanos) {
        plan(next);
        clock.firstStep(nanos);
    }

    /** Whether a step is under way. */
    boolean underWay() {
        return underWay;
    }

    /** Start of the step under way, or end of what is booked. */
    long bookedUntil() {
        return bookedUntil;
    }

    /** What the step under way is like. */
    StepPlan plan() {
        return plan;
    }

    /** Steps that have ended. */
    long ended() {
        return ended;
    }

    /** Starts that the clock has counted since its last recount and that are booked. */
    long startsBooked() {
        return startsBooked;
    }

    /** Waits for data before the first step, in ns of the job (not of GPUs). */
    long firstWaitNanos() {
        return firstWaitNanos;
    }

    /** Steps that have started, ended or not. */
    long started() {
        return started;
    }

    /** Waits for data before all later steps that have started, in ns of the job. */
    long laterWaitNanos() {
        return laterWaitNanos;
    }

    /** GPUs are free from now on and nothing is under way; the clock has begun a new count. */
    void resume(long nowNanos) {
        bookedUntil = nowNanos;
        startsBooked = 0;
        underWay = false;
    }

    /** Work after {@code steps} steps is lost; nothing is under way. */
    void rollBack(long steps, long nowNanos) {
        ended = steps;
        resume(nowNanos);
    }

    /** The clock has begun a new count; a step under way stays under way. */
    void recounted() {
        startsBooked = 0;
    }

    /** End of the {@code steps}-th step from now (1 is the one under way, if there is one), or {@link StepClock#NEVER}. */
    long endOf(long steps) {
        if (underWay && steps == 1) {
            return bookedUntil + clock.stepNanos();
        }
        long start = clock.start(startsBooked + steps - (underWay ? 1 : 0));
        return start == StepClock.NEVER ? start : start + clock.stepNanos();
    }

    /** Books all steps that have ended by now and the waits before all that have started. */
    void settle(long nowNanos) {
        settle(nowNanos, targetSteps - ended);
    }

    /** As {@link #settle(long)}, but no step starts after the {@code most}-th one to end: what is due then comes first. */
    void settle(long nowNanos, long most) {
        long before = ended;
        endUnderWay(nowNanos);
        if (underWay) {
            return;
        }
        long counted = clock.startedBy(nowNanos, startsBooked + most - (ended - before));
        long fresh = counted - startsBooked;
        if (fresh <= 0) {
            return;
        }
        bookWaits(fresh, clock.start(counted));
        bookSteps(fresh - 1);
        bookedUntil = clock.start(counted);
        startsBooked = counted;
        underWay = true;
        endUnderWay(nowNanos);
    }

    /** The step under way ends now, and the next one takes {@code nanos}; for steps of different lengths, one at a time. */
    void turn(long nowNanos, long nanos) {
        settle(nowNanos - 1);
        endUnderWay(nowNanos);
        clock.nextStep(nowNanos, startsBooked, nanos);
        recounted();
    }

    private void endUnderWay(long nowNanos) {
        if (underWay && bookedUntil + clock.stepNanos() <= nowNanos) {
            bookSteps(1);
            bookedUntil += clock.stepNanos();
            underWay = false;
        }
    }

    private void bookWaits(long fresh, long lastStart) {
        long waits = lastStart - bookedUntil - (fresh - 1) * clock.stepNanos();
        long first = started > 0 ? 0 : clock.start(startsBooked + 1) - bookedUntil;
        book(LedgerState.IN_COLDCACHE, first);
        bookShortage(waits - first);
        if (started > 0) {
            laterWaitNanos += waits + openWaitNanos;
        } else {
            firstWaitNanos += first + openWaitNanos;
            laterWaitNanos += waits - first;
        }
        openWaitNanos = 0;
        started += fresh;
    }

    /** From now on waits have another cause; all before must be booked. */
    void shortage(DataFeed.Shortage now) {
        shortage = now;
        shortNanos = 0;
        interferenceNanos = 0;
    }

    /** Splits a wait by its causes, rounded on the sum since the cause is the same, so that pieces add up to the whole. */
    private void bookShortage(long nanos) {
        shortNanos += nanos;
        long interference = Math.round(shortNanos * shortage.interference()) - interferenceNanos;
        interferenceNanos += interference;
        book(LedgerState.IN_CKPT_INTERFERENCE, interference);
        book(shortage.state(), nanos - interference);
    }

    private void bookSteps(long steps) {
        if (steps > 0) {
            for (LedgerState state : spent) {
                book(state, Math.multiplyExact(steps, shareNanos(state)));
            }
            ended += steps;
        }
    }

    /** Nanoseconds of a state in the step under way; what it takes beyond the undisturbed one waits for the slowest rank. */
    private long shareNanos(LedgerState state) {
        long extra = state == LedgerState.STRAGGLER_WAIT ? clock.stepNanos() - plan.stepNanos() : 0;
        return plan.shareNanos(state) + extra;
    }

    private void book(LedgerState state, long nanos) {
        if (nanos != 0) {
            ledger.book(state.ordinal(), gpus, nanos);
        }
    }

    /** Books what has passed of a wait whose end is not known. */
    void bookOpenWait(long nowNanos) {
        if (!underWay && nowNanos > bookedUntil) {
            if (started > 0) {
                bookShortage(nowNanos - bookedUntil);
            } else {
                book(LedgerState.IN_COLDCACHE, nowNanos - bookedUntil);
            }
            openWaitNanos += nowNanos - bookedUntil;
            bookedUntil = nowNanos;
        }
    }

    /** Books the part of a step under way that has passed, or the wait; the step itself does not count as ended. */
    void cut(long nowNanos) {
        settle(nowNanos);
        if (!underWay) {
            bookOpenWait(nowNanos);
            return;
        }
        long[] shares = new long[spent.length];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = shareNanos(spent[i]);
        }
        long[] parts = Apportion.toTotal(shares, nowNanos - bookedUntil);
        for (int i = 0; i < parts.length; i++) {
            book(spent[i], parts[i]);
        }
        bookedUntil = nowNanos;
        underWay = false;
    }
}
