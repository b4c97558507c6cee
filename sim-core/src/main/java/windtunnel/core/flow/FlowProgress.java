package windtunnel.core.flow;

import java.util.Arrays;
import windtunnel.core.engine.TimeScale;

/**
 * Bytes moved by flows whose rates change now and then. A flow is touched only when its own rate changes (network.md 4.2).
 *
 * <p>Between changes remaining = remaining' - rate * elapsed. Keys are times on the given scale, so the same kernel runs on
 * ns and on double seconds.
 */
public final class FlowProgress {

    /** Returned by {@link #endKey} for a flow that never ends at its present rate. */
    public static final long NEVER = Long.MAX_VALUE;

    private static final double DONE_BYTES = 1e-6;
    private static final double DONE_PART = 1e-12;
    /** About 292 years: longer than any clock of ns can tell. */
    private static final double HORIZON_SECONDS = 9.2e9;

    private final TimeScale scale;
    /** Cells of a flow, four side by side: a change of rate reads and writes all of them. */
    private static final int TOTAL = 0;

    private static final int REMAINING = 1;
    private static final int MOVED = 2;
    private static final int RATE = 3;

    private double[] cells = new double[4 * 16];
    private long[] updated = new long[16];

    /** Progress on a time scale. */
    public FlowProgress(TimeScale scale) {
        this.scale = scale;
    }

    /** Begins a flow of so many bytes ({@code +infinity} for a stream) at rate 0. */
    public void begin(int flow, double bytes, long nowKey) {
        if (flow >= updated.length) {
            cells = Arrays.copyOf(cells, 4 * 2 * flow);
            updated = Arrays.copyOf(updated, 2 * flow);
        }
        cells[4 * flow + TOTAL] = bytes;
        cells[4 * flow + REMAINING] = bytes;
        cells[4 * flow + MOVED] = 0;
        cells[4 * flow + RATE] = 0;
        updated[flow] = nowKey;
    }

    /** Accounts for the time since the flow's last update; returns the bytes moved in it. */
    public double advance(int flow, long nowKey) {
        double step = since(flow, nowKey);
        updated[flow] = nowKey;
        cells[4 * flow + REMAINING] -= step;
        cells[4 * flow + MOVED] += step;
        return step;
    }

    /** Moves bytes at once, at most what remains; returns how many. */
    public double move(int flow, double bytes) {
        double step = Math.min(bytes, cells[4 * flow + REMAINING]);
        cells[4 * flow + REMAINING] -= step;
        cells[4 * flow + MOVED] += step;
        return step;
    }

    /** Sets the rate from the flow's last update on. */
    public void setRate(int flow, double newRate) {
        cells[4 * flow + RATE] = newRate;
    }

    /** Key at which the flow will have moved its last byte, or {@link #NEVER}; call it right after {@link #advance}. */
    public long endKey(int flow, long nowKey) {
        double left = cells[4 * flow + REMAINING];
        if (left <= Math.max(DONE_BYTES, DONE_PART * cells[4 * flow + TOTAL])) {
            return nowKey;
        }
        double seconds = left / cells[4 * flow + RATE];
        return seconds < HORIZON_SECONDS ? scale.after(nowKey, seconds) : NEVER;
    }

    /** Current rate in bytes per second. */
    public double rate(int flow) {
        return cells[4 * flow + RATE];
    }

    /** Bytes still to move as of a time. */
    public double remaining(int flow, long nowKey) {
        return cells[4 * flow + REMAINING] - since(flow, nowKey);
    }

    /** Bytes moved as of a time. */
    public double moved(int flow, long nowKey) {
        return cells[4 * flow + MOVED] + since(flow, nowKey);
    }

    /** Bytes moved since the last update as of a time. */
    public double since(int flow, long nowKey) {
        return Math.min(
                cells[4 * flow + REMAINING], cells[4 * flow + RATE] * scale.secondsBetween(updated[flow], nowKey));
    }
}
