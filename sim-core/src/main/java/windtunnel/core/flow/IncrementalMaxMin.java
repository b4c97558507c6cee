package windtunnel.core.flow;

import java.util.Arrays;

/** Weighted max-min fair rates of flows that come and go; {@link #solve} brings the rates up to date. */
public final class IncrementalMaxMin {

    private final FlowGraph graph = new FlowGraph();
    private final MaxMinSolver solver = new MaxMinSolver();
    private double[] rate = new double[16];
    private int[] bottleneck = new int[16];
    private int[] changed = new int[16];
    private int changedCount;
    private boolean pending;

    private int[] offset = new int[1];
    private int[] link = new int[0];
    private double[] coefficient = new double[0];
    private double[] weight = new double[0];
    private double[] cap = new double[0];
    private int[] flowAt = new int[0];
    private double[] newRate = new double[0];
    private int[] newBottleneck = new int[0];

    /** Adds a link and returns its id. */
    public int addLink(double capacity) {
        checkCapacity(capacity);
        return graph.addLink(capacity);
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
        if (graph.capacity[link] != capacity) {
            graph.capacity[link] = capacity;
            pending = true;
        }
    }

    /** Adds a flow (a null coefficient array stands for all 1) and returns its id; ids of removed flows are used again. */
    public int add(int[] links, double[] coefficients, double weight, double cap, double multiplicity) {
        int flow = graph.addFlow(links, coefficients, weight, cap, multiplicity);
        if (flow >= rate.length) {
            rate = Arrays.copyOf(rate, 2 * flow);
            bottleneck = Arrays.copyOf(bottleneck, 2 * flow);
            changed = Arrays.copyOf(changed, 2 * flow);
        }
        rate[flow] = 0;
        bottleneck[flow] = -1;
        pending = true;
        return flow;
    }

    /** Removes a flow. */
    public void remove(int flow) {
        graph.removeFlow(flow);
        pending = true;
    }

    /** Changes the cap of a flow. */
    public void setCap(int flow, double cap) {
        if (graph.cap[flow] != cap) {
            graph.cap[flow] = cap;
            pending = true;
        }
    }

    /** True when something has changed since the last {@link #solve}. */
    public boolean isPending() {
        return pending;
    }

    /** Number of flows. */
    public int flows() {
        return graph.live;
    }

    /** Rate of a flow as of the last solve. */
    public double rate(int flow) {
        return rate[flow];
    }

    /** The link that froze a flow in the last solve, or -1 when its own cap did. */
    public int bottleneck(int flow) {
        return bottleneck[flow];
    }

    /** Number of flows whose rate the last solve changed. */
    public int changedCount() {
        return changedCount;
    }

    /** One of the flows whose rate the last solve changed. */
    public int changed(int index) {
        return changed[index];
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

    /** Brings all rates up to date with the changes since the last call. */
    public void solve() {
        changedCount = 0;
        if (!pending) {
            return;
        }
        pending = false;
        solveAll();
    }

    private void solveAll() {
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
        solver.solve(
                new MaxMinSystem(graph.links, count, graph.capacity, offset, link, coefficient, weight, cap, null),
                newRate,
                newBottleneck);
        for (int i = 0; i < count; i++) {
            int f = flowAt[i];
            bottleneck[f] = newBottleneck[i];
            if (newRate[i] != rate[f]) {
                rate[f] = newRate[i];
                changed[changedCount++] = f;
            }
        }
    }

    private void ensure() {
        int flows = graph.live;
        if (flowAt.length < flows) {
            int size = 2 * flows;
            flowAt = new int[size];
            offset = new int[size + 1];
            weight = new double[size];
            cap = new double[size];
            newRate = new double[size];
            newBottleneck = new int[size];
        }
        if (link.length < graph.edgeLink.length) {
            link = new int[graph.edgeLink.length];
            coefficient = new double[graph.edgeLink.length];
        }
    }

    private static void checkCapacity(double capacity) {
        if (!(capacity >= 0)) {
            throw new IllegalArgumentException("a link's capacity must not be negative");
        }
    }
}
