package windtunnel.scenario.validate.training;

import java.util.Locale;
import windtunnel.model.compute.Framework;
import windtunnel.model.compute.Layout;
import windtunnel.model.compute.StepOptions.AttentionKernel;
import windtunnel.scenario.validate.CaseRow;

/**
 * The software of a published run, by who published it and by how its state is divided; lines name neither framework nor attention kernel.
 *
 * <p>By publisher: LLM Foundry is PyTorch's FSDP without a compiler; torchtitan and MaxText compile; vTrain and BigScience measured
 * Megatron-DeepSpeed; DGX Cloud recipes and Megatron-Bridge are Megatron's core. Else by sharding: FULL_SHARD and SHARD_GRAD_OP are names of
 * PyTorch's first FSDP (HYBRID_SHARD too), FSDP2 and HSDP of its second, a bare ZeRO stage is DeepSpeed's. Else Megatron-LM: on Volta and Ampere as it was in 2021 and 2022, later
 * with Transformer Engine. Runs with the first FSDP are of the years of FlashAttention 1: LLM Foundry pinned flash-attn 1.0.9, PyTorch had
 * the second one only from 2.2 (January 2024) on.
 *
 * @param framework what the run's framework costs
 * @param kernel its attention kernel
 */
record TrainingSoftware(Framework framework, AttentionKernel kernel) {

    static TrainingSoftware of(CaseRow row) {
        Framework framework = framework(row);
        if (framework == Framework.PYTORCH_EAGER) {
            return new TrainingSoftware(framework, AttentionKernel.FLASH_1);
        }
        boolean unfused = coreOnly(row) && CaseWords.zeroStage(row.text("sharding")) < 2;
        return new TrainingSoftware(framework, unfused ? AttentionKernel.UNFUSED : framework.kernel());
    }

    private static Framework framework(CaseRow row) {
        String source = row.text("source").toLowerCase(Locale.ROOT);
        String sharding = row.text("sharding");
        if (source.contains("mosaicml") || CaseWords.has(sharding, "full_shard", "shard_grad_op", "hybrid_shard")) {
            return Framework.PYTORCH_EAGER;
        }
        if (source.contains("torchtitan") || source.contains("maxtext") || CaseWords.has(sharding, "fsdp2", "hsdp")) {
            return Framework.PYTORCH_COMPILED;
        }
        if (source.contains("vtrain") || source.contains("bigscience") || CaseWords.has(sharding, "zero")) {
            return Framework.MEGATRON_DEEPSPEED;
        }
        return CaseWords.has(row.text("accelerator"), "a100", "v100")
                ? Framework.MEGATRON_2021
                : Framework.MEGATRON_CORE;
    }

    /** Whether the line says that the attention core alone is computed again, in Megatron's sense of the word; in FSDP's, half of all. */
    static boolean coreOnly(CaseRow row) {
        return CaseWords.recompute(row.text("act_ckpt")) == Layout.Recompute.SELECTIVE;
    }

    /** Whether the framework's pipeline has one chunk a stage. */
    boolean withoutChunks() {
        return framework == Framework.MEGATRON_DEEPSPEED;
    }
}
