package windtunnel.core.flow;

/**
 * What the flows on one link take, as far as is known in the middle of a {@link LevelSweep}: scratch of its visits.
 *
 * <p>All numbers are kept as raw bits. Levels are not negative, so their bits sort as longs and a mask picks the flows below
 * a level without a branch; whether a flow ends below is a coin toss that a branch predictor loses.
 */
final class LinkMembers {

    private static final long NEVER = Double.doubleToRawLongBits(Double.POSITIVE_INFINITY);

    /** Capacity in use at present. */
    double inUse;

    /** Capacity taken by the flows that end at or below the level asked last. */
    double taken;

    /** Number of the others, and capacity that they take per unit of level. */
    int left;

    double rising;

    /** Highest level of those that end at or below, and lowest of the others. */
    double highestBelow;

    double lowestAbove;

    private int count;
    private long[] upTo = new long[16];
    private long[] full = new long[16];
    private long[] slope = new long[16];

    /**
     * Takes note for each flow on a link of the level at which it ends, the capacity that it takes then, and the capacity per
     * level that it takes before.
     */
    void gather(int link, FlowGraph graph, double[] flows, int epoch) {
        int n = graph.degree[link];
        if (upTo.length < n) {
            upTo = new long[2 * n];
            full = new long[2 * n];
            slope = new long[2 * n];
        }
        count = n;
        inUse = fill(
                n, link, graph.linkFlows[link], graph.linkEdges[link], graph.edgeLoad, flows, epoch, upTo, full, slope);
    }

    private static double fill(
            int n,
            int link,
            int[] crossing,
            int[] edges,
            double[] edgeLoad,
            double[] flows,
            int epoch,
            long[] upTo,
            long[] full,
            long[] slope) {
        double inUse = 0;
        for (int i = 0; i < n; i++) {
            int at = FlowRecords.SIZE * crossing[i];
            double mark = flows[at + FlowRecords.MARK];
            int state = FlowRecords.first(mark) - epoch;
            int held = FlowRecords.second(mark) ^ link;
            // free to rise: open, or untouched and held by this very link
            int free = state == LevelSweep.OPEN || (held | ~((state - 1) >> 31)) == 0 ? 1 : 0;
            int end = at + 2 - 2 * free;
            double load = flows[at + FlowRecords.LOAD];
            if (load != load) {
                load = edgeLoad[edges[i]];
            }
            upTo[i] = Double.doubleToRawLongBits(flows[end]);
            full[i] = Double.doubleToRawLongBits(load * flows[end + 1]);
            slope[i] = Double.doubleToRawLongBits(load * flows[at + FlowRecords.WEIGHT]);
            inUse += load * flows[at + FlowRecords.RATE];
        }
        return inUse;
    }

    /** Splits the flows at a level. */
    void riseAbove(double level) {
        long limit = Double.doubleToRawLongBits(level);
        double sum = 0;
        double slopes = 0;
        long ended = 0;
        long below = 0;
        long above = NEVER;
        for (int i = 0; i < count; i++) {
            long ends = (upTo[i] - limit - 1) >> 63;
            sum += Double.longBitsToDouble(full[i] & ends);
            slopes += Double.longBitsToDouble(slope[i] & ~ends);
            ended += ends;
            below = Math.max(below, upTo[i] & ends);
            above = Math.min(above, upTo[i] | (ends & Long.MAX_VALUE));
        }
        taken = sum;
        rising = slopes;
        left = count + (int) ended;
        highestBelow = Double.longBitsToDouble(below);
        lowestAbove = Double.longBitsToDouble(above);
    }
}
