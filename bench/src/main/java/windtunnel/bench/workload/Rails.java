package windtunnel.bench.workload;

import java.util.Arrays;
import windtunnel.core.flow.MaxMinSystem;

/** RAILS: nodes of eight GPUs with a NIC each, units of 50 nodes; every GPU sends to its like in the next node. */
public final class Rails {
    /** Rate of a NIC in bytes per second. */
    public static final double NIC = 48e9;

    private static final double SCALE_UP = 370e9;
    private static final int NODES_PER_UNIT = 50;
    private static final int RAILS = 8;

    private Rails() {}

    /** One flow for each of {@code gpus} GPUs; links are GPU up, GPU down, NIC out, NIC in, leaf up, leaf down. */
    public static MaxMinSystem ring(int gpus) {
        int units = Math.max(1, gpus / RAILS / NODES_PER_UNIT);
        double[] capacity = new double[4 * gpus + 2 * RAILS * units];
        Arrays.fill(capacity, 0, 2 * gpus, SCALE_UP);
        Arrays.fill(capacity, 2 * gpus, 4 * gpus, NIC);
        Arrays.fill(capacity, 4 * gpus, capacity.length, NODES_PER_UNIT * NIC);
        int[] offset = new int[gpus + 1];
        int[] link = new int[6 * gpus];
        int edges = 0;
        for (int gpu = 0; gpu < gpus; gpu++) {
            int to = (gpu + RAILS) % gpus;
            link[edges++] = gpu;
            link[edges++] = gpus + to;
            link[edges++] = 2 * gpus + gpu;
            link[edges++] = 3 * gpus + to;
            int leaf = leaf(gpu, units);
            int other = leaf(to, units);
            if (leaf != other) {
                link[edges++] = 4 * gpus + leaf;
                link[edges++] = 4 * gpus + RAILS * units + other;
            }
            offset[gpu + 1] = edges;
        }
        return MaxMinSystem.plain(capacity.length, gpus, capacity, offset, Arrays.copyOf(link, edges));
    }

    private static int leaf(int gpu, int units) {
        return Math.min(units - 1, gpu / RAILS / NODES_PER_UNIT) * RAILS + gpu % RAILS;
    }
}
