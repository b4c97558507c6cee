package windtunnel.model.collective;

import java.util.Arrays;
import windtunnel.core.flow.MaxMinSolver;
import windtunnel.core.flow.MaxMinSystem;

/** Flows with equal work that start at different instants and share links max-min; rates are solved at each start and end. */
final class Race {
    /** Work left below this share of all work is rounding. */
    private static final double DONE = 1e-13;

    private final MaxMinSystem system;
    private final double[] start;
    private final double work;
    private final double[] left;
    private final MaxMinSolver solver = new MaxMinSolver();

    /** The flows of {@code system}, each with {@code work} to do from its {@code start} on. */
    Race(MaxMinSystem system, double[] start, double work) {
        this.system = system;
        this.start = start;
        this.work = work;
        left = new double[system.flows()];
        Arrays.fill(left, work);
    }

    /** When the last one ends. */
    double seconds() {
        double now = 0;
        int waiting = left.length;
        while (waiting > 0) {
            int[] active = active(now);
            double[] rate = new double[active.length];
            if (active.length > 0) {
                solver.solve(part(active), rate, new int[active.length]);
            }
            double next = nextStart(now);
            double step = next - now;
            for (int i = 0; i < active.length; i++) {
                step = Math.min(step, left[active[i]] / rate[i]);
            }
            for (int i = 0; i < active.length; i++) {
                double rest = left[active[i]] - rate[i] * step;
                left[active[i]] = rest <= DONE * work ? 0 : rest;
                waiting -= left[active[i]] == 0 ? 1 : 0;
            }
            now = step == next - now ? next : now + step;
        }
        return now;
    }

    private int[] active(double now) {
        int[] active = new int[left.length];
        int count = 0;
        for (int flow = 0; flow < left.length; flow++) {
            if (left[flow] > 0 && start[flow] <= now) {
                active[count++] = flow;
            }
        }
        return Arrays.copyOf(active, count);
    }

    private double nextStart(double now) {
        double next = Double.POSITIVE_INFINITY;
        for (double at : start) {
            next = at > now ? Math.min(next, at) : next;
        }
        return next;
    }

    /** The system of the active flows; links keep their numbers. */
    private MaxMinSystem part(int[] active) {
        int[] offset = new int[active.length + 1];
        int[] link = new int[system.link().length];
        double[] coefficient = new double[link.length];
        double[] weight = new double[active.length];
        double[] cap = new double[active.length];
        for (int i = 0; i < active.length; i++) {
            int from = system.offset()[active[i]];
            int length = system.offset()[active[i] + 1] - from;
            System.arraycopy(system.link(), from, link, offset[i], length);
            System.arraycopy(system.coefficient(), from, coefficient, offset[i], length);
            offset[i + 1] = offset[i] + length;
            weight[i] = system.weight()[active[i]];
            cap[i] = system.cap()[active[i]];
        }
        return new MaxMinSystem(
                system.links(), active.length, system.capacity(), offset, link, coefficient, weight, cap, null);
    }
}
