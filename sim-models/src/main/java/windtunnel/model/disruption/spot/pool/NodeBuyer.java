package windtunnel.model.disruption.spot.pool;

import java.util.Comparator;
import java.util.List;
import windtunnel.core.engine.Rank;
import windtunnel.core.engine.Simulation;
import windtunnel.model.Machines;
import windtunnel.model.World;

/** Fills each vacant node from the first pool that has a machine; after a while, where that is wanted, from on-demand machines. */
final class NodeBuyer implements PoolMarket.Buyer {
    private final World world;
    private final Machines machines;
    private final PoolMarket market;
    private final SpotPools spec;
    private boolean waiting;

    NodeBuyer(World world, PoolMarket market, SpotPools spec) {
        this.world = world;
        this.market = market;
        this.spec = spec;
        machines = world.machines();
    }

    @Override
    public void open() {
        spec.onDemand()
                .ifPresent(demand ->
                        market.launch(market.onDemand(), (int) demand.base().value()));
        changed();
    }

    @Override
    public void taken(PoolMarket.Stand stand, List<Integer> nodes) {
        if (!nodes.isEmpty()) {
            machines.evict(nodes, "eviction", Simulation.nanos(spec.notice().seconds()), () -> Machines.NEVER);
        }
    }

    @Override
    public void changed() {
        int missing = draw();
        boolean patient = spec.onDemand().flatMap(Demand::after).isPresent();
        if (missing > 0 && patient && !waiting) {
            waiting = true;
            long wait = Simulation.nanos(
                    spec.onDemand().flatMap(Demand::after).orElseThrow().seconds());
            world.simulation().after(wait, Rank.SCHEDULER, payload -> fallBack(), 0);
        }
    }

    private void fallBack() {
        waiting = false;
        market.launch(market.onDemand(), draw());
    }

    /** Asks pools for what is missing; what no pool has is the answer. */
    private int draw() {
        int missing = machines.vacancies() - market.onDemand().coming();
        for (PoolMarket.Stand stand : market.stands()) {
            missing -= stand.coming();
        }
        for (PoolMarket.Stand stand : inOrder()) {
            int count = Math.max(0, Math.min(missing, market.free(stand)));
            market.launch(stand, count);
            missing -= count;
        }
        return Math.max(0, missing);
    }

    private List<PoolMarket.Stand> inOrder() {
        if (spec.order() == SpotPools.Order.LISTED) {
            return market.stands();
        }
        return market.stands().stream()
                .sorted(Comparator.comparingLong(PoolMarket.Stand::nanoUsdPerHour))
                .toList();
    }
}
