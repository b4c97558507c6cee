package windtunnel.model.collective;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import windtunnel.model.Cluster;
import windtunnel.model.GroupFamily;

/**
 * Point-to-point sends of a family, all at once, seen from the links: the slowest flow takes max over links of (latency + bytes load /
 * capacity), the latency being the longest of the flows that cross the link. That is {@link SendPlan#seconds(double)} and {@link ExchangePlan#seconds(double)} with
 * their two maxima exchanged, and after a fault only the links with one are looked at.
 */
final class SendLoads {
    private final double[] loads;
    private final double[] latency;
    private final Cluster sound;
    private final Map<Double, Double> known = new LinkedHashMap<>();

    /** The loads of the sends of {@code family} on {@code cluster}, whose dead links are gone round where that is possible. */
    SendLoads(Cluster cluster, GroupFamily family) {
        this(cluster, new SendPlan(cluster, family));
    }

    private SendLoads(Cluster cluster, SendPlan sends) {
        this(cluster, sends, sends::latencySeconds);
    }

    /** The loads of any flows that have a latency each. */
    SendLoads(Cluster cluster, Traffic traffic, IntToDoubleFunction latencySeconds) {
        sound = cluster.sound();
        loads = new double[cluster.links()];
        latency = new double[cluster.links()];
        for (int flow = 0; flow < traffic.flows(); flow++) {
            double seconds = latencySeconds.applyAsDouble(flow);
            traffic.visit(flow, (link, load) -> {
                loads[link] += load;
                latency[link] = Math.max(latency[link], seconds);
            });
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
