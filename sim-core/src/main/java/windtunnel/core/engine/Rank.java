package windtunnel.core.engine;

/** Order of events of one instant: a smaller rank fires first, equal ranks in the order they were scheduled (cluster.md 11.5). */
public final class Rank {

    /** Failures, evictions and other losses of hardware. */
    public static final int FAILURE = 0;
    /** Notices that something will be lost. */
    public static final int NOTICE = 1;
    /** Ends of flows, and every event without a rank of its own. */
    public static final int FLOW_END = 2;
    /** Ends of training steps. */
    public static final int STEP_END = 3;
    /** Checkpoints that have become durable. */
    public static final int DURABLE = 4;
    /** Scheduler decisions. */
    public static final int SCHEDULER = 5;
    /** Metrics, which see everything else of their instant. */
    public static final int METRICS = 6;

    private static final String[] NAMES = {
        "FAILURE", "NOTICE", "FLOW_END", "STEP_END", "DURABLE", "SCHEDULER", "METRICS"
    };

    private Rank() {}

    /** Names a rank; throws when there is no such rank. */
    public static String name(int rank) {
        return NAMES[rank];
    }
}
