package windtunnel.model.queue.placement;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import windtunnel.model.Cluster;
import windtunnel.model.Route;

/**
 * By how much the step of a job is longer on some nodes than on the best ones of an empty cluster.
 *
 * <p>The exchange takes {@code max over links of bytes / capacity}: its flows are those of the ring's channels (each link of a channel carries
 * {@code 2 (N - 1) / N x bytes / rails}), or of all pairs of nodes ({@code g^2 bytes / N / rails} on each rail, g GPUs a node, N in all), on the routes of
 * the fabric. What of it is not hidden is added to the step. Only the job's own bytes count: other jobs may make it slower, which is not modelled,
 * nor is what stays inside a node.
 */
public final class TrafficTime {
    private final Cluster cluster;
    private final int[] leaves;
    private final Map<String, Double> known = new TreeMap<>();

    /** Times on the fabric of {@code cluster}. */
    public TrafficTime(Cluster cluster, int[] leaves) {
        this.cluster = cluster;
        this.leaves = leaves;
    }

    /** Step on these nodes over step on the best ones, at least 1. */
    public double slowdown(Traffic traffic, int[] nodes) {
        if (nodes.length < 2) {
            return 1;
        }
        int gpus = nodes.length * cluster.gpusPerNode();
        int[] best = new Pool(leaves, cluster.gpusPerNode(), Placement.LEAF_FIRST).place(new Need(gpus, Where.ANY));
        double more = exposed(traffic, nodes) - exposed(traffic, best);
        return Math.max(1, 1 + more / traffic.step().seconds());
    }

    private double exposed(Traffic traffic, int[] nodes) {
        String key = traffic.pattern() + Arrays.toString(nodes);
        double perByte = known.computeIfAbsent(key, k -> secondsPerByte(traffic.pattern(), nodes));
        return Math.max(0, perByte * traffic.bytes().value() - traffic.hidden().seconds());
    }

    private double secondsPerByte(Traffic.Pattern pattern, int[] nodes) {
        int rails = cluster.rails();
        double gpus = (double) nodes.length * cluster.gpusPerNode();
        Map<Integer, Double> load = new TreeMap<>();
        Route route = new Route();
        for (int rail = 0; rail < rails; rail++) {
            for (int i = 0; i < nodes.length; i++) {
                if (pattern == Traffic.Pattern.RING) {
                    int next = nodes[(i + 1) % nodes.length];
                    send(nodes[i], next, rail, 2 * (gpus - 1) / gpus / rails, route, load);
                } else {
                    double part = (double) cluster.gpusPerNode() * cluster.gpusPerNode() / gpus / rails;
                    for (int other : nodes) {
                        if (other != nodes[i]) {
                            send(nodes[i], other, rail, part, route, load);
                        }
                    }
                }
            }
        }
        double slowest = 0;
        for (Map.Entry<Integer, Double> link : load.entrySet()) {
            slowest = Math.max(slowest, link.getValue() / cluster.capacity(link.getKey()));
        }
        return slowest;
    }

    private void send(int from, int to, int rail, double bytes, Route route, Map<Integer, Double> load) {
        cluster.network(from * cluster.rails() + rail, to * cluster.rails() + rail, rail, route);
        for (int i = 0; i < route.count(); i++) {
            load.merge(route.link(i), bytes * route.share(i), Double::sum);
        }
    }
}
