package windtunnel.core.flow;

/**
 * What the flows on one link take, as far as is known in the middle of a {@link LevelSweep}: scratch of its visits.
 *
 * <p>All numbers are kept as raw bits. Levels are not negative, so their bits sort as longs and a mask picks the flows below
 * a level without a branch; whether a flow ends below is a coin toss that a branch predictor loses.
 */
final class LinkMembers {

    /** Capacity taken by the flows that end at or below the level asked last. */
    double taken;

    /** Capacity that the others take per unit of level. */
    double rising;

    private int count;
    private long[] upTo = new long[16];
    private long[] full = new long[16];
    private long[] slope = new long[16];

    /**
     * Takes note for each flow on a link of the level at which it ends, the capacity that it takes then, and the capacity per
     * level that it takes before. Returns the capacity in use at present.
     */
    double gather(int n, int[] crossing, double[] loads, int link, int epoch, int[] marks, double[] flows) {
        if (upTo.length < n) {
            upTo = new long[2 * n];
            full = new long[2 * n];
            slope = new long[2 * n];
        }
        count = n;
        return fill(n, crossing, loads, link, epoch, marks, flows, upTo, full, slope);
    }

    private static double fill(
            int n,
            int[] crossing,
            double[] loads,
            int link,
            int epoch,
            int[] marks,
            double[] flows,
            long[] upTo,
            long[] full,
            long[] slope) {
        double inUse = 0;
        for (int i = 0; i < n; i++) {
            int f = crossing[i];
            int state = marks[2 * f + LevelSweep.STATE] - epoch;
            int held = marks[2 * f + LevelSweep.HOLDER] ^ link;
            // free to rise: open, or untouched and held by this very link
            int free = state == LevelSweep.OPEN || (held | ~((state - 1) >> 31)) == 0 ? 1 : 0;
            int at = 4 * f + 2 * free;
            double load = loads[2 * i];
            upTo[i] = Double.doubleToRawLongBits(flows[at]);
            full[i] = Double.doubleToRawLongBits(load * flows[at + 1]);
            slope[i] = Double.doubleToRawLongBits(loads[2 * i + 1]);
            inUse += load * flows[4 * f + LevelSweep.RATE];
        }
        return inUse;
    }

    /** Splits the flows at a level; returns how many end above it. */
    int riseAbove(double level) {
        long limit = Double.doubleToRawLongBits(level);
        double sum = 0;
        double slopes = 0;
        long ended = 0;
        for (int i = 0; i < count; i++) {
            long ends = (upTo[i] - limit - 1) >> 63;
            sum += Double.longBitsToDouble(full[i] & ends);
            slopes += Double.longBitsToDouble(slope[i] & ~ends);
            ended += ends;
        }
        taken = sum;
        rising = slopes;
        return count + (int) ended;
    }
}
