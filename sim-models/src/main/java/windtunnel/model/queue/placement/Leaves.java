package windtunnel.model.queue.placement;

import windtunnel.model.Cluster;
import windtunnel.model.Route;

/** Which nodes share their first switch: nodes are on one leaf where the way between their first NICs crosses no link of the network. */
public final class Leaves {
    /** Links of a way that goes up to a switch and down again: out of one NIC, into the other. */
    private static final int NIC_LINKS = 2;

    private Leaves() {}

    /** The leaf of each node, counted from 0; nodes of one leaf have neighbouring numbers. */
    public static int[] of(Cluster cluster) {
        int[] leaves = new int[cluster.nodes()];
        if (!cluster.networked()) {
            return leaves;
        }
        Route route = new Route();
        int first = 0;
        for (int node = 1; node < leaves.length; node++) {
            cluster.network(first * cluster.rails(), node * cluster.rails(), 0, route);
            boolean same = route.count() == NIC_LINKS;
            leaves[node] = leaves[node - 1] + (same ? 0 : 1);
            first = same ? first : node;
        }
        return leaves;
    }
}
