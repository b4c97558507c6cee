package windtunnel.core.flow;

import java.util.Arrays;

/** Progressive filling in rounds (network.md 3.2), as plain as can be: the yardstick of the fast solvers. */
final class ReferenceSolver {

    private ReferenceSolver() {}

    static double[] solve(MaxMinSystem s) {
        double[] rate = new double[s.flows()];
        Arrays.fill(rate, -1);
        int open = s.flows();
        while (open > 0) {
            double level = Double.POSITIVE_INFINITY;
            double[] fair = new double[s.links()];
            for (int l = 0; l < s.links(); l++) {
                fair[l] = fairLevel(s, rate, l);
                level = Math.min(level, fair[l]);
            }
            for (int f = 0; f < s.flows(); f++) {
                if (rate[f] < 0) {
                    level = Math.min(level, cap(s, f) / weight(s, f));
                }
            }
            boolean[] freeze = new boolean[s.flows()];
            for (int f = 0; f < s.flows(); f++) {
                freeze[f] = rate[f] < 0
                        && (cap(s, f) / weight(s, f) <= level * (1 + 1e-14) || onTightLink(s, f, fair, level));
            }
            for (int f = 0; f < s.flows(); f++) {
                if (freeze[f]) {
                    rate[f] = Math.min(cap(s, f), level * weight(s, f));
                    open--;
                }
            }
        }
        return rate;
    }

    static double weight(MaxMinSystem s, int f) {
        return s.weight() == null ? 1 : s.weight()[f];
    }

    static double cap(MaxMinSystem s, int f) {
        return s.cap() == null ? Double.POSITIVE_INFINITY : s.cap()[f];
    }

    /** Capacity that a flow takes on a link per unit of rate. */
    static double load(MaxMinSystem s, int f, int l) {
        double sum = 0;
        for (int e = s.offset()[f]; e < s.offset()[f + 1]; e++) {
            if (s.link()[e] == l) {
                sum += s.coefficient() == null ? 1 : s.coefficient()[e];
            }
        }
        return sum * (s.multiplicity() == null ? 1 : s.multiplicity()[f]);
    }

    private static double fairLevel(MaxMinSystem s, double[] rate, int l) {
        double free = s.capacity()[l];
        double weights = 0;
        boolean any = false;
        for (int f = 0; f < s.flows(); f++) {
            double load = load(s, f, l);
            if (load > 0 && rate[f] < 0) {
                weights += load * weight(s, f);
                any = true;
            } else if (load > 0) {
                free -= load * rate[f];
            }
        }
        return any ? Math.max(0, free) / weights : Double.POSITIVE_INFINITY;
    }

    private static boolean onTightLink(MaxMinSystem s, int f, double[] fair, double level) {
        for (int e = s.offset()[f]; e < s.offset()[f + 1]; e++) {
            if (fair[s.link()[e]] <= level * (1 + 1e-14)) {
                return true;
            }
        }
        return false;
    }
}
