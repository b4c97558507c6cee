package windtunnel.model.disruption.network;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import windtunnel.core.engine.Rank;
import windtunnel.core.engine.Simulation;
import windtunnel.model.Cluster;
import windtunnel.model.World;

/** What links that do not answer do to a run: stalls, losses, and links with less. */
final class Outages {
    private static final double LONGEST_SECONDS = 9e8;

    private final World world;
    private final Cluster cluster;
    private final Transport transport;

    Outages(World world, Transport transport) {
        this.world = world;
        this.transport = transport;
        cluster = world.cluster();
    }

    void after(double seconds, Runnable what) {
        if (seconds < LONGEST_SECONDS) {
            world.simulation().after(Simulation.nanos(seconds), Rank.FAILURE, payload -> what.run(), 0);
        }
    }

    /** Links have that share of what they carry, for a time. */
    void impaired(List<Integer> links, double share, double seconds) {
        Map<Integer, Double> left = new TreeMap<>();
        links.forEach(link -> left.put(link, share));
        impaired(left, seconds);
    }

    /** Each of these links has its share of what it carries, for a time. */
    void impaired(Map<Integer, Double> left, double seconds) {
        left.forEach((link, share) -> cluster.impair(List.of(link), share));
        world.conditions().changed();
        after(seconds, () -> {
            left.forEach((link, share) -> cluster.repair(List.of(link), share));
            world.conditions().changed();
        });
    }

    /** Nothing comes through for a time. */
    void stall(double seconds) {
        world.conditions().stall(Math.addExact(world.simulation().nowNanos(), Simulation.nanos(seconds)));
    }

    /** Links are down and nothing goes round them: the transport waits, or gives up. */
    void unanswered(List<Integer> links, double outage) {
        double patience = transport.patience();
        if (outage <= patience) {
            stall(transport.stall(outage));
        } else {
            stall(patience);
            after(patience, () -> lose(links, outage - patience));
        }
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
