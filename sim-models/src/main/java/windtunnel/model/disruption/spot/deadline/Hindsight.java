package windtunnel.model.disruption.spot.deadline;

import java.util.Arrays;

/**
 * The least that work with a deadline could have cost on a known market, by dynamic programming over (tick, work left, machines, changeover
 * left).
 *
 * <p>V(t, w, s) = min over the machines m of the tick of price(m, t) + V(t + 1, w', s'); other machines than before begin with a changeover. Every
 * policy's course on the same grid is one of these, so no policy is cheaper; and a later deadline only adds courses.
 */
public final class Hindsight {
    private final Errand errand;
    private final TickMarket market;
    private final int modes;
    private final int phases;

    private Hindsight(Errand errand, TickMarket market) {
        this.errand = errand;
        this.market = market;
        modes = market.pools().size() + 1;
        phases = errand.changeover() + 1;
    }

    /** Dollars of the cheapest course that is in time; infinite if there is none. */
    public static double dollars(Errand errand, TickMarket market) {
        return new Hindsight(errand, market).solve();
    }

    private double solve() {
        // later[w][0]: on nothing; later[w][1 + m * phases + c]: on machines m with c ticks of changeover left.
        double[][] later = new double[errand.work() + 1][1 + modes * phases];
        double[][] now = new double[errand.work() + 1][1 + modes * phases];
        for (int left = 1; left <= errand.work(); left++) {
            Arrays.fill(later[left], Double.POSITIVE_INFINITY);
        }
        for (int tick = errand.deadline() - 1; tick >= 0; tick--) {
            for (int left = 1; left <= errand.work(); left++) {
                fill(now[left], later, tick, left);
            }
            double[][] spare = later;
            later = now;
            now = spare;
        }
        return later[errand.work()][0];
    }

    private void fill(double[] now, double[][] later, int tick, int left) {
        double best = later[left][0];
        for (int mode = 0; mode < modes; mode++) {
            best = Math.min(best, go(later, tick, left, mode, phases - 1));
        }
        now[0] = best;
        for (int mode = 0; mode < modes; mode++) {
            for (int phase = 0; phase < phases; phase++) {
                now[1 + mode * phases + phase] = Math.min(best, go(later, tick, left, mode, phase));
            }
        }
    }

    /** Dollars from a tick on machines {@code mode} on, with {@code phase} ticks of changeover left before it. */
    private double go(double[][] later, int tick, int left, int mode, int phase) {
        int after = phase > 0 ? left : left - 1;
        return market.price(mode, tick) + later[after][1 + mode * phases + Math.max(0, phase - 1)];
    }
}
