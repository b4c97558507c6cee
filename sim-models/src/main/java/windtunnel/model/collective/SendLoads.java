package windtunnel.model.collective;

import java.util.LinkedHashMap;
import java.util.Map;
import windtunnel.model.Cluster;
import windtunnel.model.GroupFamily;
import windtunnel.model.Route;

/**
 * Point-to-point sends of a family, all at once, seen from the links: the slowest send takes max over links of (latency + bytes load /
 * capacity), the latency being the longest of the sends that cross the link. That is {@link SendPlan#seconds(double)} with its two maxima
 * exchanged, and after a fault only the links with one are looked at.
 */
final class SendLoads {
    private final double[] loads;
    private final double[] latency;
    private final Cluster sound;
    private final Map<Double, Double> known = new LinkedHashMap<>();

    /** The loads on {@code cluster}, whose dead links are gone round where that is possible. */
    SendLoads(Cluster cluster, GroupFamily family) {
        sound = cluster.sound();
        loads = new double[cluster.links()];
        latency = new double[cluster.links()];
        Route way = new Route();
        for (int group = 0; group < family.groups(); group++) {
            for (int rank = 0; rank < family.ranks() - 1; rank++) {
                int from = family.gpu(group, rank);
                int to = family.gpu(group, rank + 1);
                double seconds = cluster.latencySeconds(from, to);
                cluster.route(from, to, way);
                for (int h = 0; h < way.count(); h++) {
                    loads[way.link(h)] += way.share(h);
                    latency[way.link(h)] = Math.max(latency[way.link(h)], seconds);
                }
            }
        }
    }

    /** Seconds of the slowest send of {@code bytes} with these faults of {@code cluster}. */
    double seconds(Cluster cluster, Map<Integer, Double> faults, double bytes) {
        double slowest = known.computeIfAbsent(bytes, this::soundSeconds);
        for (int link : faults.keySet()) {
            slowest = Math.max(slowest, through(cluster, link, bytes));
        }
        return slowest;
    }

    private double soundSeconds(double bytes) {
        double slowest = 0;
        for (int link = 0; link < loads.length; link++) {
            slowest = Math.max(slowest, through(sound, link, bytes));
        }
        return slowest;
    }

    private double through(Cluster cluster, int link, double bytes) {
        return loads[link] == 0 ? 0 : latency[link] + bytes * (loads[link] / cluster.capacity(link));
    }
}
