package windtunnel.model.disruption.spot.pool;

import java.util.Optional;
import windtunnel.model.World;

/** How many machines a pool has and what they cost, over one run; asked twice, it is the same both times. */
final class PoolCourse {
    private final Pool.Levels levels;
    private final Optional<PriceSeries.Prices> prices;
    private final long bookPrice;
    private final long maxPrice;

    PoolCourse(World world, Pool pool) {
        int gpus = world.cluster().gpusPerNode();
        long most = world.quote("on-demand").orElse(Long.MAX_VALUE);
        levels = pool.levels(world.streams(), world.cluster().nodes());
        prices = pool.price()
                .map(series -> series.prices(world.streams().stream("pool-" + pool.name(), "price"), gpus, most));
        bookPrice = world.quote("spot").orElse(0);
        maxPrice =
                pool.maxPrice().map(price -> PriceSeries.nanoUsd(price, gpus)).orElse(Long.MAX_VALUE);
    }

    /** Machines that are there for those who pay the price. */
    int level() {
        return nanoUsdPerHour() > maxPrice ? 0 : levels.level();
    }

    long nanoUsdPerHour() {
        return prices.map(PriceSeries.Prices::nanoUsdPerHour).orElse(bookPrice);
    }

    /** When something changes next, or Long.MAX_VALUE. */
    long nextNanos() {
        return Math.min(
                levels.nextNanos(), prices.map(PriceSeries.Prices::untilNanos).orElse(Long.MAX_VALUE));
    }

    /** Goes on to that instant. */
    void advance() {
        long nowNanos = nextNanos();
        if (levels.nextNanos() == nowNanos) {
            levels.advance();
        }
        while (prices.isPresent() && prices.get().untilNanos() == nowNanos) {
            prices.get().advance();
        }
    }
}
