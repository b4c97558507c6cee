package windtunnel.core.flow;

import java.util.Arrays;

/**
 * Flows and links that come and go, as flat arrays: each flow's path, and for each link the flows that cross it.
 *
 * <p>Flow ids are reused, edges of a path lie side by side, and adding or removing a flow costs O(path). Nothing is
 * allocated once the arrays have grown to their working size.
 */
final class FlowGraph {

    private static final int[] NONE = {};

    int links;
    double[] capacity = new double[16];
    /** Flows on each link and their edges, the first {@code degree} entries in use. */
    int[][] linkFlows = new int[16][];

    int[][] linkEdges = new int[16][];
    int[] degree = new int[16];

    /** One past the highest flow id ever used. */
    int flowsEnd;

    int live;
    /** Edges of the living flows. */
    private int liveEdges;

    double[] weight = new double[16];
    double[] cap = new double[16];
    double[] multiplicity = new double[16];
    int[] start = new int[16];
    /** Edges of the flow; -1 for an id without a flow. */
    int[] length = new int[16];

    int[] edgeLink = new int[64];
    /** Multiplicity times coefficient: capacity taken per unit of rate. */
    double[] edgeLoad = new double[64];

    private int[] edgePlace = new int[64];
    private int edgesEnd;
    private int[] freeRuns = new int[8];
    private int[] freeFlows = new int[16];
    private int freeFlowCount;
    /** Edge of the path being added that crosses a link, plus one; all 0 in between. */
    private int[] crossing = new int[16];

    FlowGraph() {
        Arrays.fill(freeRuns, -1);
    }

    int addLink(double linkCapacity) {
        if (links == degree.length) {
            int size = 2 * links;
            capacity = Arrays.copyOf(capacity, size);
            linkEdges = Arrays.copyOf(linkEdges, size);
            linkFlows = Arrays.copyOf(linkFlows, size);
            degree = Arrays.copyOf(degree, size);
            crossing = Arrays.copyOf(crossing, size);
        }
        capacity[links] = linkCapacity;
        linkEdges[links] = NONE;
        linkFlows[links] = NONE;
        return links++;
    }

    int addFlow(int[] path, double[] coefficients, double w, double flowCap, double m) {
        int distinct = markPath(path);
        int flow = freeFlowCount > 0 ? freeFlows[--freeFlowCount] : newFlow();
        weight[flow] = w;
        cap[flow] = flowCap;
        multiplicity[flow] = m;
        live++;
        int first = takeRun(distinct);
        start[flow] = first;
        length[flow] = distinct;
        liveEdges += distinct;
        Arrays.fill(edgeLoad, first, first + distinct, 0);
        int next = first;
        for (int i = 0; i < path.length; i++) {
            int l = path[i];
            if (crossing[l] < 0) {
                crossing[l] = next + 1;
                edgeLink[next++] = l;
            }
            edgeLoad[crossing[l] - 1] += m * (coefficients == null ? 1 : coefficients[i]);
        }
        for (int e = first; e < next; e++) {
            crossing[edgeLink[e]] = 0;
            attach(flow, e);
        }
        return flow;
    }

    void removeFlow(int flow) {
        int first = start[flow];
        int count = length[flow];
        for (int e = first; e < first + count; e++) {
            detach(e);
        }
        giveRun(first, count);
        length[flow] = -1;
        live--;
        liveEdges -= count;
        freeFlows[freeFlowCount++] = flow;
    }

    /** Load of a flow on each of its links when it is the same on all, else NaN. */
    double commonLoad(int flow) {
        int first = start[flow];
        double load = length[flow] > 0 ? edgeLoad[first] : 0;
        for (int e = first + 1; e < first + length[flow]; e++) {
            if (edgeLoad[e] != load) {
                return Double.NaN;
            }
        }
        return load;
    }

    int edges() {
        return liveEdges;
    }

    boolean exists(int flow) {
        return flow >= 0 && flow < flowsEnd && length[flow] >= 0;
    }

    /** Marks the links of a path with -1 and counts them, each once. */
    private int markPath(int[] path) {
        int distinct = 0;
        for (int l : path) {
            if (l < 0 || l >= links) {
                for (int seen : path) {
                    if (seen >= 0 && seen < links) {
                        crossing[seen] = 0;
                    }
                }
                throw new IllegalArgumentException("no such link: " + l + ", there are " + links);
            }
            if (crossing[l] == 0) {
                crossing[l] = -1;
                distinct++;
            }
        }
        return distinct;
    }

    private int newFlow() {
        if (flowsEnd == length.length) {
            int size = 2 * flowsEnd;
            weight = Arrays.copyOf(weight, size);
            cap = Arrays.copyOf(cap, size);
            multiplicity = Arrays.copyOf(multiplicity, size);
            start = Arrays.copyOf(start, size);
            length = Arrays.copyOf(length, size);
            freeFlows = Arrays.copyOf(freeFlows, size);
        }
        return flowsEnd++;
    }

    /** A run of free edges; freed runs of one length form a chain through {@code edgeLink}. */
    private int takeRun(int count) {
        if (count == 0) {
            return 0;
        }
        if (count < freeRuns.length && freeRuns[count] >= 0) {
            int run = freeRuns[count];
            freeRuns[count] = edgeLink[run];
            return run;
        }
        int first = edgesEnd;
        edgesEnd += count;
        if (edgesEnd > edgeLink.length) {
            int size = Math.max(edgesEnd, 2 * edgeLink.length);
            edgeLink = Arrays.copyOf(edgeLink, size);
            edgeLoad = Arrays.copyOf(edgeLoad, size);
            edgePlace = Arrays.copyOf(edgePlace, size);
        }
        return first;
    }

    private void giveRun(int first, int count) {
        if (count == 0) {
            return;
        }
        if (count >= freeRuns.length) {
            int old = freeRuns.length;
            freeRuns = Arrays.copyOf(freeRuns, 2 * count);
            Arrays.fill(freeRuns, old, freeRuns.length, -1);
        }
        edgeLink[first] = freeRuns[count];
        freeRuns[count] = first;
    }

    private void attach(int flow, int edge) {
        int l = edgeLink[edge];
        int place = degree[l]++;
        if (place == linkEdges[l].length) {
            int size = Math.max(4, 2 * place);
            linkEdges[l] = Arrays.copyOf(linkEdges[l], size);
            linkFlows[l] = Arrays.copyOf(linkFlows[l], size);
        }
        linkEdges[l][place] = edge;
        linkFlows[l][place] = flow;
        edgePlace[edge] = place;
    }

    private void detach(int edge) {
        int l = edgeLink[edge];
        int place = edgePlace[edge];
        int last = --degree[l];
        int moved = linkEdges[l][last];
        linkEdges[l][place] = moved;
        linkFlows[l][place] = linkFlows[l][last];
        edgePlace[moved] = place;
    }
}
