package windtunnel.model.compute;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import windtunnel.model.compute.Layout.Recompute;
import windtunnel.model.compute.Layout.Schedule;
import windtunnel.model.compute.MemoryReport.StageMemory;
import windtunnel.model.compute.StepOptions.AttentionKernel;

/**
 * Memory of one GPU during a training step.
 *
 * <p>State: 18 bytes per parameter (bf16 weights, fp32 gradients, fp32 master weights and two moments), or {@code 6 + 12/D}
 * with the distributed optimizer. Activations per layer in 16 bits, Korthikanti et al. 2022: {@code s b h (10 + 24/t + 5 a
 * s/(h t))}, of which sequence parallelism divides the 10 by t and selective recomputation or a fused core drops the last
 * term; full recomputation keeps {@code 2 s b h}. The same count by parts covers gated MLPs, grouped keys and models
 * without dropout. In a mixture of experts the MLP's part is that of the routed rows, {@code k} times the tokens, with their inputs, and
 * the experts' state is that of the ranks that hold the same ones. 32-bit activations
 * count twice, masks too. Allocator behaviour is a flat share.
 */
public final class MemoryModel {

    private MemoryModel() {}

    /**
     * What is not state and not activations; all of it assumed.
     *
     * @param workspaceBytes scratch memory of kernels
     * @param leastBufferBytes communication buffers are at least this (and at least two buckets, or what divided parameters are whole) on more
     *     than one GPU
     * @param fragmentation share of the rest that the allocator wastes
     */
    public record Margins(long workspaceBytes, long leastBufferBytes, double fragmentation) {

        /** 0.5 GiB of workspace, 1 GiB of buffers, 5 % fragmentation. */
        public static final Margins ASSUMED = new Margins(1L << 29, 1L << 30, 0.05);

        /** Checks that nothing is negative. */
        public Margins {
            if (workspaceBytes < 0 || leastBufferBytes < 0 || !(fragmentation >= 0)) {
                throw new IllegalArgumentException(
                        "margins: " + workspaceBytes + ", " + leastBufferBytes + ", " + fragmentation);
            }
        }
    }

    /** Returns the memory report with assumed margins. */
    public static MemoryReport report(ModelShape shape, Layout layout, Device device, StepOptions options) {
        return report(shape, layout, device, options, Margins.ASSUMED);
    }

    /** Returns the memory report; throws when {@link Layout#validate(ModelShape)} has something to say. */
    public static MemoryReport report(
            ModelShape shape, Layout layout, Device device, StepOptions options, Margins margins) {
        List<String> problems = layout.validate(shape);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
        List<StageMemory> stages = new ArrayList<>();
        for (int stage = 0; stage < layout.pipeline(); stage++) {
            stages.add(stage(shape, layout, device, options, margins, stage));
        }
        return new MemoryReport(device.hbm().bytes(), stages);
    }

    private static StageMemory stage(
            ModelShape shape, Layout layout, Device device, StepOptions options, Margins margins, int stage) {
        AttentionKernel attention = options.attention();
        long common = Parameters.onStage(shape, layout, stage);
        long experts = Parameters.expertsOnStage(shape, layout, stage);
        long parameters = common + experts;
        double state = stateBytesPerParameter(options.precision(), layout.zeroStage(), layout.shards()) * common
                + stateBytesPerParameter(options.precision(), layout.zeroStage(), layout.expertReplicas()) * experts;
        boolean last = stage == layout.pipeline() - 1;
        // A bucket never holds more than the stage's own gradients, however many replicas Megatron's rule counts.
        long bucket = Math.min(
                options.overlap().bucketBytes(layout.copies(), StepTransfers.GRADIENT_BYTES),
                Math.multiplyExact(parameters, StepTransfers.GRADIENT_BYTES));
        long transfers =
                layout.zeroStage() < 2 ? 2 * bucket : ShardTransfers.wholeBytes(shape, layout, options.precision());
        double wide = LayerTimes.wide(options.precision());
        StageMemory memory = new StageMemory(
                stage,
                (long) Math.ceil(state),
                (long) Math.ceil(wide * activationBytes(shape, layout, attention, stage)),
                last ? logitBytes(shape, layout) : 0,
                (long) Math.ceil(wide * workingBytes(shape, layout, attention)),
                layout.gpus() > 1 ? Math.max(transfers, margins.leastBufferBytes()) : 0,
                margins.workspaceBytes(),
                device.reservedBytes(),
                0);
        return memory.withFragmentation(margins.fragmentation());
    }

    /**
     * Returns the same at a precision: in 32 bits there is no second copy of the weights, and weights, gradients and moments take 4, 4
     * and 8 bytes.
     */
    static double stateBytesPerParameter(Precision precision, int zeroStage, int shards) {
        if (!precision.single()) {
            return stateBytesPerParameter(zeroStage, shards);
        }
        return switch (zeroStage) {
            case 0 -> 16;
            case 1 -> 8 + 8.0 / shards;
            case 2 -> 4 + 12.0 / shards;
            default -> 16.0 / shards;
        };
    }

    /**
     * Returns bytes of weights, gradients and optimizer state per parameter: 18, or 6 + 12/D with ZeRO stage 1, 2 + 16/D with 2,
     * 18/D with 3.
     */
    public static double stateBytesPerParameter(int zeroStage, int shards) {
        return switch (zeroStage) {
            case 0 -> 18;
            case 1 -> 6 + 12.0 / shards;
            case 2 -> 2 + 16.0 / shards;
            default -> 18.0 / shards;
        };
    }

    /** Returns the bytes one dense layer keeps for the backward pass of one micro-batch. */
    public static double layerActivationBytes(
            ModelShape shape, Layout layout, Recompute recompute, AttentionKernel attention) {
        double scans = shape.states().present() ? shape.stateShare() * stateBytes(shape, layout) : 0;
        double mixer = shape.attentionShare() * attentionBytes(shape, layout) + scans;
        double mlp = shape.mlpShare() * mlpBytes(shape, layout, shape.ffn());
        return layerActivationBytes(shape, layout, recompute, attention, mixer, mlp);
    }

    /** Returns the bytes one mixture of experts keeps, on the rank whose experts are the fullest. */
    public static double mixtureActivationBytes(
            ModelShape shape, Layout layout, Recompute recompute, AttentionKernel attention) {
        Experts experts = shape.experts();
        double inner = (double) experts.ffn() / layout.expertTensor();
        double width = experts.width(shape.hidden());
        double routed = ExpertTimes.rows(shape, layout) * ((shape.gated() ? 6 : 4) * inner + 2.0 * width);
        double mlp = routed + mlpBytes(shape, layout, experts.sharedFfn());
        double mixer = shape.states().present() ? 0 : attentionBytes(shape, layout);
        return layerActivationBytes(shape, layout, recompute, attention, mixer, mlp);
    }

    private static double layerActivationBytes(
            ModelShape shape,
            Layout layout,
            Recompute recompute,
            AttentionKernel attention,
            double mixerBytes,
            double mlpBytes) {
        double width = (double) layout.microbatchTokens() * shape.hidden() / layout.sequenceSplit();
        if (recompute == Recompute.FULL) {
            return 2 * width;
        }
        boolean scores = recompute == Recompute.NONE && attention == AttentionKernel.UNFUSED;
        return (shape.dropout() ? 5 : 4) * shape.blocksPerLayer() * width
                + mixerBytes
                + mlpBytes
                + (scores ? scoreBytes(shape, layout) : 0);
    }

    /** Inputs of matrices, convolution and scan, gate and output of a state-space block, and the 32-bit states between chunks. */
    private static double stateBytes(ModelShape shape, Layout layout) {
        StateSpace states = shape.states();
        double passed = 4.0 * states.inner() * states.states() / states.chunk();
        return layout.microbatchTokens() * (4.0 * states.channels() + 6.0 * states.inner() + passed) / layout.tensor();
    }

    /** Queries and attention output, keys and values, 16-bit and divided by t; narrow vectors whole, before and after their norms. */
    private static double attentionBytes(ModelShape shape, Layout layout) {
        Latent latent = shape.latent();
        if (latent.present()) {
            double heads = (double) shape.heads() / layout.tensor();
            double each = heads * 4.0 * (latent.keyDim() + latent.valueDim());
            double narrow = 4.0 * (latent.queryRank() + latent.kvRank()) + 2.0 * latent.ropeDim();
            return layout.microbatchTokens() * (each + narrow / layout.sequenceSplit());
        }
        double perToken =
                4.0 * shape.queryWidth() / layout.tensor() + 4.0 * LayerTimes.localKvWidth(shape, layout.tensor());
        return layout.microbatchTokens() * perToken;
    }

    /** Inputs of activation and last matrix: 16-bit, divided by t. */
    private static double mlpBytes(ModelShape shape, Layout layout, int ffn) {
        return layout.microbatchTokens() * ((shape.gated() ? 6.0 : 4.0) * ffn / layout.tensor());
    }

    /** Softmax output, and with dropout its mask and its output. */
    private static double scoreBytes(ModelShape shape, Layout layout) {
        double scores = (double) shape.heads() * layout.batch().sequence() * layout.microbatchTokens();
        return (shape.dropout() ? 5 : 2) * scores / layout.tensor();
    }

    /** Returns how many chunk activations a stage holds at its worst moment. */
    public static long chunksInFlight(Layout layout, int stage) {
        int p = layout.pipeline();
        long passes = (long) layout.virtualStages() * layout.microbatches();
        return switch (layout.schedule()) {
            case GPIPE -> passes;
            case ONE_F_ONE_B -> Math.min(p - stage, passes);
            case ZB_H1 -> Math.min(p, passes);
            case INTERLEAVED -> Math.min(2L * (p - stage - 1) + (layout.virtualStages() - 1L) * p + 1, passes);
        };
    }

    /** Returns how many layers' activations those chunks are; forwards go through the chunks in turns of p micro-batches. */
    static long layersInFlight(Layout layout, int stage, IntUnaryOperator layersAt) {
        int p = layout.pipeline();
        long chunks = chunksInFlight(layout, stage);
        long turns = chunks / p;
        long sum = 0;
        for (int chunk = 0; chunk < layout.virtualStages(); chunk++) {
            long full = turns / layout.virtualStages() + (chunk < turns % layout.virtualStages() ? 1 : 0);
            long begun = chunk == turns % layout.virtualStages() ? chunks % p : 0;
            sum += (full * p + begun) * layersAt.applyAsInt(chunk * p + stage);
        }
        return sum;
    }

    private static long activationBytes(ModelShape shape, Layout layout, AttentionKernel attention, int stage) {
        long layers = layersInFlight(layout, stage, position -> layout.layersAt(shape, position));
        long mixtures = layersInFlight(layout, stage, position -> layout.mixturesAt(shape, position));
        double bytes = (layers - mixtures) * layerActivationBytes(shape, layout, layout.recompute(), attention);
        if (mixtures > 0) {
            bytes += mixtures * mixtureActivationBytes(shape, layout, layout.recompute(), attention);
        }
        bytes += aheadBytes(shape, layout, attention, stage);
        return (long) Math.ceil(stage == 0 ? bytes + embeddingBytes(shape, layout) : bytes);
    }

    /** Layers of modules that predict further tokens, their norms' inputs and the joined vectors; with full recomputation their two inputs. */
    private static double aheadBytes(ModelShape shape, Layout layout, AttentionKernel attention, int stage) {
        if (!shape.ahead().present()) {
            return 0;
        }
        int last = layout.pipeline() * layout.virtualStages() - 1;
        long depths = layersInFlight(
                layout, stage, position -> position == last ? shape.ahead().depths() : 0);
        double width = (double) layout.microbatchTokens() * shape.hidden() / layout.sequenceSplit();
        double join = (layout.recompute() == Recompute.FULL ? 2 : 10) * width;
        return depths * (aheadLayerBytes(shape, layout, layout.recompute(), attention) + join);
    }

    private static double aheadLayerBytes(
            ModelShape shape, Layout layout, Recompute recompute, AttentionKernel attention) {
        ModelShape layer = shape.aheadLayer();
        return layer.experts().present()
                ? mixtureActivationBytes(layer, layout, recompute, attention)
                : layerActivationBytes(layer, layout, recompute, attention);
    }

    /** Token ids in 64 bits, and the mask of the embedding's dropout. */
    private static double embeddingBytes(ModelShape shape, Layout layout) {
        long held = layout.schedule() == Schedule.GPIPE
                ? layout.microbatches()
                : Math.min(layout.pipeline(), layout.microbatches());
        double mask = shape.dropout() ? (double) shape.hidden() / layout.sequenceSplit() : 0;
        return held * layout.microbatchTokens() * (8 + mask);
    }

    private static long logitBytes(ModelShape shape, Layout layout) {
        long held = layout.schedule() == Schedule.GPIPE ? layout.microbatches() : 1;
        double width = (double) shape.hidden() + shape.vocab();
        long heads = 1L + shape.ahead().depths();
        return (long) Math.ceil(4.0 * heads * held * LayerTimes.headRows(shape, layout) * width / layout.tensor());
    }

    private static long workingBytes(ModelShape shape, Layout layout, AttentionKernel attention) {
        return switch (layout.recompute()) {
            case NONE -> 0;
            case SELECTIVE -> attention == AttentionKernel.UNFUSED ? (long) Math.ceil(scoreBytes(shape, layout)) : 0;
            case FULL -> (long) Math.ceil(largestLayerBytes(shape, layout, attention));
        };
    }

    private static double largestLayerBytes(ModelShape shape, Layout layout, AttentionKernel attention) {
        double dense = layerActivationBytes(shape, layout, Recompute.NONE, attention);
        if (shape.ahead().present()) {
            dense = Math.max(dense, aheadLayerBytes(shape, layout, Recompute.NONE, attention));
        }
        return shape.experts().present()
                ? Math.max(dense, mixtureActivationBytes(shape, layout, Recompute.NONE, attention))
                : dense;
    }
}
