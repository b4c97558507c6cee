package windtunnel.model.collective.plan;

import java.util.Arrays;
import java.util.Comparator;
import windtunnel.model.Cluster;
import windtunnel.model.Route;
import windtunnel.model.collective.Traffic;

/**
 * A tree over GPUs down which one stream of chunks is broadcast after it was reduced up.
 *
 * @param gpus the GPUs
 * @param parent index of each one's parent, {@link DoubleTree#ROOT} for the root
 */
record Tree(int[] gpus, int[] parent) {
    /** Tells each link of each edge, in both directions, its {@code load}. */
    void visit(Cluster cluster, double load, Route way, Traffic.LinkSink sink) {
        for (int i = 0; i < gpus.length; i++) {
            if (parent[i] != DoubleTree.ROOT) {
                cluster.route(gpus[i], gpus[parent[i]], way);
                cross(way, load, sink);
                cluster.route(gpus[parent[i]], gpus[i], way);
                cross(way, load, sink);
            }
        }
    }

    private static void cross(Route way, double load, Traffic.LinkSink sink) {
        for (int h = 0; h < way.count(); h++) {
            sink.cross(way.link(h), way.share(h) * load);
        }
    }

    /** Edges between each node and the root. */
    int[] depths() {
        int[] depth = new int[gpus.length];
        for (int i = 0; i < depth.length; i++) {
            for (int up = parent[i]; up != DoubleTree.ROOT; up = parent[up]) {
                depth[i]++;
            }
        }
        return depth;
    }

    int depth() {
        return Arrays.stream(depths()).max().orElse(0);
    }

    /** Latency of the longest way to the root. */
    double latencySeconds(Cluster cluster) {
        double longest = 0;
        for (int i = 0; i < gpus.length; i++) {
            double sum = 0;
            for (int at = i; parent[at] != DoubleTree.ROOT; at = parent[at]) {
                sum += cluster.latencySeconds(gpus[at], gpus[parent[at]]);
            }
            longest = Math.max(longest, sum);
        }
        return longest;
    }

    /**
     * Seconds until every chunk has come up to the root and gone down to every node: on an edge a chunk takes the seconds of
     * {@code up} or {@code down}, one chunk at a time, and arrives {@code latency} later.
     */
    double everyChunk(int chunks, double[] up, double[] down, double[] latency) {
        int[] depth = depths();
        Integer[] order = new Integer[gpus.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingInt(i -> -depth[i]));
        double[] freeUp = new double[gpus.length];
        double[] freeDown = new double[gpus.length];
        double[] ready = new double[gpus.length];
        double finish = 0;
        for (int chunk = 0; chunk < chunks; chunk++) {
            Arrays.fill(ready, 0);
            for (int i : order) {
                if (parent[i] != DoubleTree.ROOT) {
                    freeUp[i] = Math.max(freeUp[i], ready[i]) + up[i];
                    ready[parent[i]] = Math.max(ready[parent[i]], freeUp[i] + latency[i]);
                }
            }
            for (int at = order.length - 1; at >= 0; at--) {
                int i = order[at];
                if (parent[i] != DoubleTree.ROOT) {
                    freeDown[i] = Math.max(freeDown[i], ready[parent[i]]) + down[i];
                    ready[i] = freeDown[i] + latency[i];
                }
                finish = Math.max(finish, ready[i]);
            }
        }
        return finish;
    }
}
