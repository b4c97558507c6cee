package windtunnel.model.compute;

import java.util.List;

/**
 * Whether a layout fits into the GPUs' memory, and what fills it.
 *
 * @param hbmBytes capacity of one GPU
 * @param stages demand of each pipeline stage, first to last
 */
public record MemoryReport(long hbmBytes, List<StageMemory> stages) {

    /** The verdict. */
    public enum Verdict {
        /** Every stage fits. */
        FITS,
        /** Some stage runs out of memory. */
        OOM
    }

    /**
     * Bytes that one GPU of a stage needs at its worst moment.
     *
     * @param stage the stage, from 0
     * @param stateBytes weights, gradients, optimizer state
     * @param activationBytes activations kept for the backward passes of all micro-batches in flight
     * @param logitBytes output of the head and its loss
     * @param workingBytes what recomputation of one layer brings back
     * @param bufferBytes communication buffers
     * @param workspaceBytes scratch memory of kernels
     * @param reservedBytes driver and communication contexts
     * @param fragmentationBytes what the allocator wastes
     */
    public record StageMemory(
            int stage,
            long stateBytes,
            long activationBytes,
            long logitBytes,
            long workingBytes,
            long bufferBytes,
            long workspaceBytes,
            long reservedBytes,
            long fragmentationBytes) {

        /** Returns the sum of all parts. */
        public long totalBytes() {
            return usedBytes() + fragmentationBytes;
        }

        private long usedBytes() {
            return stateBytes
                    + activationBytes
                    + logitBytes
                    + workingBytes
                    + bufferBytes
                    + workspaceBytes
                    + reservedBytes;
        }

        StageMemory withFragmentation(double share) {
            return new StageMemory(
                    stage,
                    stateBytes,
                    activationBytes,
                    logitBytes,
                    workingBytes,
                    bufferBytes,
                    workspaceBytes,
                    reservedBytes,
                    (long) Math.ceil(share * usedBytes()));
        }
    }

    /** Copies the list and checks that it is not empty. */
    public MemoryReport {
        stages = List.copyOf(stages);
        if (stages.isEmpty()) {
            throw new IllegalArgumentException("a layout has at least one stage");
        }
    }

    /** Returns the stage with the largest demand, the first of equals. */
    public StageMemory worst() {
        StageMemory worst = stages.get(0);
        for (StageMemory stage : stages) {
            worst = stage.totalBytes() > worst.totalBytes() ? stage : worst;
        }
        return worst;
    }

    /** Returns whether every stage fits. */
    public Verdict verdict() {
        return overBytes() == 0 ? Verdict.FITS : Verdict.OOM;
    }

    /** Returns by how many bytes the worst stage exceeds the capacity, 0 when it fits. */
    public long overBytes() {
        return Math.max(0, worst().totalBytes() - hbmBytes);
    }
}
