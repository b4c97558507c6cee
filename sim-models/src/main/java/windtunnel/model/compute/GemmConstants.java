package windtunnel.model.compute;

/**
 * Constants of the smooth roofline {@code t = t0 + (t_c^rho + t_m^rho)^(1/rho)} of one device.
 *
 * <p>The calibrated rows are least squares in log time on 20,880 measured GEMMs per device (QKV, attention-out and MLP
 * matrices, 1 to 4096 tokens, tensor degree 1 to 8, five models) of the Vidur profiles (microsoft/vidur, data/profiling,
 * read 2026): median error 5.2 % on A100, 7.1 % on H100.
 *
 * @param effCompute achieved share of the peak FLOP rate
 * @param effMemory achieved share of the memory bandwidth
 * @param overheadSeconds launch overhead t0 of a kernel, seconds
 * @param rho sharpness of the knee; infinity is the hard maximum
 */
public record GemmConstants(double effCompute, double effMemory, double overheadSeconds, double rho) {

    /** A100 SXM 80 GB, calibrated. */
    public static final GemmConstants A100_SXM = new GemmConstants(0.740, 0.846, 5.83e-6, 1.419);

    /** H100 SXM, calibrated. */
    public static final GemmConstants H100_SXM = new GemmConstants(0.760, 0.979, 5.42e-6, 1.273);

    /** Checks that the constants can give a finite positive time. */
    public GemmConstants {
        if (!(effCompute > 0 && effCompute <= 1 && effMemory > 0 && effMemory <= 1)) {
            throw new IllegalArgumentException("efficiencies must be in (0, 1]: " + effCompute + ", " + effMemory);
        }
        if (!(overheadSeconds >= 0 && overheadSeconds < Double.POSITIVE_INFINITY && rho >= 1)) {
            throw new IllegalArgumentException("overhead must be >= 0 and rho >= 1: " + overheadSeconds + ", " + rho);
        }
    }

    /**
     * Returns the assumed constants of a device nobody has profiled: {@code eps_c = 0.9 MAMF / peak}, {@code eps_m =
     * 0.90}, {@code t0 = 5.5 us}, {@code rho = 1.35}.
     *
     * @param bestMeasuredFlopsPerSec MAMF, the best matmul rate anybody measured, FLOP/s
     * @param peakFlopsPerSec dense peak at the same precision, FLOP/s
     */
    public static GemmConstants uncalibrated(double bestMeasuredFlopsPerSec, double peakFlopsPerSec) {
        return new GemmConstants(0.9 * bestMeasuredFlopsPerSec / peakFlopsPerSec, 0.90, 5.5e-6, 1.35);
    }

    /** Returns these constants with {@code clock} times the compute efficiency. */
    GemmConstants times(double clock) {
        return new GemmConstants(effCompute * clock, effMemory, overheadSeconds, rho);
    }
}
