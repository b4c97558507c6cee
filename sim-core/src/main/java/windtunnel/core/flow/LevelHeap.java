package windtunnel.core.flow;

import java.util.Arrays;

/** A 4-ary heap of (level, id) whose top may be raised in place; equal levels come by lowest id. */
final class LevelHeap {

    double[] keys = new double[0];
    int[] ids = new int[0];
    int size;

    void clear(int capacity) {
        size = 0;
        if (keys.length < capacity) {
            keys = new double[capacity];
            ids = new int[capacity];
        }
    }

    /** Adds at the end; call {@link #heapify} before the first look at the top. */
    void append(double key, int id) {
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, Math.max(16, 2 * size));
            ids = Arrays.copyOf(ids, keys.length);
        }
        keys[size] = key;
        ids[size++] = id;
    }

    void heapify() {
        for (int i = (size - 2) >> 2; i >= 0; i--) {
            siftDown(keys, ids, size, i, keys[i], ids[i]);
        }
    }

    void raiseTop(double key) {
        siftDown(keys, ids, size, 0, key, ids[0]);
    }

    void pop() {
        int last = --size;
        if (last > 0) {
            siftDown(keys, ids, last, 0, keys[last], ids[last]);
        }
    }

    private static void siftDown(double[] k, int[] v, int end, int hole, double key, int id) {
        int at = hole;
        int child = 4 * at + 1;
        while (child < end) {
            int best = child;
            double bestKey = k[child];
            int stop = Math.min(child + 4, end);
            for (int c = child + 1; c < stop; c++) {
                double other = k[c];
                if (other < bestKey || (other == bestKey && v[c] < v[best])) {
                    best = c;
                    bestKey = other;
                }
            }
            if (key < bestKey || (key == bestKey && id < v[best])) {
                break;
            }
            k[at] = bestKey;
            v[at] = v[best];
            at = best;
            child = 4 * at + 1;
        }
        k[at] = key;
        v[at] = id;
    }
}
