package windtunnel.core.random;

/** One reproducible sequence of uniforms (SplitMix64, Steele, Lea and Flood, OOPSLA 2014); period 2^64. */
public final class Stream {
    private static final double UNIT = 0x1.0p-53;
    private long state;

    Stream(long seed) {
        state = seed;
    }

    /** The next uniform, strictly between 0 and 1. */
    public double uniform() {
        long bits = RandomStreams.mix(state) >>> 11;
        state += 0x9E3779B97F4A7C15L;
        return (bits + 0.5) * UNIT;
    }

    /** A uniform whole number from 0 to {@code bound - 1}; bound must be positive. */
    public int below(int bound) {
        if (bound <= 0) {
            throw new IllegalArgumentException("bound must be positive: " + bound);
        }
        return (int) (uniform() * bound);
    }
}
