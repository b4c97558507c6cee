package windtunnel.model.training;

import java.math.BigInteger;
import windtunnel.core.engine.EventHandler;
import windtunnel.core.engine.Rank;
import windtunnel.core.measure.Ledger;
import windtunnel.model.Attempt;

/**
 * The saves of one job in one run: which is being written, which waits, and how far the newest durable one goes.
 *
 * <p>A save holds the state at the end of a step. What was booked before its snapshot is final once it is durable; everything after
 * the snapshot of the newest durable save is lost at a failure.
 */
final class Saver {
    private final SavePlan plan;
    private final Ledger ledger;
    private final JobTally tally;
    private int durableSnapshot;
    private long durableSteps;
    private Save writing;
    private Save queued;

    /** A state of the job that is to become durable. */
    record Save(int snapshot, long steps) {}

    Saver(SavePlan plan, Ledger ledger, JobTally tally) {
        this.plan = plan;
        this.ledger = ledger;
        this.tally = tally;
    }

    /** Takes the state after {@code steps} steps; it takes room from now on. */
    Save take(long nowNanos, long steps) {
        tally.saveBegins(nowNanos, plan.bytes());
        return new Save(ledger.snapshot(), steps);
    }

    /** Whether a save is being written. */
    boolean busy() {
        return writing != null;
    }

    /** Steps that survive a failure now. */
    long durableSteps() {
        return durableSteps;
    }

    /** Writes a save, after the one that is being written; it takes the place of one that still waits. */
    void write(Attempt attempt, long nowNanos, Save save, EventHandler durable) {
        if (writing == null) {
            writing = save;
            plan.write().start(attempt, nowNanos, Rank.DURABLE, durable);
            return;
        }
        if (queued != null) {
            tally.saveTorn(nowNanos, plan.bytes());
        }
        queued = save;
    }

    /** Writes a save after a notice; nothing else is under way. */
    void writeInHaste(Attempt attempt, long nowNanos, Save save, EventHandler durable) {
        writing = save;
        plan.emergency().start(attempt, nowNanos, Rank.DURABLE, durable);
    }

    /** The save that was being written is durable; the one that waits is written next. */
    void durable(Attempt attempt, long nowNanos, EventHandler durable) {
        ledger.commit(writing.snapshot());
        durableSnapshot = writing.snapshot();
        durableSteps = writing.steps();
        tally.saveDurable(nowNanos, plan.bytes(), plan.kept());
        writing = null;
        Save next = queued;
        queued = null;
        if (next != null) {
            write(attempt, nowNanos, next, durable);
        }
    }

    /** What is not durable is given up: it was being copied, written, or waited. */
    void tear(long nowNanos, boolean copying) {
        int torn = (copying ? 1 : 0) + (writing == null ? 0 : 1) + (queued == null ? 0 : 1);
        for (int i = 0; i < torn; i++) {
            tally.saveTorn(nowNanos, plan.bytes());
        }
        writing = null;
        queued = null;
    }

    /** Time whose work no durable save holds, in ns of the whole job of {@code gpus} GPUs. */
    long pendingNanos(long gpus) {
        return ledger.pendingTotal().divide(BigInteger.valueOf(gpus)).longValueExact();
    }

    /** Loses all that no durable save holds. */
    void lose() {
        ledger.lose(durableSnapshot);
    }

    /** Counts what was booked until now as saved too, which a save in haste does with its own time. */
    void extend() {
        durableSnapshot = ledger.snapshot();
        ledger.commit(durableSnapshot);
    }
}
