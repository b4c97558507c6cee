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
    private boolean fromPeers;
    private boolean wrong;

    RecoveryFlow(TrainingRun run, JobParts parts, JobCourse course) {
        this.run = run;
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
        holdInMemory(loss);
        wrong = false;
        course.book();
        run.interrupt();
        long lostNanos = saver.lose(loss.nodes(), gpus);
        timeline.progress(now, steps.ended());
        steps.books().rollBack(saver.newestSteps(), now);
        timeline.progress(now, steps.ended());
        timeline.stopped(now, loss.cause(), lostNanos);
        tally.interrupted(false);
        course.note("failed: " + loss.cause());
        course.requireHope();
        run.calmWhileRecovering();
        course.enter(Phase.DETECTING);
        double unnoticed = recovery.detectSeconds(detection, loss.hang(), stepSeconds);
        course.attempt().at(now + Simulation.nanos(unnoticed), Rank.SCHEDULER, payload -> replace(), 0);
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

    /** Goes on when every node has a machine. */
    void replace() {
        course.book();
        course.enter(Phase.REPLACING);
        run.leave();
        if (machines.whole()) {
            restart();
        }
    }

    /** Every node has a machine again. */
    void complete() {
        if (course.phase() == Phase.REPLACING) {
            restart();
        }
    }

    private void restart() {
        course.book();
        course.enter(Phase.RESTARTING);
        double swap = machines.takeSwaps() > 0 ? recovery.swap().seconds() : 0;
        long ready = simulation.nowNanos()
                + Simulation.nanos(swap + recovery.restart().seconds());
        course.attempt().at(ready, Rank.SCHEDULER, payload -> restore(), 0);
    }

    private void restore() {
        Work restore = saver.restore(simulation.nowNanos());
        if (fromPeers) {
            fromPeers = false;
            course.attempt()
                    .at(simulation.nowNanos() + recovery.peerRestoreNanos(), Rank.SCHEDULER, payload -> warmUp(), 0);
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

    private void restarted() {
        course.book();
        saver.restored();
        course.note("restarted");
        run.start();
    }
}
