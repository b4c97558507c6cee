package windtunnel.scenario.validate.training;

import java.util.List;
import java.util.Locale;
import windtunnel.model.compute.Layout;
import windtunnel.model.compute.Precision;

/**
 * What the words of a case mean, whatever their case and spelling.
 *
 * <p>Precision: 16 bits where nothing is said, as all runs of large models since 2018. Sharding: the names of PyTorch, DeepSpeed and Megatron.
 * Recomputation: {@code selective} is the attention core in Megatron's frameworks; where parameters are divided (PyTorch's FSDP) it is
 * every second layer, or every second matrix of each layer: half of what full recomputation does.
 */
final class CaseWords {
    private CaseWords() {}

    /** Whether {@code text} has one of {@code words}. */
    static boolean has(String text, String... words) {
        String folded = text.toLowerCase(Locale.ROOT);
        return List.of(words).stream().anyMatch(folded::contains);
    }

    /** Whether {@code text} is one of {@code words}. */
    private static boolean is(String text, String... words) {
        return List.of(words).contains(text.toLowerCase(Locale.ROOT));
    }

    /** The format that matrices are multiplied in; bf16 stands for both formats of 16 bits. */
    static Precision precision(String text) {
        if (has(text, "fp4")) {
            return Precision.FP4;
        }
        if (has(text, "fp8", "float8") && !has(text, "rowwise")) {
            return Precision.FP8;
        }
        if (text.isEmpty() || has(text, "bf16", "bfloat16", "fp16", "float16", "mixed")) {
            return Precision.BF16;
        }
        if (is(text, "tf32")) {
            return Precision.TF32;
        }
        if (is(text, "fp32", "float32")) {
            return Precision.FP32;
        }
        throw new TrainingCase.Unmodelled("no rates for precision " + text);
    }

    /** Stage of the ZeRO scheme. */
    static int zeroStage(String text) {
        if (text.isEmpty() || is(text, "none", "ddp", "no_shard")) {
            return 0;
        }
        if (has(text, "zero-1", "zero1", "zero 1", "distributed optimizer", "distributed_optimizer")) {
            return 1;
        }
        if (has(text, "zero-2", "zero2", "zero 2", "shard_grad_op")) {
            return 2;
        }
        if (has(text, "zero-3", "zero3", "zero 3", "full_shard", "fsdp") || inGroups(text)) {
            return 3;
        }
        throw new TrainingCase.Unmodelled("sharding not understood");
    }

    /** Whether parameters are divided within groups of ranks that hold copies. */
    static boolean inGroups(String text) {
        return has(text, "hsdp", "hybrid_shard", "hybrid shard");
    }

    /** What is computed again; of a half, all. */
    static Layout.Recompute recompute(String text) {
        String first = text.replaceAll("[ ,(].*", "");
        if (is(first, "selective", "core")) {
            return Layout.Recompute.SELECTIVE;
        }
        if (is(first, "full", "true", "yes", "uniform")) {
            return Layout.Recompute.FULL;
        }
        if (first.isEmpty() || is(first, "false", "none", "no", "off", "n/a")) {
            return Layout.Recompute.NONE;
        }
        throw new TrainingCase.Unmodelled("recomputation not understood");
    }
}
