package windtunnel.model.compute;

import java.util.Arrays;
import windtunnel.model.compute.Layout.Schedule;

/**
 * Exact evaluation of a pipeline schedule: every pass of every micro-batch in its canonical order.
 *
 * <p>Stage i runs a fixed sequence of passes; a pass starts when its stage is free and the pass before it in the model
 * has ended. GPipe: all forwards, all backwards. 1F1B: {@code min(p-1-i, m)} forwards, then alternating, then the
 * remaining backwards (Narayanan et al. 2019). Interleaved: chunks in groups of p micro-batches with {@code 2(p-1-i) +
 * (v-1)p} forwards of warm-up (Narayanan et al. 2021), which needs m to be a multiple of p. A hop belongs to the pass
 * that sends it. Limits on buffers and rendezvous of blocking sends are not modelled.
 */
public final class PipelineProgram {

    private final int stages;
    private final int chunks;
    private final int microbatches;
    private final Schedule schedule;
    private final double[] forwardSeconds;
    private final double[] backwardSeconds;
    private final double[] forwardEnds;
    private final double[] backwardEnds;
    private final double[] stageFree;
    private final int[] next;
    /** Micro-batch and turn of the chunks of a stage's n-th pass in one direction; the same for all stages. */
    private final int[] microbatchOf;

    private final int[] turnOf;

    private PipelineProgram(
            Schedule schedule, int chunks, int microbatches, double[] forwardSeconds, double[] backwardSeconds) {
        this.schedule = schedule;
        this.chunks = chunks;
        this.microbatches = microbatches;
        this.stages = forwardSeconds.length / chunks;
        this.forwardSeconds = forwardSeconds;
        this.backwardSeconds = backwardSeconds;
        this.forwardEnds = new double[forwardSeconds.length * microbatches];
        this.backwardEnds = new double[forwardSeconds.length * microbatches];
        Arrays.fill(forwardEnds, Double.NaN);
        Arrays.fill(backwardEnds, Double.NaN);
        this.stageFree = new double[stages];
        this.next = new int[stages];
        this.microbatchOf = new int[chunks * microbatches];
        this.turnOf = new int[microbatchOf.length];
        int group = stages * chunks;
        for (int index = 0; index < microbatchOf.length; index++) {
            microbatchOf[index] = chunks == 1 ? index : index / group * stages + index % stages;
            turnOf[index] = chunks == 1 ? 0 : index % group / stages;
        }
    }

    /**
     * Runs the schedule.
     *
     * @param chunks chunks of layers per stage, 1 without interleaving
     * @param forwardSeconds seconds of a forward pass, by position in the model: {@code chunk * stages + stage}
     * @param backwardSeconds seconds of a backward pass, same order
     */
    public static PipelineTimes run(
            Schedule schedule, int chunks, int microbatches, double[] forwardSeconds, double[] backwardSeconds) {
        check(schedule, chunks, microbatches, forwardSeconds, backwardSeconds);
        PipelineProgram program = new PipelineProgram(schedule, chunks, microbatches, forwardSeconds, backwardSeconds);
        program.runAll();
        return program.times();
    }

    private static void check(Schedule schedule, int chunks, int microbatches, double[] forward, double[] backward) {
        if (chunks < 1 || microbatches < 1 || forward.length == 0) {
            throw new IllegalArgumentException("empty pipeline: " + chunks + " chunks, " + microbatches);
        }
        if (forward.length != backward.length || forward.length % chunks != 0) {
            throw new IllegalArgumentException("passes do not fill the stages: " + forward.length + " forward, "
                    + backward.length + " backward, " + chunks + " chunks");
        }
        if (schedule == Schedule.ZB_H1) {
            throw new IllegalArgumentException("passes of " + schedule + " are split: see ZeroBubbleProgram");
        }
        boolean ragged = microbatches % (forward.length / chunks) != 0;
        if (schedule == Schedule.INTERLEAVED ? ragged : chunks > 1) {
            throw new IllegalArgumentException("no canonical order for " + schedule + " with " + microbatches
                    + " micro-batches, " + forward.length + " positions, " + chunks + " chunks per stage");
        }
    }

    private void runAll() {
        int left = 2 * chunks * microbatches * stages;
        while (left > 0) {
            int before = left;
            for (int stage = 0; stage < stages; stage++) {
                left -= runStage(stage);
            }
            if (left == before) {
                throw new IllegalStateException("pipeline order deadlocks with " + left + " passes left");
            }
        }
    }

    /** Runs passes of one stage until one has to wait for another stage; returns how many ran. */
    private int runStage(int stage) {
        int passes = microbatchOf.length;
        int warmup = warmupPasses(stage);
        int drain = 2 * passes - warmup;
        int begun = next[stage];
        double free = stageFree[stage];
        int order = begun;
        while (order < 2 * passes) {
            boolean forward = order < warmup || order < drain && (order - warmup & 1) == 0;
            int index = passIndex(order, warmup, drain, forward);
            int position = (forward ? turnOf[index] : chunks - 1 - turnOf[index]) * stages + stage;
            int microbatch = microbatchOf[index];
            double ready = forward ? forwardReady(position, microbatch) : backwardReady(position, microbatch);
            if (Double.isNaN(ready)) {
                break;
            }
            free = Math.max(free, ready) + (forward ? forwardSeconds[position] : backwardSeconds[position]);
            (forward ? forwardEnds : backwardEnds)[position * microbatches + microbatch] = free;
            order++;
        }
        next[stage] = order;
        stageFree[stage] = free;
        return order - begun;
    }

    /** Which forward or backward pass of a stage is its {@code order}-th: warm-up, then in turns, then what is left. */
    private static int passIndex(int order, int warmup, int drain, boolean forward) {
        if (forward) {
            return order < warmup ? order : warmup + (order - warmup) / 2;
        }
        return order < drain ? (order - warmup) / 2 : order - (drain + warmup) / 2;
    }

    private int warmupPasses(int stage) {
        int passes = chunks * microbatches;
        return switch (schedule) {
            case GPIPE -> passes;
            case ONE_F_ONE_B, ZB_H1 -> Math.min(stages - 1 - stage, passes);
            case INTERLEAVED -> Math.min(2 * (stages - 1 - stage) + (chunks - 1) * stages, passes);
        };
    }

    /** End of the pass before, NaN while it has not run. */
    private double forwardReady(int position, int microbatch) {
        return position == 0 ? 0 : forwardEnds[(position - 1) * microbatches + microbatch];
    }

    private double backwardReady(int position, int microbatch) {
        return position == stages * chunks - 1
                ? forwardEnds[position * microbatches + microbatch]
                : backwardEnds[(position + 1) * microbatches + microbatch];
    }

    private PipelineTimes times() {
        double[] lastStarts = new double[forwardSeconds.length];
        double[] lastEnds = new double[forwardSeconds.length];
        for (int position = 0; position < lastEnds.length; position++) {
            lastEnds[position] = backwardEnds[position * microbatches + microbatches - 1];
            lastStarts[position] = lastEnds[position] - backwardSeconds[position];
        }
        return new PipelineTimes(stageFree, lastStarts, lastEnds);
    }
}
