package windtunnel.model.compute;

import org.apache.commons.math3.util.FastMath;

/**
 * Times of single kernels.
 *
 * <p>Matrix multiplication [M x K][K x N] of {@code w}-byte elements: F = 2MKN, Q = w(MK + KN + MN), t = t0 + (tc^rho + tm^rho)^(1/rho)
 * with tc = F/(ec peak), tm = Q/(em BW): a roofline with a smooth knee, fitted to 20,880 measured multiplications a device of
 * Vidur's profiles (microsoft/vidur 7d47513; median error 5 % on A100, 7 % on H100). Everything else moves bytes:
 * t = t0 + bytes/(em BW). It stops holding for very thin matrices on clocks that throttle.
 */
public final class Kernels {
    private final Device device;
    private final double elementBytes;

    /** Kernels on {@code device} with matrix elements of {@code elementBytes} bytes. */
    public Kernels(Device device, double elementBytes) {
        this.device = device;
        this.elementBytes = elementBytes;
    }

    /** Seconds of one multiplication of an M x K by a K x N matrix. */
    public double gemm(double m, double k, double n) {
        return batchedGemm(1, m, k, n);
    }

    /** Seconds of {@code batch} equal multiplications in one launch. */
    public double batchedGemm(double batch, double m, double k, double n) {
        double flops = 2 * m * k * n * batch;
        double bytes = elementBytes * (m * k + k * n + m * n) * batch;
        return device.launchSeconds() + roofline(computeSeconds(flops), memorySeconds(bytes));
    }

    double computeSeconds(double flops) {
        return flops / (device.computeEfficiency() * device.peakFlops());
    }

    double memorySeconds(double bytes) {
        return bytes / (device.memoryEfficiency() * device.memoryBytesPerSec());
    }

    private double roofline(double compute, double memory) {
        double larger = Math.max(compute, memory);
        if (larger == 0 || Double.isInfinite(device.sharpness())) {
            return larger;
        }
        double ratio = Math.min(compute, memory) / larger;
        double rho = device.sharpness();
        return larger * FastMath.pow(1 + FastMath.pow(ratio, rho), 1 / rho);
    }

    /** Seconds of a kernel that only moves {@code bytes}. */
    public double elementwise(double bytes) {
        return device.launchSeconds() + memorySeconds(bytes);
    }

    /** Forward seconds of the fused attention core (FlashAttention-like) that executes {@code flops}. */
    public double fusedAttention(double flops) {
        return flops / (device.attentionEfficiency() * device.peakFlops());
    }

    /** Seconds of an optimizer step over {@code parameters} local parameters: 18 bytes of state read and written. */
    public double optimizer(double parameters) {
        return memorySeconds(36 * parameters);
    }
}
