package windtunnel.model.compute;

/**
 * Time of one training step of a dense transformer.
 *
 * <p>Kernels by {@link Kernels}; two tensor-parallel collectives forward and two backward per layer (with sequence parallelism each is an
 * all-gather and a reduce-scatter, and two more all-gathers run backward); sends of 2sbh/t bytes between stages, exposed; the
 * {@link Pipeline}'s makespan; gradients reduced in buckets over the last microbatch's backward pass by
 * e_j = max(r_j, e_(j-1)) + c_j; parameters gathered; optimizer. Sources: Korthikanti et al. 2022 (recomputation, sequence
 * parallelism), Narayanan et al. SC21 (schedules, scatter/gather sends). Against the eight published A100 steps of Korthikanti et al. the mean
 * error is 2.5 %, the largest 5.6 %; at thousands of H100s it is known to be optimistic (power throttling and imbalance are not in it).
 */
public final class StepModel {
    /** Bytes of a gradient bucket: PyTorch DDP's default of 25 MiB (pytorch issue 118421). */
    public static final double BUCKET_BYTES = 25 * 1024.0 * 1024;
    /** Bytes of an activation, weight or gathered parameter in 16-bit training. */
    private static final double HALF = 2;
    /** Bytes of a gradient in its reduction (Megatron's default: fp32). */
    private static final double GRADIENT = 4;

    private final ModelShape model;
    private final Layout layout;
    private final Device device;
    private final CommCosts comm;
    private final Kernels kernels;
    private final double tokens;

    private StepModel(ModelShape model, Layout layout, Device device, CommCosts comm) {
        this.model = model;
        this.layout = layout;
        this.device = device;
        this.comm = comm;
        kernels = new Kernels(device, HALF);
        tokens = (double) layout.sequence() * layout.microBatch();
    }

    /** The step of {@code model} laid out as {@code layout}; a layout with {@linkplain Layout#problems problems} throws. */
    public static StepBreakdown evaluate(ModelShape model, Layout layout, Device device, CommCosts comm) {
        if (!layout.problems(model).isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", layout.problems(model)));
        }
        return new StepModel(model, layout, device, comm).evaluate();
    }

    /** Seconds of one pass over one layer: kernels, and collectives. */
    private record Pass(double kernels, double comm) {}

    private Pass layerForward() {
        return new Pass(matrices() + attention(1) + elementwise(1), 2 * tensorCollective());
    }

    private Pass layerBackward() {
        double extraGather = layout.sequenceParallel() ? 2 * comm.tensorAllGather(activationBytes()) : 0;
        double collectives = layout.tensor() == 1 ? 0 : 2 * tensorCollective() + extraGather;
        return new Pass(2 * matrices() + attentionBackward() + elementwise(2), collectives);
    }

    private double activationBytes() {
        return HALF * tokens * model.hidden();
    }

    private double tensorCollective() {
        if (layout.tensor() == 1) {
            return 0;
        }
        double bytes = activationBytes();
        return layout.sequenceParallel() ? 2 * comm.tensorAllGather(bytes) : comm.tensorAllReduce(bytes);
    }

    private double matrices() {
        double h = model.hidden();
        double t = layout.tensor();
        double qkv = h + 2.0 * Math.max(model.kvHeads(), t) * model.headSize();
        double up = (model.gated() ? 2.0 : 1.0) * model.ffn();
        return kernels.gemm(tokens, h, qkv / t)
                + kernels.gemm(tokens, h / t, h)
                + kernels.gemm(tokens, h, up / t)
                + kernels.gemm(tokens, model.ffn() / t, h);
    }

    private double attention(double factor) {
        double s = layout.sequence();
        double t = layout.tensor();
        if (layout.fusedAttention()) {
            return factor * kernels.fusedAttention(2 * s * tokens * model.hidden() / t);
        }
        double batch = layout.microBatch() * model.heads() / t;
        double d = model.headSize();
        double core = kernels.batchedGemm(batch, s, d, s) + kernels.batchedGemm(batch, s, s, d);
        double scores = model.heads() * s * tokens / t;
        return factor * core + kernels.elementwise((factor > 1 ? 11 : 9) * scores);
    }

    private double attentionBackward() {
        return layout.fusedAttention() ? attention(2.5) : attention(2);
    }

    private double elementwise(double factor) {
        double width = tokens * model.hidden() / layout.sequenceSplit();
        double activation = (model.gated() ? 6 : 4) * tokens * model.ffn() / layout.tensor();
        return 2 * kernels.elementwise(factor * 4 * width)
                + 2 * kernels.elementwise(factor * (model.llama() ? 6 : 7) * width)
                + kernels.elementwise(factor * activation);
    }

    private double recomputed() {
        return switch (layout.recompute()) {
            case NONE -> 0;
            // A fused kernel never stores the scores, so there is nothing to compute again.
            case SELECTIVE -> layout.fusedAttention() ? 0 : attention(1);
            case FULL -> layerForward().kernels();
        };
    }

    private double recomputedComm() {
        return layout.recompute() == Recompute.FULL ? layerForward().comm() : 0;
    }

    private double hop() {
        return layout.pipeline() == 1 ? 0 : comm.pipelineSend(activationBytes() / layout.tensor());
    }

    private double logitsForward() {
        double columns = (double) model.vocab() / layout.tensor();
        return kernels.gemm(tokens, model.hidden(), columns) + kernels.elementwise(12 * tokens * columns);
    }

    private double logitsBackward() {
        return 2 * kernels.gemm(tokens, model.hidden(), (double) model.vocab() / layout.tensor());
    }

    private double embedding(double factor) {
        return kernels.elementwise(factor * 4 * tokens * model.hidden() / layout.sequenceSplit());
    }

    private StepBreakdown evaluate() {
        int p = layout.pipeline();
        int v = layout.virtualStages();
        int m = layout.microBatches();
        double n = layout.layersPerChunk(model);
        Pass forward = layerForward();
        Pass backward = layerBackward();
        double chunkForward = n * (forward.kernels() + forward.comm()) + hop();
        double chunkBackward =
                n * (backward.kernels() + backward.comm() + recomputed() + recomputedComm()) + hop();
        double[][] forwards = filled(p, v, chunkForward);
        double[][] backwards = filled(p, v, chunkBackward);
        forwards[0][0] += embedding(1);
        backwards[0][0] += embedding(2);
        forwards[p - 1][v - 1] += logitsForward();
        backwards[p - 1][v - 1] += logitsBackward();
        double makespan = new Pipeline(layout.schedule(), p, v, m).makespanSeconds(forwards, backwards);
        double layers = (double) model.layers() / p;
        double edges = (embedding(3) + logitsForward() + logitsBackward()) / p;
        double kernelSeconds = m * (layers * (forward.kernels() + backward.kernels()) + edges);
        double again = m * layers * recomputed();
        double tensor = m * layers * (forward.comm() + backward.comm() + recomputedComm());
        double sends = m * 2.0 * v * hop();
        double bubble = Math.max(0, makespan - kernelSeconds - again - tensor - sends);
        return total(kernelSeconds, again, tensor, sends, bubble, v * chunkBackward);
    }

    private static double[][] filled(int stages, int chunks, double value) {
        double[][] times = new double[stages][chunks];
        for (double[] stage : times) {
            java.util.Arrays.fill(stage, value);
        }
        return times;
    }

    private StepBreakdown total(
            double kernelSeconds, double again, double tensor, double sends, double bubble, double lastBackward) {
        double local = localParameters();
        double sharded = layout.distributedOptimizer() ? local / layout.data() : local;
        double optimizer = kernels.optimizer(sharded);
        double reduce = 0;
        double gather = 0;
        double exposed = 0;
        if (layout.data() > 1) {
            double bytes = GRADIENT * local;
            double buckets = Math.max(1, Math.ceil(bytes / BUCKET_BYTES));
            double each = layout.distributedOptimizer()
                    ? comm.dataReduceScatter(bytes / buckets)
                    : comm.dataAllReduce(bytes / buckets);
            reduce = buckets * each;
            gather = layout.distributedOptimizer() ? comm.dataAllGather(HALF * local) : 0;
            exposed = exposedReduction(buckets, each, lastBackward) + gather;
        }
        double compute = kernelSeconds + optimizer;
        double step = compute + again + tensor + sends + bubble + exposed;
        double stepTokens = (double) layout.globalBatch() * layout.sequence();
        double flops = stepTokens * model.modelFlopsPerToken(layout.sequence(), layout.attentionCount());
        double executed = stepTokens
                * model.hardwareFlopsPerToken(layout.sequence(), layout.attentionCount(), layout.recompute());
        double peak = step * layout.gpus() * device.peakFlops();
        return new StepBreakdown(
                step,
                compute,
                again,
                tensor,
                sends,
                exposed,
                bubble,
                reduce + gather,
                flops,
                executed,
                flops / peak,
                executed / peak);
    }

    /** Exposed part of {@code buckets} equal reductions of {@code each} seconds, ready evenly over {@code backward}. */
    static double exposedReduction(double buckets, double each, double backward) {
        double spacing = backward / buckets;
        return each <= spacing ? each : buckets * each - (buckets - 1) * spacing;
    }

    /** Parameters of the largest stage of one tensor rank. */
    private double localParameters() {
        double layers = (double) model.layers() / layout.pipeline() * model.layerParameters();
        double ends = layout.pipeline() == 1
                ? model.entryParameters() + model.exitParameters()
                : Math.max(model.entryParameters(), model.exitParameters());
        return (layers + ends) / layout.tensor();
    }
}
