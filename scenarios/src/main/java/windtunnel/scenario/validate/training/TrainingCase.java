package windtunnel.scenario.validate.training;

import java.util.List;
import windtunnel.model.compute.Device;
import windtunnel.model.compute.Layout;
import windtunnel.model.compute.ModelPreset;
import windtunnel.model.compute.ModelShape;
import windtunnel.model.compute.Precision;
import windtunnel.model.compute.StepOptions;
import windtunnel.model.compute.StepOptions.AttentionCounting;
import windtunnel.scenario.validate.CaseRow;

/**
 * One published training run as the model's inputs.
 *
 * <p>Rules for what a line leaves out, the same for all: chunks 1, replicas what is left of the GPUs, no
 * recomputation, vocabulary 51,200 and MLP width 4h where neither line nor library says, no sharding of the optimizer, one stage where
 * parameters are divided, and one micro-batch there where no batch is given; groups of a node for HSDP. Framework and attention kernel follow {@link TrainingSoftware}; the kernel is unfused where the line says that
 * the attention core alone is recomputed, which no other needs. fp16 runs at the rates of bf16; the matrices of an expert are divided as the others are, as is Megatron's
 * default, unless that would take more ranks than there are, and but for Megatron-Bridge, all of whose 137 settings are 1. Tensor ranks split the sequence too.
 *
 * @param shape the model
 * @param layout how it is spread
 * @param options precision and what the framework does
 * @param node the kind of node, a name of the library
 * @param half whether half of the forward pass is computed again, which a layout cannot say
 * @param countsRecomputation whether the line's FLOPs include what is computed again
 */
record TrainingCase(
        ModelShape shape, Layout layout, StepOptions options, String node, boolean half, boolean countsRecomputation) {
    /** Error that a step of known layout can be held to. */
    private static final double FAIR_SHARE = 0.10;

    /** A run that the model cannot describe; the message says why. */
    static final class Unmodelled extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unmodelled(String why) {
            super(why);
        }
    }

    static TrainingCase of(CaseRow row, TrainingHardware hardware) {
        int sequence = sequence(row, hardware);
        ModelShape shape = CaseModel.of(row, hardware, sequence);
        String node = hardware.node(row.text("system"), row.text("accelerator"))
                .orElseThrow(() -> new Unmodelled("the library has no node with this accelerator"));
        StepOptions options = options(row, hardware, node);
        Layout layout = layout(row, sequence, shape.experts().present(), hardware.gpusPerNode(node));
        List<String> problems = layout.validate(shape);
        if (!problems.isEmpty()) {
            throw new Unmodelled("layout: " + problems.get(0).replaceAll("[0-9]+", "N"));
        }
        boolean half = TrainingSoftware.coreOnly(row) && layout.zeroStage() > 1;
        return new TrainingCase(
                shape, layout, options, node, half, row.text("flops_kind").startsWith("hardware"));
    }

    /** Tokens of a sequence; images have as many as they have patches. */
    private static int sequence(CaseRow row, TrainingHardware hardware) {
        return row.count("seq")
                .orElseGet(() -> hardware.model(row.text("model"))
                        .filter(model -> model.family() == ModelPreset.Family.VISION)
                        .map(model -> (int) model.positions().value())
                        .orElseThrow(() -> missing("seq")));
    }

    private static Unmodelled missing(String column) {
        return new Unmodelled("the case has no number in column " + column);
    }

    static int needed(CaseRow row, String column) {
        return row.count(column).orElseThrow(() -> missing(column));
    }

    /** Samples of a micro-batch; where the line does not say, only a replica that has one sample a step leaves no choice. */
    private static int micro(CaseRow row, long replicas) {
        return row.count("mbs").orElseGet(() -> {
            if (needed(row, "gbs") == replicas) {
                return 1;
            }
            throw new Unmodelled("micro-batch not given");
        });
    }

    /**
     * Chunks per stage; where neither line nor framework say, 1 if all of the bubble is within what a step can be held to, since chunks
     * change nothing else.
     */
    private static int chunks(CaseRow row, int pipeline, Layout.Batch batch, long replicas) {
        if (pipeline == 1 || TrainingSoftware.of(row).withoutChunks()) {
            return 1;
        }
        double micros = (double) batch.global() / replicas / batch.micro();
        if (row.count("vp").isEmpty() && (pipeline - 1) / (micros + pipeline - 1) > FAIR_SHARE) {
            throw new Unmodelled("chunks of the pipeline not given, and its bubble is over a tenth of the step");
        }
        return row.count("vp").orElse(1);
    }

    private static StepOptions options(CaseRow row, TrainingHardware hardware, String node) {
        String text = row.text("precision");
        Device.PeakFlops peak = hardware.device(node).peak();
        Precision asked = CaseWords.precision(text);
        Precision precision = asked == Precision.BF16 && !peak.supports(asked) ? Precision.FP16 : asked;
        if (!peak.supports(precision)) {
            throw new Unmodelled("the accelerator has no " + text);
        }
        TrainingSoftware software = TrainingSoftware.of(row);
        return software.framework()
                .applied(StepOptions.defaults().withPrecision(precision))
                .withAttention(software.kernel(), AttentionCounting.FULL);
    }

    private static Layout layout(CaseRow row, int sequence, boolean experts, int perNode) {
        int gpus = needed(row, "accelerators");
        int zero = CaseWords.zeroStage(row.text("sharding"));
        int tensor = degree(row, "tp", zero == 3);
        int pipeline = degree(row, "pp", zero == 3);
        int context = row.count("cp").orElse(1);
        long model = (long) tensor * pipeline * context;
        if (gpus % model != 0) {
            throw new Unmodelled("tensor x pipeline x context do not divide the GPUs");
        }
        long replicas = gpus / model;
        Layout.Batch batch = batch(row, replicas, zero, sequence);
        int chunks = chunks(row, pipeline, batch, replicas);
        int expert = row.count("ep").orElse(1);
        Layout.Schedule schedule = chunks > 1 ? Layout.Schedule.INTERLEAVED : Layout.Schedule.ONE_F_ONE_B;
        Layout.Degrees degrees = new Layout.Degrees(tensor, pipeline, chunks, (int) replicas)
                .withContext(context)
                .withExperts(expert, experts ? expertTensor(row, tensor, expert, gpus / pipeline) : 1);
        boolean groups = CaseWords.inGroups(row.text("sharding")) && replicas * context % perNode == 0;
        return new Layout(
                groups ? degrees.withShard(perNode) : degrees,
                batch,
                schedule,
                CaseWords.recompute(row.text("act_ckpt")),
                tensor > 1,
                zero);
    }

    /** Ranks that share an expert's matrices. */
    private static int expertTensor(CaseRow row, int tensor, int expert, int ranks) {
        boolean whole = CaseWords.has(row.text("source"), "megatron-bridge") || ranks % ((long) expert * tensor) != 0;
        return whole ? 1 : tensor;
    }

    /** Ranks of a dimension; where parameters are divided, 1 unless the line says more. */
    private static int degree(CaseRow row, String column, boolean divided) {
        return divided ? row.count(column).orElse(1) : needed(row, column);
    }

    /** The batch; where parameters are divided, which nobody does again and again in a step without need, one micro-batch a step. */
    private static Layout.Batch batch(CaseRow row, long replicas, int zero, int sequence) {
        if (row.count("gbs").isEmpty() && row.count("mbs").isPresent() && zero == 3) {
            int micro = needed(row, "mbs");
            return new Layout.Batch(micro, Math.toIntExact(micro * replicas), sequence);
        }
        return new Layout.Batch(micro(row, replicas), needed(row, "gbs"), sequence);
    }
}
