package windtunnel.scenario.validate.training;

import java.util.Locale;
import windtunnel.model.compute.Framework;
import windtunnel.model.compute.StepOptions.AttentionKernel;
import windtunnel.scenario.validate.CaseRow;

/**
 * The software of a published run, by who published it and by how its state is divided; lines name neither framework nor attention kernel.
 *
 * <p>By publisher: LLM Foundry is PyTorch's FSDP without a compiler; torchtitan compiles; vTrain and BigScience measured
 * Megatron-DeepSpeed; DGX Cloud recipes and Megatron-Bridge are Megatron's core. Else by sharding: FULL_SHARD and SHARD_GRAD_OP are names of
 * PyTorch's first FSDP, FSDP2 of its second, a bare ZeRO stage is DeepSpeed's. Else Megatron-LM: on Ampere as it was in 2021 and 2022, later
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
        return new TrainingSoftware(framework, coreOnly(row) ? AttentionKernel.UNFUSED : framework.kernel());
    }

    private static Framework framework(CaseRow row) {
        String source = row.text("source").toLowerCase(Locale.ROOT);
        String sharding = row.text("sharding");
        if (source.contains("mosaicml") || sharding.equals("FULL_SHARD") || sharding.equals("SHARD_GRAD_OP")) {
            return Framework.PYTORCH_EAGER;
        }
        if (source.contains("torchtitan") || sharding.equals("FSDP2")) {
            return Framework.PYTORCH_COMPILED;
        }
        if (source.contains("vtrain") || source.contains("bigscience") || sharding.startsWith("ZeRO")) {
            return Framework.MEGATRON_DEEPSPEED;
        }
        return row.text("accelerator").startsWith("A100") ? Framework.MEGATRON_2021 : Framework.MEGATRON_CORE;
    }

    /** Whether the line says that the attention core alone is computed again, in Megatron's sense of the word. */
    static boolean coreOnly(CaseRow row) {
        return row.text("act_ckpt").startsWith("selective");
    }

    /** Whether the framework's pipeline has one chunk a stage. */
    boolean withoutChunks() {
        return framework == Framework.MEGATRON_DEEPSPEED;
    }
}
