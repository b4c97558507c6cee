package windtunnel.model.compute;

/**
 * The exact makespan of a pipeline whose stages run the canonical order.
 *
 * <p>GPipe: all forwards, then all backwards. 1F1B: stage i does min(p-1-i, m) forwards, then alternates, then drains.
 * Interleaved (v chunks, m divisible by p): min(2(p-i-1) + (v-1)p, mv) forwards first, microbatches in groups of p (Narayanan et
 * al., SC21). A pass starts when its stage is free and the pass that it needs has ended. For uniform stages the result equals
 * (m+p-1)(F+B) and m(F+B) + (p-1)(F+B)/v.
 */
public final class Pipeline {
    private final Schedule schedule;
    private final int stages;
    private final int chunks;
    private final int microBatches;

    /** A pipeline of {@code stages} stages with {@code chunks} chunks each, for {@code microBatches} microbatches. */
    public Pipeline(Schedule schedule, int stages, int chunks, int microBatches) {
        if (chunks > 1 && microBatches % stages != 0) {
            throw new IllegalArgumentException(
                    "interleaving needs microbatches divisible by stages: " + microBatches + ", " + stages);
        }
        this.schedule = schedule;
        this.stages = stages;
        this.chunks = chunks;
        this.microBatches = microBatches;
    }

    /**
     * Seconds from the first forward to the last backward.
     *
     * @param forward seconds of a forward pass by stage and chunk
     * @param backward seconds of a backward pass by stage and chunk
     */
    public double makespanSeconds(double[][] forward, double[][] backward) {
        int total = microBatches * chunks;
        int depth = stages * chunks;
        double[] forwardEnd = new double[depth * microBatches];
        double[] backwardEnd = new double[depth * microBatches];
        boolean[] forwardDone = new boolean[depth * microBatches];
        boolean[] backwardDone = new boolean[depth * microBatches];
        int[] next = new int[stages];
        double[] free = new double[stages];
        int left = 2 * total * stages;
        while (left > 0) {
            int before = left;
            for (int stage = 0; stage < stages; stage++) {
                while (next[stage] < 2 * total) {
                    int pass = pass(stage, next[stage]);
                    boolean isForward = pass >= 0;
                    int index = isForward ? pass : -pass - 1;
                    int chunk = isForward ? forwardChunk(index) : backwardChunk(index);
                    int micro = micro(index);
                    int place = chunk * stages + stage;
                    int cell = place * microBatches + micro;
                    double ready = 0;
                    if (isForward && place > 0) {
                        if (!forwardDone[cell - microBatches]) {
                            break;
                        }
                        ready = forwardEnd[cell - microBatches];
                    } else if (!isForward && place < depth - 1) {
                        if (!backwardDone[cell + microBatches]) {
                            break;
                        }
                        ready = backwardEnd[cell + microBatches];
                    } else if (!isForward) {
                        if (!forwardDone[cell]) {
                            break;
                        }
                        ready = forwardEnd[cell];
                    }
                    double end = Math.max(free[stage], ready)
                            + (isForward ? forward[stage][chunk] : backward[stage][chunk]);
                    (isForward ? forwardEnd : backwardEnd)[cell] = end;
                    (isForward ? forwardDone : backwardDone)[cell] = true;
                    free[stage] = end;
                    next[stage]++;
                    left--;
                }
            }
            if (left == before) {
                throw new IllegalStateException("the schedule deadlocks with " + left + " passes left");
            }
        }
        double latest = 0;
        for (double end : free) {
            latest = Math.max(latest, end);
        }
        return latest;
    }

    /** The {@code n}-th pass of a stage: i for the i-th forward, -i-1 for the i-th backward. */
    private int pass(int stage, int n) {
        int total = microBatches * chunks;
        int warmUp = warmUp(stage, total);
        if (n < warmUp) {
            return n;
        }
        int rest = n - warmUp;
        int steady = total - warmUp;
        if (rest < 2 * steady) {
            return rest % 2 == 0 ? warmUp + rest / 2 : -(rest / 2) - 1;
        }
        return -(rest - steady) - 1;
    }

    private int warmUp(int stage, int total) {
        if (schedule == Schedule.GPIPE) {
            return total;
        }
        int early = chunks == 1 ? stages - 1 - stage : 2 * (stages - stage - 1) + (chunks - 1) * stages;
        return Math.min(early, total);
    }

    private int forwardChunk(int index) {
        return chunks == 1 ? 0 : index % (stages * chunks) / stages;
    }

    private int backwardChunk(int index) {
        return chunks == 1 ? 0 : chunks - 1 - index % (stages * chunks) / stages;
    }

    private int micro(int index) {
        return chunks == 1 ? index : index / (stages * chunks) * stages + index % stages;
    }
}
