package windtunnel.model.fabric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import windtunnel.core.unit.Count;
import windtunnel.core.unit.Nearest;
import windtunnel.core.unit.Numbers;
import windtunnel.core.unit.Ratio;
import windtunnel.model.Assumptions;
import windtunnel.model.Cluster;
import windtunnel.model.ClusterSpec;
import windtunnel.model.Network;
import windtunnel.model.Plugs;
import windtunnel.model.fabric.topology.Routing;
import windtunnel.model.fabric.topology.WiredGraph;
import windtunnel.model.fabric.topology.Wiring;
import windtunnel.model.hardware.LinkSku;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Inline;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;
import windtunnel.model.key.Shorthand;

/**
 * A network given switch by switch and cable by cable.
 *
 * <p>Every NIC is plugged into one switch; switches are joined as one likes. Routes are the shortest in hops. What happens inside a node stays the node's:
 * its scale-up domain is a crossbar.
 */
public record Custom(
        @Key(doc = "Switches, by name or with what they must hold.", example = "[left, { name: right, ports: 64 }]")
        List<Switch> switches,

        @Key(
                doc = "Cables: from NICs to a switch, or from switch to switch.",
                example = "[{ from: node-0..3, to: left }]")
        List<Cable> cables,

        @Inline Cabling cabling,

        @Key(doc = "How paths are chosen.", def = "spray", example = "ecmp")
        Routing routing)
        implements Wired, Checked {
    /** The distances between all switches are kept: this many need 8 MB. */
    private static final int MOST_SWITCHES = 2000;

    private static final List<Routing.Policy> POLICIES =
            List.of(Routing.Policy.SPRAY, Routing.Policy.ECMP, Routing.Policy.SHORTEST);
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]*");

    /** A switch. */
    @Shorthand("name")
    public record Switch(
            @Key(doc = "Name, unlike all others.", example = "left")
            String name,

            @Key(doc = "Ports, which its cables must not outnumber.", example = "64")
            Optional<Count> ports,

            @Key(
                    doc = "What its NICs can send over what its cables to other switches carry; checked when said.",
                    example = "4")
            Optional<Ratio> oversubscription) {}

    /** Cables that run alike. */
    public record Cable(
            @Key(
                    doc = "Where they begin: a switch, or NICs such as node-3, node-0..7/nic-0, node-*.",
                    example = "node-0..3")
            String from,

            @Key(doc = "The switch at which they end.", example = "left")
            String to,

            @Key(doc = "How many there are between two switches.", def = "1", example = "4")
            Count count,

            @Key(doc = "Link between two switches; by default the NICs' own.", example = "ndr400")
            Optional<LinkSku> link) {}

    private List<String> names() {
        return switches.stream().map(Switch::name).toList();
    }

    @Override
    public void check(Issues issues) {
        routing.among(POLICIES, issues);
        issues.check(!switches.isEmpty(), "switches", "a network needs at least one switch");
        issues.check(
                switches.size() <= MOST_SWITCHES,
                "switches",
                "more than " + MOST_SWITCHES + " switches are too many for this kind; use one of the regular fabrics");
        Set<String> known = new LinkedHashSet<>();
        for (int s = 0; s < switches.size(); s++) {
            String name = switches.get(s).name();
            boolean taken = Plugs.named(name) || List.of("up", "down").contains(name) || name.startsWith("cable-");
            String at = "switches[" + s + "].name";
            issues.check(
                    NAME.matcher(name).matches(), at, "'" + name + "' is no name: letters, digits, '-', '_' and '.'");
            issues.check(!taken, at, "'" + name + "' has another meaning in names of links");
            issues.check(known.add(name), at, "there are two switches named '" + name + "'");
        }
        for (int c = 0; c < cables.size(); c++) {
            check(cables.get(c), "cables[" + c + "].", issues);
        }
    }

    private void check(Cable cable, String at, Issues issues) {
        boolean plugs = Plugs.named(cable.from());
        if (plugs) {
            issues.check(
                    Plugs.parse(cable.from(), 1, 1).isPresent()
                            || Plugs.parse(cable.from(), Integer.MAX_VALUE, Integer.MAX_VALUE)
                                    .isPresent(),
                    at + "from",
                    "'" + cable.from() + "' names no NICs; such names are node-3, node-0..7/nic-0, node-*");
            issues.check(
                    cable.link().isEmpty(),
                    at + "link",
                    "a NIC's cable is as fast as the NIC; 'link' of the fabric sets that");
            issues.check(cable.count().value() == 1, at + "count", "a NIC has one cable");
        } else {
            known(cable.from(), at + "from", issues);
        }
        if (Plugs.named(cable.to())) {
            issues.error(at + "to", "is no switch; cables to NICs are written from the NICs to the switch");
        } else {
            known(cable.to(), at + "to", issues);
        }
        issues.check(!cable.from().equals(cable.to()), at + "to", "a cable joins two different switches");
        issues.check(
                cable.count().value() >= 1 && cable.count().value() <= 4096, at + "count", "must be from 1 to 4096");
    }

    private void known(String name, String at, Issues issues) {
        String nearest = Nearest.of(name, names());
        issues.check(
                names().contains(name),
                at,
                "there is no switch '" + name + "'" + (nearest == null ? "" : "; nearest is '" + nearest + "'"));
    }

    @Override
    public void checkNetwork(ClusterSpec cluster, int rails, Issues issues) {
        int nodes = Math.toIntExact(cluster.nodes().count().value());
        int[] switchOfNic = plug(nodes, rails, issues);
        if (issues.hasErrors()) {
            return;
        }
        checkSwitches(cluster, switchOfNic, issues);
        Wiring wiring = new Wiring(names(), switchOfNic, wires(new Cluster.Hop(1, 0), l -> new Cluster.Hop(1, 0)));
        short[] hops = wiring.hops();
        for (int nic = 1; nic < switchOfNic.length; nic++) {
            if (hops[switchOfNic[0] * switches.size() + switchOfNic[nic]] == Short.MAX_VALUE) {
                issues.error(
                        "cables",
                        "nothing leads from switch '" + names().get(switchOfNic[0]) + "' (node-0/nic-0) to switch '"
                                + names().get(switchOfNic[nic]) + "' (node-" + nic / rails + "/nic-" + nic % rails
                                + ")");
                return;
            }
        }
    }

    /** The switch of each NIC; issues for NICs that are in none or in two. */
    private int[] plug(int nodes, int rails, Issues issues) {
        int[] switchOfNic = new int[nodes * rails];
        Arrays.fill(switchOfNic, -1);
        for (int c = 0; c < cables.size(); c++) {
            Cable cable = cables.get(c);
            Plugs plugs = Plugs.parse(cable.from(), nodes, rails).orElse(null);
            if (plugs == null || !plugs.within(nodes, rails)) {
                issues.check(
                        !Plugs.named(cable.from()),
                        "cables[" + c + "].from",
                        "'" + cable.from() + "' goes beyond node-" + (nodes - 1) + "/nic-" + (rails - 1));
                continue;
            }
            int to = names().indexOf(cable.to());
            int[] twice = {-1};
            plugs.forEach(rails, nic -> {
                twice[0] = switchOfNic[nic] >= 0 ? nic : twice[0];
                switchOfNic[nic] = to;
            });
            issues.check(
                    twice[0] < 0,
                    "cables[" + c + "].from",
                    "node-" + twice[0] / rails + "/nic-" + twice[0] % rails + " is plugged into a switch already");
        }
        for (int nic = 0; nic < switchOfNic.length; nic++) {
            if (switchOfNic[nic] < 0) {
                issues.error("cables", "node-" + nic / rails + "/nic-" + nic % rails + " is plugged into no switch");
                break;
            }
        }
        return switchOfNic;
    }

    private void checkSwitches(ClusterSpec cluster, int[] switchOfNic, Issues issues) {
        LinkSku own = cabling.link().or(() -> cluster.nodes().sku().nic()).orElse(null);
        for (int s = 0; s < switches.size(); s++) {
            Switch one = switches.get(s);
            int self = s;
            long down = Arrays.stream(switchOfNic).filter(n -> n == self).count();
            long up = 0;
            double upRate = 0;
            for (Cable cable : cables) {
                if (!Plugs.named(cable.from())
                        && (cable.from().equals(one.name()) || cable.to().equals(one.name()))) {
                    up += cable.count().value();
                    upRate += cable.count().value() * rate(cable.link().orElse(own));
                }
            }
            long used = down + up;
            String at = "switches[" + s + "].";
            issues.check(
                    one.ports().isEmpty() || used <= one.ports().get().value(),
                    at + "ports",
                    "'" + one.name() + "' has " + used + " cables: " + down + " of NICs and " + up + " of switches");
            if (one.oversubscription().isPresent() && up > 0 && own != null) {
                double is = down * rate(own) / upRate;
                double said = one.oversubscription().get().value();
                issues.check(
                        Math.abs(is - said) <= 0.01 * said,
                        at + "oversubscription",
                        "the cables of '" + one.name() + "' make it " + Numbers.significant(is, 3) + ", not "
                                + Numbers.significant(said, 3));
            }
        }
    }

    private static double rate(LinkSku link) {
        return link == null ? 0 : link.usable().value().bytesPerSec();
    }

    /** Cables between switches: one for all that run alike where packets are sprayed, else each for itself. */
    private List<Wiring.Cable> wires(Cluster.Hop own, Function<LinkSku, Cluster.Hop> named) {
        List<Wiring.Cable> wires = new ArrayList<>();
        for (Cable cable : cables) {
            if (Plugs.named(cable.from())) {
                continue;
            }
            Cluster.Hop hop = cable.link().map(named).orElse(own);
            int from = names().indexOf(cable.from());
            int to = names().indexOf(cable.to());
            int count = Math.toIntExact(cable.count().value());
            boolean bundled = routing.policy() == Routing.Policy.SPRAY || count == 1;
            for (int nth = 0; nth < (bundled ? 1 : count); nth++) {
                double rate = bundled ? count * hop.bytesPerSec() : hop.bytesPerSec();
                wires.add(new Wiring.Cable(from, to, rate, hop.latencySeconds(), bundled ? -1 : nth));
            }
        }
        return wires;
    }

    @Override
    public Network network(Backbone backbone, int nodes, Assumptions assumptions) {
        int[] switchOfNic = plug(nodes, backbone.rails(), new Issues());
        List<Wiring.Cable> wires = wires(
                new Cluster.Hop(backbone.nic().bytesPerSec(), backbone.hopSeconds()),
                l -> backbone.cable(l, assumptions));
        return new WiredGraph(
                new Wiring(names(), switchOfNic, wires), routing, backbone.nic().latencySeconds());
    }
}
