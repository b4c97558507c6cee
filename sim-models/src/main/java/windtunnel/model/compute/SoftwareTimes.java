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
        double streams = software.streamBytes() * LayerTimes.wide(options.precision()) * hidden;
        double forward = streams;
        double backward = 2 * streams + software.gradientBytes() * parameters(shape, layout, experts);
        if (options.precision() != options.precision().unquantised()) {
            double[] elements = operands(shape, layout, experts);
            forward += software.quantiseBytes() * elements[0];
            backward += software.quantiseBytes() * elements[1];
        }
        Software.Host host = software.host();
        double local = experts ? (double) shape.experts().count() / layout.expert() : 0;
        return new SoftwareTimes(
                forward / rate,
                backward / rate,
                host.operationSeconds() * (host.forward() + host.perExpert() * local),
                host.operationSeconds() * (host.backward() + 2 * host.perExpert() * local));
    }

    private static double parameters(ModelShape shape, Layout layout, boolean experts) {
        double dense = Parameters.perLayer(shape, layout.tensor());
        return experts ? Parameters.mixturePerRank(shape, layout) : dense;
    }

    /** Elements that are quantised: inputs of the matrices forward, gradients of their outputs backward. */
    private static double[] operands(ModelShape shape, Layout layout, boolean experts) {
        double tokens = layout.microbatchTokens();
        double query = (double) shape.queryWidth() / layout.tensor();
        double qkv = query + 2.0 * LayerTimes.localKvWidth(shape, layout.tensor());
        double rows = tokens;
        double inner = (double) shape.ffn() / layout.tensor();
        if (experts) {
            rows = ExpertTimes.rows(shape, layout);
            inner = (double) shape.experts().ffn() / layout.expertTensor();
        }
        double forward = tokens * (shape.hidden() + query) + rows * (shape.hidden() + inner);
        double backward = tokens * (qkv + shape.hidden()) + rows * ((shape.mlpMatrices() - 1) * inner + shape.hidden());
        return new double[] {forward, backward};
    }
}
