package windtunnel.model.training;

import java.math.BigInteger;
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
    private final MemoryTier memory;

    /** A state of the job that is to become durable; {@code stored} if in storage, else in memory only. */
    record Save(int snapshot, long steps, boolean stored) {}

    Saver(SavePlan plan, Ledger ledger, JobTally tally) {
        memory = plan.memory() == null ? null : new MemoryTier(plan.memory(), ledger);
        this.plan = plan;
        this.ledger = ledger;
        this.tally = tally;
    }

    /** Takes the state after {@code steps} steps; it takes room from now on. */
    Save take(long nowNanos, long steps) {
        tally.shelf().begin(nowNanos);
        return new Save(ledger.snapshot(), steps, true);
    }

    /** Takes the state after {@code steps} steps for memory alone. */
    Save copy(long steps) {
        return new Save(ledger.snapshot(), steps, false);
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
        long wait = tally.shelf().readDelayNanos(nowNanos);
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
        plan.emergency().start(attempt, simulation, Rank.DURABLE, durable);
    }

    /** The save that was being written is durable; the one that waits is written next. */
    void durable(Attempt attempt, Simulation simulation, EventHandler durable) {
        ledger.commit(writing.snapshot());
        durableSnapshot = writing.snapshot();
        durableSteps = writing.steps();
        tally.durable(simulation.nowNanos());
        writing = null;
        Save next = queued;
        queued = null;
        if (next != null) {
            write(attempt, simulation, next, durable);
        }
    }

    /** What is not durable is given up: it was being copied, written, or waited. */
    void tear(long nowNanos, Save copying) {
        int torn = (copying != null && copying.stored() ? 1 : 0) + (writing == null ? 0 : 1) + (queued == null ? 0 : 1);
        for (int i = 0; i < torn; i++) {
            tally.shelf().torn(nowNanos);
        }
        writing = null;
        queued = null;
        if (memory != null) {
            memory.tear();
        }
    }

    /** Time whose work no durable save holds, in ns of the whole job of {@code gpus} GPUs. */
    long pendingNanos(long gpus) {
        return ledger.pendingTotal().divide(BigInteger.valueOf(gpus)).longValueExact();
    }

    /** Loses all that storage does not hold. */
    void lose() {
        ledger.lose(durableSnapshot);
    }

    /** Machines are lost: loses all that no surviving save holds, and returns it in ns of the whole job of {@code gpus} GPUs. */
    long lose(List<Integer> nodes, long gpus) {
        BigInteger before = ledger.pendingTotal();
        if (memory != null) {
            memory.lost(nodes);
        }
        if (fromMemory() && memory.held().steps() > durableSteps) {
            ledger.loseAfter(memory.held().snapshot());
        } else {
            ledger.lose(durableSnapshot);
        }
        return before.subtract(ledger.pendingTotal())
                .divide(BigInteger.valueOf(gpus))
                .longValueExact();
    }

    /** Counts what was booked until now as saved too, which a save in haste does with its own time. */
    void extend() {
        durableSnapshot = ledger.snapshot();
        ledger.commit(durableSnapshot);
    }
}
