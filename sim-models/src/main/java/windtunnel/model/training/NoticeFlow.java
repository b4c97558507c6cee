package windtunnel.model.training;

import java.util.ArrayList;
import java.util.List;
import windtunnel.core.engine.Simulation;
import windtunnel.core.measure.Timeline;
import windtunnel.model.Machines;

/** What a job does when machines are announced to be taken: it saves in haste, and gives them up. */
final class NoticeFlow {
    private final TrainingRun run;
    private final JobCourse course;
    private final Simulation simulation;
    private final Stepping steps;
    private final Saver saver;
    private final SavePlan saves;
    private final JobTally tally;
    private final Timeline.Writer timeline;
    private final long gpus;
    private final List<Machines.Notice> notices = new ArrayList<>();
    private long lostInHaste;

    NoticeFlow(TrainingRun run, JobParts parts, JobCourse course) {
        this.run = run;
        this.course = course;
        simulation = parts.simulation();
        steps = parts.steps();
        saver = parts.saver();
        saves = parts.saves();
        tally = parts.tally();
        timeline = parts.timeline();
        gpus = parts.gpus();
    }

    /** Heeds a notice that reaches a job that has a state to save. */
    void heed(Machines.Notice notice) {
        Phase phase = course.phase();
        if (saves.emergency() != null && phase != Phase.WAITING && phase != Phase.OVER) {
            notices.add(notice);
            if (phase == Phase.RUNNING || phase == Phase.SAVING && hasteIsSooner()) {
                saveInHaste();
            }
        }
    }

    /** Whether a new save ends before the one that blocks; a simulated save is no faster than the one under way. */
    private boolean hasteIsSooner() {
        Work haste = saves.emergency();
        Work write = saves.write();
        boolean measured = write != null && haste.isMeasured() && write.isMeasured();
        return saves.async()
                || write == null
                || measured && simulation.nowNanos() + haste.nanos() < course.since() + write.nanos();
    }

    /** Stops at once, in the middle of a step, and saves the state at its start. */
    private void saveInHaste() {
        long now = simulation.nowNanos();
        boolean running = course.phase() == Phase.RUNNING;
        if (running) {
            steps.books().settle(now);
        } else {
            course.book();
        }
        course.note("notice");
        run.interrupt();
        run.calmWhileRecovering();
        Saver.Save save = saver.take(now, steps.ended());
        long before = saver.pendingNanos(gpus);
        if (running) {
            steps.books().cut(now);
        }
        lostInHaste = saver.pendingNanos(gpus) - before;
        course.enter(Phase.EMERGENCY);
        saver.writeInHaste(course.attempt(), simulation, save, this::savedInHaste);
    }

    private void savedInHaste(long payload) {
        long since = course.since();
        saver.durable(course.attempt(), simulation, run::durable);
        saver.lose();
        course.book();
        saver.extend();
        course.fruitful();
        if (steps.all()) {
            run.finish();
        } else {
            leaveSaved(since, lostInHaste);
        }
    }

    /** Gives the machines up if there are notices, now that all is saved; false if there are none. */
    boolean leaveIfNoticed() {
        if (notices.isEmpty()) {
            return false;
        }
        leaveSaved(simulation.nowNanos(), 0);
        return true;
    }

    /** All is saved: gives up the machines that will be taken, and waits for new ones. */
    private void leaveSaved(long sinceNanos, long lostNanos) {
        course.book();
        run.interrupt();
        saver.left();
        timeline.progress(sinceNanos, steps.ended());
        timeline.stopped(sinceNanos, notices.get(0).cause(), lostNanos);
        tally.interrupted(notices.get(0).planned());
        course.note("left: " + notices.get(0).cause());
        steps.books().rollBack(steps.ended(), simulation.nowNanos());
        run.calmWhileRecovering();
        run.replace();
    }

    /** Gives up the machines that were announced to be taken. */
    void leave() {
        notices.forEach(Machines.Notice::leave);
        notices.clear();
    }
}
