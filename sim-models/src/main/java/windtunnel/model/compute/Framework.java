package windtunnel.model.compute;

import java.util.OptionalLong;
import windtunnel.model.compute.Software.Host;
import windtunnel.model.compute.StepOptions.AttentionKernel;
import windtunnel.model.compute.StepOptions.Overlap;
import windtunnel.model.compute.overlap.Interference;

/**
 * Frameworks by what they do to a step.
 *
 * <p>An operation costs the CPU 20 us (assumed: 5 to 25 us of Python, autograd, dispatcher and driver are reported for eager PyTorch).
 * Operations of a layer are counted from the frameworks' modules, views included: 45 forward and 90 backward in eager ones, 40 and 80 where
 * norms, biases and activations are fused; each expert of a rank adds 5, two matrices and their casts. Adding to a 32-bit sum of gradients
 * inside the matrix kernel reads and writes 4 bytes where 2 would be written. An fp8 operand is read for its maximum, read again, and
 * written twice, once transposed: 6 bytes. The other two numbers were fitted on the five lines of H100 runs with role {@code calibrate}
 * (MPT of 760 M to 30 B parameters, 2023), least mean absolute error: eager elementwise kernels move 30 bytes more for each element than fused ones,
 * and 0.6 of the time in which a transfer of divided state runs beside a pass is lost to it. What runs beside kernels in Megatron's core
 * otherwise slows them by the average that others measured ({@link Interference#CONST}).
 */
public enum Framework {
    /** Bare kernels at the clock of a short benchmark; tensor-parallel transfers and hops all visible. */
    IDEAL(Software.IDEAL, AttentionKernel.FUSED, new Overlap(0, 0, true, false, OptionalLong.empty())),
    /** Megatron-LM's core with Transformer Engine, 2023 and later: fused, tensor transfers behind matrices, hops behind chunks. */
    MEGATRON_CORE(
            new Software(fused(), 4, 6, 6, FrameworkCosts.CONTENTION, false, true),
            AttentionKernel.FLASH_3,
            new Overlap(1, 1, true, true, OptionalLong.empty()),
            Interference.CONST),
    /** Megatron-LM of 2021 and 2022: no fused attention, gradients reduced after the last pass. */
    MEGATRON_2021(
            new Software(eager(), 0, 0, 0, 0, false, true),
            AttentionKernel.UNFUSED,
            new Overlap(0, 0, false, false, OptionalLong.empty())),
    /** Megatron-DeepSpeed of 2022: as Megatron-LM then, without chunks of a stage. */
    MEGATRON_DEEPSPEED(
            new Software(eager(), 0, 0, 0, 0, false, true),
            AttentionKernel.UNFUSED,
            new Overlap(0, 0, false, false, OptionalLong.empty())),
    /** PyTorch without a compiler, FSDP. */
    PYTORCH_EAGER(
            new Software(eager(), FrameworkCosts.EAGER_STREAM_BYTES, 0, 6, FrameworkCosts.CONTENTION, true, true),
            AttentionKernel.FLASH_2,
            new Overlap(0, 0, true, true, OptionalLong.empty())),
    /** PyTorch with torch.compile, FSDP. */
    PYTORCH_COMPILED(
            new Software(fused(), 4, 0, 6, FrameworkCosts.CONTENTION, true, true),
            AttentionKernel.FLASH_2,
            new Overlap(0, 0, true, true, OptionalLong.empty()));

    private final Software software;
    private final AttentionKernel kernel;
    private final Overlap overlap;
    private final Interference interference;

    Framework(Software software, AttentionKernel kernel, Overlap overlap) {
        this(software, kernel, overlap, Interference.NONE);
    }

    Framework(Software software, AttentionKernel kernel, Overlap overlap, Interference interference) {
        this.interference = interference;
        this.software = software;
        this.kernel = kernel;
        this.overlap = overlap;
    }

    private static Host eager() {
        return new Host(FrameworkCosts.OPERATION_SECONDS, 45, 90, FrameworkCosts.OPERATIONS_PER_EXPERT);
    }

    private static Host fused() {
        return new Host(FrameworkCosts.OPERATION_SECONDS, 40, 80, FrameworkCosts.OPERATIONS_PER_EXPERT);
    }

    /** Returns what it adds to bare kernels. */
    public Software software() {
        return software;
    }

    /** Returns the attention kernel that it runs. */
    public AttentionKernel kernel() {
        return kernel;
    }

    /** Returns {@code options} with this framework's costs, attention kernel and overlap. */
    public StepOptions applied(StepOptions options) {
        return options.withSoftware(software)
                .withAttention(kernel, options.counting())
                .withOverlap(overlap)
                .withInterference(interference, options.smFree());
    }
}
