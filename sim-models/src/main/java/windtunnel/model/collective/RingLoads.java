package windtunnel.model.collective;

import java.util.Map;
import windtunnel.model.Cluster;
import windtunnel.model.GroupFamily;

/**
 * What the rings of a family load each link with when all groups send at once, and how long the slowest link takes for a chunk byte as links
 * stand. A fault makes a link slower and no other faster, so after a change only links with a fault are looked at.
 */
final class RingLoads {
    private final double[] loads;
    private final double soundPerByte;

    /** The loads on {@code cluster}, whose dead links are gone round where that is possible. */
    RingLoads(Cluster cluster, GroupFamily family) {
        loads = Traffic.loads(new GroupRings(cluster, family), cluster.links());
        Cluster sound = cluster.sound();
        double slowest = 0;
        for (int link = 0; link < loads.length; link++) {
            slowest = loads[link] == 0 ? slowest : Math.max(slowest, loads[link] / sound.capacity(link));
        }
        soundPerByte = slowest;
    }

    /** The link outside, or inside, scale-up domains that takes longest for a chunk byte, the first of equals; -1 if there is none. */
    int slowest(Cluster cluster, boolean outside) {
        int slowest = -1;
        double longest = 0;
        for (int link = 0; link < loads.length; link++) {
            Cluster.Part part = loads[link] == 0 ? null : cluster.part(link);
            boolean inside = part == Cluster.Part.GPU_UP || part == Cluster.Part.GPU_DOWN;
            double each = part == null || inside == outside ? 0 : loads[link] / cluster.capacity(link);
            if (each > longest * (1 + 1e-9)) {
                longest = each;
                slowest = link;
            }
        }
        return slowest;
    }

    /** Seconds that the slowest link takes for a chunk byte with these faults of {@code cluster}. */
    double slowestPerByte(Cluster cluster, Map<Integer, Double> faults) {
        double slowest = soundPerByte;
        for (int link : faults.keySet()) {
            slowest = loads[link] == 0 ? slowest : Math.max(slowest, loads[link] / cluster.capacity(link));
        }
        return slowest;
    }
}
