package windtunnel.oracle;

/**
 * Makespans of pipeline schedules with equal stages, from the papers: GPipe (Huang et al. 2019), 1F1B (Narayanan et al.
 * 2019), interleaved 1F1B (Narayanan et al. 2021). {@code F}, {@code B}: seconds of a stage's forward and backward pass of
 * one micro-batch, over all of its chunks.
 */
public final class PipelineOracle {

    private PipelineOracle() {}

    /** Returns {@code (m + p - 1)(F + B)}, the makespan of GPipe and of 1F1B. */
    public static double makespanSeconds(int stages, int microbatches, double forwardSeconds, double backwardSeconds) {
        return (microbatches + stages - 1) * (forwardSeconds + backwardSeconds);
    }

    /** Returns {@code m(F + B) + (p - 1)(F + B)/v}, the makespan of interleaved 1F1B when m is a multiple of p. */
    public static double interleavedMakespanSeconds(
            int stages, int chunks, int microbatches, double forwardSeconds, double backwardSeconds) {
        double pass = forwardSeconds + backwardSeconds;
        return microbatches * pass + (stages - 1) * pass / chunks;
    }

    /**
     * Returns {@code m(F + Bi + W) + (p - 1)(F + Bi - W)}, the makespan of ZB-H1 (Qi et al. 2024) for m of at least p and W of at most F, and
     * {@code p(F + Bi) + W} for one micro-batch.
     */
    public static double zeroBubbleMakespanSeconds(
            int stages, int microbatches, double forwardSeconds, double inputSeconds, double weightSeconds) {
        double both = forwardSeconds + inputSeconds;
        return microbatches == 1
                ? stages * both + weightSeconds
                : microbatches * (both + weightSeconds) + (stages - 1) * (both - weightSeconds);
    }

    /**
     * Returns the makespan of 1F1B when only the last stage is slower than its equal predecessors: their fill and drain,
     * then nothing but the last stage.
     */
    public static double slowLastStageMakespanSeconds(
            int stages, int microbatches, double passSeconds, double lastPassSeconds) {
        return (stages - 1) * passSeconds + microbatches * lastPassSeconds;
    }

    /** Returns the activations that the first stage holds, in units of all layers of one micro-batch: GPipe. */
    public static double gpipeActivationFactor(int stages, int microbatches) {
        return (double) microbatches / stages;
    }

    /** Returns the activations that the first stage holds, in units of all layers of one micro-batch: 1F1B. */
    public static double activationFactor(int stages, int microbatches) {
        return (double) Math.min(microbatches, stages) / stages;
    }

    /** Returns the same for interleaved 1F1B: {@code min(1 + (p-1)/(pv), m/p)}. */
    public static double interleavedActivationFactor(int stages, int chunks, int microbatches) {
        double warm = 1 + (stages - 1) / ((double) stages * chunks);
        return Math.min(warm, (double) microbatches / stages);
    }
}
