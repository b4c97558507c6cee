package windtunnel.model.disruption.spot.pool;

import java.util.List;
import windtunnel.core.engine.Rank;
import windtunnel.core.engine.Simulation;
import windtunnel.model.InfeasibleException;
import windtunnel.model.Machines;
import windtunnel.model.World;
import windtunnel.model.disruption.spot.deadline.Policy;
import windtunnel.model.disruption.spot.deadline.Policy.On;

/** Moves a whole job between pools, on-demand machines and nothing, as a policy for its deadline says. */
final class GangBuyer implements PoolMarket.Buyer {
    private final World world;
    private final Machines machines;
    private final PoolMarket market;
    private final SpotPools spec;
    private final Deadline deadline;
    private final Yardstick yardstick;
    private final int nodes;
    private long workNanos;
    private On on = On.NOTHING;
    private PoolMarket.Stand at;
    private boolean leaving;
    private int moves;

    GangBuyer(World world, PoolMarket market, SpotPools spec, Deadline deadline) {
        this.world = world;
        this.market = market;
        this.spec = spec;
        this.deadline = deadline;
        machines = world.machines();
        nodes = world.cluster().nodes();
        yardstick = new Yardstick(world, spec, deadline);
        world.onEnd(end -> yardstick.report(market.dollars(), workNanos, moves));
    }

    @Override
    public void open() {
        workNanos = machines.remainingNanos();
        if (workNanos == 0) {
            throw new InfeasibleException(
                    "spot-pools: a deadline needs a training job, whose work is known; a queue of jobs" + " has none");
        }
        look();
    }

    private void look() {
        changed();
        if (world.unfinished()) {
            world.simulation().after(Simulation.nanos(deadline.look().seconds()), Rank.SCHEDULER, payload -> look(), 0);
        }
    }

    @Override
    public void taken(PoolMarket.Stand stand, List<Integer> taken) {
        if (leaving) {
            return;
        }
        market.cancel(stand);
        List<Integer> all = market.standing(stand);
        if (all.isEmpty()) {
            on = On.NOTHING;
        } else {
            leaving = true;
            machines.evict(all, "eviction", Simulation.nanos(spec.notice().seconds()), () -> Machines.NEVER);
        }
    }

    @Override
    public void changed() {
        if (leaving && machines.vacancies() == nodes) {
            leaving = false;
            on = On.NOTHING;
        }
        long left = machines.remainingNanos();
        if (leaving || left == 0) {
            return;
        }
        PoolMarket.Stand found = on == On.SPOT ? at : find();
        long now = world.simulation().nowNanos();
        Policy.Standing standing = new Policy.Standing(
                now,
                left,
                workNanos,
                nanos(deadline.by().seconds()),
                nanos(deadline.changeover().seconds()),
                nanos(deadline.look().seconds()));
        On next = deadline.policy().next(standing, on, found != null);
        if (next == on) {
            return;
        }
        if (on == On.NOTHING) {
            start(next, found);
        } else {
            leave();
        }
    }

    private static long nanos(double seconds) {
        return Simulation.nanos(seconds);
    }

    private void start(On next, PoolMarket.Stand found) {
        on = next;
        at = next == On.SPOT ? found : market.onDemand();
        moves++;
        market.launch(at, nodes);
    }

    /** Gives up what the job runs on; it goes on elsewhere when all machines are gone. */
    private void leave() {
        market.cancel(at);
        List<Integer> all = market.standing(at);
        if (all.isEmpty()) {
            on = On.NOTHING;
            changed();
            return;
        }
        leaving = true;
        machines.warn(new Machines.Warning(
                all, "move", nanos(deadline.announce().seconds()), () -> Machines.NEVER, Machines.Return.NEW, true));
    }

    /** The pool that has machines for all nodes and comes first, or null. */
    private PoolMarket.Stand find() {
        PoolMarket.Stand best = null;
        for (PoolMarket.Stand stand : market.stands()) {
            boolean first = best == null
                    || spec.order() == SpotPools.Order.CHEAPEST && stand.nanoUsdPerHour() < best.nanoUsdPerHour();
            if (market.free(stand) >= nodes && first) {
                best = stand;
            }
        }
        return best;
    }
}
