package windtunnel.model.compute;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * One accelerator as the step sees it.
 *
 * @param peak dense (non-sparse) peak rates
 * @param hbm its memory
 * @param gemm constants of its kernels
 * @param fusedAttentionEfficiency share of the peak a fused attention kernel reaches
 * @param flash2Efficiency the same of FlashAttention 2, which does not use what later devices have
 * @param sustainedClock clock that is held for hours at the power limit, as a share of that of a short benchmark
 * @param reservedBytes memory the driver and communication contexts take
 * @param sms streaming multiprocessors, 0 where nobody has said
 */
public record Device(
        PeakFlops peak,
        Hbm hbm,
        GemmConstants gemm,
        double fusedAttentionEfficiency,
        double flash2Efficiency,
        double sustainedClock,
        long reservedBytes,
        int sms) {

    /**
     * Dense peak rates by precision.
     *
     * @param perSec FLOP/s of each precision that the device computes in, bf16 or fp16 among them
     * @param relativeEfficiency best share of the peak that was measured over the same of bf16, where it is known
     */
    public record PeakFlops(Map<Precision, Double> perSec, Map<Precision, Double> relativeEfficiency) {

        /** Copies the maps and checks that the rates can divide. */
        public PeakFlops {
            perSec = Collections.unmodifiableMap(new EnumMap<>(perSec));
            relativeEfficiency = relativeEfficiency.isEmpty()
                    ? Map.of()
                    : Collections.unmodifiableMap(new EnumMap<>(relativeEfficiency));
            if (!perSec.containsKey(Precision.BF16) && !perSec.containsKey(Precision.FP16)) {
                throw new IllegalArgumentException("a device without bf16 and fp16: " + perSec);
            }
            perSec.values().forEach(rate -> positive("peak rate", rate));
            relativeEfficiency.values().forEach(share -> positive("relative efficiency", share));
        }

        /** A device of which bf16 and fp16 are known, and fp8 where it is not 0. */
        public PeakFlops(double bf16PerSec, double fp8PerSec) {
            this(rates(bf16PerSec, fp8PerSec), Map.of());
        }

        private static Map<Precision, Double> rates(double bf16PerSec, double fp8PerSec) {
            Map<Precision, Double> rates = new EnumMap<>(Precision.class);
            rates.put(Precision.BF16, bf16PerSec);
            rates.put(Precision.FP16, bf16PerSec);
            if (fp8PerSec != 0) {
                rates.put(Precision.FP8, fp8PerSec);
            }
            return rates;
        }

        private static void positive(String what, double value) {
            if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(what + " out of range: " + value);
            }
        }

        /** Returns whether the device computes in this precision. */
        public boolean supports(Precision precision) {
            return perSec.containsKey(precision);
        }

        /** Returns the FLOP/s at a precision; throws where the device lacks it. */
        public double at(Precision precision) {
            Double rate = perSec.get(precision);
            if (rate == null) {
                throw new IllegalArgumentException("the device has no " + precision);
            }
            return rate;
        }

        /** Returns the FLOP/s that kernels reach at a precision which reach {@code share} of the peak in bf16. */
        double achieved(Precision precision, double share) {
            return Math.min(1, share * relativeEfficiency.getOrDefault(precision, 1.0)) * at(precision);
        }
    }

    /**
     * High-bandwidth memory.
     *
     * @param bytes capacity
     * @param bytesPerSec bandwidth of the data sheet
     */
    public record Hbm(long bytes, double bytesPerSec) {

        /** Checks that capacity and bandwidth are positive. */
        public Hbm {
            if (bytes < 1 || !(bytesPerSec > 0)) {
                throw new IllegalArgumentException("HBM out of range: " + bytes + " B, " + bytesPerSec + " B/s");
            }
        }
    }

    /** A device on which all fused kernels are equal and whose clock is constant. */
    public Device(PeakFlops peak, Hbm hbm, GemmConstants gemm, double fusedAttentionEfficiency, long reservedBytes) {
        this(peak, hbm, gemm, fusedAttentionEfficiency, fusedAttentionEfficiency, 1, reservedBytes, 0);
    }

    /** A device whose SMs nobody has counted. */
    public Device(
            PeakFlops peak,
            Hbm hbm,
            GemmConstants gemm,
            double fusedAttentionEfficiency,
            double flash2Efficiency,
            double sustainedClock,
            long reservedBytes) {
        this(peak, hbm, gemm, fusedAttentionEfficiency, flash2Efficiency, sustainedClock, reservedBytes, 0);
    }

    /** Checks the attention efficiencies and the reserve. */
    public Device {
        boolean shares = fusedAttentionEfficiency > 0
                && fusedAttentionEfficiency <= 1
                && flash2Efficiency > 0
                && flash2Efficiency <= 1
                && sustainedClock > 0
                && sustainedClock <= 1;
        if (!shares || reservedBytes < 0) {
            throw new IllegalArgumentException(
                    "device out of range: attention " + fusedAttentionEfficiency + ", reserved " + reservedBytes);
        }
    }

    /** Returns this device with another memory capacity. */
    public Device withHbmBytes(long bytes) {
        return new Device(
                peak,
                new Hbm(bytes, hbm.bytesPerSec()),
                gemm,
                fusedAttentionEfficiency,
                flash2Efficiency,
                sustainedClock,
                reservedBytes,
                sms);
    }

    /**
     * Returns this device with its cores at {@code clock} times what it would hold otherwise, as a power or thermal cap does: matrix and
     * attention kernels slow down, memory has its own clock.
     */
    public Device atClock(double clock) {
        return clock == 1
                ? this
                : new Device(
                        peak,
                        hbm,
                        gemm.times(clock),
                        clock * fusedAttentionEfficiency,
                        clock * flash2Efficiency,
                        sustainedClock,
                        reservedBytes,
                        sms);
    }

    /**
     * Returns this device at its sustained clock, which slows matrix kernels. Rates of attention kernels were measured in long runs, and
     * memory has its own clock.
     */
    Device sustained() {
        return new Device(
                peak,
                hbm,
                gemm.times(sustainedClock),
                fusedAttentionEfficiency,
                flash2Efficiency,
                1,
                reservedBytes,
                sms);
    }

    /** Returns the share of the peak that an attention kernel reaches on sequences of that length. */
    double attentionEfficiency(StepOptions.AttentionKernel kernel, int sequence, int headDim) {
        double full = switch (kernel) {
            case FLASH_1 -> flash2Efficiency / 2;
            case FLASH_2 -> flash2Efficiency;
            default -> fusedAttentionEfficiency;
        };
        return full * kernel.ramp(sequence, headDim);
    }
}
