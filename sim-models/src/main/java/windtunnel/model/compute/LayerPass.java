package windtunnel.model.compute;

import windtunnel.model.CollectiveOp;
import windtunnel.model.compute.CommCosts.Dimension;
import windtunnel.model.compute.overlap.Slowdown;

/**
 * One layer's share of a pass of one micro-batch: kernels, and the exposed parts of tensor collectives, of the exchange of keys and values,
 * and of the exchange of tokens with experts.
 *
 * @param times kernels
 * @param tensorForwardSeconds tensor collectives of the forward pass
 * @param tensorBackwardSeconds tensor collectives of the backward pass
 * @param contextForwardSeconds exchange of keys and values that the attention core does not hide, forward
 * @param contextBackwardSeconds the same, backward
 * @param expertForwardSeconds exchange with experts in the forward pass
 * @param expertBackwardSeconds exchange with experts in the backward pass
 */
record LayerPass(
        LayerTimes times,
        double tensorForwardSeconds,
        double tensorBackwardSeconds,
        double contextForwardSeconds,
        double contextBackwardSeconds,
        double expertForwardSeconds,
        double expertBackwardSeconds) {

    /** A dense layer and its exposed tensor collectives. */
    static LayerPass dense(ModelShape shape, Layout layout, LayerTimes times, CommCosts costs, Beside beside) {
        StepOptions options = beside.options();
        double visible = 1 - options.overlap().tensorFraction();
        long bytes = StepTransfers.activationBytes(shape, layout, options.precision());
        double[] context = context(shape, layout, times, costs, beside);
        double forward =
                tensor(layout, costs, bytes, StepTransfers.plain(shape, StepTransfers.forwardPerLayer(layout)));
        double backward =
                tensor(layout, costs, bytes, StepTransfers.plain(shape, StepTransfers.backwardPerLayer(layout)));
        double again = times.recomputeSeconds() + times.backwardSeconds();
        return new LayerPass(
                times,
                visible * forward + lost(times, times.forwardSeconds(), layout, bytes, costs, beside, forward),
                visible * backward + lost(times, again, layout, bytes, costs, beside, backward),
                context[0],
                context[1],
                0,
                0);
    }

    /** A mixture of experts; the exchange of tokens hides behind nothing. */
    static LayerPass mixture(ModelShape shape, Layout layout, LayerTimes times, CommCosts costs, Beside beside) {
        StepOptions options = beside.options();
        double visible = 1 - options.overlap().tensorFraction();
        double exchange = 0;
        if (layout.expert() > 1) {
            long bytes = StepTransfers.exchangeBytes(shape, layout, options.precision());
            exchange = costs.seconds(Dimension.EXPERT, CollectiveOp.ALL_TO_ALL, bytes);
        }
        double[] context = context(shape, layout, times, costs, beside);
        double forward = mixtureTensor(shape, layout, costs, options, StepTransfers.forwardPerLayer(layout));
        double backward = mixtureTensor(shape, layout, costs, options, StepTransfers.backwardPerLayer(layout));
        double again = times.recomputeSeconds() + times.backwardSeconds();
        long width = StepTransfers.activationBytes(shape, layout, options.precision());
        return new LayerPass(
                times,
                visible * forward + lost(times, times.forwardSeconds(), layout, width, costs, beside, forward),
                visible * backward + lost(times, again, layout, width, costs, beside, backward),
                context[0],
                context[1],
                2 * exchange,
                (StepTransfers.exchangesPerLayer(layout) - 2) * exchange);
    }

    /** What kernels of a pass lose to the hidden part of its tensor collectives, which are all-gathers and reduce-scatters in rings. */
    private static double lost(
            LayerTimes times,
            double passSeconds,
            Layout layout,
            long bytes,
            CommCosts costs,
            Beside beside,
            double tensorSeconds) {
        double hidden = beside.options().overlap().tensorFraction() * tensorSeconds;
        if (!beside.present() || layout.tensor() == 1 || hidden == 0) {
            return 0;
        }
        double each = costs.seconds(Dimension.TENSOR, CollectiveOp.ALL_GATHER, bytes);
        return beside.slowdown(times.streamShare(), CollectiveOp.ALL_GATHER, layout.tensor(), bytes, each)
                .lost(passSeconds, hidden);
    }

    /** Forward and backward: a hop hides behind the part of the attention core that works on what came before, one in c. */
    private static double[] context(ModelShape shape, Layout layout, LayerTimes times, CommCosts costs, Beside beside) {
        StepOptions options = beside.options();
        int ranks = layout.context();
        if (ranks == 1) {
            return new double[2];
        }
        long bytes = StepTransfers.contextBytes(shape, layout, options.precision());
        double forward = costs.seconds(Dimension.CONTEXT, CollectiveOp.SEND_RECV, bytes);
        double backward = costs.seconds(Dimension.CONTEXT, CollectiveOp.SEND_RECV, 2 * bytes);
        int again = StepTransfers.contextHopsForward(layout) - (ranks - 1);
        Slowdown slow = beside.slowdown(0, CollectiveOp.SEND_RECV, ranks, bytes, forward);
        double exposed = slow.beyond(times.coreForwardSeconds() / ranks, forward);
        return new double[] {
            (ranks - 1) * exposed,
            again * exposed + (ranks - 1) * slow.beyond(times.coreBackwardSeconds() / ranks, backward)
        };
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

    static double tensor(Layout layout, CommCosts costs, long bytes, StepTransfers.PerLayer count) {
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
        return Math.max(forwardBusySeconds(), times.software().forwardHostSeconds());
    }

    double backwardSeconds() {
        return Math.max(backwardBusySeconds(), backwardHostSeconds());
    }

    private double forwardBusySeconds() {
        return times.forwardSeconds() + tensorForwardSeconds + contextForwardSeconds + expertForwardSeconds;
    }

    private double backwardBusySeconds() {
        return times.backwardSeconds()
                + times.recomputeSeconds()
                + tensorBackwardSeconds
                + contextBackwardSeconds
                + expertBackwardSeconds;
    }

    /** What is computed again is also issued again. */
    private double backwardHostSeconds() {
        double again = Math.min(1, times.recomputeSeconds() / times.forwardSeconds());
        return times.software().backwardHostSeconds() + again * times.software().forwardHostSeconds();
    }

    /** Part of the backward pass that no other stage waits for. */
    double weightSeconds() {
        return times.weightSeconds();
    }

    /** Time in which the GPU waits for the CPU. */
    double hostSeconds() {
        return forwardSeconds() - forwardBusySeconds() + backwardSeconds() - backwardBusySeconds();
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

    double contextSeconds() {
        return contextForwardSeconds + contextBackwardSeconds;
    }

    double expertSeconds() {
        return expertForwardSeconds + expertBackwardSeconds;
    }
}
