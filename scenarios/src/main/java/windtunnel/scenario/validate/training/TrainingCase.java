package windtunnel.scenario.validate.training;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
 * parameters are divided. Framework and attention kernel follow {@link TrainingSoftware}; the kernel is unfused where the line says that
 * the attention core alone is recomputed, which no other needs. fp16 runs at the rates of bf16; the matrices of an expert are divided as the others are, as is Megatron's
 * default, unless that would take more ranks than there are. Tensor ranks split the sequence too.
 *
 * @param shape the model
 * @param layout how it is spread
 * @param options precision and what the framework does
 * @param node the kind of node, a name of the library
 * @param countsRecomputation whether the line's FLOPs include what is computed again
 */
record TrainingCase(ModelShape shape, Layout layout, StepOptions options, String node, boolean countsRecomputation) {
    private static final int VOCABULARY = 51_200;
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
        String name = row.text("model");
        if (name.toLowerCase(Locale.ROOT).contains("lora")) {
            throw new Unmodelled("adapters (LoRA) train few parameters: not modelled");
        }
        Optional<ModelPreset> preset = hardware.model(name.replaceAll(" \\(.*\\)$", ""));
        int sequence = needed(row, "seq");
        ModelShape shape = shape(row, preset, sequence);
        String node = hardware.node(row.text("system"), row.text("accelerator"))
                .orElseThrow(() -> new Unmodelled("the library has no node with this accelerator"));
        StepOptions options = options(row, hardware, node);
        Layout layout = layout(row, sequence, shape.experts().present());
        List<String> problems = layout.validate(shape);
        if (!problems.isEmpty()) {
            throw new Unmodelled("layout: " + problems.get(0).replaceAll("[0-9]+", "N"));
        }
        return new TrainingCase(
                shape, layout, options, node, row.text("flops_kind").startsWith("hardware"));
    }

    private static int needed(CaseRow row, String column) {
        return row.count(column).orElseThrow(() -> new Unmodelled("the case has no number in column " + column));
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

    private static ModelShape shape(CaseRow row, Optional<ModelPreset> preset, int sequence) {
        // "GPT 18B" is a size, not a model: such lines must say layers, hidden size and heads themselves.
        boolean sized =
                row.text("model").startsWith("GPT ") && !row.text("model").contains("OSS");
        if (preset.isPresent() && !sized) {
            ModelShape known = preset.get().shape();
            if (row.count("hidden").orElse(known.hidden()) != known.hidden()
                    || row.count("heads").orElse(known.heads()) != known.heads()) {
                throw new Unmodelled("the case's model is not the library's of this name");
            }
            return known.withSizes(
                    row.count("layers").orElse(known.layers()),
                    row.count("vocab").orElse(known.vocab()),
                    known.positions() == 0 ? 0 : Math.max(known.positions(), sequence));
        }
        String name = row.text("model").toUpperCase(Locale.ROOT);
        if (!name.startsWith("GPT ") && !name.equals("GPT") && !name.startsWith("OPT") || name.contains("OSS")) {
            throw new Unmodelled("the library has no model of this name");
        }
        return ModelShape.gpt(
                needed(row, "layers"),
                needed(row, "hidden"),
                needed(row, "heads"),
                row.count("vocab").orElse(VOCABULARY),
                sequence);
    }

    private static StepOptions options(CaseRow row, TrainingHardware hardware, String node) {
        String text = row.text("precision");
        boolean bf16 = text.equals("fp16") || text.endsWith("bf16");
        boolean fp4 = text.equals("nvfp4");
        if (!bf16 && !fp4 && (!text.contains("fp8") || text.contains("rowwise"))) {
            throw new Unmodelled("no rates for precision " + (text.isEmpty() ? "(not given)" : text));
        }
        Precision precision = bf16 ? Precision.BF16 : fp4 ? Precision.FP4 : Precision.FP8;
        if (!hardware.device(node).peak().supports(precision)) {
            throw new Unmodelled("the accelerator has no " + text);
        }
        TrainingSoftware software = TrainingSoftware.of(row);
        return software.framework()
                .applied(StepOptions.defaults().withPrecision(precision))
                .withAttention(software.kernel(), AttentionCounting.FULL);
    }

    private static Layout layout(CaseRow row, int sequence, boolean experts) {
        int gpus = needed(row, "accelerators");
        int tensor = needed(row, "tp");
        boolean divided = zeroStage(row.text("sharding")) == 3;
        int pipeline = divided ? row.count("pp").orElse(1) : needed(row, "pp");
        int context = row.count("cp").orElse(1);
        long model = (long) tensor * pipeline * context;
        if (gpus % model != 0) {
            throw new Unmodelled("tensor x pipeline x context do not divide the GPUs");
        }
        long replicas = gpus / model;
        Layout.Batch batch = new Layout.Batch(micro(row, replicas), needed(row, "gbs"), sequence);
        int chunks = chunks(row, pipeline, batch, replicas);
        int expert = row.count("ep").orElse(1);
        Layout.Schedule schedule = chunks > 1 ? Layout.Schedule.INTERLEAVED : Layout.Schedule.ONE_F_ONE_B;
        return new Layout(
                new Layout.Degrees(tensor, pipeline, chunks, (int) replicas)
                        .withContext(context)
                        .withExperts(
                                expert,
                                experts && tensor * context * replicas % ((long) expert * tensor) == 0 ? tensor : 1),
                batch,
                schedule,
                recompute(row),
                tensor > 1,
                zeroStage(row.text("sharding")));
    }

    private static Layout.Recompute recompute(CaseRow row) {
        if (TrainingSoftware.coreOnly(row) && zeroStage(row.text("sharding")) > 1) {
            throw new Unmodelled("selective recomputation of FSDP runs (every second layer or matrix) is not modelled");
        }
        return switch (row.text("act_ckpt").replaceAll(" .*", "")) {
            case "selective" -> Layout.Recompute.SELECTIVE;
            case "full", "true" -> Layout.Recompute.FULL;
            case "", "false" -> Layout.Recompute.NONE;
            default -> throw new Unmodelled("recomputation not understood");
        };
    }

    private static int zeroStage(String text) {
        if (text.isEmpty()) {
            return 0;
        }
        if (text.contains("ZeRO-1") || text.contains("distributed optimizer")) {
            return 1;
        }
        if (text.equals("SHARD_GRAD_OP")) {
            return 2;
        }
        if (text.equals("FULL_SHARD") || text.startsWith("FSDP")) {
            return 3;
        }
        throw new Unmodelled("sharding not understood");
    }
}
