package windtunnel.core.flow;

import java.util.Arrays;

/**
 * Running sums of each link in a {@link LevelSweep}: how full it is, and from which level on it fills up.
 *
 * <p>A visited link counts each of its flows as ended, with the rate that it will have then, or as rising with the level. The
 * level at which capacity less TAKEN over RISING runs out is a lower bound of the level at which the link fills up, and the
 * level itself when it lies between the highest flow that counts as ended and the lowest end of those that count as rising.
 * Each change costs O(1), so that most visits need no look at the link's flows.
 */
final class LinkSums {

    /** Cells of a link. */
    static final int SIZE = 8;

    /** Level at which the link froze flows, or infinity. */
    static final int LEVEL = 0;
    /** Capacity in use at the present rates. */
    static final int IN_USE = 1;

    /** Capacity taken by the flows that count as ended. */
    private static final int TAKEN = 2;
    /** Or, on a link that has no sums because it cannot fill up: capacity that nobody may take. */
    private static final int SPARE = 2;
    /** Capacity per level that the others take. */
    private static final int RISING = 3;
    /** Number of the flows that count as rising. */
    private static final int COUNT = 4;
    /** Highest level of a flow that counts as ended. */
    private static final int ENDED = 5;
    /** Lowest level at which a flow that counts as rising ends. */
    private static final int ENDS = 6;
    /** Largest RISING since the flows were last looked at. */
    private static final int PEAK = 7;

    private static final double NEVER = Double.POSITIVE_INFINITY;
    /** Part of a link's sums by which their running values may be wrong. */
    private static final double SLACK = 1e-9;
    /** Below this part of the capacity or of the peak a difference has lost too many digits to be exact. */
    private static final double CANCELLED = 1e-3;

    private final FlowGraph graph;
    double[] cells = new double[SIZE * 16];

    LinkSums(FlowGraph graph) {
        this.graph = graph;
    }

    void ensure(int link) {
        if (SIZE * link >= cells.length) {
            cells = Arrays.copyOf(cells, 2 * SIZE * link);
        }
    }

    /** Starts from what the flows of a link say. */
    void start(int link, LinkMembers members) {
        int at = SIZE * link;
        cells[at + IN_USE] = members.inUse;
        cells[at + TAKEN] = members.taken;
        cells[at + RISING] = members.rising;
        cells[at + COUNT] = members.left;
        cells[at + ENDED] = members.highestBelow;
        cells[at + ENDS] = members.lowestAbove;
        cells[at + PEAK] = members.rising;
    }

    /** Starts from the use of a link alone: all flows count as ended. */
    void startFull(int link) {
        int at = SIZE * link;
        cells[at + TAKEN] = cells[at + IN_USE];
        cells[at + RISING] = 0;
        cells[at + COUNT] = 0;
        cells[at + ENDED] = NEVER;
        cells[at + ENDS] = NEVER;
        cells[at + PEAK] = 0;
    }

    /** Sets capacity aside on an unsaturated link without sums; false when it may not be there. */
    boolean reserve(int link, double amount, boolean isFirst) {
        int at = SIZE * link;
        double spare = (isFirst ? graph.capacity[link] * (1 - SLACK) - cells[at + IN_USE] : cells[at + SPARE]) - amount;
        cells[at + SPARE] = spare;
        return spare > 0;
    }

    /** Capacity left for flows that rise beyond the present level, at most. */
    double roomAt(int link, double sweep) {
        int at = SIZE * link;
        double capacity = graph.capacity[link];
        return cells[at + ENDED] <= sweep
                ? capacity * (1 + SLACK) - cells[at + TAKEN] - cells[at + RISING] * sweep
                : capacity;
    }

    /** From now on the sums are a bound only. */
    void blur(int link) {
        cells[SIZE * link + ENDS] = -1;
    }

    /** A flow of so high a level and rate is free to rise up to its cap. */
    void rises(int link, double load, double slope, double level, double rate, double capLevel) {
        double[] c = cells;
        int at = SIZE * link;
        if (level <= c[at + ENDED]) {
            c[at + TAKEN] -= load * rate;
            c[at + RISING] += slope;
            c[at + COUNT]++;
            c[at + ENDS] = Math.min(c[at + ENDS], capLevel);
            c[at + PEAK] = Math.max(c[at + PEAK], c[at + RISING]);
        }
    }

    /** A flow, which would have ended at some level, is frozen at a rate. */
    void settles(int link, double load, double slope, double rate, double wouldEnd, double wouldTake) {
        double[] c = cells;
        int at = SIZE * link;
        if (wouldEnd <= c[at + ENDED] && wouldEnd < NEVER) {
            c[at + TAKEN] += load * (rate - wouldTake);
        } else {
            c[at + TAKEN] += load * rate;
            c[at + RISING] -= slope;
            c[at + COUNT]--;
        }
    }

    /** The level, not below the present one, at which a visited link fills up; negative when the sums do not tell. */
    double exactFill(int link, double sweep) {
        double[] c = cells;
        int at = SIZE * link;
        double capacity = graph.capacity[link];
        double room = capacity - c[at + TAKEN];
        double rising = c[at + RISING];
        double level = room / rising;
        boolean exact = level <= c[at + ENDS]
                && level >= c[at + ENDED]
                && room > CANCELLED * capacity
                && rising > CANCELLED * c[at + PEAK]
                && c[at + COUNT] > 0;
        return exact ? Math.max(sweep, level) : -1;
    }

    /** A level, not below the present one, below which a visited link surely does not fill up. */
    double lowestFill(int link, double sweep) {
        double exact = exactFill(link, sweep);
        int at = SIZE * link;
        if (exact >= 0) {
            return exact;
        }
        if (cells[at + COUNT] == 0) {
            return NEVER;
        }
        double room = graph.capacity[link] * (1 - SLACK) - cells[at + TAKEN];
        return Math.max(sweep, room / (cells[at + RISING] + SLACK * cells[at + PEAK]));
    }
}
