package windtunnel.bench.workload;

/** The SplitMix64 generator (Steele, Lea, Flood, OOPSLA 2014), which every shared workload draws from. */
public final class SplitMix64 {

    private long state;

    /** A generator at a seed. */
    public SplitMix64(long seed) {
        state = seed;
    }

    /** The next 64 bits. */
    public long next() {
        state += 0x9E3779B97F4A7C15L;
        long z = state;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** A uniform double in [0, 1). */
    public double uniform() {
        return (next() >>> 11) * 0x1p-53;
    }

    /** A whole number in [0, n). */
    public int below(int n) {
        return (int) ((next() >>> 11) % n);
    }

    /** An exponential variate of a mean, by inversion. */
    public double exponential(double mean) {
        return -Math.log(1 - uniform()) * mean;
    }
}
