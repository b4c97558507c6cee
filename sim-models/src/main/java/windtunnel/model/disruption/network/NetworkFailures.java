package windtunnel.model.disruption.network;

import java.util.List;
import java.util.Optional;
import windtunnel.core.measure.Metric;
import windtunnel.core.unit.Count;
import windtunnel.core.unit.EventRate;
import windtunnel.core.unit.Ratio;
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
 * Links and switches that fail by themselves, at published rates, until they are repaired.
 *
 * <p>Links are those from NICs to their first switches, ports where a NIC has several. A switch takes all of its links: one with NICs takes their links too unless they have
 * ports in other planes; a spine of a sprayed network takes its part of the bundles it is in. Where routes lead round what failed, transfers stop for {@code reroute} and go on
 * with what is left; else they wait as {@link Transport} says, and the nodes that hang on it are lost until it is repaired. Arrivals are Poisson: one clock for all links and one
 * for all switches. With a shape k other than 1 each has a life of its own, Weibull with the same mean, and a new one after each repair.
 */
public record NetworkFailures(
        @Key(doc = "Name of these failures: several need different ones, else they happen together.", def = "network")
        String name,

        @Key(doc = "Published rates: hpn-2024 or llama3-2024.", example = "hpn-2024")
        Optional<NetworkRates> rates,

        @Key(doc = "How often a link fails, in place of the published rate.", example = "5.7e-4 per link-month")
        Optional<EventRate> link,

        @Key(doc = "How often a switch fails, in place of the published rate.", example = "5.1e-4 per switch-month")
        Optional<EventRate> switches,

        @Key(
                doc = "Which switches: those with NICs ('leaves'), or 'all'.",
                def = "leaves",
                tag = "vendor",
                source = "Alibaba HPN, SIGCOMM 2024: the rate is that of top-of-rack switches")
        String tiers,

        @Key(doc = "Factor on the rates.", def = "1") Ratio multiplier,

        @Key(doc = "Weibull shape of a life: 1 is exponential, below 1 the young fail more often.", def = "1")
        Ratio shape,

        @Key(
                doc = "How long a link is down.",
                def = "{ lognormal: { p50: 30 min, p95: 4 h } }",
                tag = "assumed",
                source = "a cable that is pulled and put back; no source")
        TimeLaw linkRepair,

        @Key(
                doc = "How long a switch is down.",
                def = "{ lognormal: { p50: 2 h, p95: 12 h } }",
                tag = "assumed",
                source = "a switch that is replaced; no source")
        TimeLaw switchRepair,

        @Key(
                doc = "Time until routes lead round what failed, where any do.",
                def = "500 ms",
                tag = "assumed",
                source = "50 to 500 ms are usual for BGP with ECMP, 1 to 100 ms for InfiniBand; no source")
        TimeSpan reroute,

        @Key(doc = "How long transfers wait for an answer.", def = "{}")
        Transport transport)
        implements Disruption, FitsCluster, Checked {
    static final Metric LINK_FAILURES =
            new Metric("link_failures", "1", "Links between NICs and their switches that failed by themselves.");
    static final Metric SWITCH_FAILURES = new Metric("switch_failures", "1", "Switches that failed by themselves.");
    /** What runs with such failures report. */
    public static final List<Metric> METRICS = List.of(LINK_FAILURES, SWITCH_FAILURES);

    private static final List<String> TIERS = List.of("leaves", "all");

    /** Published rates with every other key at its default, and a fixed repair. */
    public static NetworkFailures published(NetworkRates rates, TimeSpan repair) {
        return new NetworkFailures(
                "network",
                Optional.of(rates),
                Optional.empty(),
                Optional.empty(),
                "leaves",
                new Ratio(1),
                new Ratio(1),
                TimeLaw.fixed(repair),
                TimeLaw.fixed(repair),
                new TimeSpan(0.5),
                new Transport(new TimeSpan(4.294967296), new Count(7)));
    }

    @Override
    public void check(Issues issues) {
        issues.check(
                rates.isPresent() || link.isPresent() || switches.isPresent(),
                "",
                "give 'rates', or a rate of your own: 'link' or 'switches'");
        issues.check(
                link.isEmpty() || link.get().instance().equals("link"),
                "link",
                "is a rate of links, such as '5.7e-4 per link-month'");
        issues.check(
                switches.isEmpty() || switches.get().instance().equals("switch"),
                "switches",
                "is a rate of switches, such as '5.1e-4 per switch-month'");
        issues.check(TIERS.contains(tiers), "tiers", "unknown tiers '" + tiers + "'; known are " + TIERS);
        issues.check(shape.value() >= 0.05 && shape.value() <= 100, "shape", "must be from 0.05 to 100");
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
        issues.check(built.networked(), "", "no network joins the nodes of this cluster");
        issues.check(
                switches.isEmpty() || built.switches().isPresent(),
                "switches",
                "this fabric has no switches that fail as a whole");
    }

    /** Failures of one link a second. */
    public double perLinkSecond() {
        return multiplier.value()
                * link.map(EventRate::perSec)
                        .orElseGet(() -> rates.map(NetworkRates::perLinkSecond).orElse(0.0));
    }

    /** Failures of one switch a second. */
    public double perSwitchSecond() {
        return multiplier.value()
                * switches.map(EventRate::perSec)
                        .orElseGet(
                                () -> rates.map(NetworkRates::perSwitchSecond).orElse(0.0));
    }

    @Override
    public boolean takesMachines(ClusterSpec.Nodes nodes) {
        return true;
    }

    @Override
    public void attach(World world) {
        rates.ifPresent(published -> published.note(world.assumptions()));
        new NetworkClocks(world, this).begin();
    }
}
