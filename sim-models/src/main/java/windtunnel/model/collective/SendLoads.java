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
    /** The whole cluster in full health. */
    private final Cluster sound;

    private final Fold fold;
    private final Map<Double, Double> known = new LinkedHashMap<>();

    /** The loads of the sends of {@code family} on {@code cluster}, whose dead links are gone round where that is possible. */
    SendLoads(Cluster cluster, GroupFamily family) {
        this(
                cluster.sound(),
                cluster.faults().containsValue(0.0)
                        ? new Fold(cluster, family, 0, 0)
                        : Fold.of(cluster.sound(), family));
    }

    private SendLoads(Cluster sound, Fold fold) {
        this(sound, fold, new SendPlan(fold.cluster(), fold.family()));
    }

    private SendLoads(Cluster sound, Fold fold, SendPlan sends) {
        this(sound, fold, sends, sends::latencySeconds);
    }

    /** The loads of any flows that have a latency each. */
    SendLoads(Cluster cluster, GroupFamily family, Traffic traffic, IntToDoubleFunction latencySeconds) {
        this(cluster.sound(), new Fold(cluster, family, 0, 0), traffic, latencySeconds);
    }

    private SendLoads(Cluster sound, Fold fold, Traffic traffic, IntToDoubleFunction latencySeconds) {
        this.sound = sound;
        this.fold = fold;
        loads = new double[fold.cluster().links()];
        latency = new double[fold.cluster().links()];
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
            slowest = Math.max(slowest, through(fold.inside(sound, link), cluster.capacity(link), bytes));
        }
        return slowest;
    }

    private double soundSeconds(double bytes) {
        Cluster healthy = fold.cluster().sound();
        double slowest = 0;
        for (int link = 0; link < loads.length; link++) {
            slowest = Math.max(slowest, through(link, healthy.capacity(link), bytes));
        }
        return slowest;
    }

    private double through(int link, double capacity, double bytes) {
        return loads[link] == 0 ? 0 : latency[link] + bytes * (loads[link] / capacity);
    }
}
