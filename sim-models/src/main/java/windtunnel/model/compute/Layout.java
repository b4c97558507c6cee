package windtunnel.model.compute;

import java.util.ArrayList;
import java.util.List;

/**
 * How a model is spread over GPUs, and how a batch is cut.
 *
 * @param tensor GPUs t that share each layer
 * @param pipeline stages p
 * @param virtualStages chunks v of layers on each stage
 * @param data replicas D
 * @param microBatch sequences b of a microbatch
 * @param globalBatch sequences B of a step
 * @param sequence tokens s of a sequence
 * @param sequenceParallel whether norms and dropouts are split over the tensor group too
 * @param recompute what is computed again
 * @param schedule order of the passes
 * @param fusedAttention whether attention is one fused kernel
 * @param distributedOptimizer whether optimizer state is sharded over the replicas (ZeRO-1)
 * @param attentionCount how attention FLOPs are counted in MFU
 */
public record Layout(
        int tensor,
        int pipeline,
        int virtualStages,
        int data,
        int microBatch,
        int globalBatch,
        int sequence,
        boolean sequenceParallel,
        Recompute recompute,
        Schedule schedule,
        boolean fusedAttention,
        boolean distributedOptimizer,
        ModelShape.AttentionCount attentionCount) {

    /** GPUs of the job. */
    public int gpus() {
        return Math.multiplyExact(Math.multiplyExact(tensor, pipeline), data);
    }

    /** Microbatches of one replica in a step. */
    public int microBatches() {
        return globalBatch / (data * microBatch);
    }

    /** Layers of one chunk. */
    public int layersPerChunk(ModelShape model) {
        return model.layers() / (pipeline * virtualStages);
    }

    /** GPUs over which norms and dropouts are split. */
    int sequenceSplit() {
        return sequenceParallel ? tensor : 1;
    }

    /** Everything that keeps {@code model} from being laid out so; empty when all is well. */
    public List<String> problems(ModelShape model) {
        List<String> found = new ArrayList<>();
        long perStep = (long) data * microBatch;
        int chunks = pipeline * virtualStages;
        check(found, model.layers() % chunks == 0, model.layers() + " layers do not divide over " + chunks
                + " pipeline chunks (pipeline x virtual)");
        check(found, model.heads() % tensor == 0, model.heads() + " heads do not divide by tensor " + tensor);
        check(found, model.ffn() % tensor == 0, model.ffn() + " feed-forward columns do not divide by tensor " + tensor);
        check(found, globalBatch % perStep == 0, "a global batch of " + globalBatch + " does not divide by data "
                + data + " x micro " + microBatch);
        check(found, virtualStages == 1 || pipeline > 1, "virtual stages need a pipeline");
        check(found, virtualStages == 1 || schedule == Schedule.ONE_F_ONE_B, "only 1f1b interleaves virtual stages");
        boolean whole = globalBatch % perStep != 0 || virtualStages == 1 || microBatches() % pipeline == 0;
        check(found, whole, "interleaving needs microbatches (" + (perStep == 0 ? 0 : globalBatch / perStep)
                + ") divisible by pipeline " + pipeline);
        return found;
    }

    private static void check(List<String> found, boolean holds, String problem) {
        if (!holds) {
            found.add(problem);
        }
    }
}
