package windtunnel.model.compute;

/**
 * A step that no layout undercuts, without running its pipeline: each stage's passes cannot begin before the first forward pass reaches it and
 * the last backward pass still has to leave it, so
 * {@code step >= max over stages (sum of earlier F + m (F_i + B_i) + sum of earlier B)}, plus what is certain besides. Equal for uniform stages.
 */
public final class StepBound {
    /** What rounding may add up to over the passes of a long pipeline. */
    private static final double ROUNDING = 1e-9;

    private StepBound() {}

    /** Returns seconds that {@link StepModel#evaluate} of the same arguments does not undercut. */
    public static double seconds(ModelShape shape, Layout layout, Device device, CommCosts costs, StepOptions options) {
        StagePasses passes = StagePasses.of(shape, layout, device, costs, options);
        double longest = 0;
        double before = 0;
        for (int stage = 0; stage < layout.pipeline(); stage++) {
            double work = passes.forwardSeconds(stage) + passes.backwardSeconds(stage);
            longest = Math.max(longest, before + layout.microbatches() * work);
            before += passes.firstForwardSeconds(stage) + passes.lastBackwardSeconds(stage);
        }
        double optimizer = StepModel.optimizerSeconds(shape, layout, device, options.precision());
        double step = (longest + optimizer + options.hostSeconds()) * options.residual();
        return step * (1 - ROUNDING);
    }
}
