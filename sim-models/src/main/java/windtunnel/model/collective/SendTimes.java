package windtunnel.model.collective;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import windtunnel.model.Cluster;
import windtunnel.model.GroupFamily;

/**
 * How long the sends of a family take with rates from the max-min system, on a cluster as it stood when this was made, and what faults
 * make of it that came later. Where no two sends share a link that may bind, a fault of a link that one send has for itself slows that send only.
 */
final class SendTimes {
    private final SendPlan plan;
    private final FluidSystem fluid;
    private final int[] owner;
    private final double[] latency;
    private final Map<Double, Double> known = new LinkedHashMap<>();

    SendTimes(Cluster cluster, GroupFamily family) {
        plan = new SendPlan(cluster, family);
        fluid = new FluidSystem(cluster, plan);
        owner = FluidSystem.owners(plan, cluster.links());
        latency = new double[plan.flows()];
        Arrays.setAll(latency, plan::latencySeconds);
    }

    /** Seconds of the slowest send of {@code bytes} with the links as they stood. */
    double seconds(double bytes) {
        return known.computeIfAbsent(bytes, b -> fluid.seconds(latency, b));
    }

    /** The same with faults of {@code now} that were not there before; NaN if they do not stay with one send. */
    double seconds(Cluster now, Map<Integer, Double> faults, double bytes) {
        double finish = seconds(bytes);
        for (int link : faults.keySet()) {
            int flow = owner[link];
            if (flow == FluidSystem.SEVERAL || flow >= 0 && fluid.coupled()) {
                return Double.NaN;
            }
            if (flow >= 0) {
                double cap = Math.min(fluid.cap(flow), now.capacity(link) / plan.load(link));
                finish = Math.max(finish, latency[flow] + bytes / cap);
            }
        }
        return finish;
    }
}
