package windtunnel.model.compute;

/**
 * Times of single kernels on one device.
 *
 * <p>Matrix multiplication {@code C[M x N] = A[M x K] B[K x N]} by the smooth roofline {@code t = t0 + (t_c^rho +
 * t_m^rho)^(1/rho)} with {@code t_c = 2MKN / (eps_c peak)} and {@code t_m = w (MK + KN + MN) / (eps_m BW)}; constants as
 * in {@link GemmConstants}. Everything else streams: {@code t0 + bytes / (eps_m BW)}. Caches, wave quantisation and
 * clock throttling are in the calibrated constants only, so single odd shapes may be off by 20 %.
 */
public final class Kernels {

    private Kernels() {}

    /** Returns the seconds of one matrix multiplication of the given size and precision. */
    public static double gemmSeconds(Device device, Precision precision, long m, long k, long n) {
        return batchedGemmSeconds(device, precision, 1, m, k, n);
    }

    /** Returns the seconds of {@code batch} equal matrix multiplications launched as one kernel. */
    public static double batchedGemmSeconds(Device device, Precision precision, double batch, long m, long k, long n) {
        double computeSeconds = batch
                * gemmFlops(m, k, n)
                / device.peak().achieved(precision, device.gemm().effCompute());
        double bytes = batch * gemmBytes(precision, m, k, n);
        double memorySeconds = bytes / usableBytesPerSec(device);
        return device.gemm().overheadSeconds()
                + smoothMax(computeSeconds, memorySeconds, device.gemm().rho());
    }

    /** Returns the FLOPs of one matrix multiplication, a multiply-add counting two. */
    public static double gemmFlops(long m, long k, long n) {
        return 2.0 * m * k * n;
    }

    /** Returns the bytes one matrix multiplication must move at least once. */
    public static double gemmBytes(Precision precision, long m, long k, long n) {
        return precision.elementBytes() * ((double) m * k + (double) k * n)
                + precision.productBytes() * ((double) m * n);
    }

    /** Returns the seconds of a kernel that only streams {@code bytes} through memory. */
    public static double streamSeconds(Device device, double bytes) {
        return device.gemm().overheadSeconds() + bytes / usableBytesPerSec(device);
    }

    /** Returns the seconds of a fused attention kernel that executes {@code flops} at a share of the peak. */
    public static double fusedAttentionSeconds(Device device, Precision precision, double flops, double efficiency) {
        return device.gemm().overheadSeconds()
                + flops / (efficiency * device.peak().at(precision));
    }

    /** Returns {@code (a^rho + b^rho)^(1/rho)} without overflow or underflow; rho may be infinite. */
    static double smoothMax(double a, double b, double rho) {
        double high = Math.max(a, b);
        if (high == 0) {
            return 0;
        }
        double ratio = Math.min(a, b) / high;
        return high * StrictMath.pow(1 + StrictMath.pow(ratio, rho), 1 / rho);
    }

    static double usableBytesPerSec(Device device) {
        return device.gemm().effMemory() * device.hbm().bytesPerSec();
    }
}
