package windtunnel.core.flow;

import java.util.Arrays;

/**
 * Weighted max-min fair rates of flows that come and go; {@link #solve} brings the rates up to date.
 *
 * <p>Changes since the last solve are repaired together by a {@link LevelSweep}, which costs as much as the change reaches.
 * When many flows are new, or the repair has visited more than a full solve would, {@link MaxMinSolver} solves all.
 */
public final class IncrementalMaxMin {

    /** Relative slack of a saturated link and of a level in a certificate (network.md 3.8). */
    private static final double CERTIFIED = 1e-9;
    /** Flow visits of a repair that cost as much as one edge of a full solve. */
    private static final int VISITS_PER_EDGE = 4;
    /** A repair is not tried when more than one flow in so many is new. */
    private static final int NEW_PART = 4;

    private final FlowGraph graph = new FlowGraph();
    private final LevelSweep sweep = new LevelSweep(graph);
    private final MaxMinSolver solver = new MaxMinSolver();
    private int[] openFlows = new int[16];
    private int openCount;
    private int[] fillLinks = new int[16];
    private int fillCount;
    private int[] drainLinks = new int[16];
    private int drainCount;
    private boolean allPending;
    private long fullSolves;
    private long repairs;
    private long visits;

    private int[] offset = new int[1];
    private int[] link = new int[0];
    private double[] coefficient = new double[0];
    private double[] weight = new double[0];
    private double[] cap = new double[0];
    private int[] flowAt = new int[0];
    private double[] newRate = new double[0];
    private int[] newHolder = new int[0];

    /** Adds a link and returns its id. */
    public int addLink(double capacity) {
        checkCapacity(capacity);
        int added = graph.addLink(capacity);
        sweep.ensureLink(added);
        return added;
    }

    /** Number of links. */
    public int links() {
        return graph.links;
    }

    /** Capacity of a link. */
    public double capacity(int link) {
        return graph.capacity[link];
    }

    /** Changes the capacity of a link; 0 is allowed. */
    public void setCapacity(int link, double capacity) {
        checkCapacity(capacity);
        double old = graph.capacity[link];
        if (capacity == old) {
            return;
        }
        graph.capacity[link] = capacity;
        if (capacity < old) {
            fillLinks = with(fillLinks, fillCount++, link);
        } else {
            drainLinks = with(drainLinks, drainCount++, link);
        }
    }

    /** Adds a flow (a null coefficient array stands for all 1) and returns its id; ids of removed flows are used again. */
    public int add(int[] links, double[] coefficients, double weight, double cap, double multiplicity) {
        int flow = graph.addFlow(links, coefficients, weight, cap, multiplicity);
        sweep.addFlow(flow, cap);
        openFlows = with(openFlows, openCount++, flow);
        return flow;
    }

    /** Removes a flow. */
    public void remove(int flow) {
        for (int e = graph.start[flow], end = e + graph.length[flow]; e < end; e++) {
            drainLinks = with(drainLinks, drainCount++, graph.edgeLink[e]);
        }
        sweep.drop(flow);
        graph.removeFlow(flow);
    }

    /** Changes the cap of a flow. */
    public void setCap(int flow, double cap) {
        if (graph.cap[flow] != cap) {
            graph.cap[flow] = cap;
            sweep.setCap(flow, cap);
            openFlows = with(openFlows, openCount++, flow);
        }
    }

    /** Forgets all levels, so that the next {@link #solve} starts from nothing; for tests and benches. */
    public void solveAllNext() {
        allPending = true;
    }

    /** True when something has changed since the last {@link #solve}. */
    public boolean isPending() {
        return allPending || openCount + fillCount + drainCount > 0;
    }

    /** Number of flows. */
    public int flows() {
        return graph.live;
    }

    /** Rate of a flow as of the last solve. */
    public double rate(int flow) {
        return sweep.rate(flow);
    }

    /** Weight, coefficient and multiplicity aside, the rate of a flow: rate / weight, as of the last solve. */
    public double level(int flow) {
        return sweep.level(flow);
    }

    /**
     * The link that holds a flow back, or -1 when its own cap does: of the saturated links on its path where no level is
     * higher the one with the lowest id. As of the last solve.
     */
    public int bottleneck(int flow) {
        if (sweep.rate(flow) == graph.cap[flow]) {
            return -1;
        }
        int lowest = Integer.MAX_VALUE;
        for (int e = graph.start[flow], end = e + graph.length[flow]; e < end; e++) {
            int l = graph.edgeLink[e];
            if (l < lowest && holds(l, sweep.level(flow))) {
                lowest = l;
            }
        }
        return lowest < Integer.MAX_VALUE ? lowest : sweep.holder(flow);
    }

    /** Capacity in use on a link as of the last solve. */
    public double used(int link) {
        double used = 0;
        for (int i = 0; i < graph.degree[link]; i++) {
            used += graph.edgeLoad[graph.linkEdges[link][i]] * sweep.rate(graph.linkFlows[link][i]);
        }
        return used;
    }

    /** Number of flows whose rate the last solve may have changed. */
    public int changedCount() {
        return sweep.changedCount;
    }

    /** One of the flows whose rate the last solve may have changed. */
    public int changed(int index) {
        return sweep.changed[index];
    }

    /** Number of flows that cross a link. */
    public int flowsOn(int link) {
        return graph.degree[link];
    }

    /** One of the flows that cross a link. */
    public int flowOn(int link, int index) {
        return graph.linkFlows[link][index];
    }

    /** Capacity that the flow of {@link #flowOn} takes on the link per unit of rate. */
    public double loadOn(int link, int index) {
        return graph.edgeLoad[graph.linkEdges[link][index]];
    }

    /** Adds {@code amount} times the flow's load to the entry of each link that it crosses. */
    public void addLoad(int flow, double amount, double[] perLink) {
        for (int e = graph.start[flow], end = e + graph.length[flow]; e < end; e++) {
            perLink[graph.edgeLink[e]] += graph.edgeLoad[e] * amount;
        }
    }

    /** How often everything was solved anew. */
    public long fullSolves() {
        return fullSolves;
    }

    /** Number of flows that all repairs so far have looked at, once for each look at one of their links. */
    public long visits() {
        return visits;
    }

    /** How often a repair was enough. */
    public long repairs() {
        return repairs;
    }

    /** Brings all rates up to date with the changes since the last call. */
    public void solve() {
        if (!isPending()) {
            sweep.changedCount = 0;
            return;
        }
        if (onlyEmptied()) {
            sweep.changedCount = 0;
            drainCount = 0;
            repairs++;
            return;
        }
        long allowed = (long) VISITS_PER_EDGE * graph.edges() + 1000;
        sweep.begin(allowed);
        settleAlone();
        boolean repairable = !allPending && openCount <= 8 + graph.live / NEW_PART;
        if (repairable && repair()) {
            repairs++;
        } else {
            solveAll();
            fullSolves++;
        }
        visits += allowed - sweep.visitsLeft();
        allPending = false;
        openCount = 0;
        fillCount = 0;
        drainCount = 0;
    }

    /** Whether all that has changed is that nobody crosses some links any more, which changes no rate. */
    private boolean onlyEmptied() {
        if (allPending || openCount + fillCount > 0) {
            return false;
        }
        for (int i = 0; i < drainCount; i++) {
            if (graph.degree[drainLinks[i]] > 0) {
                return false;
            }
        }
        for (int i = 0; i < drainCount; i++) {
            sweep.mayDrain(drainLinks[i]);
        }
        return true;
    }

    /** Flows that share no link take what their links have, whatever the others do. */
    private void settleAlone() {
        int kept = 0;
        for (int i = 0; i < openCount && !allPending; i++) {
            int flow = openFlows[i];
            if (!graph.exists(flow) || !sweep.settlesAlone(flow)) {
                openFlows[kept++] = flow;
            }
        }
        openCount = allPending ? openCount : kept;
    }

    private boolean repair() {
        for (int i = 0; i < drainCount; i++) {
            sweep.mayDrain(drainLinks[i]);
        }
        for (int i = 0; i < fillCount; i++) {
            sweep.mayFill(fillLinks[i]);
        }
        for (int i = 0; i < openCount; i++) {
            if (graph.exists(openFlows[i])) {
                sweep.open(openFlows[i]);
            }
        }
        for (int i = 0; i < openCount; i++) {
            if (graph.exists(openFlows[i])) {
                sweep.tellLinks(openFlows[i]);
            }
        }
        return sweep.run();
    }

    private void solveAll() {
        for (int i = 0; i < sweep.changedCount; i++) {
            int f = sweep.changed[i];
            sweep.assign(f, Double.NaN, sweep.rate(f), -1);
        }
        sweep.changedCount = 0;
        int count = flatten();
        solver.solve(
                new MaxMinSystem(graph.links, count, graph.capacity, offset, link, coefficient, weight, cap, null),
                newRate,
                newHolder);
        for (int l = 0; l < graph.links; l++) {
            sweep.assignLevel(l, Double.POSITIVE_INFINITY);
        }
        for (int i = 0; i < count; i++) {
            int f = flowAt[i];
            double level = newRate[i] / weight[i];
            if (newRate[i] != sweep.rate(f) || !(sweep.level(f) >= 0)) {
                sweep.changed[sweep.changedCount++] = f;
            }
            sweep.assign(f, level, newRate[i], newHolder[i]);
            if (newHolder[i] >= 0) {
                sweep.assignLevel(newHolder[i], level);
            }
        }
        sweep.recountUse();
    }

    /** Copies the living flows to flat arrays; returns how many there are. */
    private int flatten() {
        ensure();
        int count = 0;
        int edge = 0;
        for (int f = 0; f < graph.flowsEnd; f++) {
            if (graph.length[f] < 0) {
                continue;
            }
            flowAt[count] = f;
            offset[count] = edge;
            weight[count] = graph.weight[f];
            cap[count++] = graph.cap[f];
            for (int e = graph.start[f], end = e + graph.length[f]; e < end; e++) {
                link[edge] = graph.edgeLink[e];
                coefficient[edge++] = graph.edgeLoad[e];
            }
        }
        offset[count] = edge;
        return count;
    }

    private void ensure() {
        int flows = graph.live;
        if (flowAt.length < flows || offset.length < flows + 1) {
            int size = 2 * flows + 1;
            flowAt = new int[size];
            offset = new int[size + 1];
            weight = new double[size];
            cap = new double[size];
            newRate = new double[size];
            newHolder = new int[size];
        }
        if (link.length < graph.edges()) {
            link = new int[2 * graph.edges()];
            coefficient = new double[2 * graph.edges()];
        }
    }

    private boolean holds(int l, double level) {
        double highest = 0;
        for (int i = 0; i < graph.degree[l]; i++) {
            highest = Math.max(highest, sweep.level(graph.linkFlows[l][i]));
        }
        return highest <= level * (1 + CERTIFIED) && used(l) >= graph.capacity[l] * (1 - CERTIFIED);
    }

    private static int[] with(int[] list, int index, int value) {
        int[] grown = index < list.length ? list : Arrays.copyOf(list, 2 * index);
        grown[index] = value;
        return grown;
    }

    private static void checkCapacity(double capacity) {
        if (!(capacity >= 0)) {
            throw new IllegalArgumentException("a link's capacity must not be negative");
        }
    }
}
