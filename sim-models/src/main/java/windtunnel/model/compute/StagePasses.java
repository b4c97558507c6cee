package windtunnel.model.compute;

import windtunnel.model.CollectiveOp;
import windtunnel.model.compute.CommCosts.Dimension;

/**
 * Seconds of the passes of one micro-batch through each position of the pipeline, and their parts on the average stage.
 */
final class StagePasses {

    private final int stages;
    private final double layersPerStage;
    private final LayerTimes layer;
    private final double tensorForwardSeconds;
    private final double tensorBackwardSeconds;
    private final double hopSeconds;
    private final ShardTransfers shards;
    private final double[] forwardSeconds;
    private final double[] backwardSeconds;

    private StagePasses(
            ModelShape shape,
            Layout layout,
            LayerTimes layer,
            double tensorForward,
            double tensorBackward,
            double hop,
            ShardTransfers shards) {
        this.stages = layout.pipeline();
        this.layersPerStage = (double) shape.layers() / stages;
        this.layer = layer;
        this.tensorForwardSeconds = tensorForward;
        this.tensorBackwardSeconds = tensorBackward;
        this.hopSeconds = hop;
        this.shards = shards;
        int positions = stages * layout.virtualStages();
        this.forwardSeconds = new double[positions];
        this.backwardSeconds = new double[positions];
        fill(shape, layout);
    }

    static StagePasses of(ModelShape shape, Layout layout, Device device, CommCosts costs, StepOptions options) {
        LayerTimes layer = LayerTimes.of(shape, layout, device, options);
        double visible = 1 - options.overlap().tensorFraction();
        double forward = visible * tensorSeconds(shape, layout, costs, StepTransfers.forwardPerLayer(layout));
        double backward = visible * tensorSeconds(shape, layout, costs, StepTransfers.backwardPerLayer(layout));
        double hop = 0;
        if (layout.pipeline() > 1) {
            long bytes = StepTransfers.hopBytes(shape, layout);
            hop = (1 - options.overlap().pipelineFraction())
                    * costs.seconds(Dimension.PIPELINE, CollectiveOp.SEND_RECV, bytes);
        }
        ShardTransfers shards = ShardTransfers.of(
                shape,
                layout,
                costs,
                layer.forwardSeconds() + forward,
                layer.backwardSeconds() + layer.recomputeSeconds() + backward);
        return new StagePasses(shape, layout, layer, forward, backward, hop, shards);
    }

    private static double tensorSeconds(
            ModelShape shape, Layout layout, CommCosts costs, StepTransfers.PerLayer count) {
        if (layout.tensor() == 1) {
            return 0;
        }
        long bytes = StepTransfers.activationBytes(shape, layout);
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

    private void fill(ModelShape shape, Layout layout) {
        for (int position = 0; position < forwardSeconds.length; position++) {
            int layersPerPosition = layout.layersAt(shape.layers(), position);
            forwardSeconds[position] =
                    layersPerPosition * (layer.forwardSeconds() + tensorForwardSeconds + shards.forwardSeconds())
                            + hopSeconds;
            backwardSeconds[position] = layersPerPosition
                            * (layer.backwardSeconds()
                                    + layer.recomputeSeconds()
                                    + tensorBackwardSeconds
                                    + shards.backwardSeconds())
                    + hopSeconds;
        }
        forwardSeconds[0] += shards.rootGatherSeconds();
        backwardSeconds[0] += shards.rootReduceSeconds();
        forwardSeconds[forwardSeconds.length - 1] += layer.headForwardSeconds();
        backwardSeconds[forwardSeconds.length - 1] += layer.headBackwardSeconds();
    }

    PipelineTimes run(Layout layout) {
        return PipelineProgram.run(
                layout.schedule(), layout.virtualStages(), layout.microbatches(), forwardSeconds, backwardSeconds);
    }

    double forwardSeconds(int stage) {
        return sum(forwardSeconds, stage);
    }

    double backwardSeconds(int stage) {
        return sum(backwardSeconds, stage);
    }

    /** Seconds of a stage's first forward pass, through its first chunk. */
    double firstForwardSeconds(int stage) {
        return forwardSeconds[stage];
    }

    private double sum(double[] seconds, int stage) {
        double sum = 0;
        for (int position = stage; position < seconds.length; position += stages) {
            sum += seconds[position];
        }
        return sum;
    }

    double meanComputeSeconds() {
        double head = layer.headForwardSeconds() + layer.headBackwardSeconds();
        return layersPerStage * (layer.forwardSeconds() + layer.backwardSeconds()) + head / stages;
    }

    double meanRecomputeSeconds() {
        return layersPerStage * layer.recomputeSeconds();
    }

    double meanTensorSeconds() {
        return layersPerStage * (tensorForwardSeconds + tensorBackwardSeconds);
    }

    /** Exposed gathering of parameters and reduction of gradients inside the passes. */
    double meanShardSeconds() {
        double root = shards.rootGatherSeconds() + shards.rootReduceSeconds();
        return layersPerStage * (shards.forwardSeconds() + shards.backwardSeconds()) + root / stages;
    }

    double hopSecondsPerMicrobatch() {
        return 2 * hopSeconds * (forwardSeconds.length / stages);
    }
}
