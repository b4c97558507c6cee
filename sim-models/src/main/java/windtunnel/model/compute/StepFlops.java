package windtunnel.model.compute;

import windtunnel.model.compute.StepOptions.AttentionCounting;
import windtunnel.model.compute.StepOptions.AttentionKernel;

/**
 * FLOPs of one optimizer step over all GPUs.
 *
 * <p>Model FLOPs {@code F = 3 tokens (2 P_linear + ATT)}, {@code ATT = 4 L s h} (full) or {@code 2 L s h} (causal);
 * equal to {@code 72 B L s h^2 (1 + s/(6h) + V/(12hL))} for a classic GPT. Hardware FLOPs add what is executed again:
 * full recomputation one more forward pass of the layers; selective recomputation of an unfused core, by the convention
 * of Korthikanti et al. 2022 (s/(6h) becomes s/(3h)), the attention share once more; a fused core, half a forward pass
 * inside its backward; and what modules that predict further tokens multiply ({@link Ahead}), which the model does not need. Both use the same count of the score matrix, so that MFU never exceeds HFU.
 *
 * @param model FLOPs the mathematics needs
 * @param hardware FLOPs executed, recomputation included
 */
public record StepFlops(double model, double hardware) {

    /** Returns the FLOPs of one optimizer step. */
    public static StepFlops ofStep(ModelShape shape, Layout layout, StepOptions options) {
        double tokens = layout.stepTokens();
        double layers = 2.0 * shape.activeLayerMatrixParameters();
        double head =
                2.0 * shape.headParameters() * headShare(shape, layout.batch().sequence());
        double attention = attentionFlopsPerToken(shape, layout.batch().sequence(), options.counting());
        double model = 3 * tokens * (layers + head + attention);
        double again = recomputed(layout, options.attention(), layers, attention);
        return new StepFlops(model, model + tokens * (again + aheadPerToken(shape, layout, options)));
    }

    /** Returns the FLOPs per token, all passes, of modules that predict further tokens. */
    private static double aheadPerToken(ModelShape shape, Layout layout, StepOptions options) {
        if (!shape.ahead().present()) {
            return 0;
        }
        ModelShape layer = shape.aheadLayer();
        double matrices = 2.0 * (layer.activeLayerMatrixParameters() + 2.0 * shape.hidden() * shape.hidden());
        double attention = attentionFlopsPerToken(layer, layout.batch().sequence(), options.counting());
        double again = recomputed(layout, options.attention(), matrices, attention);
        return shape.ahead().depths() * (3 * (matrices + 2.0 * shape.headParameters() + attention) + again);
    }

    /** Returns model FLOPs per token of training: forward and backward. */
    public static double modelFlopsPerToken(ModelShape shape, int sequence, AttentionCounting counting) {
        double head = shape.headParameters() * headShare(shape, sequence);
        return 3
                * (2.0 * (shape.activeLayerMatrixParameters() + head)
                        + attentionFlopsPerToken(shape, sequence, counting));
    }

    /** Images have one head for all their patches. */
    private static double headShare(ModelShape shape, int sequence) {
        return shape.style() == ModelShape.Style.VISION ? 1.0 / sequence : 1;
    }

    /** Returns the FLOPs of the attention cores (and state-space scans) of all layers per token, forward. */
    public static double attentionFlopsPerToken(ModelShape shape, int sequence, AttentionCounting counting) {
        int factor = shape.causal() ? counting.factor() : AttentionCounting.FULL.factor();
        double scans = shape.states().present()
                ? shape.states().layers() * StateSpaceTimes.scanFlopsPerToken(shape.states())
                : 0;
        return (double) factor * shape.attentionLayers() * sequence * shape.coreWidth() + scans;
    }

    /** Returns the share of the GPUs' peak that {@code flops} in {@code seconds} make. */
    public static double utilisation(double flops, long gpus, double peakFlopsPerSec, double seconds) {
        return flops / (gpus * peakFlopsPerSec * seconds);
    }

    private static double recomputed(Layout layout, AttentionKernel kernel, double layers, double attention) {
        double inside = kernel.fused() ? 0.5 * attention : 0;
        return switch (layout.recompute()) {
            case NONE -> inside;
            case SELECTIVE -> kernel.fused() ? inside : 3 * attention;
            case FULL -> inside + layers + attention;
        };
    }
}
