package windtunnel.model.disruption.network;

import java.util.List;
import java.util.Optional;
import windtunnel.core.unit.Count;
import windtunnel.core.unit.EventRate;
import windtunnel.core.unit.Fraction;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.Assumptions;
import windtunnel.model.Cluster;
import windtunnel.model.ClusterSpec;
import windtunnel.model.Disruption;
import windtunnel.model.FitsCluster;
import windtunnel.model.TimeLaw;
import windtunnel.model.World;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;

/**
 * Links, NICs and switches that fail for a time while jobs run: at an instant, or at random.
 *
 * <p>{@code degraded}: the links have a share of their rate for that long (lost lanes, a port that trained down); {@code down}: nothing
 * comes through; {@code flap}: down several times. With {@code reroute} transfers stop until routing goes another way, then a network goes
 * round the links, and a NIC's traffic shares the next NIC of its node, which leaves both with half. Without it transfers wait as
 * {@link Transport} says; an outage that it does not outlive is a loss of the nodes that hang on the links, until the links are back, and the
 * job falls back to its checkpoint. A random fault hits any link of {@code where}, at the rate of one times their number. A step under way
 * when links become slower ends as it began; the next ones are longer.
 */
public record LinkFault(
        @Key(doc = "Which links, with 'at': a NIC, a GPU, a cable or a switch.", example = "node-3/nic-0")
        Optional<String> link,

        @Key(doc = "When it happens.", example = "3 h") Optional<TimeSpan> at,

        @Key(doc = "Which links fail at random, with 'rate'.", example = "nic")
        Optional<Where> where,

        @Key(doc = "How often one of them fails.", example = "5.7e-4 per link-month")
        Optional<EventRate> rate,

        @Key(doc = "What happens to the link.", def = "down", example = "degraded")
        Effect effect,

        @Key(
                doc = "Share of the rate that a degraded link has.",
                def = "0.5",
                tag = "assumed",
                source = "one port of two")
        Fraction factor,

        @Key(
                doc = "How long it lasts; of a flap, each time.",
                def = "30 min",
                tag = "assumed",
                source = "a cable that is pulled and put back; no source",
                example = "{ lognormal: { p50: 30 min, p95: 4 h } }")
        TimeLaw lasts,

        @Key(doc = "How many times a flap goes down.", def = "3", tag = "assumed", source = "no source")
        Count flaps,

        @Key(doc = "Time between two of them.", def = "1 s", tag = "assumed", source = "no source")
        TimeSpan pause,

        @Key(doc = "Time until traffic goes another way; without it, there is none.", example = "50 ms")
        Optional<TimeSpan> reroute,

        @Key(doc = "How long transfers wait for an answer.", def = "{}")
        Transport transport)
        implements Disruption, FitsCluster, Checked {

    /** What happens to a link. */
    public enum Effect {
        /** Nothing comes through. */
        DOWN,
        /** Down several times. */
        FLAP,
        /** A share of the rate is left. */
        DEGRADED
    }

    @Override
    public void check(Issues issues) {
        boolean scheduled = link.isPresent() && at.isPresent() && where.isEmpty() && rate.isEmpty();
        boolean random = link.isEmpty() && at.isEmpty() && where.isPresent() && rate.isPresent();
        issues.check(scheduled || random, "", "give 'link' and 'at', or 'where' and 'rate'");
        issues.check(
                rate.isEmpty() || rate.get().instance().equals("link"),
                "rate",
                "is a rate of links, such as '5.7e-4 per link-month'");
        issues.check(factor.value() > 0, "factor", "a link without any rate left is down, not degraded");
        issues.check(flaps.value() >= 1 && flaps.value() <= 1000, "flaps", "must be from 1 to 1000");
        issues.check(
                effect != Effect.DEGRADED || reroute.isEmpty(), "reroute", "traffic stays on a link that is degraded");
    }

    @Override
    public void check(ClusterSpec cluster, Issues issues) {
        Issues fabric = new Issues();
        if (cluster.fabric() instanceof FitsCluster fits) {
            fits.check(cluster, fabric);
        }
        if (fabric.hasErrors()) {
            return;
        }
        Cluster built = cluster.fabric().build(cluster.nodes(), new Assumptions());
        try {
            link.ifPresent(name -> wayRound(built, built.find(name), issues));
        } catch (IllegalArgumentException e) {
            issues.error("link", e.getMessage());
        }
        where.ifPresent(tier -> {
            if (tier.count(built) == 0) {
                issues.error("where", "this fabric has no such links");
            } else {
                wayRound(built, tier.links(built, 0), issues);
            }
        });
    }

    private void wayRound(Cluster built, List<Integer> links, Issues issues) {
        if (reroute.isEmpty() || effect == Effect.DEGRADED) {
            return;
        }
        boolean edge = Where.edge(built, links.get(0));
        if (edge) {
            issues.check(
                    !Where.neighbours(built, links).isEmpty(),
                    "reroute",
                    "there is no other NIC in the node to go over, or no NIC at all");
            return;
        }
        built.impair(links, 0);
        issues.check(
                Where.nodes(built, links).isEmpty(),
                "reroute",
                "nothing goes round " + built.name(links.get(0))
                        + ", which stands for all cables of a switch: 'effect: degraded' loses some of them");
    }

    @Override
    public boolean takesMachines(ClusterSpec.Nodes nodes) {
        return reroute.isEmpty() && effect != Effect.DEGRADED;
    }

    @Override
    public void attach(World world) {
        LinkFaults faults = new LinkFaults(world, this);
        if (link.isPresent()) {
            faults.schedule(world.cluster().find(link.get()), at.orElseThrow().seconds());
        } else {
            faults.wind(where.orElseThrow(), rate.orElseThrow().perSec());
        }
    }
}
