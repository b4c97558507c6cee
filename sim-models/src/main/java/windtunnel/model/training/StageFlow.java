package windtunnel.model.training;

import windtunnel.core.engine.Rank;
import windtunnel.core.engine.Simulation;
import windtunnel.model.World;

/** Makes the copies that a job needs before its first step, one after the other; after a loss the one under way is made again. */
final class StageFlow {
    private final TrainingRun run;
    private final JobCourse course;
    private final JobTally tally;
    private final Training job;
    private final World world;
    private final Simulation simulation;
    private int done;

    StageFlow(TrainingRun run, JobParts parts, JobCourse course) {
        this.run = run;
        this.course = course;
        tally = parts.tally();
        job = parts.job();
        world = parts.world();
        simulation = parts.simulation();
    }

    /** Makes the copies that are missing, and then starts the steps. */
    void goOn() {
        if (done == job.stage().size()) {
            run.start();
            return;
        }
        course.enter(Phase.STAGING);
        job.stage().get(done).work(world).start(course.attempt(), simulation, Rank.SCHEDULER, payload -> made());
    }

    private void made() {
        course.book();
        tally.staged(simulation.nowNanos());
        done++;
        goOn();
    }
}
