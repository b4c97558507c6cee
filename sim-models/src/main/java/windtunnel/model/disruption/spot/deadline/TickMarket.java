package windtunnel.model.disruption.spot.deadline;

import java.util.List;

/**
 * What whole sets of machines cost in each tick of a time grid.
 *
 * @param pools dollars a tick in each pool of spot machines; infinite where a pool has not enough of them
 * @param onDemand dollars a tick on demand, always to be had
 */
public record TickMarket(List<double[]> pools, double onDemand) {
    /** Length of the shortest pool, in ticks. */
    public int ticks() {
        return pools.stream().mapToInt(pool -> pool.length).min().orElse(Integer.MAX_VALUE);
    }

    /** Whether {@code pool} has enough machines in {@code tick}. */
    boolean has(int pool, int tick) {
        return pools.get(pool)[tick] < Double.POSITIVE_INFINITY;
    }

    /** The cheapest pool that has enough machines, the first of several; -1 without any. */
    int cheapest(int tick) {
        int best = -1;
        for (int pool = 0; pool < pools.size(); pool++) {
            if (has(pool, tick) && (best < 0 || pools.get(pool)[tick] < pools.get(best)[tick])) {
                best = pool;
            }
        }
        return best;
    }

    /** Dollars of a tick in {@code pool}, on demand for the number after the last one. */
    double price(int pool, int tick) {
        return pool == pools.size() ? onDemand : pools.get(pool)[tick];
    }
}
