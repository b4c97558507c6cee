package windtunnel.model.disruption.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import windtunnel.core.engine.Rank;
import windtunnel.core.engine.Simulation;
import windtunnel.core.random.Distribution;
import windtunnel.core.random.Stream;
import windtunnel.model.Cluster;
import windtunnel.model.World;

/** The faults of one {@link LinkFault} in one run. */
final class LinkFaults {
    private static final double LONGEST_SECONDS = 9e8;
    /** Share that two NICs have each when one of them carries the traffic of both. */
    private static final double SHARED = 0.5;

    private final World world;
    private final Cluster cluster;
    private final LinkFault what;
    private final Distribution lasts;
    private final Stream draws;

    LinkFaults(World world, LinkFault what) {
        this.world = world;
        this.what = what;
        cluster = world.cluster();
        lasts = what.lasts().seconds();
        String stream =
                what.link().orElseGet(() -> what.where().orElseThrow().name().toLowerCase(java.util.Locale.ROOT));
        draws = world.streams().stream(stream, "link " + what.effect());
    }

    void schedule(List<Integer> links, double seconds) {
        after(seconds, () -> strike(links));
    }

    /** One clock for all links of a kind: the superposition of their exponentials, and any link is as likely. */
    void wind(Where where, double perLinkSecond) {
        int count = where.count(cluster);
        if (perLinkSecond > 0) {
            next(where, count, Distribution.exponential(1 / (perLinkSecond * count)));
        }
    }

    private void next(Where where, int count, Distribution calm) {
        after(calm.draw(draws), () -> {
            strike(where.links(cluster, Math.min(count - 1, (int) (draws.uniform() * count))));
            next(where, count, calm);
        });
    }

    private void after(double seconds, Runnable what) {
        if (seconds < LONGEST_SECONDS) {
            world.simulation().after(Simulation.nanos(seconds), Rank.FAILURE, payload -> what.run(), 0);
        }
    }

    private void strike(List<Integer> links) {
        switch (what.effect()) {
            case DEGRADED -> impaired(links, what.factor().value(), lasts.draw(draws));
            case DOWN -> down(links, lasts.draw(draws));
            case FLAP -> flap(links, what.flaps().value());
        }
    }

    private void flap(List<Integer> links, long times) {
        double outage = lasts.draw(draws);
        down(links, outage);
        if (times > 1) {
            after(outage + what.pause().seconds(), () -> flap(links, times - 1));
        }
    }

    private void impaired(List<Integer> links, double factor, double seconds) {
        cluster.impair(links, factor);
        world.conditions().changed();
        after(seconds, () -> {
            cluster.repair(links, factor);
            world.conditions().changed();
        });
    }

    private void down(List<Integer> links, double outage) {
        if (what.reroute().isPresent()) {
            double until = what.reroute().get().seconds();
            stall(Math.min(until, outage));
            if (outage > until) {
                after(until, () -> around(links, outage - until));
            }
        } else if (outage <= what.transport().patience()) {
            stall(what.transport().stall(outage));
        } else {
            stall(what.transport().patience());
            after(
                    what.transport().patience(),
                    () -> lose(links, outage - what.transport().patience()));
        }
    }

    private void around(List<Integer> links, double seconds) {
        List<Integer> neighbours = Where.neighbours(cluster, links);
        if (neighbours.isEmpty()) {
            impaired(links, 0, seconds);
        } else {
            List<Integer> both = new ArrayList<>(links);
            both.addAll(neighbours);
            impaired(both, SHARED, seconds);
        }
    }

    private void stall(double seconds) {
        world.conditions().stall(Math.addExact(world.simulation().nowNanos(), Simulation.nanos(seconds)));
    }

    /** The transport gives up: every node that hangs on the links is lost until they are back. */
    private void lose(List<Integer> links, double seconds) {
        long away = Simulation.nanos(Math.min(seconds, LONGEST_SECONDS));
        Set<Integer> nodes = new TreeSet<>(Where.nodes(cluster, links));
        String cause = cluster.name(links.get(0)).replaceAll("/(out|in|up|down)$", "") + " down";
        while (!nodes.isEmpty()) {
            int first = nodes.iterator().next();
            int count = 0;
            while (nodes.remove(first + count)) {
                count++;
            }
            world.machines().fail(first, count, cause, () -> away);
        }
    }
}
