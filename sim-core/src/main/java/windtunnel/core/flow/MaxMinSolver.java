package windtunnel.core.flow;

import java.util.Arrays;

/**
 * Weighted max-min fair rates by bottleneck ordering: the link with the lowest fair share (free capacity / open weight)
 * freezes its flows, until every flow is frozen.
 *
 * <p>Freezing flows at the lowest share never lowers the share of another link, so a stale heap entry is simply re-keyed when
 * it reaches the top (network.md 3.3). Rates are w * level, or the cap itself. Cost O(E + (L + R) log L) with R re-keyings.
 * An instance owns scratch arrays and is for one thread. Progressive filling: Bertsekas and Gallager, Data Networks, 6.5.2.
 */
public final class MaxMinSolver {

    /** Below this part of its last exact value a running difference is computed anew (network.md 3.8). */
    private static final double DRIFT = 1e-6;

    private final LevelHeap linkHeap = new LevelHeap();
    private final LevelHeap capHeap = new LevelHeap();
    private int[] flowsStart = new int[1];
    private int[] flowsOf = new int[0];
    private int[] edgesOf = new int[0];
    /** Free capacity and open weight of each link, side by side. */
    private double[] share = new double[0];
    /** Their last exact values. */
    private double[] exact = new double[0];

    private int[] open = new int[0];

    private MaxMinSystem system;
    private double[] rate;
    private int[] bottleneck;
    private int unfrozen;
    private long rekeyings;

    /**
     * Solves a system; writes each flow's rate and the link that froze it, or -1 where its own cap did.
     *
     * @throws IllegalArgumentException when a flow has neither a cap nor a link of finite capacity
     */
    public void solve(MaxMinSystem problem, double[] rateOut, int[] bottleneckOut) {
        system = problem;
        rate = rateOut;
        bottleneck = bottleneckOut;
        unfrozen = problem.flows();
        Arrays.fill(rateOut, 0, unfrozen, -1);
        rekeyings = 0;
        prepareLinks();
        prepareCaps();
        fill();
        if (unfrozen > 0) {
            throw new IllegalArgumentException(unfrozen + " flows have neither a cap nor a link of finite capacity");
        }
    }

    /** Number of stale entries that the last solve had to re-key. */
    public long rekeyings() {
        return rekeyings;
    }

    private void prepareLinks() {
        int links = system.links();
        int edges = system.offset()[system.flows()];
        ensure(links, edges);
        Arrays.fill(open, 0, links, 0);
        countEdges(system.link(), edges, open);
        int sum = 0;
        for (int l = 0; l < links; l++) {
            flowsStart[l] = sum;
            sum += open[l];
        }
        flowsStart[links] = sum;
        Arrays.fill(share, 0, 2 * links, 0);
        if (system.coefficient() == null) {
            spreadPlain(system, flowsStart, flowsOf, share);
        } else {
            spread(system, flowsStart, flowsOf, edgesOf, share);
        }
        System.arraycopy(flowsStart, 0, flowsStart, 1, links);
        flowsStart[0] = 0;
        heapLinks(system.capacity(), links);
    }

    private void heapLinks(double[] capacity, int links) {
        linkHeap.clear(links);
        for (int l = 0; l < links; l++) {
            double c = capacity[l];
            share[2 * l] = c;
            exact[2 * l] = c;
            exact[2 * l + 1] = share[2 * l + 1];
            if (open[l] > 0 && c < Double.POSITIVE_INFINITY) {
                linkHeap.append(c / share[2 * l + 1], l);
            }
        }
        linkHeap.heapify();
    }

    private static void countEdges(int[] link, int edges, int[] count) {
        for (int e = 0; e < edges; e++) {
            count[link[e]]++;
        }
    }

    /** Fills the link-to-flow lists and sums weights; leaves each link's start at its end. */
    private static void spreadPlain(MaxMinSystem s, int[] start, int[] flowsOf, double[] share) {
        int[] offset = s.offset();
        int[] link = s.link();
        double[] weight = s.weight();
        double[] multiplicity = s.multiplicity();
        for (int f = 0, e = 0; f < s.flows(); f++) {
            double mw = (weight == null ? 1 : weight[f]) * (multiplicity == null ? 1 : multiplicity[f]);
            for (int end = offset[f + 1]; e < end; e++) {
                int l = link[e];
                flowsOf[start[l]++] = f;
                share[2 * l + 1] += mw;
            }
        }
    }

    private static void spread(MaxMinSystem s, int[] start, int[] flowsOf, int[] edgesOf, double[] share) {
        int[] offset = s.offset();
        int[] link = s.link();
        double[] coefficient = s.coefficient();
        double[] weight = s.weight();
        double[] multiplicity = s.multiplicity();
        for (int f = 0, e = 0; f < s.flows(); f++) {
            double mw = (weight == null ? 1 : weight[f]) * (multiplicity == null ? 1 : multiplicity[f]);
            for (int end = offset[f + 1]; e < end; e++) {
                int l = link[e];
                edgesOf[start[l]] = e;
                flowsOf[start[l]++] = f;
                share[2 * l + 1] += mw * coefficient[e];
            }
        }
    }

    private void prepareCaps() {
        capHeap.clear(0);
        double[] cap = system.cap();
        if (cap == null) {
            return;
        }
        double[] weight = system.weight();
        for (int f = 0; f < system.flows(); f++) {
            if (cap[f] < Double.POSITIVE_INFINITY) {
                capHeap.append(weight == null ? cap[f] : cap[f] / weight[f], f);
            }
        }
        capHeap.heapify();
    }

    private void fill() {
        LevelHeap heap = linkHeap;
        while (unfrozen > 0) {
            double level = settledTop(heap);
            while (capHeap.size() > 0 && rate[capHeap.topId()] >= 0) {
                capHeap.pop();
            }
            if (capHeap.size() > 0 && capHeap.topLevel() <= level) {
                int f = capHeap.topId();
                capHeap.pop();
                bottleneck[f] = -1;
                freeze(f, system.cap()[f]);
            } else if (heap.size() == 0) {
                return;
            } else {
                int l = heap.topId();
                heap.pop();
                freezeAll(l, level);
            }
        }
    }

    /** Re-keys stale tops until the top is right; its level, or +infinity when no link is left. */
    private double settledTop(LevelHeap heap) {
        while (heap.size() > 0) {
            int l = heap.topId();
            if (open[l] == 0) {
                heap.pop();
                continue;
            }
            double key = heap.topLevel();
            double level = level(l);
            if (level <= key) {
                return level;
            }
            rekeyings++;
            heap.raiseTop(level);
        }
        return Double.POSITIVE_INFINITY;
    }

    private double level(int l) {
        double free = share[2 * l];
        double weight = share[2 * l + 1];
        if (free < DRIFT * exact[2 * l] || weight < DRIFT * exact[2 * l + 1]) {
            recompute(l);
            free = share[2 * l];
            weight = share[2 * l + 1];
        }
        return free > 0 ? free / weight : 0;
    }

    /** Sums a link's frozen rates (Neumaier) and open weights from scratch. */
    private void recompute(int l) {
        double sum = 0;
        double lost = 0;
        double openWeight = 0;
        for (int i = flowsStart[l]; i < flowsStart[l + 1]; i++) {
            int f = flowsOf[i];
            double c = system.coefficient() == null ? 1 : system.coefficient()[edgesOf[i]];
            c *= system.multiplicity() == null ? 1 : system.multiplicity()[f];
            if (rate[f] < 0) {
                openWeight += c * (system.weight() == null ? 1 : system.weight()[f]);
            } else {
                double term = c * rate[f];
                double next = sum + term;
                lost += sum >= term ? (sum - next) + term : (term - next) + sum;
                sum = next;
            }
        }
        double free = Math.max(0, system.capacity()[l] - sum - lost);
        share[2 * l] = free;
        share[2 * l + 1] = openWeight;
        exact[2 * l] = free;
        exact[2 * l + 1] = openWeight;
    }

    private void freezeAll(int l, double level) {
        double[] weight = system.weight();
        for (int i = flowsStart[l], end = flowsStart[l + 1]; i < end; i++) {
            int f = flowsOf[i];
            if (rate[f] < 0) {
                bottleneck[f] = l;
                freeze(f, weight == null ? level : level * weight[f]);
            }
        }
    }

    private void freeze(int f, double x) {
        rate[f] = x;
        unfrozen--;
        double m = system.multiplicity() == null ? 1 : system.multiplicity()[f];
        double w = system.weight() == null ? 1 : system.weight()[f];
        int begin = system.offset()[f];
        int end = system.offset()[f + 1];
        if (system.coefficient() == null) {
            take(system.link(), begin, end, m * x, m * w, share, open);
        } else {
            takeScaled(system.link(), system.coefficient(), begin, end, m * x, m * w, share, open);
        }
    }

    private static void take(int[] link, int begin, int end, double x, double w, double[] share, int[] open) {
        for (int e = begin; e < end; e++) {
            int l = link[e];
            share[2 * l] -= x;
            share[2 * l + 1] -= w;
            open[l]--;
        }
    }

    private static void takeScaled(
            int[] link, double[] a, int begin, int end, double x, double w, double[] share, int[] open) {
        for (int e = begin; e < end; e++) {
            int l = link[e];
            share[2 * l] -= a[e] * x;
            share[2 * l + 1] -= a[e] * w;
            open[l]--;
        }
    }

    private void ensure(int links, int edges) {
        if (open.length < links) {
            open = new int[links];
            share = new double[2 * links];
            exact = new double[2 * links];
        }
        if (flowsStart.length < links + 1) {
            flowsStart = new int[links + 1];
        }
        if (flowsOf.length < edges) {
            flowsOf = new int[edges];
        }
        if (system.coefficient() != null && edgesOf.length < edges) {
            edgesOf = new int[edges];
        }
    }
}
