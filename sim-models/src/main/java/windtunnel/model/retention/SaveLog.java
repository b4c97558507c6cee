package windtunnel.model.retention;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The saves of one job in one run, in the order in which they ended: when each began and ended, and how good it was. */
final class SaveLog {
    /** Quality of a save that was torn. */
    private static final double TORN = -1;

    private long[] began = new long[16];
    private long[] ended = new long[16];
    private double[] quality = new double[16];
    private int size;
    private final List<Long> discards = new ArrayList<>();

    void durable(long beganNanos, long endedNanos, double howGood) {
        add(beganNanos, endedNanos, howGood);
    }

    void torn(long beganNanos, long endedNanos) {
        add(beganNanos, endedNanos, TORN);
    }

    /** The newest kept save was deleted out of turn. */
    void discarded(long atNanos) {
        discards.add(atNanos);
    }

    /** When saves were deleted out of turn, in order of time. */
    List<Long> discards() {
        return discards;
    }

    private void add(long beganNanos, long endedNanos, double howGood) {
        if (size == began.length) {
            began = Arrays.copyOf(began, 2 * size);
            ended = Arrays.copyOf(ended, 2 * size);
            quality = Arrays.copyOf(quality, 2 * size);
        }
        began[size] = beganNanos;
        ended[size] = endedNanos;
        quality[size++] = howGood;
    }

    /** When saves began, in order of time. */
    long[] begins() {
        long[] begins = Arrays.copyOf(began, size);
        Arrays.sort(begins);
        return begins;
    }

    /** How many saves ended, torn ones too. */
    int size() {
        return size;
    }

    /** Whether it became durable. */
    boolean isDurable(int save) {
        return quality[save] != TORN;
    }

    long began(int save) {
        return began[save];
    }

    long ended(int save) {
        return ended[save];
    }

    double quality(int save) {
        return quality[save];
    }
}
