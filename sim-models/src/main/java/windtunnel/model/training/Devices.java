package windtunnel.model.training;

import java.util.Optional;
import windtunnel.core.unit.Fraction;
import windtunnel.core.unit.Numbers;
import windtunnel.model.Assumptions;
import windtunnel.model.compute.Device;
import windtunnel.model.compute.GemmConstants;
import windtunnel.model.hardware.GpuSku;
import windtunnel.model.hardware.Sourced;
import windtunnel.model.hardware.Tag;

/**
 * A catalogue GPU as the numbers that kernels need, in bf16.
 *
 * <p>Where no fit of the matrix-multiplication model exists: efficiency 0.9 of the best measured rate (0.65 of the peak without one),
 * 0.90 of the memory bandwidth, 5.5 us launch, sharpness 1.35; assumed, and listed as such.
 */
public final class Devices {
    private static final String RULE = "rule for GPUs without a fit, windtunnel docs/models.md";

    private static final double UNMEASURED_SHARE = 0.65;
    private static final long RESERVED_BYTES = 2L << 30;

    private Devices() {}

    /** The numbers of {@code gpu}; what is read or assumed is noted. */
    public static Device of(GpuSku gpu, Assumptions assumptions) {
        String key = "gpu." + gpu.name();
        double peak = assumptions.read(key + ".peak-bf16", gpu.peakBf16()).perSec();
        long memory = assumptions.read(key + ".memory", gpu.memory()).value();
        double bandwidth = assumptions
                .read(key + ".memory-bandwidth", gpu.memoryBandwidth())
                .bytesPerSec();
        double fp8 = gpu.peakFp8().map(p -> p.value().perSec()).orElse(0.0);
        assumptions.note(key + ".reserved", "2 GiB", Tag.ASSUMED, "CUDA and NCCL context, no source", "2026-11-24");
        return new Device(
                new Device.PeakFlops(peak, fp8),
                new Device.Hbm(memory, bandwidth),
                gpu.gemm().map(fit -> fitted(fit, key, assumptions)).orElseGet(() -> rule(gpu, peak, key, assumptions)),
                attention(gpu, key, assumptions),
                RESERVED_BYTES);
    }

    private static GemmConstants fitted(GpuSku.GemmFit fit, String key, Assumptions assumptions) {
        return new GemmConstants(
                assumptions
                        .read(key + ".gemm.compute-efficiency", fit.computeEfficiency())
                        .value(),
                assumptions
                        .read(key + ".gemm.memory-efficiency", fit.memoryEfficiency())
                        .value(),
                assumptions.read(key + ".gemm.launch", fit.launch()).seconds(),
                assumptions.read(key + ".gemm.sharpness", fit.sharpness()).value());
    }

    private static GemmConstants rule(GpuSku gpu, double peak, String key, Assumptions assumptions) {
        double best = gpu.measuredBf16()
                .map(measured ->
                        assumptions.read(key + ".measured-bf16", measured).perSec())
                .orElse(UNMEASURED_SHARE / 0.9 * peak);
        GemmConstants constants = GemmConstants.uncalibrated(best, peak);
        assumptions.note(
                key + ".gemm",
                "efficiency " + Numbers.significant(constants.effCompute(), 4)
                        + ", memory 0.9, launch 5.5 us, sharpness 1.35",
                Tag.ASSUMED,
                RULE,
                "2026-11-24");
        return constants;
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
