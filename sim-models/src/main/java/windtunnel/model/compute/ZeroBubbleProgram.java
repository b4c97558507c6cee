package windtunnel.model.compute;

import java.util.Arrays;

/**
 * The zero-bubble schedule ZB-H1 (Qi et al. 2024): backward passes are split into the gradient of the input, which the stage before waits
 * for, and the gradient of the weights, for which nobody does.
 *
 * <p>Stage i runs its 1F1B order of forward and input passes; the weight pass of micro-batch j follows the input pass of j + i, what is
 * left comes at the end. With equal stages and W no longer than F the makespan is {@code m(F + B) + (p - 1)(F + Bi - W)} for m of at least p, and
 * {@code p(F + Bi) + W} for m = 1. Every stage holds up to p micro-batches. The schedules without any bubble (ZB-H2, ZB-V) need the optimizer to
 * step before the norm of all gradients is known; with that norm they are no better than this one.
 */
final class ZeroBubbleProgram {

    private final int microbatches;
    private final double[] forwardSeconds;
    private final double[] inputSeconds;
    private final double[] weightSeconds;
    private final double[][] forwardEnds;
    private final double[][] inputEnds;
    private final double[] stageFree;
    private final double[] lastStarts;
    private final int[] forwards;
    private final int[] inputs;
    private final int[] weights;

    private ZeroBubbleProgram(int microbatches, double[] forward, double[] input, double[] weight) {
        int stages = forward.length;
        this.microbatches = microbatches;
        this.forwardSeconds = forward;
        this.inputSeconds = input;
        this.weightSeconds = weight;
        this.forwardEnds = unknown(stages, microbatches);
        this.inputEnds = unknown(stages, microbatches);
        this.stageFree = new double[stages];
        this.lastStarts = new double[stages];
        this.forwards = new int[stages];
        this.inputs = new int[stages];
        this.weights = new int[stages];
    }

    private static double[][] unknown(int stages, int microbatches) {
        double[][] ends = new double[stages][microbatches];
        for (double[] row : ends) {
            Arrays.fill(row, Double.NaN);
        }
        return ends;
    }

    /**
     * Runs the schedule; times of a stage's last backward pass are those of its last weight pass.
     *
     * @param forwardSeconds seconds of a forward pass by stage
     * @param inputSeconds seconds of the gradient of the input, recomputation and hop included
     * @param weightSeconds seconds of the gradient of the weights
     */
    static PipelineTimes run(int microbatches, double[] forwardSeconds, double[] inputSeconds, double[] weightSeconds) {
        ZeroBubbleProgram program = new ZeroBubbleProgram(microbatches, forwardSeconds, inputSeconds, weightSeconds);
        boolean moved = true;
        while (moved) {
            moved = false;
            for (int stage = 0; stage < forwardSeconds.length; stage++) {
                while (program.runNext(stage)) {
                    moved = true;
                }
            }
        }
        for (int done : program.weights) {
            if (done < microbatches) {
                throw new IllegalStateException("pipeline order deadlocks");
            }
        }
        return new PipelineTimes(program.stageFree, program.lastStarts, program.stageFree);
    }

    /** Runs the next pass of a stage; false while its input is missing or all are done. */
    private boolean runNext(int stage) {
        int stages = forwardSeconds.length;
        int warmup = Math.min(stages - 1 - stage, microbatches);
        boolean allInputs = inputs[stage] == microbatches;
        if (weights[stage] < microbatches && (allInputs || inputs[stage] - weights[stage] > stage)) {
            lastStarts[stage] = stageFree[stage];
            stageFree[stage] += weightSeconds[stage];
            weights[stage]++;
            return true;
        }
        if (allInputs) {
            return false;
        }
        boolean forward = forwards[stage] < Math.min(warmup + inputs[stage] + 1, microbatches);
        return forward ? runForward(stage) : runInput(stage);
    }

    private boolean runForward(int stage) {
        int index = forwards[stage];
        double ready = stage == 0 ? 0 : forwardEnds[stage - 1][index];
        if (Double.isNaN(ready)) {
            return false;
        }
        stageFree[stage] = Math.max(stageFree[stage], ready) + forwardSeconds[stage];
        forwardEnds[stage][index] = stageFree[stage];
        forwards[stage]++;
        return true;
    }

    private boolean runInput(int stage) {
        int index = inputs[stage];
        boolean last = stage == forwardSeconds.length - 1;
        double ready = last ? forwardEnds[stage][index] : inputEnds[stage + 1][index];
        if (Double.isNaN(ready)) {
            return false;
        }
        stageFree[stage] = Math.max(stageFree[stage], ready) + inputSeconds[stage];
        inputEnds[stage][index] = stageFree[stage];
        inputs[stage]++;
        return true;
    }
}
