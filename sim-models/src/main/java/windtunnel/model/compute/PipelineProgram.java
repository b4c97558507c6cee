package windtunnel.model.compute;

import windtunnel.model.compute.Layout.Schedule;

/**
 * Exact evaluation of a pipeline schedule: every pass of every micro-batch in its canonical order.
 *
 * <p>Stage i runs a fixed sequence of passes; a pass starts when its stage is free and the pass before it in the model
 * has ended. GPipe: all forwards, all backwards. 1F1B: {@code min(p-1-i, m)} forwards, then alternating, then the
 * remaining backwards (Narayanan et al. 2019). Interleaved: chunks in groups of p micro-batches with {@code 2(p-1-i) +
 * (v-1)p} forwards of warm-up (Narayanan et al. 2021), which needs m to be a multiple of p. A hop belongs to the pass
 * that sends it. Limits on buffers and rendezvous of blocking sends are not modelled.
 *
 * <p>Passes are visited in an order in which what each waits for has been visited, so the ends are those of any other such order.
 */
public final class PipelineProgram {

    private final int stages;
    private final int microbatches;
    private final double[] forwardSeconds;
    private final double[] backwardSeconds;
    private final double[] stageFree;
    /** End of the last backward pass by position. */
    private final double[] lastEnds;

    private PipelineProgram(int chunks, int microbatches, double[] forwardSeconds, double[] backwardSeconds) {
        this.microbatches = microbatches;
        this.stages = forwardSeconds.length / chunks;
        this.forwardSeconds = forwardSeconds;
        this.backwardSeconds = backwardSeconds;
        this.stageFree = new double[stages];
        this.lastEnds = new double[forwardSeconds.length];
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
        PipelineProgram program = new PipelineProgram(chunks, microbatches, forwardSeconds, backwardSeconds);
        if (schedule == Schedule.GPIPE) {
            program.runAllForwardFirst();
        } else if (schedule == Schedule.INTERLEAVED) {
            new Interleaved(program, chunks).run();
        } else {
            program.runAlternating();
        }
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
        for (int position = 0; position < forward.length; position++) {
            if (!(forward[position] >= 0 && backward[position] >= 0)) {
                throw new IllegalArgumentException("passes at position " + position + " take " + forward[position]
                        + " s forward and " + backward[position] + " s backward");
            }
        }
    }

    /** GPipe, one micro-batch after the other. */
    private void runAllForwardFirst() {
        for (int microbatch = 0; microbatch < microbatches; microbatch++) {
            double ready = 0;
            for (int stage = 0; stage < stages; stage++) {
                ready = Math.max(stageFree[stage], ready) + forwardSeconds[stage];
                stageFree[stage] = ready;
            }
        }
        for (int microbatch = 0; microbatch < microbatches; microbatch++) {
            double ready = 0;
            for (int stage = stages - 1; stage >= 0; stage--) {
                ready = Math.max(stageFree[stage], ready) + backwardSeconds[stage];
                stageFree[stage] = ready;
            }
        }
        System.arraycopy(stageFree, 0, lastEnds, 0, stages);
    }

    /**
     * 1F1B by ticks: forward j of stage i at tick {@code i + 2j}, its backward pass at {@code 2p - 1 - i + 2j}. On each stage that is the
     * canonical order, and what a pass waits for ran one tick before, so that the latest end of each stage is all that is kept.
     */
    private void runAlternating() {
        double[] forwardEnds = new double[stages];
        double[] backwardEnds = lastEnds;
        int span = 2 * (microbatches - 1);
        int last = span + 2 * stages - 1;
        for (int tick = 0; tick <= last; tick++) {
            for (int stage = Math.max(tick & 1, tick - span); stage <= Math.min(tick, stages - 1); stage += 2) {
                double ready = stage == 0 ? 0 : forwardEnds[stage - 1];
                stageFree[stage] = Math.max(stageFree[stage], ready) + forwardSeconds[stage];
                forwardEnds[stage] = stageFree[stage];
            }
            int first = 2 * stages - 1 - tick;
            for (int stage = Math.max(first & 1, first); stage <= Math.min(stages - 1, first + span); stage += 2) {
                double ready = stage == stages - 1 ? forwardEnds[stage] : backwardEnds[stage + 1];
                stageFree[stage] = Math.max(stageFree[stage], ready) + backwardSeconds[stage];
                backwardEnds[stage] = stageFree[stage];
            }
        }
    }

    private PipelineTimes times() {
        double[] lastStarts = new double[lastEnds.length];
        for (int position = 0; position < lastEnds.length; position++) {
            lastStarts[position] = lastEnds[position] - backwardSeconds[position];
        }
        return new PipelineTimes(stageFree, lastStarts, lastEnds);
    }

    /**
     * Several chunks a stage. The n-th forward pass of a stage waits for the n-th of the stage before, that of the first stage for the
     * (n-p)-th of the last one unless its chunk is the first; backward passes the other way round. Stages run in turns until they wait.
     */
    private static final class Interleaved {
        private final PipelineProgram program;
        private final int stages;
        private final int chunks;
        private final int passes;
        /** Ends of passes, by number in their direction and stage. */
        private final double[] forwardEnds;

        private final double[] backwardEnds;
        private final int[] forwards;
        private final int[] backwards;
        /** Turn of the chunk that the n-th pass of a stage goes through. */
        private final int[] turnOf;

        Interleaved(PipelineProgram program, int chunks) {
            this.program = program;
            this.chunks = chunks;
            this.stages = program.stages;
            this.passes = chunks * program.microbatches;
            this.forwardEnds = new double[passes * stages];
            this.backwardEnds = new double[passes * stages];
            this.forwards = new int[stages];
            this.backwards = new int[stages];
            this.turnOf = new int[passes];
            for (int index = 0; index < passes; index++) {
                turnOf[index] = index % (stages * chunks) / stages;
            }
        }

        void run() {
            int left = 2 * passes * stages;
            while (left > 0) {
                int before = left;
                for (int stage = 0; stage < stages; stage++) {
                    left -= runStage(stage);
                }
                if (left == before) {
                    throw new IllegalStateException("pipeline order deadlocks with " + left + " passes left");
                }
            }
            int tail = passes - stages * chunks + stages - 1;
            for (int position = 0; position < program.lastEnds.length; position++) {
                int turn = chunks - 1 - position / stages;
                program.lastEnds[position] = backwardEnds[(tail + turn * stages) * stages + position % stages];
            }
        }

        /** Runs passes of one stage until one has to wait for another stage; returns how many ran. */
        private int runStage(int stage) {
            int warmup = Math.min(2 * (stages - 1 - stage) + (chunks - 1) * stages, passes);
            int drain = 2 * passes - warmup;
            int begun = forwards[stage] + backwards[stage];
            double free = program.stageFree[stage];
            int order = begun;
            while (order < 2 * passes) {
                boolean forward = order < warmup || order < drain && (order - warmup & 1) == 0;
                double end = forward ? forward(stage, free) : backward(stage, free);
                if (end < 0) {
                    break;
                }
                free = end;
                order++;
            }
            program.stageFree[stage] = free;
            return order - begun;
        }

        /** Runs the next forward pass of a stage that is free from then on; returns its end, or less than 0 while it has to wait. */
        private double forward(int stage, double free) {
            int index = forwards[stage];
            int turn = turnOf[index];
            double ready = 0;
            if (stage > 0 || turn > 0) {
                int source = stage > 0 ? index : index - stages;
                int from = stage > 0 ? stage - 1 : stages - 1;
                if (source >= forwards[from]) {
                    return -1;
                }
                ready = forwardEnds[source * stages + from];
            }
            double end = Math.max(free, ready) + program.forwardSeconds[turn * stages + stage];
            forwardEnds[index * stages + stage] = end;
            forwards[stage] = index + 1;
            return end;
        }

        /** The same backward. The end of a stage's own forward pass is never later than the stage is free. */
        private double backward(int stage, double free) {
            int index = backwards[stage];
            int turn = turnOf[index];
            double ready = 0;
            if (stage < stages - 1 || turn > 0) {
                int source = stage < stages - 1 ? index : index - stages;
                int from = stage < stages - 1 ? stage + 1 : 0;
                if (source >= backwards[from]) {
                    return -1;
                }
                ready = backwardEnds[source * stages + from];
            }
            double end = Math.max(free, ready) + program.backwardSeconds[(chunks - 1 - turn) * stages + stage];
            backwardEnds[index * stages + stage] = end;
            backwards[stage] = index + 1;
            return end;
        }
    }
}
