package windtunnel.model.queue;

import java.util.Arrays;

/**
 * Free GPUs by node, and where a job fits.
 *
 * <p>A job of at most a node's GPUs needs that many on one node, a larger one whole free nodes. Gangs are never split further.
 */
final class Pool {
    private final int[] free;
    private final int perNode;
    private final JobQueue.Placement placement;

    Pool(int nodes, int perNode, JobQueue.Placement placement) {
        this(filled(nodes, perNode), perNode, placement);
    }

    private Pool(int[] free, int perNode, JobQueue.Placement placement) {
        this.free = free;
        this.perNode = perNode;
        this.placement = placement;
    }

    private static int[] filled(int nodes, int perNode) {
        int[] free = new int[nodes];
        Arrays.fill(free, perNode);
        return free;
    }

    /** The same, to try things on. */
    Pool copy() {
        return new Pool(free.clone(), perNode, placement);
    }

    /** GPUs that are free on any node. */
    long totalFree() {
        long sum = 0;
        for (int gpus : free) {
            sum += gpus;
        }
        return sum;
    }

    int free(int node) {
        return free[node];
    }

    /** Nodes for a job of {@code gpus}, or null when it does not fit now. */
    int[] place(int gpus) {
        return gpus <= perNode ? onOne(gpus) : onWhole(gpus / perNode);
    }

    private int[] onOne(int gpus) {
        int best = -1;
        for (int node = 0; node < free.length; node++) {
            if (free[node] >= gpus && (best < 0 || better(free[node], free[best]))) {
                best = node;
            }
        }
        return best < 0 ? null : new int[] {best};
    }

    private boolean better(int gpus, int than) {
        return placement == JobQueue.Placement.PACK ? gpus < than : gpus > than;
    }

    private int[] onWhole(int count) {
        int whole = 0;
        for (int gpus : free) {
            whole += gpus == perNode ? 1 : 0;
        }
        if (whole < count) {
            return null;
        }
        int[] nodes = new int[count];
        int taken = 0;
        int seen = 0;
        for (int node = 0; node < free.length && taken < count; node++) {
            if (free[node] == perNode) {
                boolean chosen = placement == JobQueue.Placement.PACK || (long) seen * count / whole == taken;
                if (chosen) {
                    nodes[taken++] = node;
                }
                seen++;
            }
        }
        return nodes;
    }

    /** Takes the GPUs of a job from the nodes that {@link #place} gave. */
    void take(int gpus, int[] nodes) {
        for (int node : nodes) {
            free[node] -= Math.min(gpus, perNode);
        }
    }

    /** Gives them back. */
    void give(int gpus, int[] nodes) {
        for (int node : nodes) {
            free[node] += Math.min(gpus, perNode);
        }
    }

    /** A node has no machine any more: nothing of it is free. */
    void close(int node) {
        free[node] = 0;
    }

    /** A node has a machine again, which nobody uses. */
    void open(int node) {
        free[node] = perNode;
    }

    /**
     * Leaves of each node what is free both here and there.
     *
     * @param other the pool of another time
     */
    void least(Pool other) {
        for (int node = 0; node < free.length; node++) {
            free[node] = Math.min(free[node], other.free[node]);
        }
    }

    /** Share of the free GPUs that no job of {@code gpus} a node could use: {@code 1 - sum s floor(f/s) / sum f}. */
    double fragmentation(int gpus) {
        long usable = 0;
        for (int node : free) {
            usable += (long) node / gpus * gpus;
        }
        long total = totalFree();
        return total == 0 ? 0 : 1 - (double) usable / total;
    }
}
