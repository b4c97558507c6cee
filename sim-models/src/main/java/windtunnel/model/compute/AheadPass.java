package windtunnel.model.compute;

import java.util.function.ToDoubleFunction;
import windtunnel.model.compute.Layout.Recompute;

/**
 * What the modules of {@link Ahead} add to the passes of one micro-batch through the last position of the pipeline.
 *
 * <p>Joining is one multiplication {@code tokens x 2h x h/t} (whose inputs a rank gathers and whose output it gathers, as in Megatron-Core),
 * two norms and the copy of the joined vectors, {@code 8 s b h / t} bytes; the norm before the head counts with it. The look-up of
 * the next token's embedding is not counted.
 *
 * @param depths how often the module runs, 0 without one
 * @param layer its layer
 * @param joinForwardSeconds kernels of norms and joining, forward
 * @param joinBackwardSeconds the same, backward
 * @param joinWeightSeconds those of them that are the gradient of the joining matrix
 * @param joinAgainSeconds those that run again
 * @param joinTensor exposed tensor collectives of joining, forward and backward
 */
record AheadPass(
        int depths,
        LayerPass layer,
        double joinForwardSeconds,
        double joinBackwardSeconds,
        double joinWeightSeconds,
        double joinAgainSeconds,
        double[] joinTensor) {

    /** The modules of a model; {@code plain} stands for the layer of none. */
    static AheadPass of(ModelShape shape, Layout layout, CommCosts costs, Beside whole, LayerPass plain) {
        if (!shape.ahead().present()) {
            return new AheadPass(0, plain, 0, 0, 0, 0, new double[2]);
        }
        Device device = whole.device();
        StepOptions options = options(shape, whole.options());
        Beside beside = new Beside(device, options);
        ModelShape layer = shape.aheadLayer();
        LayerPass pass = layer.experts().present()
                ? LayerPass.mixture(layer, layout, LayerTimes.ofMixture(layer, layout, device, options), costs, beside)
                : LayerPass.dense(layer, layout, LayerTimes.of(layer, layout, device, options), costs, beside);
        Precision precision = options.precision();
        double join = Kernels.gemmSeconds(
                device, precision, layout.microbatchTokens(), 2L * shape.hidden(), shape.hidden() / layout.tensor());
        double forward = join + streamSeconds(shape, layout, device, LayerTimes.wide(precision));
        double backward = 2 * join + streamSeconds(shape, layout, device, 2 * LayerTimes.wide(precision));
        return new AheadPass(
                shape.ahead().depths(),
                pass,
                forward,
                backward,
                join,
                layout.recompute() == Recompute.FULL ? forward : 0,
                tensor(shape, layout, costs, options));
    }

    /** Options of the step in the precision of the modules. */
    private static StepOptions options(ModelShape shape, StepOptions options) {
        return shape.ahead().unquantised()
                ? options.withPrecision(options.precision().unquantised())
                : options;
    }

    private static double streamSeconds(ModelShape shape, Layout layout, Device device, double times) {
        double width = (double) layout.microbatchTokens() * shape.hidden() / layout.sequenceSplit();
        return 3 * Kernels.streamSeconds(device, times * 4 * width) + Kernels.streamSeconds(device, times * 8 * width);
    }

    private static double[] tensor(ModelShape shape, Layout layout, CommCosts costs, StepOptions options) {
        double visible = 1 - options.overlap().tensorFraction();
        long bytes = StepTransfers.activationBytes(shape, layout, options.precision());
        return new double[] {
            visible * LayerPass.tensor(layout, costs, bytes, StepTransfers.joinForward(layout)),
            visible * LayerPass.tensor(layout, costs, bytes, StepTransfers.joinBackward(layout))
        };
    }

    double forwardSeconds() {
        return depths
                * (layer.forwardSeconds()
                        + joinForwardSeconds
                        + joinTensor[0]
                        + layer.times().headForwardSeconds());
    }

    double backwardSeconds() {
        return depths
                * (layer.backwardSeconds()
                        + joinBackwardSeconds
                        + joinAgainSeconds
                        + joinTensor[1]
                        + layer.times().headBackwardSeconds());
    }

    /** Part of the backward pass that no other stage waits for. */
    double weightSeconds() {
        return depths
                * (layer.weightSeconds() + joinWeightSeconds + layer.times().headBackwardSeconds() / 2);
    }

    /** A part of the layers. */
    double layers(ToDoubleFunction<LayerPass> part) {
        return depths * part.applyAsDouble(layer);
    }

    /** Kernels beside the layers: joining, and the head. */
    double besideSeconds() {
        LayerTimes times = layer.times();
        return depths
                * (joinForwardSeconds + joinBackwardSeconds + times.headForwardSeconds() + times.headBackwardSeconds());
    }

    /** Joining that runs again. */
    double againSeconds() {
        return depths * joinAgainSeconds;
    }

    /** Exposed tensor collectives of joining. */
    double tensorSeconds() {
        return depths * (joinTensor[0] + joinTensor[1]);
    }
}
