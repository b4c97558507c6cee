package windtunnel.core.flow;

import java.util.Arrays;

/**
 * A 4-ary min-heap of (level, id) whose top may be raised in place.
 *
 * <p>Levels are kept as raw bits, which sort as longs, so that the smallest of four children is found without a branch:
 * branches of a heap are coin tosses, and mispredicting them cost more than half of a solve. Entries behind the end are
 * kept at the largest key. Equal levels come in an order that depends on the history of the heap, and on nothing else.
 */
final class LevelHeap {

    private static final long END = Long.MAX_VALUE;
    private static final int PADDING = 4;

    private long[] keys = new long[PADDING];
    private int[] ids = new int[PADDING];
    private int size;

    LevelHeap() {
        Arrays.fill(keys, END);
    }

    /** Empties the heap and makes room. */
    void clear(int capacity) {
        if (keys.length < capacity + PADDING) {
            keys = new long[capacity + PADDING];
            ids = new int[capacity + PADDING];
        }
        if (size > 0) {
            size = 0;
            Arrays.fill(keys, 0, PADDING, END);
        }
    }

    int size() {
        return size;
    }

    double topLevel() {
        return Double.longBitsToDouble(keys[0]);
    }

    int topId() {
        return ids[0];
    }

    /** Adds at the end, out of order; call {@link #heapify} before the first look at the top. */
    void append(double level, int id) {
        if (size + PADDING >= keys.length) {
            keys = Arrays.copyOf(keys, 2 * keys.length + PADDING);
            ids = Arrays.copyOf(ids, keys.length);
        }
        keys[size] = Double.doubleToRawLongBits(level);
        ids[size++] = id;
    }

    void heapify() {
        Arrays.fill(keys, size, size + PADDING, END);
        for (int i = (size - 2) >> 2; i >= 0; i--) {
            siftDown(keys, ids, size, i, keys[i], ids[i]);
        }
    }

    void push(double level, int id) {
        append(level, id);
        keys[size + PADDING - 1] = END;
        siftUp(keys, ids, size - 1);
    }

    /** Raises the level of the top. */
    void raiseTop(double level) {
        siftDown(keys, ids, size, 0, Double.doubleToRawLongBits(level), ids[0]);
    }

    void pop() {
        int last = --size;
        long key = keys[last];
        keys[last] = END;
        if (last > 0) {
            siftDown(keys, ids, last, 0, key, ids[last]);
        }
    }

    private static void siftUp(long[] k, int[] v, int from) {
        long key = k[from];
        int id = v[from];
        int at = from;
        while (at > 0) {
            int parent = (at - 1) >> 2;
            if (k[parent] <= key) {
                break;
            }
            k[at] = k[parent];
            v[at] = v[parent];
            at = parent;
        }
        k[at] = key;
        v[at] = id;
    }

    /** Keys are not negative, so the sign of a difference tells the smaller one. */
    private static void siftDown(long[] k, int[] v, int end, int hole, long key, int id) {
        int at = hole;
        int c = 4 * at + 1;
        while (c < end) {
            long k0 = k[c];
            long k2 = k[c + 2];
            long right = (k[c + 1] - k0) >> 63;
            long right2 = (k[c + 3] - k2) >> 63;
            long low = k0 + ((k[c + 1] - k0) & right);
            long low2 = k2 + ((k[c + 3] - k2) & right2);
            long second = (low2 - low) >> 63;
            long best = low + ((low2 - low) & second);
            if (key <= best) {
                break;
            }
            int i = c - (int) right;
            int j = c + 2 - (int) right2;
            int child = i + ((j - i) & (int) second);
            k[at] = best;
            v[at] = v[child];
            at = child;
            c = 4 * at + 1;
        }
        k[at] = key;
        v[at] = id;
    }
}
