package windtunnel.model.collective.plan;

/**
 * The two binary trees of NCCL (src/graph/trees.cc at 5067397c; Sanders, Speck and Traeff 2009): a rank that is a leaf in one is an inner
 * node in the other, so that with half the payload each they load all ranks alike.
 */
final class DoubleTree {
    static final int ROOT = -1;

    private DoubleTree() {}

    /** Parent of each of {@code n} nodes in tree 0 or 1; {@link #ROOT} for the root. */
    static int[] parents(int n, int tree) {
        int[] parents = new int[n];
        for (int node = 0; node < n; node++) {
            int parent = parent(place(node, n, tree), n);
            parents[node] = parent == ROOT ? ROOT : node(parent, n, tree);
        }
        return parents;
    }

    /** Mirrored if n is even, shifted by one if it is odd. */
    private static int place(int node, int n, int tree) {
        if (tree == 0) {
            return node;
        }
        return n % 2 == 0 ? n - 1 - node : (node + n - 1) % n;
    }

    private static int node(int place, int n, int tree) {
        if (tree == 0) {
            return place;
        }
        return n % 2 == 0 ? n - 1 - place : (place + 1) % n;
    }

    private static int parent(int place, int n) {
        if (place == 0) {
            return ROOT;
        }
        int bit = Integer.lowestOneBit(place);
        int up = (place ^ bit) | bit << 1;
        return up >= n ? place ^ bit : up;
    }
}
