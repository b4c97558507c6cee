package windtunnel.model.training;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import windtunnel.core.engine.EventHandler;
import windtunnel.core.engine.Rank;
import windtunnel.core.engine.Simulation;
import windtunnel.core.measure.Ledger;
import windtunnel.model.Attempt;

/**
 * The saves of one job in one run: which is being written, which waits, and how far the newest durable one goes.
 *
 * <p>A save holds the state at the end of a step. What was booked before its snapshot is final once it is durable; everything after
 * the snapshot of the newest durable save is lost at a failure. Where results may turn out to be wrong, nothing is final before the end:
 * what is kept of the saves bounds how far the job can go back, and beyond it the job begins again.
 */
final class Saver {
    private final SavePlan plan;
    private final Ledger ledger;
    private final JobTally tally;
    private final boolean mayBeCorrupted;
    private final ArrayDeque<Save> kept = new ArrayDeque<>();
    private final List<long[]> gone = new ArrayList<>();
    private long computesSince;
    private int durableSnapshot;
    private long durableSteps;
    private Save writing;
    private boolean hasty;
    private Save queued;
    private final MemoryTier memory;

    /** A state of the job that is to become durable; {@code stored} if in storage, else in memory only. */
    record Save(int snapshot, long steps, long nanos, boolean stored) {}

    /** Saves as planned; {@code mayBeCorrupted} says that a loss may reach back beyond the newest one. */
    Saver(SavePlan plan, Ledger ledger, JobTally tally, boolean mayBeCorrupted) {
        this.mayBeCorrupted = mayBeCorrupted;
        memory = plan.memory() == null ? null : new MemoryTier(plan.memory(), ledger);
        this.plan = plan;
        this.ledger = ledger;
        this.tally = tally;
    }

    /** Takes the state after {@code steps} steps; it takes room from now on. */
    Save take(long nowNanos, long steps) {
        tally.shelf().begin(nowNanos);
        return new Save(ledger.snapshot(), steps, nowNanos, true);
    }

    /** Takes the state after {@code steps} steps for memory alone. */
    Save copy(long nowNanos, long steps) {
        return new Save(ledger.snapshot(), steps, nowNanos, false);
    }

    /** A save is in host memory: it is written, and sent to peers where they hold copies. */
    void copied(Attempt attempt, Simulation simulation, Save save, EventHandler durable, EventHandler arrived) {
        if (save.stored()) {
            write(attempt, simulation, save, durable);
        }
        if (memory != null && (!save.stored() || plan.async())) {
            memory.send(attempt, simulation.nowNanos(), save, arrived);
        }
    }

    /** The peers have the save of {@code snapshot}; false if a newer one took its place. */
    boolean arrived(long snapshot) {
        return memory.arrived(snapshot);
    }

    /** Whether the newest save that survives is in memory. */
    boolean fromMemory() {
        return memory != null && memory.held() != null && memory.held().steps() >= durableSteps;
    }

    /** Reading the newest save that survives, or null when that takes no time of its own or there is none. */
    Work restore(long nowNanos) {
        if (newestSteps() == 0) {
            return null;
        }
        if (fromMemory()) {
            return plan.memory().restore();
        }
        long wait = tally.restored(nowNanos);
        if (wait == 0) {
            return plan.restore();
        }
        return (plan.restore() == null ? Work.simulated() : plan.restore()).then(wait * 1e-9);
    }

    /** The job runs again, on hosts that all hold their part. */
    void restored() {
        if (memory != null) {
            memory.restored();
        }
    }

    /** Hosts are given up after a save to storage: what they hold in memory is gone. */
    void left() {
        if (memory != null) {
            memory.left();
        }
    }

    /** Whether a save is being written. */
    boolean busy() {
        return writing != null;
    }

    /** Steps that the newest save holds that survives, in storage or memory. */
    long newestSteps() {
        return fromMemory() ? memory.held().steps() : durableSteps;
    }

    /** Steps that storage holds. */
    long durableSteps() {
        return durableSteps;
    }

    /** Writes a save, after the one that is being written; it takes the place of one that still waits. */
    void write(Attempt attempt, Simulation simulation, Save save, EventHandler durable) {
        if (writing == null) {
            writing = save;
            plan.write().start(attempt, simulation, Rank.DURABLE, durable);
            return;
        }
        if (queued != null) {
            tally.shelf().torn(simulation.nowNanos());
        }
        queued = save;
    }

    /** Writes a save after a notice; nothing else is under way. */
    void writeInHaste(Attempt attempt, Simulation simulation, Save save, EventHandler durable) {
        writing = save;
        hasty = true;
        plan.emergency().start(attempt, simulation, Rank.DURABLE, durable);
    }

    /** The save that was being written is durable; the one that waits is written next. */
    void durable(Attempt attempt, Simulation simulation, EventHandler durable) {
        keep(writing);
        tally.durable(simulation.nowNanos());
        writing = null;
        hasty = false;
        Save next = queued;
        queued = null;
        if (next != null) {
            write(attempt, simulation, next, durable);
        }
    }

    private void keep(Save save) {
        durableSnapshot = save.snapshot();
        durableSteps = save.steps();
        if (!mayBeCorrupted) {
            ledger.commit(durableSnapshot);
            return;
        }
        kept.add(save);
        if (kept.size() > plan.keep().last()) {
            kept.remove();
            ledger.fold(kept.peek().snapshot());
        }
    }

    /** The state after {@code steps} steps survives in memory, as it was before a save in haste or is now. */
    void hold(long steps) {
        durableSnapshot = hasty ? writing.snapshot() : ledger.snapshot();
        durableSteps = steps;
        if (!mayBeCorrupted) {
            ledger.commit(durableSnapshot);
        }
    }

    /** The job computes from now on, from the state of the newest durable save; what it did since then is gone. */
    void computing(long nowNanos) {
        if (mayBeCorrupted) {
            gone.add(new long[] {computesSince, nowNanos});
        }
    }

    /**
     * Gives up the saves that hold what was computed wrongly {@code sinceNanos}; answers whether the job's state held it. It did not if
     * the job stood still then, or has fallen back before it in the meantime.
     */
    boolean tainted(long nowNanos, long sinceNanos) {
        for (long[] span : gone) {
            if (span[0] <= sinceNanos && sinceNanos < span[1]) {
                return false;
            }
        }
        while (!kept.isEmpty() && kept.peekLast().nanos() > sinceNanos) {
            kept.removeLast();
            tally.shelf().discard(nowNanos);
        }
        if (memory != null) {
            memory.tainted(sinceNanos);
        }
        durableSnapshot = kept.isEmpty() ? 0 : kept.peekLast().snapshot();
        durableSteps = kept.isEmpty() ? 0 : kept.peekLast().steps();
        return true;
    }

    /** What is not durable is given up: it was being copied, written, or waited. */
    void tear(long nowNanos, Save copying) {
        int torn = (copying != null && copying.stored() ? 1 : 0) + (writing == null ? 0 : 1) + (queued == null ? 0 : 1);
        for (int i = 0; i < torn; i++) {
            tally.shelf().torn(nowNanos);
        }
        writing = null;
        queued = null;
        hasty = false;
        if (memory != null) {
            memory.tear();
        }
    }

    /** Time whose work no durable save holds, in ns of the whole job of {@code gpus} GPUs. */
    long pendingNanos(long gpus) {
        return ledger.pendingAfter(durableSnapshot)
                .divide(BigInteger.valueOf(gpus))
                .longValueExact();
    }

    /** Loses all that storage does not hold. */
    void lose() {
        ledger.loseAfter(durableSnapshot);
        computesSince = kept.isEmpty() ? 0 : kept.peekLast().nanos();
    }

    /** Machines are lost: loses all that no surviving save holds, and returns it in ns of the whole job of {@code gpus} GPUs. */
    long lose(List<Integer> nodes, long gpus) {
        BigInteger before = ledger.pendingAfter(0);
        if (memory != null) {
            memory.lost(nodes);
        }
        if (fromMemory() && memory.held().steps() > durableSteps) {
            ledger.loseAfter(memory.held().snapshot());
            computesSince = memory.held().nanos();
        } else {
            lose();
        }
        return before.subtract(ledger.pendingAfter(0))
                .divide(BigInteger.valueOf(gpus))
                .longValueExact();
    }

    /** Machines are lost, but others hold the state at {@code snapshot}: loses what came after, and returns it as {@link #lose}. */
    long loseStep(int snapshot, List<Integer> nodes, long nowNanos, long gpus) {
        if (memory != null) {
            memory.lost(nodes);
        }
        BigInteger after = ledger.pendingAfter(snapshot);
        ledger.loseAfter(snapshot);
        ledger.forget(snapshot);
        computesSince = nowNanos;
        return after.divide(BigInteger.valueOf(gpus)).longValueExact();
    }

    /** Counts what was booked until now as saved too, which a save in haste does with its own time. */
    void extend() {
        durableSnapshot = ledger.snapshot();
        if (mayBeCorrupted) {
            Save last = kept.removeLast();
            kept.add(new Save(durableSnapshot, last.steps(), last.nanos(), true));
        } else {
            ledger.commit(durableSnapshot);
        }
    }
}
