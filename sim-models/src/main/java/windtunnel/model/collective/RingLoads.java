package windtunnel.model.collective;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import windtunnel.model.Cluster;
import windtunnel.model.GroupFamily;

/**
 * What the rings of a family load each link with when all groups send at once, and how long the slowest link takes for a chunk byte as links
 * stand. A fault makes a link slower and no other faster, so after a change only links with a fault are looked at.
 */
final class RingLoads {
    private final Cluster whole;
    private final Fold fold;
    private final double[] loads;
    private final double soundPerByte;

    /** The loads on {@code cluster}, whose dead links are gone round where that is possible. */
    RingLoads(Cluster cluster, GroupFamily family) {
        whole = cluster.sound();
        boolean dead = cluster.faults().containsValue(0.0);
        fold = dead ? new Fold(cluster, family, 0, 0) : Fold.of(whole, family);
        loads = Traffic.loads(
                new GroupRings(fold.cluster(), fold.family()), fold.cluster().links());
        Cluster sound = fold.cluster().sound();
        double slowest = 0;
        for (int link = 0; link < loads.length; link++) {
            slowest = loads[link] == 0 ? slowest : Math.max(slowest, loads[link] / sound.capacity(link));
        }
        soundPerByte = slowest;
    }

    /** The link outside, or inside, scale-up domains that takes longest for a chunk byte, the first of equals; -1 if there is none. */
    int slowest(Cluster cluster, Map<Integer, Double> faults, boolean outside) {
        NavigableMap<Integer, Double> faulty = new TreeMap<>(faults);
        Longest longest = new Longest();
        for (int link = 0; link < loads.length; link++) {
            if (loads[link] > 0 && inside(fold.cluster().part(link)) != outside) {
                int first = fold.outside(whole, link);
                NavigableMap<Integer, Double> before = faulty.headMap(first, true);
                before.keySet().forEach(fault -> longest.fault(cluster, fault, outside));
                before.clear();
                longest.offer(first, loads[link] / whole.capacity(first));
            }
        }
        faulty.keySet().forEach(fault -> longest.fault(cluster, fault, outside));
        return longest.link;
    }

    private static boolean inside(Cluster.Part part) {
        return part == Cluster.Part.GPU_UP || part == Cluster.Part.GPU_DOWN;
    }

    /** The slowest link so far, the first of equals. */
    private final class Longest {
        private int link = -1;
        private double seconds;

        void offer(int candidate, double each) {
            if (each > seconds * (1 + 1e-9)) {
                seconds = each;
                link = candidate;
            }
        }

        void fault(Cluster cluster, int candidate, boolean outside) {
            double load = load(candidate);
            if (load > 0 && inside(cluster.part(candidate)) != outside) {
                offer(candidate, load / cluster.capacity(candidate));
            }
        }
    }

    private double load(int link) {
        return loads[fold.inside(whole, link)];
    }

    /** Seconds that the slowest link takes for a chunk byte with these faults of {@code cluster}. */
    double slowestPerByte(Cluster cluster, Map<Integer, Double> faults) {
        double slowest = soundPerByte;
        for (int link : faults.keySet()) {
            double load = load(link);
            slowest = load == 0 ? slowest : Math.max(slowest, load / cluster.capacity(link));
        }
        return slowest;
    }
}
