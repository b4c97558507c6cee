package windtunnel.model.training;

import windtunnel.core.engine.Rank;
import windtunnel.core.engine.Simulation;

/** The saves of a job between its steps: when one is due, what it blocks, and what follows when it is durable. */
final class SaveFlow {
    private final TrainingRun run;
    private final JobCourse course;
    private final Simulation simulation;
    private final Stepping steps;
    private final Saver saver;
    private final SavePlan saves;
    private final JobTally tally;
    private final long targetSteps;
    private Saver.Save copying;
    private boolean saveAfterDurable;

    SaveFlow(TrainingRun run, JobParts parts, JobCourse course) {
        this.run = run;
        this.course = course;
        simulation = parts.simulation();
        steps = parts.steps();
        saver = parts.saver();
        saves = parts.saves();
        tally = parts.tally();
        targetSteps = parts.job().targetSteps();
    }

    /** Steps have come to where a save may be due; no step is under way. */
    void milestone() {
        if (saves.due(steps.ended(), targetSteps)) {
            saveDue();
        } else if (steps.all()) {
            run.finish();
        } else {
            passOn();
        }
    }

    /** No save to storage is due: copies to memory where that is, and goes on. */
    private void passOn() {
        if (!saves.memoryDue(steps.ended(), targetSteps)) {
            steps.goOn();
            return;
        }
        course.note("copy");
        copy(saver.copy(simulation.nowNanos(), steps.ended()), saves.memory().stallNanos());
    }

    /** Blocks for a copy to host memory, if it takes any time. */
    private void copy(Saver.Save save, long stallNanos) {
        if (stallNanos > 0) {
            block();
            copying = save;
            course.attempt().at(Math.addExact(simulation.nowNanos(), stallNanos), Rank.DURABLE, payload -> copied(), 0);
            return;
        }
        if (steps.all()) {
            block();
        } else if (course.phase() == Phase.RUNNING) {
            steps.goOn();
        }
        watch(save);
        saver.copied(course.attempt(), simulation, save, run::durable, this::arrived);
    }

    private void watch(Saver.Save save) {
        if (save.stored() && !steps.all()) {
            steps.watch().begins(simulation.nowNanos(), steps.ended());
        }
    }

    private void saveDue() {
        if (saver.busy() && !steps.all()) {
            tally.saveOverrun();
            if (saves.onOverrun() == Checkpoint.Overrun.SKIP) {
                passOn();
                return;
            }
            if (saves.onOverrun() == Checkpoint.Overrun.BLOCK) {
                block();
                saveAfterDurable = true;
                return;
            }
        }
        save();
    }

    private void save() {
        course.note("save");
        long now = simulation.nowNanos();
        Saver.Save save = saver.take(now, steps.ended());
        if (saves.async()) {
            copy(save, saves.stallNanos());
        } else {
            block();
            saver.write(course.attempt(), simulation, save, run::durable);
        }
    }

    /** No step starts until the save is over. */
    private void block() {
        if (course.phase() == Phase.SAVING) {
            return;
        }
        course.enter(Phase.SAVING);
        steps.block();
    }

    private void copied() {
        Saver.Save save = copying;
        copying = null;
        watch(save);
        saver.copied(course.attempt(), simulation, save, run::durable, this::arrived);
        if (!steps.all()) {
            unblock();
        }
    }

    private void arrived(long snapshot) {
        if (saver.arrived(snapshot)) {
            course.fruitful();
        }
    }

    private void unblock() {
        course.book();
        run.resume();
    }

    /** The save that was being written is durable. */
    void durable(long payload) {
        long now = simulation.nowNanos();
        if (course.phase() == Phase.RUNNING) {
            steps.books().settle(now);
            steps.books().bookOpenWait(now);
        } else {
            course.book();
        }
        saver.durable(course.attempt(), simulation, run::durable);
        steps.watch().durable(now, steps.ended());
        course.fruitful();
        course.note("durable");
        if (course.phase() != Phase.SAVING || copying != null) {
            return;
        }
        if (steps.all()) {
            if (saver.durableSteps() == targetSteps) {
                run.finish();
            }
        } else if (saveAfterDurable) {
            saveAfterDurable = false;
            save();
            if (copying == null) {
                unblock();
            }
        } else if (!run.leaveIfNoticed()) {
            unblock();
        }
    }

    /** What is not durable is torn. */
    void tear() {
        saver.tear(simulation.nowNanos(), copying);
        copying = null;
        saveAfterDurable = false;
    }
}
