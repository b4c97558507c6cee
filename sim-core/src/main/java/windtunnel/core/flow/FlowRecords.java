package windtunnel.core.flow;

import java.util.Arrays;

/**
 * What a {@link LevelSweep} reads and writes of each flow: eight cells side by side, one or two cache lines.
 *
 * <p>Two cells hold a pair of ints as raw bits. Neither pair ever makes a NaN, whose bits a JVM may change.
 */
final class FlowRecords {

    /** Cells of a record. */
    static final int SIZE = 8;

    /** Level at the flow's own cap, and the cap. */
    static final int CAP_LEVEL = 0;

    static final int CAP = 1;
    /** Level and rate as of the last solve, or where the present one has frozen them. */
    static final int LEVEL = 2;

    static final int RATE = 3;
    /** State in the present sweep, and the link that holds the flow (-1 is its own cap). */
    static final int MARK = 4;
    /** Capacity taken per unit of rate, where it is the same on all links of the path; else NaN. */
    static final int LOAD = 5;

    static final int WEIGHT = 6;
    /** First edge of the path, and number of edges. */
    static final int PATH = 7;

    double[] cells = new double[SIZE * 16];

    void ensure(int flow) {
        if (SIZE * flow >= cells.length) {
            cells = Arrays.copyOf(cells, 2 * SIZE * flow);
        }
    }

    /** Takes up a new flow of the graph. */
    void add(int flow, FlowGraph graph) {
        int at = SIZE * flow;
        cells[at + WEIGHT] = graph.weight[flow];
        cells[at + LOAD] = graph.commonLoad(flow);
        cells[at + PATH] = pair(graph.start[flow], graph.length[flow]);
        cells[at + MARK] = pair(0, -1);
    }

    int state(int flow) {
        return first(cells[SIZE * flow + MARK]);
    }

    int holder(int flow) {
        return second(cells[SIZE * flow + MARK]);
    }

    void mark(int flow, int state, int holder) {
        cells[SIZE * flow + MARK] = pair(state, holder);
    }

    static double pair(int first, int second) {
        return Double.longBitsToDouble((long) first << 32 | second & 0xFFFF_FFFFL);
    }

    static int first(double pair) {
        return (int) (Double.doubleToRawLongBits(pair) >>> 32);
    }

    static int second(double pair) {
        return (int) Double.doubleToRawLongBits(pair);
    }
}
