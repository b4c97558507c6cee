package windtunnel.model.training;

import windtunnel.core.engine.Rank;
import windtunnel.core.engine.Simulation;
import windtunnel.core.measure.Timeline;
import windtunnel.core.random.Stream;
import windtunnel.model.Machines;

/** What follows a loss of machines: it is noticed, others take their places, and the job starts again from a state that has survived. */
final class RecoveryFlow {
    private final TrainingRun run;
    private final JobCourse course;
    private final Simulation simulation;
    private final Machines machines;
    private final Recovery recovery;
    private final Stepping steps;
    private final Saver saver;
    private final JobTally tally;
    private final Timeline.Writer timeline;
    private final Stream detection;
    private final double stepSeconds;
    private final long gpus;
    private final JobParts parts;
    private final ResizeFlow resizing;
    private boolean fromPeers;
    private boolean fromGroups;
    private long heldSteps;
    private boolean wrong;

    /** {@code resizing} is null for a job that is not elastic. */
    RecoveryFlow(TrainingRun run, JobParts parts, JobCourse course, ResizeFlow resizing) {
        this.run = run;
        this.parts = parts;
        this.resizing = resizing;
        this.course = course;
        recovery = parts.recovery();
        machines = parts.machines();
        simulation = parts.simulation();
        steps = parts.steps();
        saver = parts.saver();
        tally = parts.tally();
        timeline = parts.timeline();
        detection = parts.world().streams().stream(parts.job().name(), "detection");
        stepSeconds = parts.plan().stepNanos() * 1e-9;
        gpus = parts.gpus();
    }

    /** Machines of the job are lost. */
    void lost(Machines.Loss loss) {
        long now = simulation.nowNanos();
        boolean held = resizing != null && resizing.lose(loss);
        fromGroups = held && !wrong && (fromGroups || course.phase().working());
        long lostNanos = fromGroups ? loseStep(loss, now) : fallBack(loss, now);
        wrong = false;
        timeline.stopped(now, loss.cause(), lostNanos);
        tally.interrupted(false);
        course.note("failed: " + loss.cause());
        course.requireHope();
        run.calmWhileRecovering();
        course.enter(Phase.DETECTING);
        double unnoticed = recovery.detectSeconds(detection, loss.hang(), stepSeconds);
        course.attempt().at(now + Simulation.nanos(unnoticed), Rank.SCHEDULER, payload -> replace(), 0);
    }

    /** Falls back to the newest state that storage or memory holds; returns what is lost, in ns of the whole job. */
    private long fallBack(Machines.Loss loss, long now) {
        holdInMemory(loss);
        course.book();
        run.interrupt();
        long lostNanos = saver.lose(loss.nodes(), gpus);
        timeline.progress(now, steps.ended());
        steps.books().rollBack(saver.newestSteps(), now);
        timeline.progress(now, steps.ended());
        return lostNanos;
    }

    /** Groups that are left hold the state after the newest step: only the one under way is lost. */
    private long loseStep(Machines.Loss loss, long now) {
        if (course.phase() == Phase.RUNNING) {
            steps.books().settle(now);
        } else {
            course.book();
        }
        int snapshot = parts.ledger().snapshot();
        course.book();
        run.interrupt();
        long lostNanos = saver.loseStep(snapshot, loss.nodes(), now, gpus);
        timeline.progress(now, steps.ended());
        steps.books().rollBack(steps.ended(), now);
        if (steps.ended() > heldSteps) {
            heldSteps = steps.ended();
            course.fruitful();
        }
        return lostNanos;
    }

    /** Whether the job's state holds what was computed wrongly then. */
    boolean tainted(long sinceNanos) {
        wrong = course.phase() != Phase.OVER
                && course.phase() != Phase.WAITING
                && saver.tainted(simulation.nowNanos(), sinceNanos);
        return wrong;
    }

    /** The memory of the machines that are left keeps the newest step, if there is one that holds what the lost ones held. */
    private void holdInMemory(Machines.Loss loss) {
        if (course.phase().working()) {
            fromPeers = !wrong && recovery.survives(loss);
            if (course.phase() == Phase.RUNNING && fromPeers) {
                steps.books().settle(simulation.nowNanos());
            }
            if (fromPeers) {
                course.fruitful();
                saver.hold(steps.ended());
            }
        }
    }

    /** Whether a wrong value has been found in the job's state, and no machine is lost yet. */
    boolean wrong() {
        return wrong;
    }

    /** The groups in use hold the state of the job, which stops of its own will. */
    void holdsState() {
        fromGroups = true;
    }

    /** Goes on when every node has a machine, or those that are there will do. */
    void replace() {
        course.book();
        course.enter(Phase.REPLACING);
        run.leave();
        if (resizing != null) {
            resizing.goOn();
        } else if (machines.whole()) {
            restart();
        }
    }

    /** Every node has a machine again. */
    void complete() {
        if (resizing == null && course.phase() == Phase.REPLACING) {
            restart();
        }
    }

    /** Processes start, or find each other again. */
    void restart() {
        course.book();
        course.enter(Phase.RESTARTING);
        double swap = machines.takeSwaps() > 0 ? recovery.swap().seconds() : 0;
        double start = resizing == null ? recovery.restart().seconds() : resizing.startSeconds();
        course.attempt()
                .at(simulation.nowNanos() + Simulation.nanos(swap + start), Rank.SCHEDULER, payload -> restore(), 0);
    }

    private void restore() {
        Work restore = saver.restore(simulation.nowNanos());
        if (fromGroups || fromPeers) {
            long read = fromGroups ? resizing.restoreNanos() : recovery.peerRestoreNanos();
            fromPeers = false;
            course.attempt().at(simulation.nowNanos() + read, Rank.SCHEDULER, payload -> warmUp(), 0);
        } else if (restore == null) {
            warmUp();
        } else {
            restore.start(course.attempt(), simulation, Rank.SCHEDULER, payload -> warmUp());
        }
    }

    private void warmUp() {
        long warm = Simulation.nanos(recovery.warmUp().seconds());
        if (warm == 0) {
            restarted();
        } else {
            course.attempt().at(simulation.nowNanos() + warm, Rank.SCHEDULER, payload -> restarted(), 0);
        }
    }

    /** The job runs again. */
    void restarted() {
        fromGroups = false;
        course.book();
        saver.restored();
        course.note("restarted");
        run.stage();
    }
}
