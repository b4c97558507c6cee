package windtunnel.model.compute;

/**
 * One accelerator as the step sees it.
 *
 * @param peak dense (non-sparse) peak rates
 * @param hbm its memory
 * @param gemm constants of its kernels
 * @param fusedAttentionEfficiency share of the peak a fused attention kernel reaches
 * @param reservedBytes memory the driver and communication contexts take
 */
public record Device(PeakFlops peak, Hbm hbm, GemmConstants gemm, double fusedAttentionEfficiency, long reservedBytes) {

    /**
     * Dense peak rates by precision.
     *
     * @param bf16PerSec FLOP/s in bfloat16
     * @param fp8PerSec FLOP/s in 8-bit floating point, 0 where the device has none
     */
    public record PeakFlops(double bf16PerSec, double fp8PerSec) {

        /** Checks that the rates can divide. */
        public PeakFlops {
            if (!(bf16PerSec > 0 && fp8PerSec >= 0)) {
                throw new IllegalArgumentException("peak rates out of range: " + bf16PerSec + ", " + fp8PerSec);
            }
        }

        /** Returns whether the device computes in this precision. */
        public boolean supports(Precision precision) {
            return precision == Precision.BF16 || fp8PerSec > 0;
        }

        /** Returns the FLOP/s at a precision; throws where the device lacks it. */
        public double at(Precision precision) {
            if (!supports(precision)) {
                throw new IllegalArgumentException("the device has no " + precision);
            }
            return precision == Precision.FP8 ? fp8PerSec : bf16PerSec;
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

    /** Checks the attention efficiency and the reserve. */
    public Device {
        if (!(fusedAttentionEfficiency > 0 && fusedAttentionEfficiency <= 1) || reservedBytes < 0) {
            throw new IllegalArgumentException(
                    "device out of range: attention " + fusedAttentionEfficiency + ", reserved " + reservedBytes);
        }
    }

    /** Returns this device with another memory capacity. */
    public Device withHbmBytes(long bytes) {
        return new Device(peak, new Hbm(bytes, hbm.bytesPerSec()), gemm, fusedAttentionEfficiency, reservedBytes);
    }
}
