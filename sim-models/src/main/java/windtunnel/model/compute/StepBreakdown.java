package windtunnel.model.compute;

import java.util.List;

/**
 * One optimizer step, taken apart.
 *
 * @param seconds the step by share, on the average stage
 * @param flops model and hardware FLOPs of all GPUs
 * @param mfu model FLOPs over what the GPUs' peak would do in this time
 * @param hfu hardware FLOPs over the same
 * @param stages times of each pipeline stage, first to last
 * @param transfers payloads and counts of every transfer
 */
public record StepBreakdown(
        StepSeconds seconds,
        StepFlops flops,
        double mfu,
        double hfu,
        List<StageTimes> stages,
        List<CommUse> transfers) {

    /**
     * Times of one pipeline stage.
     *
     * @param forwardSeconds forward passes of one micro-batch through all of its chunks, hops included
     * @param backwardSeconds backward passes, recomputation and hops included
     * @param endSeconds end of its last pass, from the start of the step
     * @param exposedReductionSeconds gradient reduction left after that
     * @param gatherSeconds exposed gathering of updated parameters
     */
    public record StageTimes(
            double forwardSeconds,
            double backwardSeconds,
            double endSeconds,
            double exposedReductionSeconds,
            double gatherSeconds) {}

    /** Copies the lists. */
    public StepBreakdown {
        stages = List.copyOf(stages);
        transfers = List.copyOf(transfers);
    }

    /** Returns the seconds of the whole step. */
    public double stepSeconds() {
        return seconds.total();
    }

    /** Returns the step in whole nanoseconds. */
    public StepNanos nanos() {
        return StepNanos.of(seconds);
    }
}
