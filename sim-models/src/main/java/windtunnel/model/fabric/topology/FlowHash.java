package windtunnel.model.fabric.topology;

/** The hash by which switches choose among equal next hops: a 64-bit mixer without modulo, so without bias for fewer than 2^20 hops. */
final class FlowHash {
    private FlowHash() {}

    /** Hash of a flow's header fields. */
    static long of(int from, int to, long label, long seed) {
        return mix(from * 0x9E3779B97F4A7C15L ^ ((long) to << 1) ^ label * 0xC2B2AE3D27D4EB4FL ^ seed);
    }

    /** Next hop of {@code count} that a switch with {@code salt} takes for a flow. */
    static int pick(long hash, long salt, int count) {
        return (int) (((mix(hash ^ salt) >>> 32) * count) >>> 32);
    }

    /** The finaliser of SplitMix64 (Steele, Lea and Flood 2014). */
    static long mix(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
