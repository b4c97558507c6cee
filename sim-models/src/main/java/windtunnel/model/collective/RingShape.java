package windtunnel.model.collective;

import windtunnel.model.Cluster;
import windtunnel.model.GroupFamily;

/**
 * The rings of a family of groups, edge by edge, and how many edges share each link.
 *
 * <p>In a group with q ranks on each of k nodes and R rails, ring r visits the ranks of a node one after the other, starting behind the
 * rank that owns rail r, and leaves by that rail. A GPU's scale-up link carries the share of the rings that do not leave the node there,
 * (q-1)/q of R, since rings may enter and leave a node by different NICs; so busbw = min(R b, B g/(g-1)).
 */
final class RingShape {
    private final Cluster cluster;
    private final GroupFamily family;
    private final int perNode;
    private final int rings;
    private final double[] load;
    private final int[] hops = new int[4];

    RingShape(Cluster cluster, GroupFamily family) {
        this.cluster = cluster;
        this.family = family;
        perNode = ranksPerDomain(cluster, family);
        rings = rings(cluster, family, perNode);
        load = new double[cluster.links()];
        for (int group = 0; group < family.groups(); group++) {
            for (int ring = 0; ring < rings; ring++) {
                for (int edge = 0; edge < family.ranks(); edge++) {
                    addLoad(group, ring, edge);
                }
            }
        }
    }

    /** Consecutive ranks of a group that lie in one scale-up domain, or 1 when the groups do not tile domains evenly. */
    static int ranksPerDomain(Cluster cluster, GroupFamily family) {
        int domain = cluster.domain(family.gpu(0, 0));
        int count = 1;
        while (count < family.ranks() && cluster.domain(family.gpu(0, count)) == domain) {
            count++;
        }
        return family.ranks() % count == 0 ? count : 1;
    }

    private static int rings(Cluster cluster, GroupFamily family, int perNode) {
        if (perNode == family.ranks()) {
            return 1;
        }
        int rails = 0;
        int last = -1;
        for (int rank = 0; rank < perNode; rank++) {
            int nic = cluster.nic(family.gpu(0, rank));
            rails += nic != last ? 1 : 0;
            last = nic;
        }
        return rails;
    }

    /** Rings of each group. */
    int rings() {
        return rings;
    }

    /** Ranks of a group on one node. */
    int perNode() {
        return perNode;
    }

    /** Rank at place {@code place} of ring {@code ring}: nodes in order, within a node the owner of the ring's rail last. */
    private int rank(int ring, int place) {
        int node = place / perNode;
        int inside = place % perNode;
        int exit = ring * perNode / rings;
        return node * perNode + (exit + 1 + inside) % perNode;
    }

    private int from(int group, int ring, int edge) {
        return family.gpu(group, rank(ring, edge));
    }

    private int to(int group, int ring, int edge) {
        return family.gpu(group, rank(ring, (edge + 1) % family.ranks()));
    }

    private void addLoad(int group, int ring, int edge) {
        int count = cluster.route(from(group, ring, edge), to(group, ring, edge), hops);
        for (int h = 0; h < count; h++) {
            load[hops[h]] += 1;
        }
    }

    /** Rings' edges that share a link, as the share of a ring's chunk that it carries in each step. */
    double load(int link) {
        boolean scaleUp = link < 2 * cluster.gpus();
        boolean spread = scaleUp && rings > 1;
        // Entry and exit of a ring may be different GPUs, so over all rings each scale-up link carries (q-1)/q of them.
        return spread ? Math.min(load[link], rings * (perNode - 1.0) / perNode) : load[link];
    }

    /** Rate of an edge when every edge of the family sends at once, in bytes per second. */
    double edgeRate(int group, int ring, int edge) {
        int count = cluster.route(from(group, ring, edge), to(group, ring, edge), hops);
        double rate = Double.POSITIVE_INFINITY;
        for (int h = 0; h < count; h++) {
            rate = Math.min(rate, cluster.capacity(hops[h]) / load(hops[h]));
        }
        return rate;
    }

    /** Latency of an edge in seconds. */
    double edgeLatency(int group, int ring, int edge) {
        return cluster.latencySeconds(from(group, ring, edge), to(group, ring, edge));
    }

    /** The link that holds an edge back. */
    int tightest(int group, int ring, int edge) {
        int count = cluster.route(from(group, ring, edge), to(group, ring, edge), hops);
        int tightest = hops[0];
        for (int h = 1; h < count; h++) {
            boolean tighter = cluster.capacity(hops[h]) / load(hops[h]) < cluster.capacity(tightest) / load(tightest);
            tightest = tighter ? hops[h] : tightest;
        }
        return tightest;
    }

    /** Adds, for every link that a group's rings cross, how often they do; returns through {@code sink}. */
    void crossings(int group, LinkSink sink) {
        for (int ring = 0; ring < rings; ring++) {
            for (int edge = 0; edge < family.ranks(); edge++) {
                int count = cluster.route(from(group, ring, edge), to(group, ring, edge), hops);
                for (int h = 0; h < count; h++) {
                    sink.cross(hops[h]);
                }
            }
        }
    }

    /** Takes the links of a group one crossing at a time. */
    @FunctionalInterface
    interface LinkSink {
        void cross(int link);
    }
}
