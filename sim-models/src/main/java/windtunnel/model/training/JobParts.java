package windtunnel.model.training;

import windtunnel.core.engine.Simulation;
import windtunnel.core.measure.Ledger;
import windtunnel.core.measure.Timeline;
import windtunnel.model.Machines;
import windtunnel.model.World;

/**
 * What a job in a run consists of; none of it changes.
 *
 * @param gpus GPUs of the whole job
 */
record JobParts(
        World world,
        Training job,
        StepPlan plan,
        SavePlan saves,
        long gpus,
        Ledger ledger,
        Timeline.Writer timeline,
        JobTally tally,
        Stepping steps,
        Saver saver) {

    Simulation simulation() {
        return world.simulation();
    }

    Machines machines() {
        return world.machines();
    }

    Recovery recovery() {
        return job.recovery();
    }
}
