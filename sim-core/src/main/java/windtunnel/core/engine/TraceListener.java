package windtunnel.core.engine;

/** Hears of every event just before it fires. */
@FunctionalInterface
public interface TraceListener {

    /** Takes note of one event: its time in ns, its {@link Rank} and its label. */
    void fired(long timeNanos, int rank, String label);
}
