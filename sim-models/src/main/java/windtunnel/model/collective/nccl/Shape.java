package windtunnel.model.collective.nccl;

/**
 * How a communicator lies on its domains.
 *
 * @param ranks all ranks
 * @param nodes scale-up domains that they lie in, equally many in each
 */
public record Shape(int ranks, int nodes) {
    /** Checks that ranks and domains match. */
    public Shape {
        if (ranks < 1 || nodes < 1 || ranks % nodes != 0) {
            throw new IllegalArgumentException(ranks + " ranks do not fill " + nodes + " domains equally");
        }
    }

    /** Ranks in one domain. */
    public int perNode() {
        return ranks / nodes;
    }

    /** Column of NCCL's tables: 0 for one node, 1 for two, 2 for more. */
    int column() {
        return Math.min(nodes, 3) - 1;
    }

    /** Depth of a binary tree over the domains, as NCCL counts it. */
    int depth() {
        return 31 - Integer.numberOfLeadingZeros(nodes);
    }

    /** Whether every rank has a node of its own, as PAT asks for. */
    boolean onePerNode() {
        return nodes > 1 && nodes == ranks;
    }

    /** Bytes out of the busiest domain over the payload in a double binary tree: 1 for two, 1.5 for three, else 2. */
    double treeEgress() {
        return nodes <= 2 ? 1 : nodes == 3 ? 1.5 : 2;
    }
}
