package windtunnel.model.training;

import java.util.List;
import windtunnel.model.World;
import windtunnel.model.retention.Place;
import windtunnel.model.retention.Policy;

/**
 * When a job saves, how much, and what each part of it takes.
 *
 * @param everySteps steps between saves, or 0 for none
 * @param finalSave whether to save after the last step
 * @param bytes size of one save, 0 when it is unknown
 * @param keep which are kept and where
 * @param async whether training goes on while a save is written
 * @param onOverrun what an async save does that is due too early
 * @param stallNanos time that the snapshot of an async save blocks training
 * @param write writing one save, from the start of a sync one or the end of an async one's stall
 * @param emergency saving after a notice, or null when notices are ignored
 * @param restore reading a save back, or null when that takes no time of its own
 * @param requests what one save and one restore ask of an object store
 * @param memory saves into the memory of hosts, or null without
 */
record SavePlan(
        long everySteps,
        boolean finalSave,
        double bytes,
        Policy keep,
        boolean async,
        Checkpoint.Overrun onOverrun,
        long stallNanos,
        Work write,
        Work emergency,
        Work restore,
        SaveRequests requests,
        MemoryPlan memory) {

    private static final Policy NOTHING =
            new Policy(1, 0, 0, Long.MAX_VALUE, List.of(new Place("", 0, 0, 0)), 0, false);

    /** A job that never saves. */
    static SavePlan none() {
        return new SavePlan(
                0, false, 0, NOTHING, false, Checkpoint.Overrun.SKIP, 0, null, null, null, SaveRequests.NONE, null);
    }

    /** The plan of a job of {@code parameters} parameters, whose weights {@code replicas} replicas hold. */
    static SavePlan of(World world, Checkpoint checkpoint, double parameters, int replicas, long stepNanos) {
        return new SavePlanner(world, checkpoint, parameters, replicas, stepNanos).plan();
    }

    /** Steps from {@code ended} until the next save or the end of the job. */
    long stepsUntilNext(long ended, long target) {
        long left = target - ended;
        if (everySteps > 0) {
            left = Math.min(left, everySteps - ended % everySteps);
        }
        return memory == null ? left : Math.min(left, memory.everySteps() - ended % memory.everySteps());
    }

    /** Time for which saves will stop training during {@code left} steps, as far as it does not depend on other transfers. */
    long stopNanos(long left) {
        long saves = (everySteps > 0 ? left / everySteps : 0) + (finalSave ? 1 : 0);
        long each = stallNanos + (async || write == null || !write.isMeasured() ? 0 : write.nanos());
        return Math.multiplyExact(saves, each);
    }

    /** Whether a save is due after {@code ended} steps. */
    boolean due(long ended, long target) {
        if (ended == target) {
            return finalSave;
        }
        return everySteps > 0 && ended % everySteps == 0;
    }

    /** Whether a save into memory is due after {@code ended} steps; nothing follows the last one. */
    boolean memoryDue(long ended, long target) {
        return memory != null && ended < target && ended % memory.everySteps() == 0;
    }

    /** Whether steps stop after {@code ended} of them. */
    boolean stops(long ended, long target) {
        return ended == target || due(ended, target) || memoryDue(ended, target);
    }
}
