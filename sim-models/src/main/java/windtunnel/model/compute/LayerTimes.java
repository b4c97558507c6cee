package windtunnel.model.compute;

import windtunnel.model.compute.Layout.Recompute;
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

    /**
     * Forward kernels of what follows the attention.
     *
     * @param inSeconds matrix multiplications up to the activation
     * @param outSeconds matrix multiplications after it
     * @param streamSeconds streaming kernels, forward
     * @param backwardStreamSeconds streaming kernels, backward
     */
    record Mlp(double inSeconds, double outSeconds, double streamSeconds, double backwardStreamSeconds) {
        Mlp times(double share) {
            return share == 1
                    ? this
                    : new Mlp(
                            share * inSeconds,
                            share * outSeconds,
                            share * streamSeconds,
                            share * backwardStreamSeconds);
        }
    }

    /** A dense layer. */
    static LayerTimes of(ModelShape shape, Layout layout, Device device, StepOptions options) {
        return of(
                shape,
                layout,
                device,
                options,
                dense(shape, layout, device, options.precision(), shape.ffn() / layout.tensor())
                        .times(shape.mlpShare()),
                SoftwareTimes.of(shape, layout, device, options, false),
                false);
    }

    /** A layer whose MLP is a mixture of experts. */
    static LayerTimes ofMixture(ModelShape shape, Layout layout, Device device, StepOptions options) {
        return of(
                shape,
                layout,
                device,
                options,
                ExpertTimes.of(shape, layout, device, options.precision()),
                SoftwareTimes.of(shape, layout, device, options, true),
                true);
    }

    private static LayerTimes of(
            ModelShape shape,
            Layout layout,
            Device device,
            StepOptions options,
            Mlp mlp,
            SoftwareTimes software,
            boolean mixture) {
        MixerTimes mixer = MixerTimes.of(shape, layout, device, options, mixture);
        double linear = mixer.linearSeconds() + mlp.inSeconds + mlp.outSeconds;
        double core = mixer.coreForwardSeconds();
        double forward = linear
                + core
                + (streamedSeconds(shape, layout, device, wide(options.precision())) + mlp.streamSeconds)
                + software.forwardSeconds();
        double coreBackward = mixer.coreBackwardSeconds();
        double backward = 2 * linear
                + coreBackward
                + (streamedSeconds(shape, layout, device, 2 * wide(options.precision())) + mlp.backwardStreamSeconds)
                + software.backwardSeconds();
        double last = options.software().stopsEarly() ? mlp.outSeconds : 0;
        double again = recomputed(layout.recompute(), options.attention(), forward - last, core);
        double head = headGemmSeconds(shape, layout, device, options.precision().unquantised());
        double loss = Kernels.streamSeconds(device, 12.0 * headRows(shape, layout) * shape.vocab() / layout.tensor());
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

    /** Width of the key heads of one tensor rank: heads are copied once there are fewer of them than ranks. */
    static long localKvWidth(ModelShape shape, int tensor) {
        return (long) Math.max(shape.kvHeads() / tensor, 1) * shape.headDim();
    }

    private static double streamedSeconds(ModelShape shape, Layout layout, Device device, double times) {
        double width = (double) layout.microbatchTokens() * shape.hidden() / layout.sequenceSplit();
        int residual = shape.dropout() ? 7 : 6;
        return shape.blocksPerLayer()
                * (Kernels.streamSeconds(device, times * 4 * width)
                        + Kernels.streamSeconds(device, times * residual * width));
    }

    private static double headGemmSeconds(ModelShape shape, Layout layout, Device device, Precision precision) {
        return Kernels.gemmSeconds(
                device, precision, headRows(shape, layout), shape.hidden(), shape.vocab() / layout.tensor());
    }

    /** Vectors that the head works on: all tokens, or one for each image. */
    static long headRows(ModelShape shape, Layout layout) {
        return shape.style() == ModelShape.Style.VISION ? layout.batch().micro() : layout.microbatchTokens();
    }

    /** Share of the forward pass in which kernels stream memory rather than multiply. */
    double streamShare() {
        return Math.max(0, 1 - (weightSeconds + coreForwardSeconds) / forwardSeconds);
    }
}
