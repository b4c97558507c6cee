package windtunnel.core.flow;

import java.util.Arrays;

/**
 * The links that a {@link LevelSweep} still has to visit, in rising order of level.
 *
 * <p>Only visits up to a horizon are sorted. Links beyond it wait in a list, and their bounds are looked up anew when the
 * horizon moves: by then most bounds have risen, and many links need no visit at all.
 */
final class VisitQueue {

    /** Tells from where on a link needs its next visit, or infinity. */
    interface Bounds {
        double refreshed(int link, double bound);
    }

    /** No visit. */
    static final double NEVER = Double.POSITIVE_INFINITY;

    /** How far the horizon moves, relative to the nearest visit. */
    private static final double STEP = 1.2;

    private final LevelHeap heap = new LevelHeap();
    private double[] bound = new double[16];
    private int[] later = new int[16];
    private boolean[] isLater = new boolean[16];
    private int laterCount;
    private double horizon;

    void ensureLink(int link) {
        if (link >= bound.length) {
            bound = Arrays.copyOf(bound, 2 * link);
            later = Arrays.copyOf(later, 2 * link);
            isLater = Arrays.copyOf(isLater, 2 * link);
        }
    }

    void clear() {
        heap.clear(0);
        while (laterCount > 0) {
            isLater[later[--laterCount]] = false;
        }
        horizon = 0;
    }

    /** Forgets what an earlier sweep has left about a link. */
    void forget(int link) {
        bound[link] = NEVER;
    }

    /** Sets the level of a link's next visit; {@link #NEVER} for none. */
    void visitAt(int link, double at) {
        bound[link] = at;
        if (at <= horizon && at < NEVER) {
            heap.push(at, link);
        } else if (at < NEVER && !isLater[link]) {
            isLater[link] = true;
            later[laterCount++] = link;
        }
    }

    /** Sets the level of a link's next visit when it is lower than the one known. */
    void visitSooner(int link, double at) {
        if (at < bound[link]) {
            visitAt(link, at);
        }
    }

    /** Brings the next visit to the top; false when no link is left to visit. */
    boolean hasNext(Bounds bounds) {
        while (true) {
            if (heap.size() == 0 && !moveHorizon(bounds)) {
                return false;
            }
            if (heap.topLevel() == bound[heap.topId()]) {
                return true;
            }
            heap.pop();
        }
    }

    double nextLevel() {
        return heap.topLevel();
    }

    /** Takes the next visit; its link then has none until it gets one. */
    int take() {
        int link = heap.topId();
        heap.pop();
        bound[link] = NEVER;
        return link;
    }

    private boolean moveHorizon(Bounds bounds) {
        double nearest = NEVER;
        int kept = 0;
        for (int i = 0; i < laterCount; i++) {
            int link = later[i];
            isLater[link] = false;
            bound[link] = bounds.refreshed(link, bound[link]);
            if (bound[link] < NEVER) {
                nearest = Math.min(nearest, bound[link]);
                later[kept++] = link;
            }
        }
        laterCount = 0;
        horizon = nearest * STEP;
        for (int i = 0; i < kept; i++) {
            visitAt(later[i], bound[later[i]]);
        }
        return heap.size() > 0;
    }
}
