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
 * change reaches (3.5c), nor unsaturated links whose flows only get less (3.5a) or cannot
 * get enough more to fill them. Levels that differ by less than 1e-12 are
 * one level and stop the spread. Between visits {@link LinkSums} keep the fill level of a touched link, or a bound of it.
 * The order of work is that of dynamic shortest paths (Ramalingam and Reps, J. Algorithms 21, 1996).
 */
final class LevelSweep {

    /** Relative distance below which two levels are one (network.md 3.8). */
    private static final double SAME = 1e-12;

    private static final double UNSATURATED = Double.POSITIVE_INFINITY;

    /** Flow states of an epoch; a flow without one keeps its old level until something touches it. */
    static final int OPEN = 1;

    private static final int FROZEN = 2;

    /** Link states of an epoch; a link without one is as the last solve left it. */
    private static final int TOUCHED = 1;

    private static final int WAITING = 2;
    private static final int RELEASED = 3;
    private static final int DONE = 4;
    /** Flows rise on it, but not by enough to fill it up. */
    private static final int ROOMY = 5;

    private static final int EPOCH_STEP = 8;
    /** Epochs end here, before the state of a flow could look like the bits of a NaN. */
    private static final int LAST_EPOCH = 1 << 30;

    private static final int LEVEL = FlowRecords.LEVEL;
    private static final int RATE = FlowRecords.RATE;

    private final FlowGraph graph;
    private final FlowRecords flows = new FlowRecords();
    private final LinkSums sums;
    private final LinkMembers members = new LinkMembers();
    private final VisitQueue visits = new VisitQueue();
    private final VisitQueue.Bounds bounds = this::refreshed;

    /** Flows whose rate the last solve changed. */
    int[] changed = new int[16];

    int changedCount;

    private int epoch;
    private int[] linkState = new int[16];
    private int[] opened = new int[16];
    private int openedCount;
    private double sweep;
    private long budget;
    private boolean lost;

    LevelSweep(FlowGraph graph) {
        this.graph = graph;
        this.sums = new LinkSums(graph);
    }

    void ensureLink(int link) {
        if (link >= linkState.length) {
            linkState = Arrays.copyOf(linkState, 2 * link);
        }
        sums.ensure(link);
        visits.ensureLink(link);
        assignLevel(link, UNSATURATED);
    }

    /** Takes up a new flow, at rate 0. */
    void addFlow(int flow, double cap) {
        flows.ensure(flow);
        if (flow >= opened.length) {
            changed = Arrays.copyOf(changed, 2 * flow);
            opened = Arrays.copyOf(opened, 2 * flow);
        }
        flows.add(flow, graph);
        setCap(flow, cap);
        assign(flow, 0, 0, -1);
    }

    void setCap(int flow, double cap) {
        int at = FlowRecords.SIZE * flow;
        flows.cells[at + FlowRecords.CAP] = cap;
        flows.cells[at + FlowRecords.CAP_LEVEL] = cap / graph.weight[flow];
    }

    double level(int flow) {
        return flows.cells[FlowRecords.SIZE * flow + LEVEL];
    }

    double rate(int flow) {
        return flows.cells[FlowRecords.SIZE * flow + RATE];
    }

    int holder(int flow) {
        return flows.holder(flow);
    }

    /** Takes over the result of a full solve for a flow. */
    void assign(int flow, double level, double rate, int holder) {
        flows.cells[FlowRecords.SIZE * flow + LEVEL] = level;
        flows.cells[FlowRecords.SIZE * flow + RATE] = rate;
        flows.mark(flow, 0, holder);
    }

    /** Takes over the result of a full solve for a link: the level at which it froze flows, or infinity. */
    void assignLevel(int link, double heldLevel) {
        sums.cells[LinkSums.SIZE * link + LinkSums.LEVEL] = heldLevel;
    }

    /** Sums up the use of all links anew. */
    void recountUse() {
        for (int l = 0; l < graph.links; l++) {
            sums.cells[LinkSums.SIZE * l + LinkSums.IN_USE] = 0;
        }
        for (int f = 0; f < graph.flowsEnd; f++) {
            if (graph.length[f] > 0) {
                addUse(f, rate(f));
            }
        }
    }

    /** Begins a repair that may visit so many flows before it gives up. */
    void begin(long allowedVisits) {
        if (epoch > LAST_EPOCH) {
            epoch = 0;
            Arrays.fill(linkState, 0);
            for (int f = 0; f < graph.flowsEnd; f++) {
                flows.mark(f, 0, flows.holder(f));
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
        if (flows.state(flow) != epoch + OPEN) {
            flows.mark(flow, epoch + OPEN, flows.holder(flow));
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

    /** Freezes a flow whose links nobody else uses and which they or its cap limit; false for any other flow. */
    boolean settlesAlone(int flow) {
        int holder = -1;
        double weight = graph.weight[flow];
        double at = flows.cells[FlowRecords.SIZE * flow + FlowRecords.CAP_LEVEL];
        int end = graph.start[flow] + graph.length[flow];
        for (int e = graph.start[flow]; e < end; e++) {
            int link = graph.edgeLink[e];
            if (graph.degree[link] != 1) {
                return false;
            }
            double fills = graph.capacity[link] / (graph.edgeLoad[e] * weight);
            if (fills < at) {
                at = fills;
                holder = link;
            }
        }
        if (at == Double.POSITIVE_INFINITY) {
            return false;
        }
        double old = rate(flow);
        double rate = holder < 0 ? graph.cap[flow] : at * weight;
        assign(flow, at, rate, holder);
        for (int e = graph.start[flow]; e < end; e++) {
            int link = graph.edgeLink[e];
            sums.cells[LinkSums.SIZE * link + LinkSums.IN_USE] = graph.edgeLoad[e] * rate;
            assignLevel(link, link == holder ? at : UNSATURATED);
            linkState[link] = epoch + DONE;
        }
        if (rate != old) {
            changed[changedCount++] = flow;
        }
        return true;
    }

    /** A flow that is about to be removed. */
    void drop(int flow) {
        addUse(flow, -rate(flow));
    }

    /** A link that has less room for its flows. */
    void mayFill(int link) {
        if (linkState[link] == epoch + DONE) {
            return;
        }
        linkState[link] = epoch + TOUCHED;
        visits.visitAt(link, sweep);
    }

    /** A link that has more room for its flows, or less to carry. */
    void mayDrain(int link) {
        if (graph.degree[link] == 0) {
            assignLevel(link, UNSATURATED);
            return;
        }
        double held = heldLevel(link);
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
            if (flows.state(opened[i]) == epoch + OPEN) {
                freezeAtCap(opened[i]);
            }
        }
        return true;
    }

    private double heldLevel(int link) {
        return sums.cells[LinkSums.SIZE * link + LinkSums.LEVEL];
    }

    private double refreshed(int link, double bound) {
        int state = linkState[link] - epoch;
        if (state == DONE) {
            return VisitQueue.NEVER;
        }
        return state == TOUCHED ? bound : Math.max(bound, Math.min(heldLevel(link), sums.lowestFill(link, sweep)));
    }

    private void visit(int link, double at) {
        boolean first = linkState[link] == epoch + TOUCHED;
        double old = heldLevel(link);
        double fills = first ? -1 : sums.exactFill(link, sweep);
        if (first) {
            linkState[link] = epoch + WAITING;
        } else if (fills < 0) {
            double lowest = Math.min(old, sums.lowestFill(link, sweep));
            if (lowest > at * (1 + SAME)) {
                visits.visitAt(link, lowest);
                return;
            }
        }
        if (fills < 0) {
            fills = fillLevel(link);
        }
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
        assignLevel(link, UNSATURATED);
        double room = sums.roomAt(link, sweep);
        int[] crossing = graph.linkFlows[link];
        for (int i = 0, n = graph.degree[link]; i < n; i++) {
            int f = crossing[i];
            double mark = flows.cells[FlowRecords.SIZE * f + FlowRecords.MARK];
            if (FlowRecords.second(mark) == link && FlowRecords.first(mark) <= epoch) {
                double common = flows.cells[FlowRecords.SIZE * f + FlowRecords.LOAD];
                double load = common == common ? common : graph.edgeLoad[graph.linkEdges[link][i]];
                release(f, link, room / load);
            }
        }
    }

    /** Sets a flow free to rise, by so much at most; tells all of its links but the one that knows. */
    private void release(int f, int knowing, double most) {
        double[] c = flows.cells;
        int at = FlowRecords.SIZE * f;
        flows.mark(f, epoch + OPEN, knowing);
        opened[openedCount++] = f;
        double common = c[at + FlowRecords.LOAD];
        double path = c[at + FlowRecords.PATH];
        for (int e = FlowRecords.first(path), end = e + FlowRecords.second(path); e < end; e++) {
            int link = graph.edgeLink[e];
            double load = common == common ? common : graph.edgeLoad[e];
            if (link != knowing && touches(link, load * most)) {
                sums.rises(
                        link,
                        load,
                        load * c[at + FlowRecords.WEIGHT],
                        c[at + LEVEL],
                        c[at + RATE],
                        c[at + FlowRecords.CAP_LEVEL]);
                visits.visitSooner(link, sums.lowestFill(link, sweep));
            }
        }
    }

    /**
     * Makes sure that a link on which a flow may rise, and take so much more at most, has sums that can take note of it; false
     * when they tell of that flow already, or when it cannot fill the link.
     */
    private boolean touches(int link, double most) {
        int state = linkState[link] - epoch;
        if (state == WAITING || state == RELEASED) {
            return true;
        }
        if (state == TOUCHED || (state <= 0 && heldLevel(link) < UNSATURATED)) {
            look(link);
            return false;
        }
        if (state == DONE) {
            lost = true;
            return false;
        }
        if (sums.reserve(link, most, state != ROOMY)) {
            linkState[link] = epoch + ROOMY;
            return false;
        }
        if (state == ROOMY) {
            look(link);
            return false;
        }
        linkState[link] = epoch + WAITING;
        visits.forget(link);
        sums.startFull(link);
        return true;
    }

    /** Looks at a link for the first time in this repair, and bounds its next visit. */
    private void look(int link) {
        if (linkState[link] != epoch + TOUCHED) {
            visits.forget(link);
        }
        linkState[link] = epoch + WAITING;
        visits.visitSooner(link, Math.min(heldLevel(link), fillLevel(link)));
    }

    private void freezeAll(int link, double at) {
        linkState[link] = epoch + DONE;
        assignLevel(link, at);
        double[] c = flows.cells;
        int[] crossing = graph.linkFlows[link];
        for (int i = 0, n = graph.degree[link]; i < n; i++) {
            int f = crossing[i];
            int r = FlowRecords.SIZE * f;
            int state = flows.state(f);
            if (state == epoch + OPEN) {
                if (c[r + FlowRecords.CAP] > at * c[r + FlowRecords.WEIGHT]) {
                    freeze(f, link, at, true);
                }
            } else if (state <= epoch) {
                if (c[r + LEVEL] > at * (1 + SAME)) {
                    freeze(f, link, at, false);
                } else if (flows.holder(f) >= 0 && c[r + LEVEL] >= at * (1 - SAME)) {
                    sums.blur(flows.holder(f));
                    flows.mark(f, epoch + FROZEN, link);
                }
            }
        }
    }

    private void freeze(int f, int link, double at, boolean wasOpen) {
        double[] c = flows.cells;
        int r = FlowRecords.SIZE * f;
        double oldRate = c[r + RATE];
        double oldLevel = c[r + LEVEL];
        double weight = c[r + FlowRecords.WEIGHT];
        int oldHolder = flows.holder(f);
        flows.mark(f, epoch + FROZEN, link);
        double newRate = oldRate;
        if (!(Math.abs(oldLevel - at) <= SAME * at)) {
            newRate = at * weight;
            c[r + LEVEL] = at;
            c[r + RATE] = newRate;
            changed[changedCount++] = f;
        }
        boolean capped = c[r + FlowRecords.CAP] < Double.POSITIVE_INFINITY;
        double common = c[r + FlowRecords.LOAD];
        double path = c[r + FlowRecords.PATH];
        for (int e = FlowRecords.first(path), end = e + FlowRecords.second(path); e < end; e++) {
            int other = graph.edgeLink[e];
            double load = common == common ? common : graph.edgeLoad[e];
            int state = linkState[other] - epoch;
            sums.cells[LinkSums.SIZE * other + LinkSums.IN_USE] += load * (newRate - oldRate);
            if (state == WAITING || state == RELEASED) {
                boolean rose = wasOpen || oldHolder == other;
                if (rose && capped) {
                    sums.blur(other);
                } else {
                    sums.settles(other, load, load * weight, newRate, rose ? UNSATURATED : oldLevel, oldRate);
                }
            } else if (!wasOpen) {
                mayDrain(other);
            }
        }
    }

    private void freezeAtCap(int f) {
        double[] c = flows.cells;
        int r = FlowRecords.SIZE * f;
        double cap = c[r + FlowRecords.CAP];
        if (cap == Double.POSITIVE_INFINITY) {
            throw new IllegalStateException("a flow has neither a cap nor a link of finite capacity");
        }
        flows.mark(f, epoch + FROZEN, -1);
        c[r + LEVEL] = c[r + FlowRecords.CAP_LEVEL];
        double oldRate = c[r + RATE];
        if (oldRate != cap) {
            c[r + RATE] = cap;
            addUse(f, cap - oldRate);
            changed[changedCount++] = f;
        }
    }

    private void addUse(int f, double difference) {
        for (int e = graph.start[f], end = e + graph.length[f]; e < end; e++) {
            sums.cells[LinkSums.SIZE * graph.edgeLink[e] + LinkSums.IN_USE] += graph.edgeLoad[e] * difference;
        }
    }

    /** The level at which a link fills up as things stand, or infinity. */
    private double fillLevel(int link) {
        budget -= graph.degree[link];
        members.gather(link, graph, flows.cells, epoch);
        double capacity = graph.capacity[link];
        double at = sweep;
        double fills = UNSATURATED;
        members.riseAbove(at);
        while (members.left > 0 && capacity < UNSATURATED) {
            at = Math.max(at, Math.max(0, capacity - members.taken) / members.rising);
            if (members.lowestAbove > at) {
                fills = at;
                break;
            }
            members.riseAbove(at);
        }
        sums.start(link, members);
        return fills;
    }
}
