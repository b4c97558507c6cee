package windtunnel.model.training;

import java.util.Optional;
import windtunnel.core.unit.Fraction;
import windtunnel.model.Assumptions;
import windtunnel.model.compute.Device;
import windtunnel.model.hardware.GpuSku;
import windtunnel.model.hardware.Sourced;
import windtunnel.model.hardware.Tag;

/**
 * A catalogue GPU as the numbers that kernels need, in bf16.
 *
 * <p>Where no fit of the matrix-multiplication model exists: efficiency 0.9 of the best measured rate (0.65 of the peak without one),
 * 0.90 of the memory bandwidth, 5.5 us launch, sharpness 1.35; assumed, and listed as such.
 */
final class Devices {
    private static final String RULE = "rule for GPUs without a fit, windtunnel docs/models.md";

    private Devices() {}

    static Device of(GpuSku gpu, Assumptions assumptions) {
        String key = "gpu." + gpu.name();
        double peak = assumptions.read(key + ".peak-bf16", gpu.peakBf16()).perSec();
        double memory = assumptions.read(key + ".memory", gpu.memory()).value();
        double bandwidth = assumptions
                .read(key + ".memory-bandwidth", gpu.memoryBandwidth())
                .bytesPerSec();
        double attention = attention(gpu, key, assumptions);
        if (gpu.gemm().isPresent()) {
            GpuSku.GemmFit fit = gpu.gemm().get();
            return new Device(
                    peak,
                    memory,
                    bandwidth,
                    assumptions
                            .read(key + ".gemm.compute-efficiency", fit.computeEfficiency())
                            .value(),
                    assumptions
                            .read(key + ".gemm.memory-efficiency", fit.memoryEfficiency())
                            .value(),
                    assumptions.read(key + ".gemm.launch", fit.launch()).seconds(),
                    assumptions.read(key + ".gemm.sharpness", fit.sharpness()).value(),
                    attention);
        }
        double measured = gpu.measuredBf16()
                .map(best ->
                        0.9 * assumptions.read(key + ".measured-bf16", best).perSec() / peak)
                .orElse(0.65);
        assumptions.note(
                key + ".gemm",
                "efficiency " + new Fraction(measured) + ", memory 0.9, launch 5.5 us, sharpness 1.35",
                Tag.ASSUMED,
                RULE,
                "2026-11-24");
        return new Device(peak, memory, bandwidth, measured, 0.90, 5.5e-6, 1.35, attention);
    }

    private static double attention(GpuSku gpu, String key, Assumptions assumptions) {
        Optional<Sourced<Fraction>> known = gpu.attentionEfficiency();
        if (known.isPresent()) {
            return assumptions.read(key + ".attention-efficiency", known.get()).value();
        }
        assumptions.note(key + ".attention-efficiency", "0.5", Tag.ASSUMED, RULE, "2026-11-24");
        return 0.5;
    }
}
