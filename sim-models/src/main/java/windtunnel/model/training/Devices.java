package windtunnel.model.training;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import windtunnel.core.unit.Flops;
import windtunnel.core.unit.Fraction;
import windtunnel.core.unit.Numbers;
import windtunnel.model.Assumptions;
import windtunnel.model.compute.Device;
import windtunnel.model.compute.GemmConstants;
import windtunnel.model.compute.Precision;
import windtunnel.model.hardware.GpuSku;
import windtunnel.model.hardware.Sourced;
import windtunnel.model.hardware.Tag;

/**
 * A catalogue GPU as the numbers that kernels need.
 *
 * <p>Where no fit of the matrix-multiplication model exists: efficiency 0.9 of the best measured rate (0.65 of the peak without one),
 * 0.90 of the memory bandwidth, 5.5 us launch, sharpness 1.35; assumed, and listed as such. Other precisions than bf16 reach the same share
 * of their own peak, or less by as much as their best measured rates are below those of bf16.
 */
public final class Devices {
    private static final String RULE = "rule for GPUs without a fit, windtunnel docs/models.md";

    private static final double UNMEASURED_SHARE = 0.65;
    private static final double UNKNOWN_ATTENTION = 0.5;
    private static final double UNKNOWN_IDLE_SHARE = 0.1;
    private static final long RESERVED_BYTES = 2L << 30;

    private Devices() {}

    /** The numbers of {@code gpu}; what is read or assumed is noted, of the peaks those of bf16 and of {@code precision}. */
    public static Device of(GpuSku gpu, Precision precision, Assumptions assumptions) {
        String key = "gpu." + gpu.name();
        double peak = gpu.peakBf16()
                .map(known -> assumptions.read(key + ".peak-bf16", known).perSec())
                .orElseGet(() -> gpu.peakFp16().orElseThrow().value().perSec());
        long memory = assumptions.read(key + ".memory", gpu.memory()).value();
        double bandwidth = assumptions
                .read(key + ".memory-bandwidth", gpu.memoryBandwidth())
                .bytesPerSec();
        assumptions.note(key + ".reserved", "2 GiB", Tag.ASSUMED, "CUDA and NCCL context, no source", "2026-11-24");
        return new Device(
                rates(gpu, precision, peak, key, assumptions),
                new Device.Hbm(memory, bandwidth),
                gpu.gemm().map(fit -> fitted(fit, key, assumptions)).orElseGet(() -> rule(gpu, peak, key, assumptions)),
                attention(gpu, key, assumptions),
                flash2(gpu, key, assumptions),
                clock(gpu, key, assumptions),
                RESERVED_BYTES,
                gpu.sms().map(known -> Math.toIntExact(known.value().value())).orElse(0));
    }

    /** The GPU of a job, at the clock that its file says or its power cap leaves; what is read or assumed is noted. */
    static Device of(GpuSku gpu, Parallel parallel, Assumptions assumptions) {
        Device device = of(gpu, parallel.precision(), assumptions);
        double clock = parallel.clock().value();
        if (parallel.powerCap().isPresent()) {
            clock *= cappedClock(gpu, parallel.powerCap().get().watts(), assumptions);
        }
        return device.atClock(clock);
    }

    /**
     * Clock under a power cap, as a share: dynamic power goes as frequency times the square of the voltage, and voltage as frequency, so
     * {@code ((cap - idle) / (full - idle))^(1/3)}; 1 for a cap above full power. Where the library has no idle power, a tenth of the full.
     */
    private static double cappedClock(GpuSku gpu, double capWatts, Assumptions assumptions) {
        String key = "gpu." + gpu.name();
        double full =
                assumptions.read(key + ".power", gpu.power().orElseThrow()).watts();
        double idle = idleWatts(gpu);
        double clock = StrictMath.cbrt(Math.min(1, (capWatts - idle) / (full - idle)));
        assumptions.note(
                key + ".clock",
                Numbers.significant(clock, 4) + " under the cap of " + Numbers.significant(capWatts, 4) + " W",
                Tag.ASSUMED,
                "cube root of power above idle, windtunnel docs/models.md",
                "2026-11-24");
        return clock;
    }

    private static double idleWatts(GpuSku gpu) {
        return gpu.idlePower()
                .or(() -> gpu.power())
                .map(known -> known.value().watts() * (gpu.idlePower().isPresent() ? 1 : UNKNOWN_IDLE_SHARE))
                .orElse(0.0);
    }

    /** What is wrong with the job's wishes for this GPU, by key; empty when nothing is. */
    static Map<String, String> problems(GpuSku gpu, Parallel parallel) {
        Map<String, String> problems = new LinkedHashMap<>();
        if (parallel.options().interference().countsSms() && gpu.sms().isEmpty()) {
            problems.put(
                    "interference",
                    "the library does not say how many SMs " + gpu.name() + " has; take const, or give its entry sms");
        }
        if (parallel.powerCap().isPresent()) {
            double cap = parallel.powerCap().get().watts();
            if (gpu.power().isEmpty()) {
                problems.put("power-cap", "the library has no power of " + gpu.name() + "; say clock instead");
            } else if (cap <= idleWatts(gpu)) {
                problems.put(
                        "power-cap",
                        "must be over the idle power of " + gpu.name() + ", " + Numbers.significant(idleWatts(gpu), 4)
                                + " W");
            }
        }
        return problems;
    }

    /** Peaks of the precisions that the library knows of this GPU; the one in use is listed. */
    private static Device.PeakFlops rates(
            GpuSku gpu, Precision used, double bf16PerSec, String key, Assumptions assumptions) {
        Map<Precision, Double> rates = new EnumMap<>(Precision.class);
        Map<Precision, Double> relative = new EnumMap<>(Precision.class);
        for (Precision precision : Precision.values()) {
            peak(gpu, precision).ifPresent(rate -> {
                double perSec = precision == used && precision != Precision.BF16
                        ? assumptions
                                .read(key + ".peak-" + text(precision), rate)
                                .perSec()
                        : rate.value().perSec();
                rates.put(precision, perSec);
            });
        }
        if (gpu.peakBf16().isPresent()) {
            rates.put(Precision.BF16, bf16PerSec);
        }
        boolean bothMeasured =
                gpu.measuredBf16().isPresent() && gpu.measuredFp8().isPresent();
        if (bothMeasured && rates.containsKey(Precision.FP8)) {
            double share16 = gpu.measuredBf16().get().value().perSec() / bf16PerSec;
            double share8 = gpu.measuredFp8().get().value().perSec() / rates.get(Precision.FP8);
            relative.put(Precision.FP8, share8 / share16);
        }
        return new Device.PeakFlops(rates, relative);
    }

    private static Optional<Sourced<Flops>> peak(GpuSku gpu, Precision precision) {
        return switch (precision) {
            case FP32 -> gpu.peakFp32();
            case TF32 -> gpu.peakTf32();
            case BF16 -> gpu.peakBf16();
            case FP16 -> gpu.peakFp16();
            case FP8 -> gpu.peakFp8();
            case FP4 -> gpu.peakFp4();
        };
    }

    /** The precisions that the library knows a peak of, for people. */
    static String known(GpuSku gpu) {
        return Arrays.stream(Precision.values())
                .filter(precision -> peak(gpu, precision).isPresent())
                .map(Devices::text)
                .collect(Collectors.joining(", "));
    }

    static boolean knows(GpuSku gpu, Precision precision) {
        return peak(gpu, precision).isPresent();
    }

    static String text(Precision precision) {
        return precision.name().toLowerCase(Locale.ROOT);
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
        return UNKNOWN_ATTENTION;
    }

    /** Where it is not known, FlashAttention 2 is the best kernel there is. */
    private static double flash2(GpuSku gpu, String key, Assumptions assumptions) {
        return gpu.flash2Efficiency()
                .map(known ->
                        assumptions.read(key + ".flash2-efficiency", known).value())
                .orElseGet(() -> gpu.attentionEfficiency()
                        .map(best -> best.value().value())
                        .orElse(UNKNOWN_ATTENTION));
    }

    private static double clock(GpuSku gpu, String key, Assumptions assumptions) {
        return gpu.sustainedClock()
                .map(known -> assumptions.read(key + ".sustained-clock", known).value())
                .orElse(1.0);
    }
}
