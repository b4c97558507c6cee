package windtunnel.model.compute;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import windtunnel.model.CollectiveOp;
import windtunnel.model.compute.CommCosts.Dimension;
import windtunnel.model.compute.Layout.Recompute;

/**
 * Payloads and counts of a step's transfers.
 *
 * <p>Tensor: two all-reduces of {@code 2 s b h} bytes per layer and pass; with sequence parallelism each is an all-gather
 * and a reduce-scatter, and the backward pass gathers both of its inputs once more because only their shards are kept;
 * full recomputation repeats the forward set (Korthikanti et al. 2022). Pipeline: {@code 2 s b h / t} per hop, with or
 * without sequence parallelism (Megatron's scatter-gather). Data: fp32 gradients reduced once per step; with the
 * distributed optimizer reduce-scattered, and bf16 parameters gathered.
 */
final class StepTransfers {

    /** Bytes of one gradient on the wire: fp32. */
    static final int GRADIENT_BYTES = 4;

    /** Bytes of one updated parameter on the wire: bf16. */
    static final int PARAMETER_BYTES = 2;

    private static final int ACTIVATION_BYTES = 2;

    private StepTransfers() {}

    /** Tensor-parallel collectives of one layer and micro-batch. */
    record PerLayer(int allReduces, int allGathers, int reduceScatters) {
        PerLayer plus(PerLayer other) {
            return new PerLayer(
                    allReduces + other.allReduces,
                    allGathers + other.allGathers,
                    reduceScatters + other.reduceScatters);
        }
    }

    /** A bucket's transfer, the key under which stages are counted. */
    private record Key(CollectiveOp op, long payloadBytes, long countPerStep) {}

    static PerLayer forwardPerLayer(Layout layout) {
        return layout.sequenceParallel() ? new PerLayer(0, 2, 2) : new PerLayer(2, 0, 0);
    }

    static PerLayer backwardPerLayer(Layout layout) {
        PerLayer own = layout.sequenceParallel() ? new PerLayer(0, 4, 2) : new PerLayer(2, 0, 0);
        return layout.recompute() == Recompute.FULL ? own.plus(forwardPerLayer(layout)) : own;
    }

    static long activationBytes(ModelShape shape, Layout layout) {
        return ACTIVATION_BYTES * layout.microbatchTokens() * shape.hidden();
    }

    static long hopBytes(ModelShape shape, Layout layout) {
        return (activationBytes(shape, layout) + layout.tensor() - 1) / layout.tensor();
    }

    static CollectiveOp reduction(Layout layout) {
        return layout.zeroStage() >= 1 ? CollectiveOp.REDUCE_SCATTER : CollectiveOp.ALL_REDUCE;
    }

    /** Bytes of the parameters whose gradients fill a bucket. */
    static long gatherBucketBytes(long bucketBytes) {
        return bucketBytes / GRADIENT_BYTES * PARAMETER_BYTES;
    }

    static List<CommUse> of(ModelShape shape, Layout layout, StepOptions options) {
        List<CommUse> uses = new ArrayList<>();
        if (layout.tensor() > 1) {
            addTensor(uses, shape, layout);
        }
        if (layout.pipeline() > 1) {
            long hops = 2L * layout.virtualStages() * layout.microbatches();
            long bytes = hopBytes(shape, layout);
            uses.add(new CommUse(Dimension.PIPELINE, CollectiveOp.SEND_RECV, bytes, hops, layout.pipeline()));
        }
        if (layout.data() > 1 && layout.zeroStage() >= 2) {
            ShardTransfers.addUses(uses, shape, layout);
        } else if (layout.data() > 1) {
            addData(uses, shape, layout, options);
        }
        return uses;
    }

    private static void addTensor(List<CommUse> uses, ModelShape shape, Layout layout) {
        PerLayer both = forwardPerLayer(layout).plus(backwardPerLayer(layout));
        addTensor(uses, shape, layout, CollectiveOp.ALL_REDUCE, both.allReduces());
        addTensor(uses, shape, layout, CollectiveOp.ALL_GATHER, both.allGathers());
        addTensor(uses, shape, layout, CollectiveOp.REDUCE_SCATTER, both.reduceScatters());
    }

    private static void addTensor(List<CommUse> uses, ModelShape shape, Layout layout, CollectiveOp op, int perLayer) {
        if (perLayer > 0) {
            Map<Long, Integer> stages = new LinkedHashMap<>();
            for (int stage = 0; stage < layout.pipeline(); stage++) {
                long count = (long) perLayer * layout.layersOnStage(shape.layers(), stage) * layout.microbatches();
                stages.merge(count, 1, Integer::sum);
            }
            long bytes = activationBytes(shape, layout);
            stages.forEach((count, places) -> uses.add(new CommUse(Dimension.TENSOR, op, bytes, count, places)));
        }
    }

    private static void addData(List<CommUse> uses, ModelShape shape, Layout layout, StepOptions options) {
        Map<Key, Integer> stages = new LinkedHashMap<>();
        long bucket = options.overlap().bucketBytes(layout.data(), GRADIENT_BYTES);
        int positions = layout.pipeline() * layout.virtualStages();
        for (int position = 0; position < positions; position++) {
            long parameters = Parameters.atPosition(shape, layout, position);
            addBuckets(stages, reduction(layout), GRADIENT_BYTES * parameters, bucket);
            if (layout.zeroStage() >= 1) {
                long gathered = gatherBucketBytes(bucket);
                addBuckets(stages, CollectiveOp.ALL_GATHER, PARAMETER_BYTES * parameters, gathered);
            }
        }
        stages.forEach(
                (key, many) -> uses.add(new CommUse(Dimension.DATA, key.op, key.payloadBytes, key.countPerStep, many)));
    }

    private static void addBuckets(Map<Key, Integer> stages, CollectiveOp op, long payloadBytes, long bucketBytes) {
        long full = GradientBuckets.count(payloadBytes, bucketBytes) - 1;
        if (full > 0) {
            stages.merge(new Key(op, bucketBytes, full), 1, Integer::sum);
        }
        stages.merge(new Key(op, GradientBuckets.lastBytes(payloadBytes, bucketBytes), 1), 1, Integer::sum);
    }
}
