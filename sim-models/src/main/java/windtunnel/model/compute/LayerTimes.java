package windtunnel.model.compute;

import windtunnel.model.compute.Layout.Recompute;
import windtunnel.model.compute.StepOptions.AttentionCounting;
import windtunnel.model.compute.StepOptions.AttentionKernel;

/**
 * Kernel seconds of one transformer layer, and of the head, for one micro-batch on one tensor rank.
 *
 * <p>A layer is four matrix multiplications (QKV, attention output, MLP in with its gate fused, MLP out), the attention
 * core, two norms, two residual additions and the activation. A backward pass runs two multiplications for each forward
 * one, moves twice the bytes of each streaming kernel in one launch, and 2.5 times the FLOPs of a fused attention core.
 * A mixture of experts has another MLP, {@link ExpertTimes}. Ranks that share a sequence have equal parts of it and of the scores (zigzag
 * order). The head is three multiplications and {@code 12 s b V / t} bytes of loss. The look-up of embeddings and the head's own
 * tensor-parallel collectives are not counted (each under 0.5 % of a step at the sizes of Korthikanti et al. 2022).
 *
 * @param forwardSeconds forward kernels of one layer
 * @param backwardSeconds backward kernels of one layer, without recomputation
 * @param weightSeconds those of them that are the gradients of weights, which no other stage waits for
 * @param recomputeSeconds forward kernels that one layer runs again
 * @param coreForwardSeconds those of them that are the attention core, forward
 * @param coreBackwardSeconds the same, backward
 * @param headForwardSeconds output matrix and loss, forward
 * @param headBackwardSeconds output matrix, backward
 * @param software what the framework adds, its streams already counted in the passes
 */
record LayerTimes(
        double forwardSeconds,
        double backwardSeconds,
        double weightSeconds,
        double recomputeSeconds,
        double coreForwardSeconds,
        double coreBackwardSeconds,
        double headForwardSeconds,
        double headBackwardSeconds,
        SoftwareTimes software) {

    private static final double FUSED_BACKWARD_FLOPS = 2.5;

    /**
     * Forward kernels of what follows the attention.
     *
     * @param inSeconds matrix multiplications up to the activation
     * @param outSeconds matrix multiplications after it
     * @param streamSeconds streaming kernels, forward
     * @param backwardStreamSeconds streaming kernels, backward
     */
    record Mlp(double inSeconds, double outSeconds, double streamSeconds, double backwardStreamSeconds) {}

    /** A dense layer. */
    static LayerTimes of(ModelShape shape, Layout layout, Device device, StepOptions options) {
        return of(
                shape,
                layout,
                device,
                options,
                dense(shape, layout, device, options.precision(), shape.ffn() / layout.tensor()),
                SoftwareTimes.of(shape, layout, device, options, false));
    }

    /** A layer whose MLP is a mixture of experts. */
    static LayerTimes ofMixture(ModelShape shape, Layout layout, Device device, StepOptions options) {
        return of(
                shape,
                layout,
                device,
                options,
                ExpertTimes.of(shape, layout, device, options.precision()),
                SoftwareTimes.of(shape, layout, device, options, true));
    }

    private static LayerTimes of(
            ModelShape shape, Layout layout, Device device, StepOptions options, Mlp mlp, SoftwareTimes software) {
        double linear = attentionSeconds(shape, layout, device, options.precision()) + mlp.inSeconds + mlp.outSeconds;
        double core = coreForwardSeconds(shape, layout, device, options);
        double forward = linear
                + core
                + (streamedSeconds(shape, layout, device, wide(options.precision())) + mlp.streamSeconds)
                + software.forwardSeconds();
        double coreBackward = coreBackwardSeconds(shape, layout, device, options);
        double backward = 2 * linear
                + coreBackward
                + (streamedSeconds(shape, layout, device, 2 * wide(options.precision())) + mlp.backwardStreamSeconds)
                + software.backwardSeconds();
        double last = options.software().stopsEarly() ? mlp.outSeconds : 0;
        double again = recomputed(layout.recompute(), options.attention(), forward - last, core);
        double head = headGemmSeconds(shape, layout, device, options.precision().unquantised());
        double loss = Kernels.streamSeconds(device, 12.0 * layout.microbatchTokens() * shape.vocab() / layout.tensor());
        return new LayerTimes(forward, backward, linear, again, core, coreBackward, head + loss, 2 * head, software);
    }

    /** A fused kernel recomputes scores inside its backward pass already: selective recomputation adds nothing to it. */
    private static double recomputed(Recompute recompute, AttentionKernel attention, double forward, double core) {
        return switch (recompute) {
            case NONE -> 0;
            case SELECTIVE -> attention == AttentionKernel.UNFUSED ? core : 0;
            case FULL -> forward;
        };
    }

    /** An MLP that all tokens pass, {@code ffn} wide on each rank. */
    static Mlp dense(ModelShape shape, Layout layout, Device device, Precision precision, long ffn) {
        long tokens = layout.microbatchTokens();
        long mlpIn = (shape.mlpMatrices() - 1) * ffn;
        double inner = (double) tokens * ffn;
        return new Mlp(
                Kernels.gemmSeconds(device, precision, tokens, shape.hidden(), mlpIn),
                Kernels.gemmSeconds(device, precision, tokens, ffn, shape.hidden()),
                activationSeconds(shape, device, inner, wide(precision)),
                activationSeconds(shape, device, inner, 2 * wide(precision)));
    }

    /** Bytes of activations over those in 16 bits. */
    static double wide(Precision precision) {
        return precision.activationBytes() / 2.0;
    }

    /** The activation between the MLP's matrices; {@code times} 1 forward in 16 bits, 2 backward. */
    static double activationSeconds(ModelShape shape, Device device, double elements, double times) {
        return Kernels.streamSeconds(device, times * (shape.gated() ? 6 : 4) * elements);
    }

    private static double attentionSeconds(ModelShape shape, Layout layout, Device device, Precision precision) {
        long tokens = layout.microbatchTokens();
        long queryWidth = shape.queryWidth() / layout.tensor();
        long qkvWidth = queryWidth + 2 * localKvWidth(shape, layout.tensor());
        return Kernels.gemmSeconds(device, precision, tokens, shape.hidden(), qkvWidth)
                + Kernels.gemmSeconds(device, precision, tokens, queryWidth, shape.hidden());
    }

    /** Width of the key heads of one tensor rank: heads are copied once there are fewer of them than ranks. */
    static long localKvWidth(ModelShape shape, int tensor) {
        return (long) Math.max(shape.kvHeads() / tensor, 1) * shape.headDim();
    }

    private static double coreForwardSeconds(ModelShape shape, Layout layout, Device device, StepOptions options) {
        Precision precision = options.precision().unquantised();
        return options.attention().fused()
                ? fusedSeconds(shape, layout, device, options, 1)
                : scoreGemmSeconds(shape, layout, device, precision)
                        + softmaxSeconds(shape, layout, device, 9 * wide(precision));
    }

    private static double coreBackwardSeconds(ModelShape shape, Layout layout, Device device, StepOptions options) {
        Precision precision = options.precision().unquantised();
        return options.attention().fused()
                ? fusedSeconds(shape, layout, device, options, FUSED_BACKWARD_FLOPS)
                : 2 * scoreGemmSeconds(shape, layout, device, precision)
                        + softmaxSeconds(shape, layout, device, 11 * wide(precision));
    }

    private static double fusedSeconds(
            ModelShape shape, Layout layout, Device device, StepOptions options, double passes) {
        double efficiency =
                device.attentionEfficiency(options.attention(), layout.batch().sequence(), shape.headDim());
        Precision precision = options.precision().unquantised();
        return Kernels.fusedAttentionSeconds(device, precision, passes * fusedFlops(shape, layout), efficiency);
    }

    private static double fusedFlops(ModelShape shape, Layout layout) {
        double perToken =
                (double) AttentionCounting.CAUSAL.factor() * layout.batch().sequence() * shape.queryWidth();
        return perToken * layout.microbatchTokens() / layout.tensor();
    }

    private static double scoreGemmSeconds(ModelShape shape, Layout layout, Device device, Precision precision) {
        double batch = (double) layout.batch().micro() * shape.heads() / layout.tensor();
        int sequence = layout.batch().sequence();
        int rows = sequence / layout.context();
        return Kernels.batchedGemmSeconds(device, precision, batch, rows, shape.headDim(), sequence)
                + Kernels.batchedGemmSeconds(device, precision, batch, rows, sequence, shape.headDim());
    }

    private static double softmaxSeconds(ModelShape shape, Layout layout, Device device, double bytesPerScore) {
        double scores = (double) shape.heads() * layout.batch().sequence() * layout.microbatchTokens();
        return Kernels.streamSeconds(device, bytesPerScore * scores / layout.tensor());
    }

    private static double streamedSeconds(ModelShape shape, Layout layout, Device device, double times) {
        double width = (double) layout.microbatchTokens() * shape.hidden() / layout.sequenceSplit();
        int residual = shape.dropout() ? 7 : 6;
        return 2 * Kernels.streamSeconds(device, times * 4 * width)
                + 2 * Kernels.streamSeconds(device, times * residual * width);
    }

    private static double headGemmSeconds(ModelShape shape, Layout layout, Device device, Precision precision) {
        return Kernels.gemmSeconds(
                device, precision, layout.microbatchTokens(), shape.hidden(), shape.vocab() / layout.tensor());
    }
}
