package windtunnel.model.disruption.spot.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import windtunnel.core.measure.Metric;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.ClusterSpec;
import windtunnel.model.Disruption;
import windtunnel.model.FitsCluster;
import windtunnel.model.World;
import windtunnel.model.disruption.spot.SpotEviction;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;

/**
 * Spot machines of several pools, each with its own capacity and price, and on-demand machines beside them.
 *
 * <p>What a pool offers does not depend on what is bought, so designs meet the same market. Machines of a pool are alike: of those that it loses
 * at one instant, each is a node's with the share that nodes hold. Nothing is held at the start; each machine takes its pool's {@code start} to
 * arrive, and is paid from then until it is gone. Without a deadline each vacant node draws a machine from the first pool that has
 * one; with a deadline the job moves as a whole, and a machine that is taken ends the stay in its pool. All pools have machines
 * of the cluster's kind, and the network between them is the cluster's: between zones it would be slower.
 */
public record SpotPools(
        @Key(doc = "Where machines come from, in the order in which they are asked.", example = "{ name: us-east-1c }")
        List<Pool> pools,

        @Key(doc = "Which pool is asked first.", def = "listed", example = "cheapest")
        Order order,

        @Key(
                doc = "Warning before machines are gone.",
                example = "120 s",
                def = "30 s",
                tag = "vendor",
                source = "Microsoft, Azure Spot VMs: 30 s; the shortest of the three clouds")
        TimeSpan notice,

        @Key(doc = "On-demand machines beside them; without it there are none.", example = "{ after: 15 min }")
        Optional<Demand> onDemand,

        @Key(doc = "The time by which the work must be done, and how.", example = "{ by: 36 h, changeover: 15 min }")
        Optional<Deadline> deadline)
        implements Disruption, Checked, FitsCluster {

    /** What each pool reports. */
    public static final List<Metric> POOL_METRICS =
            List.of(PoolMarket.NODE_HOURS, PoolMarket.NODES_COST, PoolMarket.EVICTIONS, PoolMarket.OFFERED);
    /** What is reported of all of them. */
    public static final List<Metric> MARKET_METRICS =
            List.of(PoolMarket.NODES_COST, Yardstick.HINDSIGHT, Yardstick.REGRET, Yardstick.MOVES);

    /** Which pool is asked first. */
    public enum Order {
        /** The first one of the list that has machines. */
        LISTED,
        /** The cheapest one that has machines. */
        CHEAPEST
    }

    @Override
    public void check(Issues issues) {
        issues.check(!pools.isEmpty(), "pools", "names no pool");
        Set<String> names = new TreeSet<>();
        for (int i = 0; i < pools.size(); i++) {
            issues.check(
                    names.add(pools.get(i).name()),
                    "pools[" + i + "].name",
                    "'" + pools.get(i).name() + "' is the name of two pools");
        }
        boolean alone = onDemand.isEmpty()
                || onDemand.get().base().value() == 0 && onDemand.get().after().isEmpty();
        issues.check(
                deadline.isEmpty() || alone,
                "on-demand",
                "its base and after do not go with a deadline: the policy decides");
    }

    @Override
    public void check(ClusterSpec cluster, Issues issues) {
        if (!takesMachines(cluster.nodes())) {
            return;
        }
        long nodes = cluster.nodes().count().value();
        issues.check(
                cluster.nodes().spares().value() == 0,
                "pools",
                "know no hot spares; give the pools more places instead");
        long base = onDemand.map(demand -> demand.base().value()).orElse(0L);
        issues.check(base <= nodes, "on-demand.base", "is " + base + " nodes of a cluster of " + nodes);
        boolean fallback = onDemand.flatMap(Demand::after).isPresent();
        long each =
                pools.stream().mapToLong(pool -> pool.mostPlaces((int) nodes)).sum();
        long largest = pools.stream()
                .mapToLong(pool -> pool.mostPlaces((int) nodes))
                .max()
                .orElse(0);
        issues.check(
                deadline.isPresent() || fallback || base + each >= nodes,
                "pools",
                "never have more than " + each + " machines together, so a cluster of " + nodes
                        + " nodes never starts");
        if (deadline.isPresent() && largest < nodes) {
            issues.warn(
                    "pools",
                    "never have more than " + largest + " machines in one pool, so " + nodes
                            + " nodes never run on spot; a job with a deadline does not spread over pools");
        }
    }

    @Override
    public boolean takesMachines(ClusterSpec.Nodes nodes) {
        return nodes.market().equals(SpotEviction.MARKET);
    }

    @Override
    public Optional<List<String>> markets(ClusterSpec.Nodes nodes) {
        if (!takesMachines(nodes)) {
            return Optional.empty();
        }
        List<String> markets = new ArrayList<>();
        if (pools.stream().anyMatch(pool -> pool.price().isEmpty())) {
            markets.add(SpotEviction.MARKET);
        }
        if (onDemand.isPresent() || deadline.isPresent()) {
            markets.add("on-demand");
        }
        return Optional.of(markets);
    }

    @Override
    public List<String> reporters() {
        List<String> names = new ArrayList<>(List.of(PoolMarket.OWNER));
        pools.forEach(pool -> names.add(pool.name()));
        return names;
    }

    @Override
    public void attach(World world) {
        if (!world.options().market().equals(SpotEviction.MARKET)) {
            return;
        }
        world.machines().empty();
        PoolMarket market = new PoolMarket(world, this);
        market.open(deadline.<PoolMarket.Buyer>map(by -> new GangBuyer(world, market, this, by))
                .orElseGet(() -> new NodeBuyer(world, market, this)));
    }
}
