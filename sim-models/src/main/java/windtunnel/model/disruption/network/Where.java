package windtunnel.model.disruption.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import windtunnel.model.Cluster;
import windtunnel.model.Cluster.Part;
import windtunnel.model.Route;

/** Kinds of links that may fail at random, both directions together. */
public enum Where {
    /** A NIC and its cable to the first switch. */
    NIC(Part.NIC_OUT, Part.NIC_IN),
    /** A GPU's links into its scale-up domain. */
    SCALE_UP(Part.GPU_UP, Part.GPU_DOWN),
    /** A link up from a leaf: one cable, or all of the leaf where packets are sprayed over them. */
    LEAF(Part.LEAF_UP, Part.LEAF_DOWN),
    /** A link from spines to cores. */
    SPINE(Part.SPINE_UP, Part.SPINE_DOWN),
    /** A port of a NIC with several, and its cable. */
    PORT(Part.PORT_OUT, Part.PORT_IN);

    private final Part up;
    private final Part down;

    Where(Part up, Part down) {
        this.up = up;
        this.down = down;
    }

    /** How many there are. */
    public int count(Cluster cluster) {
        int first = cluster.link(up, 0);
        int low = first;
        int high = cluster.links();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (cluster.part(middle) == up) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - first;
    }

    /** Both directions of one of them. */
    public List<Integer> links(Cluster cluster, int index) {
        return List.of(cluster.link(up, index), cluster.link(down, index));
    }

    /** Whether nothing but the node itself hangs on the link. */
    static boolean edge(Cluster cluster, int link) {
        return switch (cluster.part(link)) {
            case NIC_OUT, NIC_IN, GPU_UP, GPU_DOWN, HOST_UP, HOST_DOWN -> true;
            default -> false;
        };
    }

    /**
     * Nodes that cannot do without these links: that of a NIC or GPU; of a link of the network those whose ways to others cross it.
     * Other nodes are tried at distances of powers of two, which meet every tier.
     */
    static Set<Integer> nodes(Cluster cluster, List<Integer> links) {
        Set<Integer> nodes = new TreeSet<>();
        for (int link : links) {
            if (edge(cluster, link)) {
                String name = cluster.name(link);
                nodes.add(Integer.parseInt(name.substring("node-".length(), name.indexOf('/'))));
            }
        }
        if (nodes.isEmpty()) {
            Set<Integer> wanted = new TreeSet<>(links);
            for (int nic = 0; nic < cluster.nics(); nic++) {
                if (crosses(cluster, nic, wanted)) {
                    nodes.add(nic / cluster.rails());
                }
            }
        }
        return nodes;
    }

    private static boolean crosses(Cluster cluster, int nic, Set<Integer> wanted) {
        Route way = new Route();
        for (int hop = 1; hop < cluster.nics(); hop *= 2) {
            cluster.network(nic, (nic + hop) % cluster.nics(), 0, way);
            for (int i = 0; i < way.count(); i++) {
                if (wanted.contains(way.link(i))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The links of the next NIC of the same node, over which a failed one's traffic goes; empty where the node has one only. */
    static List<Integer> neighbours(Cluster cluster, List<Integer> links) {
        List<Integer> next = new ArrayList<>();
        for (int link : links) {
            Part part = cluster.part(link);
            if (cluster.rails() > 1 && (part == Part.NIC_OUT || part == Part.NIC_IN)) {
                int nic = link - cluster.link(part, 0);
                int node = nic / cluster.rails();
                next.add(cluster.link(part, node * cluster.rails() + (nic + 1) % cluster.rails()));
            }
        }
        return next;
    }
}
