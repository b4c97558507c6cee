package windtunnel.model.compute;

/**
 * Kernel seconds of a mixture's MLP on one rank: router, routed experts as one grouped multiplication for each of their matrices, shared
 * expert, sorting of tokens by expert and back.
 *
 * <p>A rank routes {@code s b / t} tokens (with sequence parallelism) and its {@code E/e} experts receive {@code s b k etp / t} rows on
 * average, of width {@code f_e / etp}; the step waits for the fullest rank, {@link Experts#loadFactor}. Sorting reads and writes each routed
 * row once each way. Not counted: the router's softmax and its auxiliary loss.
 */
final class ExpertTimes {

    private ExpertTimes() {}

    /** Returns the rows that the experts of the fullest rank work on per micro-batch. */
    static double rows(ModelShape shape, Layout layout) {
        Experts experts = shape.experts();
        double routed = routedRows(shape, layout);
        double even = routed * layout.expertTensor();
        return even * experts.loadFactor(even * layout.expert(), layout.expert());
    }

    /** Returns the rows that one rank sends to experts: its tokens, each {@code topK} times. */
    static double routedRows(ModelShape shape, Layout layout) {
        return (double) layout.microbatchTokens()
                / layout.sequenceSplit()
                * shape.experts().topK();
    }

    static LayerTimes.Mlp of(ModelShape shape, Layout layout, Device device, Precision precision) {
        Experts experts = shape.experts();
        long tokens = layout.microbatchTokens();
        double rows = rows(shape, layout);
        long local = experts.count() / layout.expert();
        long each = Math.max(1, (long) Math.ceil(rows / local));
        long ffn = experts.ffn() / layout.expertTensor();
        long in = (shape.mlpMatrices() - 1) * ffn;
        double wide = LayerTimes.wide(precision);
        long width = experts.width(shape.hidden());
        double sort = 2 * Kernels.streamSeconds(device, 4 * wide * routedRows(shape, layout) * width);
        double sortBack = 2 * Kernels.streamSeconds(device, 8 * wide * routedRows(shape, layout) * width);
        long own = Math.max(1, tokens / layout.sequenceSplit());
        double narrow = experts.latent() == 0
                ? 0
                : Kernels.gemmSeconds(device, precision, own, shape.hidden(), width)
                        + Kernels.gemmSeconds(device, precision, own, width, shape.hidden());
        LayerTimes.Mlp shared = shared(shape, layout, device, precision);
        return new LayerTimes.Mlp(
                Kernels.gemmSeconds(device, precision.unquantised(), own, shape.hidden(), experts.count())
                        + narrow
                        + Kernels.batchedGemmSeconds(device, precision, local, each, width, in)
                        + shared.inSeconds(),
                Kernels.batchedGemmSeconds(device, precision, local, each, ffn, width) + shared.outSeconds(),
                LayerTimes.activationSeconds(shape, device, rows * ffn, wide) + sort + shared.streamSeconds(),
                LayerTimes.activationSeconds(shape, device, rows * ffn, 2 * wide)
                        + sortBack
                        + shared.backwardStreamSeconds());
    }

    private static LayerTimes.Mlp shared(ModelShape shape, Layout layout, Device device, Precision precision) {
        long ffn = shape.experts().sharedFfn() / layout.tensor();
        if (ffn == 0) {
            return new LayerTimes.Mlp(0, 0, 0, 0);
        }
        return LayerTimes.dense(shape, layout, device, precision, ffn);
    }
}
