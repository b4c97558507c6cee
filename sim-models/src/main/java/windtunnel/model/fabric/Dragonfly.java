package windtunnel.model.fabric;

import java.util.List;
import java.util.Optional;
import windtunnel.core.unit.Count;
import windtunnel.model.Assumptions;
import windtunnel.model.ClusterSpec;
import windtunnel.model.Network;
import windtunnel.model.fabric.topology.Dragonflies;
import windtunnel.model.fabric.topology.Routing;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Inline;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;

/**
 * Groups of routers, every two routers of a group joined, every two groups joined by one cable.
 *
 * <p>With p NICs a router, a routers a group and h cables to other groups a router there are at most g = a h + 1 groups and a p g NICs; a = 2p = 2h balances
 * the load. A shortest path is at most three routers' hops. Source: Kim, Dally, Scott and Abts, ISCA 2008; groups joined in a circle as in htsim.
 */
public record Dragonfly(
        @Key(doc = "NICs of a router.", example = "4") Count nicsPerRouter,
        @Key(doc = "Routers of a group.", example = "8") Count routers,

        @Key(doc = "Cables of a router to other groups.", example = "4")
        Count globalLinks,

        @Key(doc = "Groups; by default as many as there can be.", example = "9")
        Optional<Count> groups,

        @Inline Cabling cabling,

        @Key(doc = "How paths are chosen.", def = "minimal", example = "valiant")
        Routing routing)
        implements Wired, Checked {
    private static final List<Routing.Policy> POLICIES = List.of(Routing.Policy.MINIMAL, Routing.Policy.VALIANT);

    @Override
    public void check(Issues issues) {
        routing.among(POLICIES, issues);
        issues.check(within(nicsPerRouter), "nics-per-router", "must be from 1 to 1024");
        issues.check(within(routers), "routers", "must be from 1 to 1024");
        issues.check(within(globalLinks), "global-links", "must be from 1 to 1024");
        issues.check(
                count() >= 1 && count() <= most(),
                "groups",
                "with " + routers.value() + " routers of " + globalLinks.value()
                        + " global links a group there can be 1 to " + most() + " groups");
    }

    private static boolean within(Count count) {
        return count.value() >= 1 && count.value() <= 1024;
    }

    private long most() {
        return routers.value() * globalLinks.value() + 1;
    }

    private long count() {
        return groups.map(Count::value).orElse(most());
    }

    /** NICs of the full network. */
    long endpoints() {
        return nicsPerRouter.value() * routers.value() * count();
    }

    @Override
    public void checkNetwork(ClusterSpec cluster, int rails, Issues issues) {
        long nics = cluster.nodes().count().value() * rails;
        issues.check(nics <= endpoints(), "", "a dragonfly of this size holds " + endpoints() + " NICs, not " + nics);
    }

    @Override
    public Network network(Backbone backbone, int nodes, Assumptions assumptions) {
        return new Dragonflies(
                Math.toIntExact(nicsPerRouter.value()),
                Math.toIntExact(routers.value()),
                Math.toIntExact(globalLinks.value()),
                Math.toIntExact(count()),
                routing.policy() == Routing.Policy.VALIANT,
                backbone.nic().bytesPerSec(),
                backbone.nic().latencySeconds(),
                backbone.hopSeconds());
    }
}
