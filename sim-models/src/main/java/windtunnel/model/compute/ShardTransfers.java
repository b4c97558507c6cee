package windtunnel.model.compute;

import java.util.List;
import windtunnel.model.CollectiveOp;
import windtunnel.model.compute.CommCosts.Dimension;
import windtunnel.model.compute.overlap.Slowdown;

/**
 * Exposed transfers of divided gradients and parameters (ZeRO-2, ZeRO-3, FSDP), seconds per micro-batch.
 *
 * <p>A layer is a unit. Its parameters (bf16, or 32 bits where activations have them) are gathered while the unit before it computes, for the forward pass and, at stage 3,
 * again for the backward pass; its fp32 gradients are reduce-scattered beside the backward pass of the next unit. What takes
 * longer than the pass beside it is exposed. With groups of shards (HSDP) gathering and scattering stay inside a group, and each rank then
 * all-reduces its shard with the same rank of the other groups, all in a row. The root unit, embedding and head, has nothing to hide behind. Source: Zhao et al. 2023
 * (PyTorch FSDP).
 *
 * @param forwardSeconds exposed in the forward pass of a layer
 * @param backwardSeconds exposed in the backward pass of a layer
 * @param rootGatherSeconds gathering the root unit
 * @param rootReduceSeconds reducing the root unit's gradients
 */
record ShardTransfers(
        double forwardSeconds, double backwardSeconds, double rootGatherSeconds, double rootReduceSeconds) {

    private static final ShardTransfers NONE = new ShardTransfers(0, 0, 0, 0);

    static ShardTransfers of(ModelShape shape, Layout layout, CommCosts costs, Beside beside, LayerPass pass) {
        StepOptions options = beside.options();
        if (layout.zeroStage() < 2 || layout.copies() == 1) {
            return NONE;
        }
        Precision precision = options.precision();
        double contention = options.software().contention();
        long unit = Parameters.perLayer(shape, layout.tensor());
        long root = rootParameters(shape, layout);
        double gather = gatherSeconds(layout, costs, precision, unit);
        double again = layout.zeroStage() >= 3 ? gather : 0;
        double back = again + reduceSeconds(layout, costs, unit);
        if (beside.present() && contention == 0) {
            double stream = pass.times().streamShare();
            long gathered = precision.activationBytes() * unit;
            Slowdown forward = beside.slowdown(stream, CollectiveOp.ALL_GATHER, layout.shards(), gathered, gather);
            return new ShardTransfers(
                    forward.beyond(pass.forwardSeconds(), gather),
                    forward.beyond(pass.backwardSeconds(), back),
                    gatherSeconds(layout, costs, precision, root),
                    reduceSeconds(layout, costs, root));
        }
        return new ShardTransfers(
                exposed(gather, pass.forwardSeconds(), contention),
                exposed(back, pass.backwardSeconds(), contention),
                gatherSeconds(layout, costs, precision, root),
                reduceSeconds(layout, costs, root));
    }

    /** What the pass beside a transfer does not hide, and how much longer that pass takes for its sake. */
    private static double exposed(double transfer, double pass, double contention) {
        return Math.max(0, transfer - pass) + contention * Math.min(transfer, pass);
    }

    private static long rootParameters(ModelShape shape, Layout layout) {
        long matrices = (shape.tied() && layout.pipeline() == 1 ? 1 : 2) * shape.headParameters();
        return matrices / layout.tensor() / Math.min(2, layout.pipeline());
    }

    /**
     * Returns the bytes that are whole for a while: at stage 3 the parameters of the root, of a layer and of the one gathered ahead, and
     * the gradients of a layer; at stage 2 the gradients of the largest unit.
     */
    static long wholeBytes(ModelShape shape, Layout layout, Precision precision) {
        long unit = Parameters.perLayer(shape, layout.tensor());
        long root = rootParameters(shape, layout);
        return layout.zeroStage() >= 3
                ? precision.activationBytes() * (root + 2 * unit) + StepTransfers.GRADIENT_BYTES * unit
                : StepTransfers.GRADIENT_BYTES * Math.max(unit, root);
    }

    private static double gatherSeconds(Layout layout, CommCosts costs, Precision precision, long parameters) {
        return costs.seconds(inner(layout), CollectiveOp.ALL_GATHER, precision.activationBytes() * parameters);
    }

    private static double reduceSeconds(Layout layout, CommCosts costs, long parameters) {
        long bytes = StepTransfers.GRADIENT_BYTES * parameters;
        double inside = costs.seconds(inner(layout), CollectiveOp.REDUCE_SCATTER, bytes);
        return layout.shardReplicas() == 1
                ? inside
                : inside + costs.seconds(Dimension.SHARD_REPLICA, CollectiveOp.ALL_REDUCE, shardBytes(layout, bytes));
    }

    private static Dimension inner(Layout layout) {
        return layout.shardReplicas() == 1 ? Dimension.DATA : Dimension.SHARD;
    }

    private static long shardBytes(Layout layout, long bytes) {
        return (bytes + layout.shards() - 1) / layout.shards();
    }

    /** Adds the transfers of layers and root to {@code uses}. */
    static void addUses(List<CommUse> uses, ModelShape shape, Layout layout, Precision precision) {
        int gathers = layout.zeroStage() >= 3 ? 2 : 1;
        long unit = Parameters.perLayer(shape, layout.tensor());
        for (int stage = 0; stage < layout.pipeline(); stage++) {
            long passes = (long) layout.layersOnStage(shape, stage) * layout.microbatches();
            add(uses, inner(layout), CollectiveOp.ALL_GATHER, precision.activationBytes() * unit, gathers * passes);
            addReduction(uses, layout, unit, passes);
        }
        long root = rootParameters(shape, layout);
        add(uses, inner(layout), CollectiveOp.ALL_GATHER, precision.activationBytes() * root, layout.microbatches());
        addReduction(uses, layout, root, layout.microbatches());
    }

    private static void addReduction(List<CommUse> uses, Layout layout, long parameters, long count) {
        long bytes = StepTransfers.GRADIENT_BYTES * parameters;
        add(uses, inner(layout), CollectiveOp.REDUCE_SCATTER, bytes, count);
        if (layout.shardReplicas() > 1) {
            add(uses, Dimension.SHARD_REPLICA, CollectiveOp.ALL_REDUCE, shardBytes(layout, bytes), count);
        }
    }

    private static void add(List<CommUse> uses, Dimension dimension, CollectiveOp op, long bytes, long count) {
        uses.add(new CommUse(dimension, op, bytes, count, 1));
    }
}
