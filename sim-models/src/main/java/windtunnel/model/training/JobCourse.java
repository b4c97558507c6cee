package windtunnel.model.training;

import java.util.function.LongSupplier;
import windtunnel.core.engine.Fingerprint;
import windtunnel.core.engine.Simulation;
import windtunnel.core.measure.Ledger;
import windtunnel.model.Attempt;
import windtunnel.model.InfeasibleException;
import windtunnel.model.LedgerState;
import windtunnel.model.Machines;
import windtunnel.model.World;

/** What one job is doing, since when, and by which attempt; books the time of every phase to its ledger. */
final class JobCourse {
    private static final int MOST_FRUITLESS = 10_000;

    private final World world;
    private final String name;
    private final Ledger ledger;
    private final Machines machines;
    private final Simulation simulation;
    private final Stepping steps;
    private final JobParts parts;
    private final long nameDigest;
    private Attempt attempt;
    private Phase phase = Phase.WAITING;
    private long since;
    private boolean calm;
    private int fruitless;
    private long gpus;
    private long idleSince;
    private LongSupplier healing = () -> 0;

    /** A job that has not started. */
    JobCourse(JobParts parts) {
        this.parts = parts;
        world = parts.world();
        name = parts.job().name();
        nameDigest = new Fingerprint().add(name).value();
        ledger = parts.ledger();
        steps = parts.steps();
        gpus = parts.gpus();
        machines = parts.machines();
        simulation = parts.simulation();
        attempt = new Attempt(simulation, world.flows());
    }

    /** The attempt under way. */
    Attempt attempt() {
        return attempt;
    }

    /** Everything that is under way stops, and a new attempt begins. */
    void renew() {
        attempt.close();
        attempt = new Attempt(simulation, world.flows());
    }

    Phase phase() {
        return phase;
    }

    /** Begin of the phase, or of the part of it that is not booked. */
    long since() {
        return since;
    }

    /** Another phase begins now; the one before must be booked. */
    void enter(Phase next) {
        long now = simulation.nowNanos();
        if (phase.working()) {
            bookIdle();
        } else {
            idleSince = now;
        }
        phase = next;
        since = now;
        if (parts.job().elastic().isPresent()) {
            long working = phase.working() ? gpus : 0;
            parts.tally().works(now, working);
            parts.timeline().size(now, working);
        }
    }

    /** From now on the job computes on {@code inUse} of its GPUs. */
    void uses(long inUse) {
        gpus = inUse;
    }

    /** Of the GPUs that the job does not compute on, {@code healingGpus} read its state. */
    void heals(LongSupplier healingGpus) {
        healing = healingGpus;
    }

    /** Books GPUs that are held while the others work; before their number changes. */
    void bookIdle() {
        long now = simulation.nowNanos();
        long idle = phase.working() ? machines.gpus() - gpus : 0;
        if (idle > 0 && now > idleSince) {
            long reading = Math.min(idle, healing.getAsLong());
            ledger.book(LedgerState.RESTART.ordinal(), reading, now - idleSince);
            ledger.book(LedgerState.QUEUE_IDLE.ordinal(), idle - reading, now - idleSince);
        }
        idleSince = now;
    }

    /** Books what has passed of the phase; of a step under way, the part that has passed. */
    void book() {
        long now = simulation.nowNanos();
        bookIdle();
        switch (phase) {
            case RUNNING -> steps.books().cut(now);
            case STAGING -> book(LedgerState.PROVISION, machines.gpus(), now);
            case SAVING -> book(LedgerState.CKPT_BLOCK, gpus, now);
            case EMERGENCY -> book(LedgerState.CKPT_EMERGENCY, gpus, now);
            case DETECTING -> book(LedgerState.DETECT, machines.gpus(), now);
            case REPLACING -> book(LedgerState.WAIT_REPLACEMENT, machines.gpus(), now);
            case RESTARTING -> book(LedgerState.RESTART, machines.gpus(), now);
            default -> {
                // Nothing is held before the start and after the end.
            }
        }
    }

    private void book(LedgerState state, long held, long nowNanos) {
        ledger.book(state.ordinal(), held, nowNanos - since);
        since = nowNanos;
    }

    /** Whether nothing may be lost from now on. */
    void calm(boolean wanted) {
        if (wanted && !calm) {
            machines.pause();
        } else if (!wanted && calm) {
            machines.resume();
        }
        calm = wanted;
    }

    /** Some work can be lost no more. */
    void fruitful() {
        fruitless = 0;
    }

    /** The job is interrupted; throws where it never gets on. */
    void requireHope() {
        fruitless++;
        if (fruitless > MOST_FRUITLESS) {
            throw new InfeasibleException("job '" + name + "' failed " + fruitless
                    + " times in a row without a durable checkpoint: it fails faster than it saves; save more often, or"
                    + " use fewer or more reliable nodes");
        }
    }

    /** Adds a transition to the fingerprint of the run. */
    void note(String transition) {
        world.fingerprint()
                .add(simulation.nowNanos())
                .add(nameDigest)
                .add(transition)
                .add(steps.ended());
    }
}
