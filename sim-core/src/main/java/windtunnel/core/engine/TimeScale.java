package windtunnel.core.engine;

/** How a queue key (a {@code long} that sorts by time) stands for time. */
public enum TimeScale {

    /** Keys are nanoseconds; a duration is rounded up to whole ns once (architecture section 5). */
    NANOS {
        @Override
        public double secondsBetween(long fromKey, long toKey) {
            return (toKey - fromKey) * 1e-9;
        }

        @Override
        public long after(long key, double seconds) {
            return Math.addExact(key, Simulation.nanos(seconds));
        }
    },

    /** Keys are the raw bits of non-negative double seconds, which sort as longs. */
    SECONDS {
        @Override
        public double secondsBetween(long fromKey, long toKey) {
            return Double.longBitsToDouble(toKey) - Double.longBitsToDouble(fromKey);
        }

        @Override
        public long after(long key, double seconds) {
            return Double.doubleToRawLongBits(Double.longBitsToDouble(key) + seconds);
        }
    };

    /** Seconds from one key to another. */
    public abstract double secondsBetween(long fromKey, long toKey);

    /** The key that lies so many seconds after {@code key}. */
    public abstract long after(long key, double seconds);
}
