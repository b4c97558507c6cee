package windtunnel.model.disruption.failure;

import java.util.PriorityQueue;
import java.util.function.LongSupplier;
import windtunnel.core.engine.Simulation;

/** Repair crews: a machine is repaired by one of them, and waits for it in the order of failure. */
final class Crews {
    private final Simulation simulation;
    private final long crews;
    private final PriorityQueue<Long> busyUntil = new PriorityQueue<>();

    Crews(Simulation simulation, long crews) {
        this.simulation = simulation;
        this.crews = crews;
    }

    /** Draws how long a machine that fails now is away, when its repair alone takes {@code repairNanos}. */
    LongSupplier before(LongSupplier repairNanos) {
        return () -> {
            long now = simulation.nowNanos();
            long start = busyUntil.size() < crews ? now : Math.max(now, busyUntil.remove());
            long repair = repairNanos.getAsLong();
            long end = repair > Long.MAX_VALUE - start ? Long.MAX_VALUE : start + repair;
            busyUntil.add(end);
            return end - now;
        };
    }

    /**
     * Mean number of machines that are down of {@code machines}, each failing at {@code perSecond} while it is up: the birth-death chain
     * M/M/c//N, with p(k+1) = p(k) (N - k) lambda T / min(k + 1, c).
     */
    static double meanDown(int machines, double perSecond, double repairSeconds, long crews) {
        double weight = 1;
        double sum = 1;
        double down = 0;
        for (int k = 1; k <= machines; k++) {
            weight *= (machines - k + 1) * perSecond * repairSeconds / Math.min(k, crews);
            sum += weight;
            down += k * weight;
            if (sum > 1e200) {
                weight /= sum;
                down /= sum;
                sum = 1;
            }
        }
        return down / sum;
    }
}
