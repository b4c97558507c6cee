package windtunnel.model.compute;

import windtunnel.model.compute.StepOptions.AttentionCounting;

/**
 * Kernel seconds of what mixes tokens in one layer: attention, or in a hybrid the average of its attention, state-space and MLP blocks.
 *
 * <p>Latent attention runs its down-projections on the tokens of a rank and its up-projections by heads; scores and their use have
 * different widths, which a fused kernel pays as their mean. A mixture of a hybrid mixes nothing.
 *
 * @param linearSeconds matrix multiplications, forward
 * @param coreForwardSeconds attention core or state-space scan, forward
 * @param coreBackwardSeconds the same, backward
 */
record MixerTimes(double linearSeconds, double coreForwardSeconds, double coreBackwardSeconds) {

    private static final double FUSED_BACKWARD_FLOPS = 2.5;

    static MixerTimes of(ModelShape shape, Layout layout, Device device, StepOptions options, boolean mixture) {
        if (!shape.states().present()) {
            return attention(shape, layout, device, options, 1);
        }
        if (mixture) {
            return new MixerTimes(0, 0, 0);
        }
        MixerTimes attention = attention(shape, layout, device, options, shape.attentionShare());
        MixerTimes scan = StateSpaceTimes.of(shape, layout, device, options.precision());
        double share = shape.stateShare();
        return new MixerTimes(
                attention.linearSeconds + share * scan.linearSeconds,
                attention.coreForwardSeconds + share * scan.coreForwardSeconds,
                attention.coreBackwardSeconds + share * scan.coreBackwardSeconds);
    }

    private static MixerTimes attention(
            ModelShape shape, Layout layout, Device device, StepOptions options, double share) {
        return new MixerTimes(
                share * linearSeconds(shape, layout, device, options.precision()),
                share * coreForwardSeconds(shape, layout, device, options),
                share * coreBackwardSeconds(shape, layout, device, options));
    }

    private static double linearSeconds(ModelShape shape, Layout layout, Device device, Precision precision) {
        long tokens = layout.microbatchTokens();
        if (shape.latent().present()) {
            return latentSeconds(shape, layout, device, precision);
        }
        long queryWidth = shape.queryWidth() / layout.tensor();
        long qkvWidth = queryWidth + 2 * LayerTimes.localKvWidth(shape, layout.tensor());
        return Kernels.gemmSeconds(device, precision, tokens, shape.hidden(), qkvWidth)
                + Kernels.gemmSeconds(device, precision, tokens, queryWidth, shape.hidden());
    }

    private static double latentSeconds(ModelShape shape, Layout layout, Device device, Precision precision) {
        Latent latent = shape.latent();
        long tokens = layout.microbatchTokens();
        long own = Math.max(1, tokens / layout.sequenceSplit());
        long heads = shape.heads() / layout.tensor();
        long hidden = shape.hidden();
        boolean narrow = latent.queryRank() > 0;
        double down = Kernels.gemmSeconds(device, precision, own, hidden, latent.kvRank() + latent.ropeDim())
                + (narrow ? Kernels.gemmSeconds(device, precision, own, hidden, latent.queryRank()) : 0);
        long queries = narrow ? latent.queryRank() : hidden;
        long kv = heads * (latent.nopeDim() + latent.valueDim());
        return down
                + Kernels.gemmSeconds(device, precision, tokens, queries, heads * latent.keyDim())
                + Kernels.gemmSeconds(device, precision, tokens, latent.kvRank(), kv)
                + Kernels.gemmSeconds(device, precision, tokens, heads * latent.valueDim(), hidden);
    }

    private static double coreForwardSeconds(ModelShape shape, Layout layout, Device device, StepOptions options) {
        Precision precision = options.precision().unquantised();
        return options.attention().fused()
                ? fusedSeconds(shape, layout, device, options, 1)
                : scoreGemmSeconds(shape, layout, device, precision)
                        + softmaxSeconds(shape, layout, device, 9 * LayerTimes.wide(precision));
    }

    private static double coreBackwardSeconds(ModelShape shape, Layout layout, Device device, StepOptions options) {
        Precision precision = options.precision().unquantised();
        return options.attention().fused()
                ? fusedSeconds(shape, layout, device, options, FUSED_BACKWARD_FLOPS)
                : 2 * scoreGemmSeconds(shape, layout, device, precision)
                        + softmaxSeconds(shape, layout, device, 11 * LayerTimes.wide(precision));
    }

    private static double fusedSeconds(
            ModelShape shape, Layout layout, Device device, StepOptions options, double passes) {
        int width = shape.latent().present() ? shape.latent().keyDim() : shape.headDim();
        double efficiency =
                device.attentionEfficiency(options.attention(), layout.batch().sequence(), width);
        Precision precision = options.precision().unquantised();
        return Kernels.fusedAttentionSeconds(device, precision, passes * fusedFlops(shape, layout), efficiency);
    }

    private static double fusedFlops(ModelShape shape, Layout layout) {
        AttentionCounting seen = shape.causal() ? AttentionCounting.CAUSAL : AttentionCounting.FULL;
        double perToken = (double) seen.factor() * layout.batch().sequence() * shape.coreWidth();
        return perToken * layout.microbatchTokens() / layout.tensor();
    }

    private static double scoreGemmSeconds(ModelShape shape, Layout layout, Device device, Precision precision) {
        double batch = (double) layout.batch().micro() * shape.heads() / layout.tensor();
        int sequence = layout.batch().sequence();
        int rows = sequence / layout.context();
        Latent latent = shape.latent();
        int key = latent.present() ? latent.keyDim() : shape.headDim();
        int value = latent.present() ? latent.valueDim() : shape.headDim();
        return Kernels.batchedGemmSeconds(device, precision, batch, rows, key, sequence)
                + Kernels.batchedGemmSeconds(device, precision, batch, rows, sequence, value);
    }

    private static double softmaxSeconds(ModelShape shape, Layout layout, Device device, double bytesPerScore) {
        double scores = (double) shape.heads() * layout.batch().sequence() * layout.microbatchTokens();
        return Kernels.streamSeconds(device, bytesPerScore * scores / layout.tensor());
    }
}
