package windtunnel.model.training;

import java.util.Optional;
import windtunnel.core.unit.Count;
import windtunnel.core.unit.Power;
import windtunnel.core.unit.Ratio;
import windtunnel.model.compute.Framework;
import windtunnel.model.compute.Layout;
import windtunnel.model.compute.Precision;
import windtunnel.model.compute.StepOptions;
import windtunnel.model.compute.overlap.Interference;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;

/**
 * How a model is spread over the GPUs of a job; ranks are numbered tensor fastest, then context, data, pipeline. Experts are spread over
 * neighbouring ranks of the tensor x context x data block of a stage.
 */
public record Parallel(
        @Key(doc = "GPUs that share each layer.", def = "1", example = "8")
        Count tensor,

        @Key(doc = "Pipeline stages.", def = "1", example = "4")
        Count pipeline,

        @Key(
                doc = "GPUs that share each sequence, in equal parts (zigzag); keys and values go round them.",
                def = "1",
                example = "2")
        Count context,

        @Key(doc = "Replicas; auto takes the GPUs that are left.", def = "auto")
        AutoCount data,

        @Key(doc = "Chunks of layers on each pipeline stage (interleaved schedule).", def = "1")
        Count virtual,

        @Key(
                doc =
                        "GPUs that share the experts of a layer, each holding some of them; a divisor of tensor x context x data.",
                def = "1",
                example = "8")
        Count expert,

        @Key(doc = "GPUs that share each expert's matrices: 1, or as many as tensor.", def = "1")
        Count expertTensor,

        @Key(
                doc =
                        "Order of the passes in the pipeline: 1f1b, gpipe, or zb-h1 (gradients of weights fill idle time).",
                def = "1f1b")
        PassOrder schedule,

        @Key(doc = "Whether norms and dropouts are split over the tensor group too.", def = "true")
        boolean sequenceParallel,

        @Key(doc = "Which activations are computed again: none, selective, full.", def = "none")
        Layout.Recompute recompute,

        @Key(doc = "Whether attention is one fused kernel (FlashAttention).", def = "true")
        boolean fusedAttention,

        @Key(
                doc =
                        "What is divided over the replicas: none, optimizer (ZeRO-1), gradients (ZeRO-2), parameters (ZeRO-3, FSDP).",
                def = "optimizer",
                example = "parameters")
        Sharding sharding,

        @Key(
                doc =
                        "GPUs that divide gradients or parameters between them, groups of them holding copies (HSDP); 0 takes all replicas.",
                def = "0",
                example = "8")
        Count shardGroup,

        @Key(
                doc =
                        "Operands of the layers' matrix multiplications; fp8 and fp4 leave attention, head and all state as in bf16.",
                def = "bf16",
                example = "fp8")
        Precision precision,

        @Key(
                doc =
                        "Whose training software runs; what it costs beside the kernels. ideal is bare kernels at the clock of a short benchmark.",
                def = "ideal",
                example = "megatron-core")
        Framework framework,

        @Key(
                doc =
                        "What kernels lose to transfers beside them: none, const (a measured average: 1.19 times as long), sm (by the SMs that the transfer holds) or sm+hbm (by its memory traffic too); without it, const with megatron-core and none with others. Beside divided parameters the frameworks' own fit stands.",
                example = "sm+hbm")
        Optional<Interference> interference,

        @Key(
                doc =
                        "Whether transfers run on copy engines and hold no SM; only matters with interference sm or sm+hbm.",
                def = "false")
        boolean smFree,

        @Key(
                doc =
                        "Clock of the GPUs' cores over what they hold by themselves, as a cap or heat lowers it; memory keeps its own.",
                def = "1",
                example = "0.85")
        Ratio clock,

        @Key(
                doc =
                        "Cap on the power of a GPU. Clock = cube root of what the cap leaves above idle power over what the full power does.",
                example = "500 W")
        Optional<Power> powerCap,

        @Key(doc = "How attention FLOPs count in MFU: causal (half) or full (Megatron's papers).", def = "causal")
        StepOptions.AttentionCounting attentionCount)
        implements Checked {
    private static final long MOST = 1_000_000;

    @Override
    public void check(Issues issues) {
        range(issues, "tensor", tensor);
        range(issues, "pipeline", pipeline);
        range(issues, "context", context);
        range(issues, "virtual", virtual);
        range(issues, "expert", expert);
        range(issues, "expert-tensor", expertTensor);
        issues.check(clock.value() > 0 && clock.value() <= 1, "clock", "must be over 0 and at most 1");
        issues.check(shardGroup.value() >= 0 && shardGroup.value() <= MOST, "shard-group", "must be from 0 to " + MOST);
    }

    private static void range(Issues issues, String key, Count count) {
        issues.check(count.value() >= 1 && count.value() <= MOST, key, "must be from 1 to " + MOST);
    }

    /** Replicas on {@code gpus} GPUs, 0 when tensor x context x pipeline does not divide them. */
    int replicas(int gpus) {
        long model = modelGpus();
        if (data.value() > 0) {
            return model * data.value() == gpus ? data.value() : 0;
        }
        return gpus % model == 0 ? (int) (gpus / model) : 0;
    }

    /** GPUs of one replica. */
    long modelGpus() {
        return tensor.value() * context.value() * pipeline.value();
    }

    /** The layout of a job on {@code gpus} GPUs, which {@link #replicas} divide. */
    Layout layout(int gpus, Batch batch) {
        return layoutOf(replicas(gpus), batch);
    }

    /** The layout of a job of {@code replicas} replicas. */
    Layout layoutOf(int replicas, Batch batch) {
        int chunks = (int) virtual.value();
        Layout.Schedule order = switch (schedule) {
            case GPIPE -> Layout.Schedule.GPIPE;
            case ZB_H1 -> Layout.Schedule.ZB_H1;
            case ONE_F_ONE_B -> chunks > 1 ? Layout.Schedule.INTERLEAVED : Layout.Schedule.ONE_F_ONE_B;
        };
        return new Layout(
                new Layout.Degrees((int) tensor.value(), (int) pipeline.value(), chunks, replicas)
                        .withContext((int) context.value())
                        .withShard((int) shardGroup.value())
                        .withExperts((int) expert.value(), (int) expertTensor.value()),
                new Layout.Batch(
                        (int) batch.micro().value(), (int) batch.global().value(), (int)
                                batch.sequence().value()),
                order,
                recompute,
                sequenceParallel && tensor.value() > 1,
                sharding.stage());
    }

    /** The choices of a step that are neither the model's nor the layout's. */
    StepOptions options() {
        StepOptions.AttentionKernel kernel = fusedAttention ? framework.kernel() : StepOptions.AttentionKernel.UNFUSED;
        StepOptions own = framework.applied(StepOptions.defaults().withPrecision(precision));
        return own.withInterference(interference.orElse(own.interference()), smFree)
                .withAttention(kernel, attentionCount);
    }
}
