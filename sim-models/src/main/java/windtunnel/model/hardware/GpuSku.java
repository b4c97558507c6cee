package windtunnel.model.hardware;

import java.util.List;
import java.util.Optional;
import windtunnel.core.unit.Bandwidth;
import windtunnel.core.unit.Bytes;
import windtunnel.core.unit.Count;
import windtunnel.core.unit.Flops;
import windtunnel.core.unit.Fraction;
import windtunnel.core.unit.Power;
import windtunnel.core.unit.Ratio;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;
import windtunnel.model.key.LibraryEntry;

/** One kind of GPU. */
@LibraryEntry("gpu")
public record GpuSku(
        @Key(doc = "Name in the library.", example = "h100-sxm-80gb")
        String name,

        @Key(doc = "Other names of the same thing.", def = "[]")
        List<String> aliases,

        @Key(doc = "Architecture generation.", example = "hopper")
        String architecture,

        @Key(doc = "Memory sold with the GPU.", example = "80 GB")
        Sourced<Bytes> memory,

        @Key(doc = "Peak memory bandwidth.", example = "3.35 TB/s")
        Sourced<Bandwidth> memoryBandwidth,

        @Key(doc = "Dense bf16 matrix peak; GPUs without it have one of fp16.", example = "989 TFLOP/s")
        Optional<Sourced<Flops>> peakBf16,

        @Key(doc = "Dense fp16 matrix peak.") Optional<Sourced<Flops>> peakFp16,
        @Key(doc = "Dense fp8 matrix peak.") Optional<Sourced<Flops>> peakFp8,
        @Key(doc = "Dense fp4 matrix peak.") Optional<Sourced<Flops>> peakFp4,
        @Key(doc = "Dense tf32 matrix peak.") Optional<Sourced<Flops>> peakTf32,
        @Key(doc = "Peak of fp32 without tf32.") Optional<Sourced<Flops>> peakFp32,

        @Key(doc = "Best bf16 matrix rate that was measured.")
        Optional<Sourced<Flops>> measuredBf16,

        @Key(doc = "Best fp8 matrix rate that was measured.")
        Optional<Sourced<Flops>> measuredFp8,

        @Key(doc = "Fitted constants of the matrix-multiplication model.")
        Optional<GemmFit> gemm,

        @Key(doc = "Efficiency of fused attention, as share of the matrix peak.")
        Optional<Sourced<Fraction>> attentionEfficiency,

        @Key(doc = "The same of FlashAttention 2, where the GPU has better kernels.")
        Optional<Sourced<Fraction>> flash2Efficiency,

        @Key(
                doc =
                        "Rate of matrix kernels that is held for hours at the power limit, as a share of that of short benchmarks.")
        Optional<Sourced<Fraction>> sustainedClock,

        @Key(doc = "Streaming multiprocessors.", example = "132")
        Optional<Sourced<Count>> sms,

        @Key(doc = "Largest power draw.") Optional<Sourced<Power>> power,
        @Key(doc = "Power draw when idle.") Optional<Sourced<Power>> idlePower)
        implements Checked {

    @Override
    public void check(Issues issues) {
        issues.check(peakBf16.or(() -> peakFp16).isPresent(), "peak-bf16", "a GPU needs a peak of bf16 or fp16");
    }

    /** Constants of {@code t = t0 + (tc^rho + tm^rho)^(1/rho)}. */
    public record GemmFit(
            @Key(doc = "Achieved share of the matrix peak.") Sourced<Fraction> computeEfficiency,

            @Key(doc = "Achieved share of the memory bandwidth.")
            Sourced<Fraction> memoryEfficiency,

            @Key(doc = "Time to launch a kernel.") Sourced<TimeSpan> launch,
            @Key(doc = "Sharpness of the roofline's knee.") Sourced<Ratio> sharpness) {}
}
