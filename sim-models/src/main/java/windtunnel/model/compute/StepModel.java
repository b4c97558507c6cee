package windtunnel.model.compute;

import java.util.ArrayList;
import java.util.List;

/**
 * One optimizer step of a dense transformer.
 *
 * <p>Step = pipeline makespan + exposed gradient reduction + parameter gathering + optimizer + host, times the residual.
 * A pass through a chunk is its layers' kernels and exposed tensor-parallel collectives, one pipeline hop, and on the
 * last chunk the head. The makespan is that of {@link PipelineProgram}, so uneven stages are exact. The step ends at
 * {@code max over stages (end_i + exposed_i)}. Every stage pays a hop per pass, also those at the ends of the pipeline,
 * as in the prototype behind the published comparison (at p = 64 this adds 0.3 %). Sources: Narayanan et al. 2021,
 * Korthikanti et al. 2022.
 *
 * <p>Kernels lose time to transfers beside them by {@link StepOptions#interference()}, which books it with the transfer. Not modelled:
 * collectives of embedding and head, gradient norm.
 */
public final class StepModel {

    private StepModel() {}

    /** Evaluates a step with {@link StepOptions#defaults()}. */
    public static StepBreakdown evaluate(ModelShape shape, Layout layout, Device device, CommCosts costs) {
        return evaluate(shape, layout, device, costs, StepOptions.defaults());
    }

    /**
     * Evaluates a step; throws when {@link Layout#validate(ModelShape)} has something to say. Whether it fits in memory is
     * the business of {@link MemoryModel}.
     */
    public static StepBreakdown evaluate(
            ModelShape shape, Layout layout, Device device, CommCosts costs, StepOptions options) {
        List<String> problems = layout.validate(shape);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
        Device held = options.software().sustained() ? device.sustained() : device;
        StagePasses passes = StagePasses.of(shape, layout, held, costs, options);
        PipelineTimes times = passes.run(layout);
        DataParallelTail tail = DataParallelTail.of(shape, layout, costs, options, passes, times);
        StepSeconds seconds = compose(shape, layout, held, options.precision(), passes, times, tail)
                .calibrated(options.hostSeconds(), options.residual());
        StepFlops flops = StepFlops.ofStep(shape, layout, options);
        double peak = device.peak().at(options.precision());
        return new StepBreakdown(
                seconds,
                flops,
                StepFlops.utilisation(flops.model(), layout.gpus(), peak, seconds.total()),
                StepFlops.utilisation(flops.hardware(), layout.gpus(), peak, seconds.total()),
                stages(layout, passes, times, tail),
                StepTransfers.of(shape, layout, options));
    }

    private static StepSeconds compose(
            ModelShape shape,
            Layout layout,
            Device device,
            Precision precision,
            StagePasses passes,
            PipelineTimes times,
            DataParallelTail tail) {
        int m = layout.microbatches();
        double makespan = times.makespanSeconds();
        double compute = m * passes.meanComputeSeconds();
        double recompute = m * passes.meanRecomputeSeconds();
        double tensor = m * passes.meanTensorSeconds();
        double hops = m * passes.hopSecondsPerMicrobatch();
        double expert = m * passes.meanExpertSeconds();
        double context = m * passes.meanContextSeconds();
        double shards = m * passes.meanShardSeconds();
        double host = m * passes.meanHostSeconds();
        double busy = compute + recompute + tensor + hops + expert + context + shards + host;
        double bubble = layout.pipeline() == 1 ? 0 : Math.max(0, makespan - busy);
        double exposed = shards + tail.endSeconds() - makespan + tail.gatherSeconds();
        double optimizer = optimizerSeconds(shape, layout, device, precision);
        return new StepSeconds(compute + optimizer, recompute, tensor, hops, exposed, expert, context, bubble, host);
    }

    /**
     * Returns the seconds of the optimizer on the average stage: the state of its shard is read and written, 36 bytes per
     * parameter in mixed precision. A larger end stage's surplus hides in the fill of the next step.
     */
    static double optimizerSeconds(ModelShape shape, Layout layout, Device device, Precision precision) {
        double routed = shape.trainedRoutedParameters();
        double common = (shape.trainedParameters() - routed) / layout.tensor() / layout.pipeline();
        double experts = routed / layout.expert() / layout.expertTensor() / layout.pipeline();
        double each = 2 * MemoryModel.stateBytesPerParameter(precision, 0, 1);
        double bytes = each * common / layout.optimizerShards() + each * experts / layout.expertOptimizerShards();
        return Kernels.streamSeconds(device, bytes);
    }

    private static List<StepBreakdown.StageTimes> stages(
            Layout layout, StagePasses passes, PipelineTimes times, DataParallelTail tail) {
        List<StepBreakdown.StageTimes> stages = new ArrayList<>();
        for (int stage = 0; stage < layout.pipeline(); stage++) {
            stages.add(new StepBreakdown.StageTimes(
                    passes.forwardSeconds(stage),
                    passes.backwardSeconds(stage),
                    times.stageEndSeconds(stage),
                    tail.exposedSeconds(stage),
                    tail.gatherSeconds(stage)));
        }
        return stages;
    }
}
