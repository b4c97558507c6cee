package windtunnel.model.compute;

/**
 * Seconds that a {@link Software} adds to the kernels of one layer, for one micro-batch on one rank.
 *
 * @param forwardSeconds streams of the forward pass
 * @param backwardSeconds streams of the backward pass
 * @param forwardHostSeconds CPU time of the forward pass
 * @param backwardHostSeconds CPU time of the backward pass, without recomputation
 */
record SoftwareTimes(
        double forwardSeconds, double backwardSeconds, double forwardHostSeconds, double backwardHostSeconds) {

    /** Extras of a layer; {@code experts} says whether its MLP is a mixture. */
    static SoftwareTimes of(ModelShape shape, Layout layout, Device device, StepOptions options, boolean experts) {
        Software software = options.software();
        double rate = Kernels.usableBytesPerSec(device);
        double hidden = (double) layout.microbatchTokens() * shape.hidden() / layout.sequenceSplit();
        double blocks = shape.blocksPerLayer() / 2.0;
        double streams = blocks * software.streamBytes() * LayerTimes.wide(options.precision()) * hidden;
        double forward = streams;
        double backward = 2 * streams + software.gradientBytes() * parameters(shape, layout, experts);
        if (options.precision() != options.precision().unquantised()) {
            double[] elements = operands(shape, layout, experts);
            double each = software.quantiseBytes() * options.precision().quantiseFactor();
            forward += each * elements[0];
            backward += each * elements[1];
        }
        Software.Host host = software.host();
        double local = experts ? (double) shape.experts().count() / layout.expert() : 0;
        return new SoftwareTimes(
                forward / rate,
                backward / rate,
                host.operationSeconds() * (blocks * host.forward() + host.perExpert() * local),
                host.operationSeconds() * (blocks * host.backward() + 2 * host.perExpert() * local));
    }

    private static double parameters(ModelShape shape, Layout layout, boolean experts) {
        double dense = Parameters.perLayer(shape, layout.tensor());
        return experts ? Parameters.mixturePerRank(shape, layout) : dense;
    }

    /** Elements that are quantised: inputs of the matrices forward, gradients of their outputs backward. */
    private static double[] operands(ModelShape shape, Layout layout, boolean experts) {
        double tokens = layout.microbatchTokens();
        double rows = tokens;
        double inner = (double) shape.ffn() / layout.tensor();
        double width = shape.hidden();
        double mlps = shape.mlpShare();
        if (experts) {
            rows = ExpertTimes.rows(shape, layout);
            inner = (double) shape.experts().ffn() / layout.expertTensor();
            width = shape.experts().width(shape.hidden());
            mlps = 1;
        }
        double[] mixer = mixerOperands(shape, layout, experts);
        double forward = tokens * mixer[0] + mlps * rows * (width + inner);
        double backward = tokens * mixer[1] + mlps * rows * ((shape.mlpMatrices() - 1) * inner + width);
        return new double[] {forward, backward};
    }

    /** Of attention and state-space blocks, per token. */
    private static double[] mixerOperands(ModelShape shape, Layout layout, boolean experts) {
        boolean hybrid = shape.states().present();
        if (hybrid && experts) {
            return new double[2];
        }
        double share = shape.attentionShare();
        double query = (double) shape.queryWidth() / layout.tensor();
        double in = shape.hidden() + query;
        double out = query + 2.0 * LayerTimes.localKvWidth(shape, layout.tensor()) + shape.hidden();
        Latent latent = shape.latent();
        if (latent.present()) {
            double heads = (double) shape.heads() / layout.tensor();
            double narrow = latent.queryRank() + latent.kvRank();
            in = shape.hidden() + narrow + heads * latent.valueDim();
            out = narrow + heads * (latent.keyDim() + latent.nopeDim() + latent.valueDim()) + shape.hidden();
        }
        double states = hybrid ? shape.stateShare() / layout.tensor() : 0;
        double whole = hybrid ? shape.stateShare() * shape.hidden() : 0;
        return new double[] {
            share * in + states * shape.states().inner() + whole,
            share * out + states * shape.states().inWidth() + whole
        };
    }
}
