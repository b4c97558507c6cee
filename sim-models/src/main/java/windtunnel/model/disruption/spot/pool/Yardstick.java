package windtunnel.model.disruption.spot.pool;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import windtunnel.core.measure.Metric;
import windtunnel.model.World;
import windtunnel.model.disruption.spot.deadline.Errand;
import windtunnel.model.disruption.spot.deadline.Hindsight;
import windtunnel.model.disruption.spot.deadline.TickMarket;

/**
 * What the machines of a job would have cost, had the market been known beforehand.
 *
 * <p>The market is laid on a grid of 1,000 ticks, in favour of hindsight: a pool has machines in a tick if it has them at any instant of it,
 * at its lowest price there; work, and the paid part of a changeover (the restart of the job), count as whole ticks, rounded down; machines
 * arrive at once.
 */
final class Yardstick {
    /** The least cost. */
    static final Metric HINDSIGHT = new Metric(
            "hindsight_cost", "USD", "The least that machines could have cost in time, had the market been known.");
    /** What not knowing cost. */
    static final Metric REGRET =
            new Metric("regret", "1", "What machines cost beyond that, as a multiple of it; 0 is the best there is.");
    /** Changes of machines. */
    static final Metric MOVES =
            new Metric("moves", "1", "How often the job began on other machines, the first time included.");

    private static final int TICKS = 1000;

    private final World world;
    private final SpotPools spec;
    private final Deadline deadline;

    Yardstick(World world, SpotPools spec, Deadline deadline) {
        this.world = world;
        this.spec = spec;
        this.deadline = deadline;
    }

    /** Records what {@code dollars} for machines are worth. */
    void report(double dollars, long workNanos, int moves) {
        world.recorder().record(PoolMarket.OWNER, MOVES, moves);
        long until = Math.round(deadline.by().seconds() * 1e9);
        long tick = (until + TICKS - 1) / TICKS;
        Errand errand = new Errand((int) (workNanos / tick), (int) ((until + tick - 1) / tick), (int)
                (world.machines().restartNanos() / tick));
        if (errand.work() == 0 || !errand.feasible()) {
            return;
        }
        double best = Hindsight.dollars(errand, market(errand.deadline(), tick));
        world.recorder().record(PoolMarket.OWNER, HINDSIGHT, best);
        if (best > 0) {
            world.recorder().record(PoolMarket.OWNER, REGRET, dollars / best - 1);
        }
    }

    private TickMarket market(int ticks, long tickNanos) {
        double dollars = world.cluster().nodes() * (tickNanos / 3600e9) * 1e-9;
        List<double[]> pools = new ArrayList<>();
        for (Pool pool : spec.pools()) {
            double[] prices = new double[ticks];
            Arrays.fill(prices, Double.POSITIVE_INFINITY);
            PoolCourse course = new PoolCourse(world, pool);
            long from = 0;
            while (from < ticks * tickNanos) {
                long to = Math.min(course.nextNanos(), ticks * tickNanos);
                if (course.level() >= world.cluster().nodes()) {
                    mark(prices, from / tickNanos, (to - 1) / tickNanos, course.nanoUsdPerHour() * dollars);
                }
                from = to;
                if (to == course.nextNanos()) {
                    course.advance();
                }
            }
            pools.add(prices);
        }
        return new TickMarket(pools, world.quote("on-demand").orElse(0) * dollars);
    }

    private static void mark(double[] prices, long first, long last, double price) {
        for (long tick = first; tick <= last; tick++) {
            prices[(int) tick] = Math.min(prices[(int) tick], price);
        }
    }
}
