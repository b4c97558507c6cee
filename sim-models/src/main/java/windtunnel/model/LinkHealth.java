package windtunnel.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Faults of links: several of one link multiply, and each ends by itself, after which the link has exactly what the others leave. */
final class LinkHealth {
    private final Map<Integer, List<Double>> faults = new TreeMap<>();
    private long version;

    /** Grows with every change. */
    long version() {
        return version;
    }

    boolean isEmpty() {
        return faults.isEmpty();
    }

    void impair(int link, double factor) {
        version++;
        faults.computeIfAbsent(link, l -> new ArrayList<>()).add(factor);
    }

    void repair(int link, double factor) {
        version++;
        List<Double> left = faults.get(link);
        if (left == null || !left.remove((Double) factor)) {
            throw new IllegalStateException("link " + link + " has no fault of factor " + factor);
        }
        if (left.isEmpty()) {
            faults.remove(link);
        }
    }

    void heal(int link) {
        version++;
        faults.remove(link);
    }

    /** Share of its rate that a link has. */
    double of(int link) {
        List<Double> list = faults.get(link);
        double share = 1;
        if (list != null) {
            for (double factor : list) {
                share *= factor;
            }
        }
        return share;
    }

    Map<Integer, Double> all() {
        Map<Integer, Double> all = new TreeMap<>();
        faults.keySet().forEach(link -> all.put(link, of(link)));
        return all;
    }
}
