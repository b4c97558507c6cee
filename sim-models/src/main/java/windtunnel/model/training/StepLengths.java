package windtunnel.model.training;

import java.util.List;
import windtunnel.model.StepDelay;
import windtunnel.model.World;

/** How long the steps of a job are: all alike, or drawn one by one where something delays them. */
final class StepLengths {
    private final List<StepDelay> delays;
    private final long undisturbedNanos;

    StepLengths(World world, StepPlan plan) {
        delays = world.stepDelays();
        undisturbedNanos = plan.stepNanos();
    }

    /** Whether steps differ, so that no two of them can be one event. */
    boolean vary() {
        return !delays.isEmpty();
    }

    /** Length of the step that starts next, in ns. */
    long draw() {
        long nanos = undisturbedNanos;
        for (StepDelay delay : delays) {
            nanos = Math.addExact(nanos, delay.drawNanos(undisturbedNanos));
        }
        return nanos;
    }
}
