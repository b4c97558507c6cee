package windtunnel.model.queue.placement;

import java.util.Arrays;

/**
 * Free GPUs by node, and where a job fits.
 *
 * <p>A job of at most a node's GPUs needs that many on one node, a larger one whole free nodes. Gangs are never split further.
 */
public final class Pool {
    private final int[] free;
    private final int perNode;
    private final Placement placement;
    private final int[] leaves;

    /**
     * A pool of empty nodes.
     *
     * @param leaves leaf of each node, from {@link Leaves}
     * @param perNode GPUs of a node
     */
    public Pool(int[] leaves, int perNode, Placement placement) {
        this(filled(leaves.length, perNode), perNode, placement, leaves);
    }

    private Pool(int[] free, int perNode, Placement placement, int[] leaves) {
        this.free = free;
        this.perNode = perNode;
        this.placement = placement;
        this.leaves = leaves;
    }

    private static int[] filled(int nodes, int perNode) {
        int[] free = new int[nodes];
        Arrays.fill(free, perNode);
        return free;
    }

    /** The same, to try things on. */
    public Pool copy() {
        return new Pool(free.clone(), perNode, placement, leaves);
    }

    /** GPUs that are free on {@code node}. */
    public int free(int node) {
        return free[node];
    }

    /** So many whole free nodes wherever they are, or null. */
    public int[] whole(int count) {
        return onWhole(count);
    }

    /** Nodes for as much of a job as fits now; none where it is a part of a node. */
    public int[] most(Need need) {
        int[] nodes = place(need);
        boolean part = need.gpus() <= perNode;
        return nodes != null ? nodes : part ? new int[0] : onWhole(Math.min(whole(), need.gpus() / perNode));
    }

    /** GPUs that are free on any node. */
    public long totalFree() {
        long sum = 0;
        for (int gpus : free) {
            sum += gpus;
        }
        return sum;
    }

    /** Nodes for a job, or null when it does not fit now. */
    public int[] place(Need need) {
        if (need.gpus() <= perNode) {
            return onOne(need.gpus());
        }
        int count = need.gpus() / perNode;
        return switch (need.where()) {
            case SAME_LEAF -> onLeaf(count);
            case SPREAD -> overLeaves(count);
            case ANY -> placement == Placement.LEAF_FIRST ? onFewLeaves(count) : onWhole(count);
        };
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
        return placement == Placement.SPREAD ? gpus > than : gpus < than;
    }

    private int[] onWhole(int count) {
        int whole = whole();
        if (whole < count) {
            return null;
        }
        int[] nodes = new int[count];
        int taken = 0;
        int seen = 0;
        for (int node = 0; node < free.length && taken < count; node++) {
            if (free[node] == perNode) {
                boolean chosen = placement != Placement.SPREAD || (long) seen * count / whole == taken;
                if (chosen) {
                    nodes[taken++] = node;
                }
                seen++;
            }
        }
        return nodes;
    }

    private int whole() {
        int whole = 0;
        for (int gpus : free) {
            whole += gpus == perNode ? 1 : 0;
        }
        return whole;
    }

    /** Whole free nodes of each leaf. */
    private int[] byLeaf() {
        int[] whole = new int[leaves[leaves.length - 1] + 1];
        for (int node = 0; node < free.length; node++) {
            whole[leaves[node]] += free[node] == perNode ? 1 : 0;
        }
        return whole;
    }

    /** Nodes of the leaf with the fewest free ones that are enough, or null. */
    private int[] onLeaf(int count) {
        int[] whole = byLeaf();
        int best = -1;
        for (int leaf = 0; leaf < whole.length; leaf++) {
            if (whole[leaf] >= count && (best < 0 || whole[leaf] < whole[best])) {
                best = leaf;
            }
        }
        if (best < 0) {
            return null;
        }
        int[] quota = new int[whole.length];
        quota[best] = count;
        return take(quota, count);
    }

    /** One leaf if one has room, else the emptiest leaves first, so that there are few. */
    private int[] onFewLeaves(int count) {
        int[] one = onLeaf(count);
        if (one != null || whole() < count) {
            return one;
        }
        int[] whole = byLeaf();
        int[] quota = new int[whole.length];
        for (int left = count; left > 0; ) {
            int best = 0;
            for (int leaf = 1; leaf < whole.length; leaf++) {
                best = whole[leaf] > whole[best] ? leaf : best;
            }
            quota[best] = Math.min(left, whole[best]);
            left -= quota[best];
            whole[best] = 0;
        }
        return take(quota, count);
    }

    /** A node of each leaf in turn. */
    private int[] overLeaves(int count) {
        if (whole() < count) {
            return null;
        }
        int[] whole = byLeaf();
        int[] quota = new int[whole.length];
        for (int leaf = 0, left = count; left > 0; leaf = (leaf + 1) % whole.length) {
            if (quota[leaf] < whole[leaf]) {
                quota[leaf]++;
                left--;
            }
        }
        return take(quota, count);
    }

    /** So many free nodes of each leaf. */
    private int[] take(int[] quota, int count) {
        int[] nodes = new int[count];
        int taken = 0;
        for (int node = 0; node < free.length; node++) {
            if (free[node] == perNode && quota[leaves[node]] > 0) {
                quota[leaves[node]]--;
                nodes[taken++] = node;
            }
        }
        return nodes;
    }

    /** Takes the GPUs of a job from the nodes that {@link #place} gave. */
    public void take(int gpus, int[] nodes) {
        for (int node : nodes) {
            free[node] -= Math.min(gpus, perNode);
        }
    }

    /** Gives them back. */
    public void give(int gpus, int[] nodes) {
        for (int node : nodes) {
            free[node] += Math.min(gpus, perNode);
        }
    }

    /** A node has no machine any more: nothing of it is free. */
    public void close(int node) {
        free[node] = 0;
    }

    /** A node has a machine again, which nobody uses. */
    public void open(int node) {
        free[node] = perNode;
    }

    /**
     * Leaves of each node what is free both here and there.
     *
     * @param other the pool of another time
     */
    public void least(Pool other) {
        for (int node = 0; node < free.length; node++) {
            free[node] = Math.min(free[node], other.free[node]);
        }
    }

    /** Share of the free GPUs that no job of {@code gpus} a node could use: {@code 1 - sum s floor(f/s) / sum f}. */
    public double fragmentation(int gpus) {
        long usable = 0;
        for (int node : free) {
            usable += (long) node / gpus * gpus;
        }
        long total = totalFree();
        return total == 0 ? 0 : 1 - (double) usable / total;
    }
}
