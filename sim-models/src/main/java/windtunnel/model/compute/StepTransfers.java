package windtunnel.model.compute;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
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
 * distributed optimizer reduce-scattered, and bf16 parameters gathered. With 32-bit activations, 4 takes the place of each 2.
 *
 * <p>Experts: {@code 2 s b h k / t} bytes sent by each rank to its experts and back, in each pass; the tensor collectives of a mixture's
 * MLP are left to its shared expert, and with divided experts to the routed rows; the experts' gradients are reduced among the ranks that
 * hold the same ones. Context: keys and values go round the ranks that share a sequence, {@code c - 1} hops of
 * {@code 4 s b k d / (c t)} bytes forward, twice as many bytes backward (their gradients too).
 */
final class StepTransfers {

    /** Bytes of one gradient on the wire: fp32. */
    static final int GRADIENT_BYTES = 4;

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

    /** A transfer, the key under which stages are counted. */
    private record Key(Dimension dimension, CollectiveOp op, long payloadBytes, long countPerStep) {}

    static PerLayer forwardPerLayer(Layout layout) {
        return layout.sequenceParallel() ? new PerLayer(0, 2, 2) : new PerLayer(2, 0, 0);
    }

    static PerLayer backwardPerLayer(Layout layout) {
        PerLayer own = layout.sequenceParallel() ? new PerLayer(0, 4, 2) : new PerLayer(2, 0, 0);
        return layout.recompute() == Recompute.FULL ? own.plus(forwardPerLayer(layout)) : own;
    }

    /** Of joining in a module that predicts a further token, in payloads of one width: both inputs gathered, and the output. */
    static PerLayer joinForward(Layout layout) {
        return layout.sequenceParallel() ? new PerLayer(0, 3, 0) : new PerLayer(0, 1, 0);
    }

    /** The same backward: both inputs gathered once more, the output's gradient gathered, the inputs' gradients reduced. */
    static PerLayer joinBackward(Layout layout) {
        PerLayer own = layout.sequenceParallel() ? new PerLayer(0, 3, 2) : new PerLayer(2, 0, 0);
        return layout.recompute() == Recompute.FULL ? own.plus(joinForward(layout)) : own;
    }

    /** Around the experts of a mixture in place of its MLP: nothing unless they are divided. */
    static PerLayer aroundExperts(Layout layout, PerLayer dense) {
        return layout.expertTensor() > 1 ? half(dense) : new PerLayer(0, 0, 0);
    }

    /** Of a mixture at the width of the model: those of attention, and of the shared expert where there is one. */
    static PerLayer besideExperts(ModelShape shape, PerLayer dense) {
        boolean shared = shape.experts().sharedFfn() > 0;
        if (shape.states().present()) {
            return shared ? half(dense) : new PerLayer(0, 0, 0);
        }
        return shared ? dense : half(dense);
    }

    /** Of a layer that is no mixture: attention and MLP, or the one block of a hybrid's layer. */
    static PerLayer plain(ModelShape shape, PerLayer both) {
        return shape.states().present() ? half(both) : both;
    }

    /** Attention and MLP take part alike. */
    private static PerLayer half(PerLayer both) {
        return new PerLayer(both.allReduces() / 2, both.allGathers() / 2, both.reduceScatters() / 2);
    }

    /** Exchanges with experts per mixture and micro-batch: there and back, forward and backward. */
    static int exchangesPerLayer(Layout layout) {
        return layout.recompute() == Recompute.FULL ? 6 : 4;
    }

    /** Returns the bytes that a rank sends to all experts, its own included. */
    static long exchangeBytes(ModelShape shape, Layout layout, Precision precision) {
        return (long) Math.ceil(precision.activationBytes()
                * ExpertTimes.routedRows(shape, layout)
                * shape.experts().width(shape.hidden()));
    }

    /** Returns the bytes of the routed rows that the ranks of one divided expert gather. */
    static long routedBytes(ModelShape shape, Layout layout, Precision precision) {
        return exchangeBytes(shape, layout, precision) * layout.expertTensor();
    }

    /** Returns the bytes of a rank's keys and values of one layer and micro-batch. */
    static long contextBytes(ModelShape shape, Layout layout, Precision precision) {
        Latent latent = shape.latent();
        if (latent.present()) {
            long each = (long) shape.heads() / layout.tensor() * (latent.keyDim() + latent.valueDim());
            return precision.activationBytes() * layout.microbatchTokens() * each;
        }
        long width = LayerTimes.localKvWidth(shape, layout.tensor());
        return 2 * precision.activationBytes() * layout.microbatchTokens() * width;
    }

    /** Hops of keys and values forward, when all is recomputed once more. */
    static int contextHopsForward(Layout layout) {
        return (layout.context() - 1) * (layout.recompute() == Recompute.FULL ? 2 : 1);
    }

    /** Returns whether some ranks hold the same parameters. */
    static boolean reduces(ModelShape shape, Layout layout) {
        return layout.copies() > 1 || shape.experts().present() && layout.expertReplicas() > 1;
    }

    static long activationBytes(ModelShape shape, Layout layout, Precision precision) {
        return precision.activationBytes() * layout.microbatchTokens() * shape.hidden();
    }

    static long hopBytes(ModelShape shape, Layout layout, Precision precision) {
        return (activationBytes(shape, layout, precision) + layout.tensor() - 1) / layout.tensor();
    }

    static CollectiveOp reduction(Layout layout) {
        return layout.zeroStage() >= 1 ? CollectiveOp.REDUCE_SCATTER : CollectiveOp.ALL_REDUCE;
    }

    /** Bytes of the parameters whose gradients fill a bucket. */
    static long gatherBucketBytes(long bucketBytes, int parameterBytes) {
        return bucketBytes / GRADIENT_BYTES * parameterBytes;
    }

    static List<CommUse> of(ModelShape shape, Layout layout, StepOptions options) {
        List<CommUse> uses = new ArrayList<>();
        if (layout.tensor() > 1) {
            addTensor(uses, shape, layout, options.precision());
        }
        if (layout.context() > 1) {
            addContext(uses, shape, layout, options.precision());
        }
        if (layout.pipeline() > 1) {
            long hops = 2L * layout.virtualStages() * layout.microbatches();
            long bytes = hopBytes(shape, layout, options.precision());
            uses.add(new CommUse(Dimension.PIPELINE, CollectiveOp.SEND_RECV, bytes, hops, layout.pipeline()));
        }
        Map<Key, Integer> places = new LinkedHashMap<>();
        if (layout.copies() > 1 && layout.zeroStage() >= 2) {
            ShardTransfers.addUses(uses, shape, layout, options.precision());
        } else if (layout.copies() > 1) {
            addData(places, shape, layout, options, false);
        }
        if (shape.experts().present()) {
            addExchanges(places, shape, layout, options.precision());
            if (layout.expertReplicas() > 1) {
                addData(places, shape, layout, options, true);
            }
        }
        places.forEach(
                (key, many) -> uses.add(new CommUse(key.dimension, key.op, key.payloadBytes, key.countPerStep, many)));
        return uses;
    }

    private static void addContext(List<CommUse> uses, ModelShape shape, Layout layout, Precision precision) {
        Map<Long, Integer> stages = new LinkedHashMap<>();
        for (int stage = 0; stage < layout.pipeline(); stage++) {
            long ahead = stage == layout.pipeline() - 1 ? shape.ahead().depths() : 0;
            long layers = layout.layersOnStage(shape, stage) + ahead;
            stages.merge(layers * layout.microbatches(), 1, Integer::sum);
        }
        long bytes = contextBytes(shape, layout, precision);
        stages.forEach((layers, places) -> {
            long forward = layers * contextHopsForward(layout);
            long backward = layers * (layout.context() - 1);
            uses.add(new CommUse(Dimension.CONTEXT, CollectiveOp.SEND_RECV, bytes, forward, places));
            uses.add(new CommUse(Dimension.CONTEXT, CollectiveOp.SEND_RECV, 2 * bytes, backward, places));
        });
    }

    private static void addExchanges(Map<Key, Integer> places, ModelShape shape, Layout layout, Precision precision) {
        for (int stage = 0; layout.expert() > 1 && stage < layout.pipeline(); stage++) {
            boolean last = stage == layout.pipeline() - 1 && shape.ahead().present();
            int ahead = last && shape.aheadLayer().experts().present()
                    ? shape.ahead().depths()
                    : 0;
            long mixtures = (long) (layout.mixturesOnStage(shape, stage) + ahead) * layout.microbatches();
            if (mixtures > 0) {
                long count = exchangesPerLayer(layout) * mixtures;
                long bytes = exchangeBytes(shape, layout, precision);
                places.merge(new Key(Dimension.EXPERT, CollectiveOp.ALL_TO_ALL, bytes, count), 1, Integer::sum);
            }
        }
    }

    private static void addTensor(List<CommUse> uses, ModelShape shape, Layout layout, Precision precision) {
        PerLayer dense = forwardPerLayer(layout).plus(backwardPerLayer(layout));
        Counts own = new Counts(plain(shape, dense), besideExperts(shape, dense), aheadPerDepth(shape, layout, dense));
        long bytes = activationBytes(shape, layout, precision);
        addTensor(uses, shape, layout, CollectiveOp.ALL_REDUCE, bytes, own.of(PerLayer::allReduces));
        addTensor(uses, shape, layout, CollectiveOp.ALL_GATHER, bytes, own.of(PerLayer::allGathers));
        addTensor(uses, shape, layout, CollectiveOp.REDUCE_SCATTER, bytes, own.of(PerLayer::reduceScatters));
        if (shape.experts().present()) {
            long routed = routedBytes(shape, layout, precision);
            PerLayer none = new PerLayer(0, 0, 0);
            PerLayer around = aroundExperts(layout, dense);
            boolean mixture =
                    shape.ahead().present() && shape.aheadLayer().experts().present();
            Counts each = new Counts(none, around, mixture ? around : none);
            addTensor(uses, shape, layout, CollectiveOp.ALL_GATHER, routed, each.of(PerLayer::allGathers));
            addTensor(uses, shape, layout, CollectiveOp.REDUCE_SCATTER, routed, each.of(PerLayer::reduceScatters));
        }
    }

    /** Of a module that predicts a further token, at the width of the model: joining and its layer. */
    private static PerLayer aheadPerDepth(ModelShape shape, Layout layout, PerLayer dense) {
        if (!shape.ahead().present()) {
            return new PerLayer(0, 0, 0);
        }
        ModelShape layer = shape.aheadLayer();
        return joinForward(layout)
                .plus(joinBackward(layout))
                .plus(layer.experts().present() ? besideExperts(layer, dense) : plain(layer, dense));
    }

    /** Collectives of a layer that is no mixture, of a mixture, and of a module that predicts a further token. */
    private record Counts(PerLayer plain, PerLayer mixture, PerLayer ahead) {
        int[] of(ToIntFunction<PerLayer> op) {
            return new int[] {op.applyAsInt(plain), op.applyAsInt(mixture), op.applyAsInt(ahead)};
        }
    }

    private static void addTensor(
            List<CommUse> uses, ModelShape shape, Layout layout, CollectiveOp op, long bytes, int[] each) {
        Map<Long, Integer> stages = new LinkedHashMap<>();
        for (int stage = 0; stage < layout.pipeline(); stage++) {
            long mixtures = layout.mixturesOnStage(shape, stage);
            long dense = layout.layersOnStage(shape, stage) - mixtures;
            long ahead = stage == layout.pipeline() - 1 ? shape.ahead().depths() : 0;
            long count = (each[0] * dense + each[1] * mixtures + each[2] * ahead) * layout.microbatches();
            if (count > 0) {
                stages.merge(count, 1, Integer::sum);
            }
        }
        stages.forEach((count, places) -> uses.add(new CommUse(Dimension.TENSOR, op, bytes, count, places)));
    }

    private static void addData(
            Map<Key, Integer> places, ModelShape shape, Layout layout, StepOptions options, boolean experts) {
        Dimension dimension = experts ? Dimension.EXPERT_DATA : Dimension.DATA;
        int replicas = experts ? layout.expertReplicas() : layout.copies();
        long bucket = options.overlap().bucketBytes(replicas, GRADIENT_BYTES);
        int positions = layout.pipeline() * layout.virtualStages();
        for (int position = 0; position < positions; position++) {
            long parameters = experts
                    ? Parameters.expertsAtPosition(shape, layout, position)
                    : Parameters.atPosition(shape, layout, position);
            if (parameters == 0) {
                continue;
            }
            addBuckets(places, dimension, reduction(layout), GRADIENT_BYTES * parameters, bucket);
            if (layout.zeroStage() >= 1) {
                int each = options.precision().activationBytes();
                long gathered = gatherBucketBytes(bucket, each);
                addBuckets(places, dimension, CollectiveOp.ALL_GATHER, each * parameters, gathered);
            }
        }
    }

    private static void addBuckets(
            Map<Key, Integer> places, Dimension dimension, CollectiveOp op, long payloadBytes, long bucketBytes) {
        long full = GradientBuckets.count(payloadBytes, bucketBytes) - 1;
        if (full > 0) {
            places.merge(new Key(dimension, op, bucketBytes, full), 1, Integer::sum);
        }
        places.merge(new Key(dimension, op, GradientBuckets.lastBytes(payloadBytes, bucketBytes), 1), 1, Integer::sum);
    }
}
