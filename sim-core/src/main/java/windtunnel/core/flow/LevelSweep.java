package windtunnel.core.flow;

import java.util.Arrays;

/**
 * Exact repair of max-min rates after a change: progressive filling that visits only what the change reaches.
 *
 * <p>A link is touched when the level of one of its flows changes or may change. Touched links are visited in rising order of
 * level. A visit finds the level at which the link fills up, given what is known: flows that froze below, flows that keep
 * their old level because nothing has touched the link that holds them, and open flows. Then the link freezes its flows
 * there, or waits; if it passes its old level without filling up, the flows that it held are set free, which touches their
 * other links. Levels below the first difference are never looked at (prefix reuse, network.md 3.5b), nor links that no
 * change reaches (3.5c), nor unsaturated links whose flows only get less (3.5a). Levels that differ by less than 1e-12 are
 * one level and stop the spread. Between visits a touched link keeps a lower bound of its fill level in O(1) per change.
 * The order of work is that of dynamic shortest paths (Ramalingam and Reps, J. Algorithms 21, 1996).
 */
final class LevelSweep {

    /** Relative distance below which two levels are one (network.md 3.8). */
    private static final double SAME = 1e-12;
    /** Part of a link's sums by which their running values may be wrong. */
    private static final double SLACK = 1e-9;

    private static final double UNSATURATED = Double.POSITIVE_INFINITY;

    /** Flow states of an epoch; a flow without one keeps its old level until something touches it. */
    private static final int OPEN = 1;

    private static final int FROZEN = 2;

    /** Link states of an epoch; a link without one is as the last solve left it. */
    private static final int TOUCHED = 1;

    private static final int WAITING = 2;
    private static final int RELEASED = 3;
    private static final int DONE = 4;
    private static final int EPOCH_STEP = 8;

    /** Cells of a link, eight side by side: one cache line. First the level at which it froze flows, or infinity. */
    private static final int LEVEL = 0;
    /** Capacity in use at the present rates. */
    private static final int IN_USE = 1;
    /** Level of the next visit. */
    private static final int BOUND = 2;
    /** Capacity taken by flows that end below ASSUMED. */
    private static final int TAKEN = 3;
    /** Summed slope, and number, of the other flows; the link fills up at (capacity - TAKEN) / RISING or higher. */
    private static final int RISING = 4;

    private static final int COUNT = 5;
    private static final int ASSUMED = 6;
    /** Largest RISING since the last visit. */
    private static final int PEAK = 7;

    private final FlowGraph graph;
    private final LevelHeap heap = new LevelHeap();

    /** Level, rate and holding link of each flow; -1 is its own cap. */
    double[] level = new double[16];

    double[] rate = new double[16];
    int[] holder = new int[16];
    /** Flows whose rate the last solve changed. */
    int[] changed = new int[16];

    int changedCount;

    private int epoch;
    private int[] linkState = new int[16];
    private double[] cells = new double[8 * 16];
    private int[] flowState = new int[16];
    private int[] opened = new int[16];
    private int openedCount;
    private double sweep;
    private long budget;
    private boolean lost;

    /** Scratch of a visit: end, capacity at the end, and slope of the flows that may still rise. */
    private double[] upTo = new double[16];

    private double[] full = new double[16];
    private double[] slope = new double[16];

    LevelSweep(FlowGraph graph) {
        this.graph = graph;
    }

    void ensureLink(int link) {
        if (link >= linkState.length) {
            linkState = Arrays.copyOf(linkState, 2 * link);
            cells = Arrays.copyOf(cells, 8 * 2 * link);
        }
        cells[8 * link + LEVEL] = UNSATURATED;
    }

    void ensureFlow(int flow) {
        if (flow >= level.length) {
            int size = 2 * flow;
            level = Arrays.copyOf(level, size);
            rate = Arrays.copyOf(rate, size);
            holder = Arrays.copyOf(holder, size);
            changed = Arrays.copyOf(changed, size);
            flowState = Arrays.copyOf(flowState, size);
            opened = Arrays.copyOf(opened, size);
        }
    }

    /** Begins a repair that may visit so many flows before it gives up. */
    void begin(long visits) {
        if (epoch > Integer.MAX_VALUE - 2 * EPOCH_STEP) {
            epoch = 0;
            Arrays.fill(linkState, 0);
            Arrays.fill(flowState, 0);
        }
        epoch += EPOCH_STEP;
        heap.clear(0);
        changedCount = 0;
        openedCount = 0;
        sweep = 0;
        budget = visits;
        lost = false;
    }

    /** A flow that is new, or whose own cap has changed; mark all of them before {@link #tellLinks} for each. */
    void open(int flow) {
        if (flowState[flow] != epoch + OPEN) {
            flowState[flow] = epoch + OPEN;
            opened[openedCount++] = flow;
        }
    }

    /** Visits the links of a flow that was opened. */
    void tellLinks(int flow) {
        for (int e = graph.start[flow], end = e + graph.length[flow]; e < end; e++) {
            int link = graph.edgeLink[e];
            if (linkState[link] <= epoch + TOUCHED) {
                look(link);
            }
        }
    }

    /** A flow that is about to be removed. */
    void drop(int flow) {
        addUse(flow, -rate[flow]);
    }

    /** A link that has less room for its flows. */
    void mayFill(int link) {
        linkState[link] = epoch + TOUCHED;
        visitAt(link, sweep);
    }

    /** A link that has more room for its flows, or less to carry. */
    void mayDrain(int link) {
        double held = cells[8 * link + LEVEL];
        if (linkState[link] <= epoch && held < UNSATURATED) {
            linkState[link] = epoch + TOUCHED;
            visitAt(link, held);
        }
    }

    /** Sweeps to the end; false when it had to give up, in which case all rates must be solved anew. */
    boolean run() {
        while (heap.size() > 0 && !lost && budget >= 0) {
            double at = heap.topLevel();
            int link = heap.topId();
            heap.pop();
            if (at == cells[8 * link + BOUND] && linkState[link] != epoch + DONE) {
                sweep = Math.max(sweep, at);
                cells[8 * link + BOUND] = UNSATURATED;
                visit(link, at);
            }
        }
        if (lost || budget < 0) {
            return false;
        }
        for (int i = 0; i < openedCount; i++) {
            if (flowState[opened[i]] == epoch + OPEN) {
                freezeAtCap(opened[i]);
            }
        }
        return true;
    }

    /** Takes over the result of a full solve for a link: the level at which it froze flows, or infinity. */
    void assignLevel(int link, double heldLevel) {
        cells[8 * link + LEVEL] = heldLevel;
    }

    /** Sums up the use of all links anew. */
    void recountUse() {
        for (int l = 0; l < graph.links; l++) {
            cells[8 * l + IN_USE] = 0;
        }
        for (int f = 0; f < graph.flowsEnd; f++) {
            if (graph.length[f] > 0) {
                addUse(f, rate[f]);
            }
        }
    }

    private void visitAt(int link, double at) {
        cells[8 * link + BOUND] = at;
        heap.push(at, link);
    }

    private void visit(int link, double at) {
        int state = linkState[link] - epoch;
        double old = state == RELEASED ? UNSATURATED : cells[8 * link + LEVEL];
        if (state == TOUCHED) {
            linkState[link] = epoch + WAITING;
        } else {
            double lowest = Math.min(old, lowestFill(link));
            if (lowest > at * (1 + SAME)) {
                wait(link, lowest);
                return;
            }
        }
        double fills = fillLevel(link);
        if (fills > old * (1 + SAME)) {
            wait(link, at < old ? old : fills);
            if (at >= old) {
                releaseAll(link);
            }
            return;
        }
        fills = fills >= old * (1 - SAME) ? old : fills;
        if (fills > at * (1 + SAME)) {
            wait(link, fills);
        } else {
            freezeAll(link, fills);
        }
    }

    private void wait(int link, double at) {
        if (at < UNSATURATED) {
            visitAt(link, at);
        }
    }

    /** Sets the flows free that a link held at its old level. */
    private void releaseAll(int link) {
        linkState[link] = epoch + RELEASED;
        cells[8 * link + LEVEL] = UNSATURATED;
        int[] flows = graph.linkFlows[link];
        for (int i = 0, n = graph.degree[link]; i < n; i++) {
            int f = flows[i];
            if (holder[f] == link && flowState[f] <= epoch) {
                release(f, link);
            }
        }
    }

    /** Sets a flow free to rise from the present level on; tells all of its links but the one that knows. */
    private void release(int f, int knowing) {
        open(f);
        for (int e = graph.start[f], end = e + graph.length[f]; e < end; e++) {
            if (graph.edgeLink[e] != knowing) {
                rises(graph.edgeLink[e], f, graph.edgeLoad[e]);
            }
        }
    }

    /** Takes note that a flow may rise on a link, and lowers the bound of the level at which the link fills up. */
    private void rises(int link, int f, double load) {
        int state = linkState[link];
        int at = 8 * link;
        double[] c = cells;
        if (state == epoch + TOUCHED || (state <= epoch && c[at + LEVEL] < UNSATURATED)) {
            look(link);
            return;
        }
        if (state == epoch + DONE) {
            lost = true;
            return;
        }
        if (state <= epoch) {
            linkState[link] = epoch + WAITING;
            c[at + BOUND] = UNSATURATED;
            assume(at, c[at + IN_USE], 0, 0, UNSATURATED);
        }
        if (level[f] <= c[at + ASSUMED]) {
            c[at + TAKEN] -= load * rate[f];
            c[at + RISING] += load * graph.weight[f];
            c[at + COUNT]++;
            c[at + PEAK] = Math.max(c[at + PEAK], c[at + RISING]);
            double lowest = lowestFill(link);
            if (lowest < c[at + BOUND]) {
                visitAt(link, lowest);
            }
        }
    }

    /** Looks at a link for the first time in this repair, and bounds its next visit. */
    private void look(int link) {
        double known = linkState[link] == epoch + TOUCHED ? cells[8 * link + BOUND] : UNSATURATED;
        linkState[link] = epoch + WAITING;
        double next = Math.min(cells[8 * link + LEVEL], fillLevel(link));
        cells[8 * link + BOUND] = known;
        if (next < known) {
            visitAt(link, next);
        }
    }

    private void assume(int at, double taken, double rising, int count, double assumed) {
        cells[at + TAKEN] = taken;
        cells[at + RISING] = rising;
        cells[at + COUNT] = count;
        cells[at + ASSUMED] = assumed;
        cells[at + PEAK] = rising;
    }

    /** A level below which a visited link surely does not fill up. */
    private double lowestFill(int link) {
        int at = 8 * link;
        if (cells[at + COUNT] == 0) {
            return UNSATURATED;
        }
        double room = graph.capacity[link] * (1 - SLACK) - cells[at + TAKEN];
        return Math.max(sweep, room / (cells[at + RISING] + SLACK * cells[at + PEAK]));
    }

    private void freezeAll(int link, double at) {
        linkState[link] = epoch + DONE;
        cells[8 * link + LEVEL] = at;
        int[] flows = graph.linkFlows[link];
        for (int i = 0, n = graph.degree[link]; i < n; i++) {
            int f = flows[i];
            int state = flowState[f];
            if (state == epoch + OPEN) {
                if (graph.cap[f] > at * graph.weight[f]) {
                    freeze(f, link, at, true);
                }
            } else if (state <= epoch) {
                if (level[f] > at * (1 + SAME)) {
                    freeze(f, link, at, false);
                } else if (holder[f] >= 0 && level[f] >= at * (1 - SAME)) {
                    flowState[f] = epoch + FROZEN;
                    holder[f] = link;
                }
            }
        }
    }

    private void freeze(int f, int link, double at, boolean wasOpen) {
        double oldRate = rate[f];
        double oldLevel = level[f];
        int oldHolder = holder[f];
        flowState[f] = epoch + FROZEN;
        holder[f] = link;
        if (!(Math.abs(oldLevel - at) <= SAME * at)) {
            level[f] = at;
            changeRate(f, at * graph.weight[f]);
        }
        double cap = graph.cap[f];
        for (int e = graph.start[f], end = e + graph.length[f]; e < end; e++) {
            int other = graph.edgeLink[e];
            int state = linkState[other];
            if (state == epoch + WAITING || state == epoch + RELEASED) {
                boolean rose = wasOpen || oldHolder == other;
                if (!rose) {
                    settles(8 * other, f, graph.edgeLoad[e], oldLevel, oldRate);
                } else if (cap == Double.POSITIVE_INFINITY) {
                    settles(8 * other, f, graph.edgeLoad[e], UNSATURATED, cap);
                }
            } else if (!wasOpen) {
                mayDrain(other);
            }
        }
    }

    /** Takes note on a visited link that a flow, which would have ended at some level, will end at its new rate. */
    private void settles(int at, int f, double load, double ended, double endedRate) {
        if (ended <= cells[at + ASSUMED] && endedRate < Double.POSITIVE_INFINITY) {
            cells[at + TAKEN] += load * (rate[f] - endedRate);
        } else {
            cells[at + TAKEN] += load * rate[f];
            cells[at + RISING] -= load * graph.weight[f];
            cells[at + COUNT]--;
        }
    }

    private void freezeAtCap(int f) {
        double cap = graph.cap[f];
        if (cap == Double.POSITIVE_INFINITY) {
            throw new IllegalStateException("a flow has neither a cap nor a link of finite capacity");
        }
        flowState[f] = epoch + FROZEN;
        holder[f] = -1;
        level[f] = cap / graph.weight[f];
        if (rate[f] != cap) {
            changeRate(f, cap);
        }
    }

    private void changeRate(int f, double newRate) {
        addUse(f, newRate - rate[f]);
        rate[f] = newRate;
        changed[changedCount++] = f;
    }

    private void addUse(int f, double difference) {
        for (int e = graph.start[f], end = e + graph.length[f]; e < end; e++) {
            cells[8 * graph.edgeLink[e] + IN_USE] += graph.edgeLoad[e] * difference;
        }
    }

    /** The level at which a link fills up as things stand, or infinity. */
    private double fillLevel(int link) {
        int n = graph.degree[link];
        budget -= n;
        if (upTo.length < n) {
            upTo = new double[2 * n];
            full = new double[2 * n];
            slope = new double[2 * n];
        }
        int[] flows = graph.linkFlows[link];
        int[] edges = graph.linkEdges[link];
        double inUse = 0;
        double taken = 0;
        double weights = 0;
        int count = 0;
        for (int i = 0; i < n; i++) {
            int f = flows[i];
            double load = graph.edgeLoad[edges[i]];
            int state = flowState[f];
            boolean free = state == epoch + OPEN || (state <= epoch && holder[f] == link);
            double x = free ? graph.cap[f] : rate[f];
            double ends = free ? x / graph.weight[f] : level[f];
            inUse += load * rate[f];
            if (ends <= sweep) {
                taken += load * x;
            } else {
                upTo[count] = ends;
                full[count] = load * x;
                slope[count] = load * graph.weight[f];
                weights += slope[count++];
            }
        }
        cells[8 * link + IN_USE] = inUse;
        return fillLevel(link, taken, weights, count);
    }

    /** Water level of the flows in scratch, each of which stops rising at its own end. */
    private double fillLevel(int link, double takenBelow, double weightSum, int count) {
        double capacity = graph.capacity[link];
        double taken = takenBelow;
        double weights = weightSum;
        int left = count;
        double at = sweep;
        while (left > 0 && capacity < UNSATURATED) {
            at = Math.max(at, Math.max(0, capacity - taken) / weights);
            int kept = 0;
            double keptWeights = 0;
            for (int i = 0; i < left; i++) {
                if (upTo[i] <= at) {
                    taken += full[i];
                } else {
                    upTo[kept] = upTo[i];
                    full[kept] = full[i];
                    slope[kept] = slope[i];
                    keptWeights += slope[kept++];
                }
            }
            if (kept == left) {
                assume(8 * link, taken, weights, left, at);
                return at;
            }
            left = kept;
            weights = keptWeights;
        }
        assume(8 * link, taken, 0, 0, UNSATURATED);
        return UNSATURATED;
    }
}
