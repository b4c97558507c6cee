package windtunnel.model.training;

import java.util.BitSet;

/**
 * Which hosts hold copies of each other's state: nodes stand in disjoint groups, and each node of a group holds the state of all of them.
 *
 * <p>A set of losses is survived when every group keeps at least one node. With k of N nodes lost at random and groups of r, the chance
 * is 1 - P(some group is lost whole); for pairs C(N/2, k) 2^k / C(N, k) (GEMINI, SOSP 2023, section 4). Nodes that fill no group of r
 * join the others.
 *
 * @param nodes of the cluster
 * @param replicas nodes of a group, at most all
 * @param spread whether the nodes of a group are far apart (node i with i + N/r ...) or neighbours
 */
record CopyGroups(int nodes, int replicas, boolean spread) {

    /** How many groups there are. */
    int count() {
        return Math.max(1, nodes / replicas);
    }

    /** The group of a node. */
    int group(int node) {
        return spread ? node % count() : Math.min(node / replicas, count() - 1);
    }

    /** Whether every group keeps a node when those are lost. */
    boolean survives(BitSet lost) {
        int[] kept = new int[count()];
        for (int node = lost.nextClearBit(0); node < nodes; node = lost.nextClearBit(node + 1)) {
            kept[group(node)]++;
        }
        for (int standing : kept) {
            if (standing == 0) {
                return false;
            }
        }
        return true;
    }

    /** Share of the blocks of {@code size} neighbours, counted from node 0, whose loss is survived. */
    double survivedBlocks(int size) {
        int blocks = (nodes + size - 1) / size;
        int survived = 0;
        for (int block = 0; block < blocks; block++) {
            BitSet lost = new BitSet();
            lost.set(block * size, Math.min(nodes, (block + 1) * size));
            survived += survives(lost) ? 1 : 0;
        }
        return (double) survived / blocks;
    }
}
