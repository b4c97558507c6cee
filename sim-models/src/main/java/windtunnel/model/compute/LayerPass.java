package windtunnel.model.compute;

import windtunnel.model.CollectiveOp;
import windtunnel.model.compute.CommCosts.Dimension;

/**
 * One layer's share of a pass of one micro-batch: kernels, exposed tensor collectives, exposed exchange of tokens with experts.
 *
 * @param times kernels
 * @param tensorForwardSeconds tensor collectives of the forward pass
 * @param tensorBackwardSeconds tensor collectives of the backward pass
 * @param expertForwardSeconds exchange with experts in the forward pass
 * @param expertBackwardSeconds exchange with experts in the backward pass
 */
record LayerPass(
        LayerTimes times,
        double tensorForwardSeconds,
        double tensorBackwardSeconds,
        double expertForwardSeconds,
        double expertBackwardSeconds) {

    /** A dense layer and its exposed tensor collectives. */
    static LayerPass dense(ModelShape shape, Layout layout, LayerTimes times, CommCosts costs, StepOptions options) {
        double visible = 1 - options.overlap().tensorFraction();
        long bytes = StepTransfers.activationBytes(shape, layout, options.precision());
        return new LayerPass(
                times,
                visible * tensor(layout, costs, bytes, StepTransfers.forwardPerLayer(layout)),
                visible * tensor(layout, costs, bytes, StepTransfers.backwardPerLayer(layout)),
                0,
                0);
    }

    /** A mixture of experts; the exchange of tokens hides behind nothing. */
    static LayerPass mixture(ModelShape shape, Layout layout, LayerTimes times, CommCosts costs, StepOptions options) {
        double visible = 1 - options.overlap().tensorFraction();
        double exchange = 0;
        if (layout.expert() > 1) {
            long bytes = StepTransfers.exchangeBytes(shape, layout, options.precision());
            exchange = costs.seconds(Dimension.EXPERT, CollectiveOp.ALL_TO_ALL, bytes);
        }
        return new LayerPass(
                times,
                visible * mixtureTensor(shape, layout, costs, options, StepTransfers.forwardPerLayer(layout)),
                visible * mixtureTensor(shape, layout, costs, options, StepTransfers.backwardPerLayer(layout)),
                2 * exchange,
                (StepTransfers.exchangesPerLayer(layout) - 2) * exchange);
    }

    private static double mixtureTensor(
            ModelShape shape, Layout layout, CommCosts costs, StepOptions options, StepTransfers.PerLayer dense) {
        return tensor(
                        layout,
                        costs,
                        StepTransfers.activationBytes(shape, layout, options.precision()),
                        StepTransfers.besideExperts(shape, dense))
                + tensor(
                        layout,
                        costs,
                        StepTransfers.routedBytes(shape, layout, options.precision()),
                        StepTransfers.aroundExperts(layout, dense));
    }

    private static double tensor(Layout layout, CommCosts costs, long bytes, StepTransfers.PerLayer count) {
        if (layout.tensor() == 1) {
            return 0;
        }
        double seconds = 0;
        if (count.allReduces() > 0) {
            seconds += count.allReduces() * costs.seconds(Dimension.TENSOR, CollectiveOp.ALL_REDUCE, bytes);
        }
        if (count.allGathers() > 0) {
            seconds += count.allGathers() * costs.seconds(Dimension.TENSOR, CollectiveOp.ALL_GATHER, bytes)
                    + count.reduceScatters() * costs.seconds(Dimension.TENSOR, CollectiveOp.REDUCE_SCATTER, bytes);
        }
        return seconds;
    }

    double forwardSeconds() {
        return times.forwardSeconds() + tensorForwardSeconds + expertForwardSeconds;
    }

    double backwardSeconds() {
        return times.backwardSeconds() + times.recomputeSeconds() + tensorBackwardSeconds + expertBackwardSeconds;
    }

    double computeSeconds() {
        return times.forwardSeconds() + times.backwardSeconds();
    }

    double recomputeSeconds() {
        return times.recomputeSeconds();
    }

    double tensorSeconds() {
        return tensorForwardSeconds + tensorBackwardSeconds;
    }

    double expertSeconds() {
        return expertForwardSeconds + expertBackwardSeconds;
    }
}
