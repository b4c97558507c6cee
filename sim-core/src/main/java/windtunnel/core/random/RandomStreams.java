package windtunnel.core.random;

/**
 * Hands out the random streams of one replication.
 *
 * <p>A stream's seed is a hash of the root seed, the replication, and the names of entity and purpose; it never depends on the
 * order of creation. Adding a model therefore changes nobody's luck, and two designs meet the same luck (common random
 * numbers).
 */
public final class RandomStreams {
    private final long rootSeed;
    private final int replication;

    /** Streams of replication {@code replication} (from 0) under {@code rootSeed}. */
    public RandomStreams(long rootSeed, int replication) {
        this.rootSeed = rootSeed;
        this.replication = replication;
    }

    /** The stream of {@code entity} (for instance {@code node-17}) for {@code purpose} (for instance {@code failure}). */
    public Stream stream(String entity, String purpose) {
        long hash = mix(rootSeed);
        hash = mix(hash ^ replication);
        hash = text(hash, entity);
        return new Stream(text(hash, purpose));
    }

    private static long text(long hash, String text) {
        long h = mix(hash ^ text.length());
        for (int i = 0; i < text.length(); i++) {
            h = mix(h ^ text.charAt(i));
        }
        return h;
    }

    /** The SplitMix64 finaliser (Steele, Lea and Flood 2014). */
    static long mix(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
