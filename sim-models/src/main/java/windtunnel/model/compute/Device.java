package windtunnel.model.compute;

/**
 * What a GPU can do, in SI units.
 *
 * @param peakFlops dense matrix peak of the datatype, FLOP/s
 * @param memoryBytes memory of the GPU
 * @param memoryBytesPerSec peak memory bandwidth
 * @param computeEfficiency achieved share of the peak by large matrix multiplications
 * @param memoryEfficiency achieved share of the memory bandwidth
 * @param launchSeconds time to launch a kernel
 * @param sharpness exponent of the roofline's knee; infinite for a hard maximum
 * @param attentionEfficiency achieved share of the peak by fused attention
 */
public record Device(
        double peakFlops,
        double memoryBytes,
        double memoryBytesPerSec,
        double computeEfficiency,
        double memoryEfficiency,
        double launchSeconds,
        double sharpness,
        double attentionEfficiency) {}
