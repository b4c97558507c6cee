package windtunnel.model.collective;

import windtunnel.model.Cluster;
import windtunnel.model.GroupFamily;

/** Point-to-point sends of a family: every rank but the last of its group sends to the next, all at once. */
final class SendShape {
    private final Cluster cluster;
    private final GroupFamily family;
    private final double[] load;
    private final int[] hops = new int[4];

    SendShape(Cluster cluster, GroupFamily family) {
        this.cluster = cluster;
        this.family = family;
        load = new double[cluster.links()];
        for (int group = 0; group < family.groups(); group++) {
            for (int rank = 0; rank + 1 < family.ranks(); rank++) {
                int count = cluster.route(family.gpu(group, rank), family.gpu(group, rank + 1), hops);
                for (int h = 0; h < count; h++) {
                    load[hops[h]]++;
                }
            }
        }
    }

    /** Seconds of the slowest send of {@code bytes}: latency + bytes / rate. */
    double slowestSeconds(double bytes) {
        double slowest = 0;
        for (int group = 0; group < family.groups(); group++) {
            for (int rank = 0; rank + 1 < family.ranks(); rank++) {
                int from = family.gpu(group, rank);
                int to = family.gpu(group, rank + 1);
                int count = cluster.route(from, to, hops);
                double rate = Double.POSITIVE_INFINITY;
                for (int h = 0; h < count; h++) {
                    rate = Math.min(rate, cluster.capacity(hops[h]) / load[hops[h]]);
                }
                slowest = Math.max(slowest, cluster.latencySeconds(from, to) + bytes / rate);
            }
        }
        return slowest;
    }
}
