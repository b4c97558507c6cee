package windtunnel.model.compute;

/**
 * Memory of the fullest GPU of a layout, in bytes (Korthikanti et al. 2022; Megatron-LM's theoretical memory report).
 *
 * <p>State: 18 bytes a parameter (bf16 weights, fp32 gradients, master weights and moments), 6 + 12/D with the distributed optimizer.
 * Activations of a layer in 16 bits: none sbh(10 + 24/t + 5as/(ht)), selective or fused attention sbh(10 + 24/t), full 2sbh; with
 * sequence parallelism everything divides by t; a gated feed-forward part of width f takes 6f/h in place of 4f/h = 16. In flight
 * on the first stage: min(m, p) microbatches under 1F1B, times 1 + (p-1)/(pv) when interleaved, m under GPipe.
 *
 * @param state weights, gradients and optimizer
 * @param activations kept for the backward pass
 * @param logits output scores and their gradient
 * @param workspace one layer's recomputation, communication buffers, workspace, context: 1 + 0.5 + 2 GiB are assumed
 * @param total everything with 5 % fragmentation (assumed)
 * @param capacity memory of the GPU
 */
public record MemoryReport(
        double state, double activations, double logits, double workspace, double total, double capacity) {
    private static final double GIB = 1L << 30;
    private static final double FIXED = 3.5 * GIB;
    private static final double FRAGMENTATION = 1.05;

    /** Whether the layout fits. */
    public boolean fits() {
        return total <= capacity;
    }

    /** Bytes that are missing; 0 when it fits. */
    public double over() {
        return Math.max(0, total - capacity);
    }

    /** The memory of {@code model} laid out as {@code layout} on GPUs of {@code capacityBytes}. */
    public static MemoryReport of(ModelShape model, Layout layout, double capacityBytes) {
        double state = parameters(model, layout) * stateBytesPerParameter(layout);
        double perLayer = activationBytesPerLayer(model, layout, layout.recompute());
        double activations = perLayer * layersInFlight(model, layout);
        double logits = logits(model, layout);
        double recomputed = layout.recompute() == Recompute.FULL
                ? activationBytesPerLayer(model, layout, layout.fusedAttention() ? Recompute.SELECTIVE : Recompute.NONE)
                : 0;
        double workspace = recomputed + FIXED;
        double total = (state + activations + logits + workspace) * FRAGMENTATION;
        return new MemoryReport(state, activations, logits, workspace, total, capacityBytes);
    }

    private static double parameters(ModelShape model, Layout layout) {
        double layers = (double) model.layers() / layout.pipeline() * model.layerParameters();
        double ends = layout.pipeline() == 1
                ? model.entryParameters() + model.exitParameters()
                : Math.max(model.entryParameters(), model.exitParameters());
        return (layers + ends) / layout.tensor();
    }

    /** Bytes of weights, gradients and optimizer state of one parameter. */
    public static double stateBytesPerParameter(Layout layout) {
        return layout.distributedOptimizer() ? 6 + 12.0 / layout.data() : 18;
    }

    /** Layers' worth of activations that the first stage holds. */
    public static double layersInFlight(ModelShape model, Layout layout) {
        double p = layout.pipeline();
        double m = layout.microBatches();
        double v = layout.virtualStages();
        double factor;
        if (layout.schedule() == Schedule.GPIPE) {
            factor = m / p;
        } else if (v > 1) {
            factor = Math.min(1 + (p - 1) / (p * v), m / p);
        } else {
            factor = Math.min(m, p) / p;
        }
        return model.layers() * factor;
    }

    /** Bytes of the activations that one layer keeps for one microbatch. */
    public static double activationBytesPerLayer(ModelShape model, Layout layout, Recompute recompute) {
        double s = layout.sequence();
        double h = model.hidden();
        double t = layout.tensor();
        double sbh = s * layout.microBatch() * h;
        double split = layout.sequenceParallel() ? t : 1;
        if (recompute == Recompute.FULL) {
            return 2 * sbh / split;
        }
        double feedForward = (model.gated() ? 6.0 : 4.0) * model.ffn() / h;
        double keyValue = 4 * (double) Math.max(model.kvHeads(), layout.tensor()) / model.heads();
        // 34 = 10 (norms, dropouts, inputs) + 8 (Q, K, V, output of the core) + 16 (feed-forward part, 4f/h).
        double core = 4 + Math.min(4, keyValue) + feedForward;
        double scores = recompute == Recompute.SELECTIVE || layout.fusedAttention() ? 0 : 5 * model.heads() * s / (h * t);
        return sbh * (10 / split + core / t + scores);
    }

    private static double logits(ModelShape model, Layout layout) {
        double sbh = (double) layout.sequence() * layout.microBatch() * model.hidden();
        return layout.pipeline() == 1 ? 4 * sbh * (1 + (double) model.vocab() / model.hidden()) / layout.tensor() : 0;
    }
}
