package windtunnel.model.disruption.network;

import java.util.ArrayList;
import java.util.List;
import windtunnel.core.random.Distribution;
import windtunnel.core.random.Stream;
import windtunnel.model.Cluster;
import windtunnel.model.World;

/** The faults of one {@link LinkFault} in one run. */
final class LinkFaults {
    /** Share that two NICs have each when one of them carries the traffic of both. */
    private static final double SHARED = 0.5;

    private final Cluster cluster;
    private final Outages outages;
    private final LinkFault what;
    private final Distribution lasts;
    private final Stream draws;

    LinkFaults(World world, LinkFault what) {
        this.what = what;
        outages = new Outages(world, what.transport());
        cluster = world.cluster();
        lasts = what.lasts().seconds();
        String stream =
                what.link().orElseGet(() -> what.where().orElseThrow().name().toLowerCase(java.util.Locale.ROOT));
        draws = world.streams().stream(stream, "link " + what.effect());
    }

    void schedule(List<Integer> links, double seconds) {
        outages.after(seconds, () -> strike(links));
    }

    /** One clock for all links of a kind: the superposition of their exponentials, and any link is as likely. */
    void wind(Where where, double perLinkSecond) {
        int count = where.count(cluster);
        if (perLinkSecond > 0) {
            next(where, count, Distribution.exponential(1 / (perLinkSecond * count)));
        }
    }

    private void next(Where where, int count, Distribution calm) {
        outages.after(calm.draw(draws), () -> {
            strike(where.links(cluster, Math.min(count - 1, (int) (draws.uniform() * count))));
            next(where, count, calm);
        });
    }

    private void strike(List<Integer> links) {
        switch (what.effect()) {
            case DEGRADED -> outages.impaired(links, what.factor().value(), lasts.draw(draws));
            case DOWN -> down(links, lasts.draw(draws));
            case FLAP -> flap(links, what.flaps().value());
        }
    }

    private void flap(List<Integer> links, long times) {
        double outage = lasts.draw(draws);
        down(links, outage);
        if (times > 1) {
            outages.after(outage + what.pause().seconds(), () -> flap(links, times - 1));
        }
    }

    private void down(List<Integer> links, double outage) {
        if (what.reroute().isEmpty()) {
            outages.unanswered(links, outage);
            return;
        }
        double until = what.reroute().get().seconds();
        outages.stall(Math.min(until, outage));
        if (outage > until) {
            outages.after(until, () -> around(links, outage - until));
        }
    }

    private void around(List<Integer> links, double seconds) {
        List<Integer> neighbours = Where.neighbours(cluster, links);
        if (neighbours.isEmpty()) {
            outages.impaired(links, 0, seconds);
        } else {
            List<Integer> both = new ArrayList<>(links);
            both.addAll(neighbours);
            outages.impaired(both, SHARED, seconds);
        }
    }
}
