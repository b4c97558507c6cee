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
    static final int OPEN = 1;

    private static final int FROZEN = 2;

    /** Link states of an epoch; a link without one is as the last solve left it. */
    private static final int TOUCHED = 1;

    private static final int WAITING = 2;
    private static final int RELEASED = 3;
    private static final int DONE = 4;
    private static final int EPOCH_STEP = 8;

    /** Cells of a link, in eight side by side: one cache line. First the level at which it froze flows, or infinity. */
    private static final int LEVEL = 0;
    /** Capacity in use at the present rates. */
    private static final int IN_USE = 1;
    /** Capacity taken by flows that end below ASSUMED. */
    private static final int TAKEN = 2;
    /** Summed slope, and number, of the other flows; the link fills up at (capacity - TAKEN) / RISING or higher. */
    private static final int RISING = 3;

    private static final int COUNT = 4;
    private static final int ASSUMED = 5;
    /** Largest RISING since the last visit. */
    private static final int PEAK = 6;

    private final FlowGraph graph;
    private final VisitQueue visits = new VisitQueue();
    private final VisitQueue.Bounds bounds = this::refreshed;

    /** Cells of a flow, four side by side, and its holding link (-1 is its own cap) beside its state of an epoch. */
    static final int RATE = 1;

    /** Level at the cap, and the cap: the same pair for a flow that is free to rise. */
    private static final int CAP_LEVEL = 2;

    private static final int CAP = 3;
    static final int STATE = 0;
    static final int HOLDER = 1;

    /** Flows whose rate the last solve changed. */
    int[] changed = new int[16];

    int changedCount;

    private int epoch;
    private int[] linkState = new int[16];
    private double[] cells = new double[8 * 16];
    private double[] flows = new double[4 * 16];
    private int[] marks = new int[2 * 16];
    private int[] opened = new int[16];
    private int openedCount;
    private double sweep;
    private long budget;
    private boolean lost;

    private final LinkMembers members = new LinkMembers();

    LevelSweep(FlowGraph graph) {
        this.graph = graph;
    }

    void ensureLink(int link) {
        if (link >= linkState.length) {
            linkState = Arrays.copyOf(linkState, 2 * link);
            cells = Arrays.copyOf(cells, 8 * 2 * link);
        }
        visits.ensureLink(link);
        cells[8 * link + LEVEL] = UNSATURATED;
    }

    /** Takes up a new flow, at rate 0. */
    void addFlow(int flow, double cap) {
        if (flow >= opened.length) {
            int size = 2 * flow;
            flows = Arrays.copyOf(flows, 4 * size);
            marks = Arrays.copyOf(marks, 2 * size);
            changed = Arrays.copyOf(changed, size);
            opened = Arrays.copyOf(opened, size);
        }
        setCap(flow, cap);
        assign(flow, 0, 0, -1);
    }

    void setCap(int flow, double cap) {
        flows[4 * flow + CAP] = cap;
        flows[4 * flow + CAP_LEVEL] = cap / graph.weight[flow];
    }

    double level(int flow) {
        return flows[4 * flow + LEVEL];
    }

    double rate(int flow) {
        return flows[4 * flow + RATE];
    }

    int holder(int flow) {
        return marks[2 * flow + HOLDER];
    }

    /** Takes over the result of a full solve for a flow. */
    void assign(int flow, double level, double rate, int holder) {
        flows[4 * flow + LEVEL] = level;
        flows[4 * flow + RATE] = rate;
        marks[2 * flow + HOLDER] = holder;
    }

    /** Begins a repair that may visit so many flows before it gives up. */
    void begin(long allowedVisits) {
        if (epoch > Integer.MAX_VALUE - 2 * EPOCH_STEP) {
            epoch = 0;
            Arrays.fill(linkState, 0);
            for (int i = 0; i < marks.length; i += 2) {
                marks[i + STATE] = 0;
            }
        }
        epoch += EPOCH_STEP;
        visits.clear();
        changedCount = 0;
        openedCount = 0;
        sweep = 0;
        budget = allowedVisits;
        lost = false;
    }

    long visitsLeft() {
        return budget;
    }

    /** A flow that is new, or whose own cap has changed; mark all of them before {@link #tellLinks} for each. */
    void open(int flow) {
        if (marks[2 * flow + STATE] != epoch + OPEN) {
            marks[2 * flow + STATE] = epoch + OPEN;
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
        addUse(flow, -flows[4 * flow + RATE]);
    }

    /** A link that has less room for its flows. */
    void mayFill(int link) {
        linkState[link] = epoch + TOUCHED;
        visits.visitAt(link, sweep);
    }

    /** A link that has more room for its flows, or less to carry. */
    void mayDrain(int link) {
        double held = cells[8 * link + LEVEL];
        if (linkState[link] <= epoch && held < UNSATURATED) {
            linkState[link] = epoch + TOUCHED;
            visits.visitAt(link, held);
        }
    }

    /** Sweeps to the end; false when it had to give up, in which case all rates must be solved anew. */
    boolean run() {
        while (!lost && budget >= 0 && visits.hasNext(bounds)) {
            double at = visits.nextLevel();
            int link = visits.take();
            if (linkState[link] != epoch + DONE) {
                sweep = Math.max(sweep, at);
                visit(link, at);
            }
        }
        if (lost || budget < 0) {
            return false;
        }
        for (int i = 0; i < openedCount; i++) {
            if (marks[2 * opened[i] + STATE] == epoch + OPEN) {
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
                addUse(f, flows[4 * f + RATE]);
            }
        }
    }

    private double refreshed(int link, double bound) {
        int state = linkState[link] - epoch;
        if (state == DONE) {
            return VisitQueue.NEVER;
        }
        if (state == TOUCHED) {
            return bound;
        }
        double old = state == RELEASED ? UNSATURATED : cells[8 * link + LEVEL];
        return Math.max(bound, Math.min(old, lowestFill(link)));
    }

    private void visit(int link, double at) {
        int state = linkState[link] - epoch;
        double old = state == RELEASED ? UNSATURATED : cells[8 * link + LEVEL];
        if (state == TOUCHED) {
            linkState[link] = epoch + WAITING;
        } else {
            double lowest = Math.min(old, lowestFill(link));
            if (lowest > at * (1 + SAME)) {
                visits.visitAt(link, lowest);
                return;
            }
        }
        double fills = fillLevel(link);
        if (fills > old * (1 + SAME)) {
            visits.visitAt(link, at < old ? old : fills);
            if (at >= old) {
                releaseAll(link);
            }
            return;
        }
        fills = fills >= old * (1 - SAME) ? old : fills;
        if (fills > at * (1 + SAME)) {
            visits.visitAt(link, fills);
        } else {
            freezeAll(link, fills);
        }
    }

    /** Sets the flows free that a link held at its old level. */
    private void releaseAll(int link) {
        linkState[link] = epoch + RELEASED;
        cells[8 * link + LEVEL] = UNSATURATED;
        int[] crossing = graph.linkFlows[link];
        for (int i = 0, n = graph.degree[link]; i < n; i++) {
            int f = crossing[i];
            if (marks[2 * f + HOLDER] == link && marks[2 * f + STATE] <= epoch) {
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
            visits.forget(link);
            assume(at, c[at + IN_USE], 0, 0, UNSATURATED);
        }
        if (flows[4 * f + LEVEL] <= c[at + ASSUMED]) {
            c[at + TAKEN] -= load * flows[4 * f + RATE];
            c[at + RISING] += load * graph.weight[f];
            c[at + COUNT]++;
            c[at + PEAK] = Math.max(c[at + PEAK], c[at + RISING]);
            visits.visitSooner(link, lowestFill(link));
        }
    }

    /** Looks at a link for the first time in this repair, and bounds its next visit. */
    private void look(int link) {
        if (linkState[link] != epoch + TOUCHED) {
            visits.forget(link);
        }
        linkState[link] = epoch + WAITING;
        visits.visitSooner(link, Math.min(cells[8 * link + LEVEL], fillLevel(link)));
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
        int[] crossing = graph.linkFlows[link];
        for (int i = 0, n = graph.degree[link]; i < n; i++) {
            int f = crossing[i];
            int state = marks[2 * f + STATE];
            if (state == epoch + OPEN) {
                if (flows[4 * f + CAP] > at * graph.weight[f]) {
                    freeze(f, link, at, true);
                }
            } else if (state <= epoch) {
                if (flows[4 * f + LEVEL] > at * (1 + SAME)) {
                    freeze(f, link, at, false);
                } else if (marks[2 * f + HOLDER] >= 0 && flows[4 * f + LEVEL] >= at * (1 - SAME)) {
                    marks[2 * f + STATE] = epoch + FROZEN;
                    marks[2 * f + HOLDER] = link;
                }
            }
        }
    }

    private void freeze(int f, int link, double at, boolean wasOpen) {
        double oldRate = flows[4 * f + RATE];
        double oldLevel = flows[4 * f + LEVEL];
        int oldHolder = marks[2 * f + HOLDER];
        marks[2 * f + STATE] = epoch + FROZEN;
        marks[2 * f + HOLDER] = link;
        double newRate = oldRate;
        if (!(Math.abs(oldLevel - at) <= SAME * at)) {
            newRate = at * graph.weight[f];
            flows[4 * f + LEVEL] = at;
            flows[4 * f + RATE] = newRate;
            changed[changedCount++] = f;
        }
        double cap = flows[4 * f + CAP];
        for (int e = graph.start[f], end = e + graph.length[f]; e < end; e++) {
            int other = graph.edgeLink[e];
            double load = graph.edgeLoad[e];
            int state = linkState[other];
            cells[8 * other + IN_USE] += load * (newRate - oldRate);
            if (state == epoch + WAITING || state == epoch + RELEASED) {
                boolean rose = wasOpen || oldHolder == other;
                if (!rose) {
                    settles(8 * other, f, load, oldLevel, oldRate);
                } else if (cap == Double.POSITIVE_INFINITY) {
                    settles(8 * other, f, load, UNSATURATED, cap);
                }
            } else if (!wasOpen) {
                mayDrain(other);
            }
        }
    }

    /** Takes note on a visited link that a flow, which would have ended at some level, will end at its new rate. */
    private void settles(int at, int f, double load, double ended, double endedRate) {
        if (ended <= cells[at + ASSUMED] && endedRate < Double.POSITIVE_INFINITY) {
            cells[at + TAKEN] += load * (flows[4 * f + RATE] - endedRate);
        } else {
            cells[at + TAKEN] += load * flows[4 * f + RATE];
            cells[at + RISING] -= load * graph.weight[f];
            cells[at + COUNT]--;
        }
    }

    private void freezeAtCap(int f) {
        double cap = flows[4 * f + CAP];
        if (cap == Double.POSITIVE_INFINITY) {
            throw new IllegalStateException("a flow has neither a cap nor a link of finite capacity");
        }
        marks[2 * f + STATE] = epoch + FROZEN;
        marks[2 * f + HOLDER] = -1;
        flows[4 * f + LEVEL] = flows[4 * f + CAP_LEVEL];
        double oldRate = flows[4 * f + RATE];
        if (oldRate != cap) {
            flows[4 * f + RATE] = cap;
            addUse(f, cap - oldRate);
            changed[changedCount++] = f;
        }
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
        cells[8 * link + IN_USE] =
                members.gather(n, graph.linkFlows[link], graph.linkLoads[link], link, epoch, marks, flows);
        double capacity = graph.capacity[link];
        double at = sweep;
        int left = n + 1;
        while (true) {
            int before = left;
            left = members.riseAbove(at);
            if (left == 0 || capacity == UNSATURATED) {
                assume(8 * link, members.taken, 0, 0, UNSATURATED);
                return UNSATURATED;
            }
            if (left == before) {
                assume(8 * link, members.taken, members.rising, left, at);
                return at;
            }
            at = Math.max(at, Math.max(0, capacity - members.taken) / members.rising);
        }
    }
}
