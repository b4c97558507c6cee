package windtunnel.model.compute;

import java.util.function.ToDoubleFunction;
import windtunnel.model.CollectiveOp;
import windtunnel.model.compute.CommCosts.Dimension;

/**
 * Seconds of the passes of one micro-batch through each position of the pipeline, and their parts on the average stage.
 */
final class StagePasses {

    private final int stages;
    private final double layersPerStage;
    private final double mixturesPerStage;
    private final LayerPass dense;
    private final LayerPass mixture;
    private final double headForwardSeconds;
    private final double headBackwardSeconds;
    private final double hopSeconds;
    private final AheadPass ahead;
    private final ShardTransfers shards;
    private final Beside beside;
    private final double[] forwardSeconds;
    private final double[] backwardSeconds;
    private final double[] weightSeconds;

    private StagePasses(
            ModelShape shape,
            Layout layout,
            LayerTimes times,
            LayerPass dense,
            LayerPass mixture,
            AheadPass ahead,
            double hop,
            ShardTransfers shards,
            Beside beside) {
        this.beside = beside;
        this.stages = layout.pipeline();
        this.layersPerStage = (double) (shape.layers() - shape.mixtureLayers()) / stages;
        this.mixturesPerStage = (double) shape.mixtureLayers() / stages;
        this.dense = dense;
        this.mixture = mixture;
        this.ahead = ahead;
        this.headForwardSeconds = times.headForwardSeconds();
        this.headBackwardSeconds = times.headBackwardSeconds();
        this.hopSeconds = hop;
        this.shards = shards;
        int positions = stages * layout.virtualStages();
        this.forwardSeconds = new double[positions];
        this.backwardSeconds = new double[positions];
        this.weightSeconds = new double[positions];
        fill(shape, layout);
    }

    static StagePasses of(ModelShape shape, Layout layout, Device device, CommCosts costs, StepOptions options) {
        LayerTimes layer = LayerTimes.of(shape, layout, device, options);
        Beside beside = new Beside(device, options);
        LayerPass dense = LayerPass.dense(shape, layout, layer, costs, beside);
        LayerPass mixture = shape.experts().present()
                ? LayerPass.mixture(shape, layout, LayerTimes.ofMixture(shape, layout, device, options), costs, beside)
                : dense;
        double hop = 0;
        if (layout.pipeline() > 1) {
            long bytes = StepTransfers.hopBytes(shape, layout, options.precision());
            double whole = costs.seconds(Dimension.PIPELINE, CollectiveOp.SEND_RECV, bytes);
            double hidden = options.overlap().pipelineFraction();
            hop = (1 - hidden) * whole
                    + beside.slowdown(layer.streamShare(), CollectiveOp.SEND_RECV, 2, bytes, whole)
                            .lost(dense.forwardSeconds(), hidden * whole);
        }
        ShardTransfers shards = ShardTransfers.of(shape, layout, costs, beside, dense);
        AheadPass ahead = AheadPass.of(shape, layout, costs, beside, dense);
        return new StagePasses(shape, layout, layer, dense, mixture, ahead, hop, shards, beside);
    }

    private void fill(ModelShape shape, Layout layout) {
        for (int position = 0; position < forwardSeconds.length; position++) {
            int mixtures = layout.mixturesAt(shape, position);
            int layers = layout.layersAt(shape, position) - mixtures;
            forwardSeconds[position] = layers * (dense.forwardSeconds() + shards.forwardSeconds())
                    + mixtures * mixture.forwardSeconds()
                    + hopSeconds;
            backwardSeconds[position] = layers * (dense.backwardSeconds() + shards.backwardSeconds())
                    + mixtures * mixture.backwardSeconds()
                    + hopSeconds;
            weightSeconds[position] = layers * dense.weightSeconds() + mixtures * mixture.weightSeconds();
        }
        weightSeconds[weightSeconds.length - 1] += headBackwardSeconds / 2 + ahead.weightSeconds();
        forwardSeconds[0] += shards.rootGatherSeconds();
        backwardSeconds[0] += shards.rootReduceSeconds();
        forwardSeconds[forwardSeconds.length - 1] += headForwardSeconds + ahead.forwardSeconds();
        backwardSeconds[forwardSeconds.length - 1] += headBackwardSeconds + ahead.backwardSeconds();
    }

    PipelineTimes run(Layout layout) {
        if (layout.schedule() == Layout.Schedule.ZB_H1) {
            double[] input = new double[backwardSeconds.length];
            for (int position = 0; position < input.length; position++) {
                input[position] = backwardSeconds[position] - weightSeconds[position];
            }
            return ZeroBubbleProgram.run(layout.microbatches(), forwardSeconds, input, weightSeconds);
        }
        return PipelineProgram.run(
                layout.schedule(), layout.virtualStages(), layout.microbatches(), forwardSeconds, backwardSeconds);
    }

    /** Transfers beside the kernels of these passes. */
    Beside beside() {
        return beside;
    }

    /** Share of a dense layer's kernels in which they stream memory. */
    double streamShare() {
        return dense.times().streamShare();
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

    /** Seconds of a stage's last backward pass, through its first chunk. */
    double lastBackwardSeconds(int stage) {
        return backwardSeconds[stage];
    }

    private double sum(double[] seconds, int stage) {
        double sum = 0;
        for (int position = stage; position < seconds.length; position += stages) {
            sum += seconds[position];
        }
        return sum;
    }

    double meanComputeSeconds() {
        double head = headForwardSeconds + headBackwardSeconds + ahead.besideSeconds();
        return mean(LayerPass::computeSeconds) + head / stages;
    }

    double meanRecomputeSeconds() {
        return mean(LayerPass::recomputeSeconds) + ahead.againSeconds() / stages;
    }

    double meanTensorSeconds() {
        return mean(LayerPass::tensorSeconds) + ahead.tensorSeconds() / stages;
    }

    double meanContextSeconds() {
        return mean(LayerPass::contextSeconds);
    }

    double meanExpertSeconds() {
        return mean(LayerPass::expertSeconds);
    }

    /** Time in which the GPU waits for the CPU. */
    double meanHostSeconds() {
        return mean(LayerPass::hostSeconds);
    }

    private double mean(ToDoubleFunction<LayerPass> part) {
        return layersPerStage * part.applyAsDouble(dense)
                + mixturesPerStage * part.applyAsDouble(mixture)
                + ahead.layers(part) / stages;
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
