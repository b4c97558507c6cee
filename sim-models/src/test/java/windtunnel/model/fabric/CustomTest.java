package windtunnel.model.fabric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import windtunnel.core.unit.Count;
import windtunnel.core.unit.Ratio;
import windtunnel.model.Cluster;
import windtunnel.model.ClusterSpec;
import windtunnel.model.Fixtures;
import windtunnel.model.Route;
import windtunnel.model.collective.Ring;
import windtunnel.model.fabric.Custom.Cable;
import windtunnel.model.fabric.Custom.Switch;
import windtunnel.model.fabric.topology.Routing;
import windtunnel.model.fabric.topology.Routing.Policy;
import windtunnel.model.hardware.LinkSku;
import windtunnel.model.key.Issues;

/** Networks given cable by cable. */
class CustomTest {
    private static Switch plain(String name) {
        return new Switch(name, Optional.empty(), Optional.empty());
    }

    private static Cable cable(String from, String to, long count) {
        return new Cable(from, to, new Count(count), Optional.empty());
    }

    private static Custom custom(List<Switch> switches, List<Cable> cables, Policy policy) {
        return new Custom(switches, cables, Cabling.OWN, Routing.of(policy));
    }

    /** Three nodes on one switch, one on another, two ways between them over two middle switches. */
    private static Custom unequal(Policy policy) {
        return custom(
                List.of(plain("left"), plain("right"), plain("mid-a"), plain("mid-b")),
                List.of(
                        cable("node-0..2", "left", 1),
                        cable("node-3", "right", 1),
                        cable("left", "mid-a", 2),
                        cable("left", "mid-b", 1),
                        cable("mid-a", "right", 2),
                        cable("mid-b", "right", 1)),
                policy);
    }

    private static CableGraph cables(boolean bundled) {
        CableGraph graph = new CableGraph();
        for (int nic = 0; nic < 8; nic++) {
            graph.plug(nic, nic < 6 ? "left" : "right");
        }
        for (int nth = 0; nth < (bundled ? 1 : 2); nth++) {
            graph.cable("left", "mid-a").cable("mid-a", "right");
        }
        return graph.cable("left", "mid-b").cable("mid-b", "right");
    }

    @Test
    void unequalGroupsCableByCable() {
        for (Policy policy : List.of(Policy.SPRAY, Policy.ECMP, Policy.SHORTEST)) {
            Cluster cluster = CableGraph.build(unequal(policy), 4, 2);
            CableGraph graph = cables(policy == Policy.SPRAY);
            graph.checkLinks(cluster);
            graph.checkRoutes(cluster, true);
            assertThat(cluster.networkSeconds(0, 6)).isCloseTo(4 * 0.5e-6, within(1e-18));
            assertThat(cluster.find("mid-a")).hasSize(policy == Policy.SPRAY ? 4 : 8);
        }
        Cluster sprayed = CableGraph.build(unequal(Policy.SPRAY), 4, 2);
        assertThat(sprayed.capacity(sprayed.find("left/mid-a/up").get(0))).isEqualTo(96e9);
        Route out = new Route();
        sprayed.network(0, 6, 0, out);
        assertThat(out.count()).isEqualTo(2 + 4);
        assertThat(out.share(1)).isEqualTo(0.5);
        sprayed.degrade("mid-b", 0);
        sprayed.network(0, 6, 0, out);
        assertThat(out.count()).isEqualTo(2 + 2);
        Cluster hashed = CableGraph.build(unequal(Policy.ECMP), 4, 2);
        assertThat(hashed.find("left/mid-a/cable-1")).hasSize(2);
        assertThat(hashed.find("left/mid-b/down")).hasSize(1);
    }

    private static List<String> findings(Custom fabric, int nodes) {
        LinkSku nic = Fixtures.link("nic", 48e9, 0.5e-6);
        ClusterSpec.Nodes two = Fixtures.nodes(nodes, Fixtures.node(2, Fixtures.link("up", 370e9, 1e-6), 2, nic));
        Issues issues = new Issues();
        fabric.check(issues);
        if (!issues.hasErrors()) {
            fabric.check(new ClusterSpec(two, fabric, new Ring(), List.of()), issues);
        }
        return issues.list().stream().map(i -> i.path() + ": " + i.message()).toList();
    }

    @Test
    void aGoodNetworkPasses() {
        assertThat(findings(unequal(Policy.SPRAY), 4)).isEmpty();
        Custom exact = custom(
                List.of(
                        new Switch("a", Optional.of(new Count(6)), Optional.of(new Ratio(2))),
                        new Switch("b", Optional.of(new Count(6)), Optional.of(new Ratio(2)))),
                List.of(cable("node-0..1", "a", 1), cable("node-2..3/nic-*", "b", 1), cable("a", "b", 2)),
                Policy.ECMP);
        assertThat(findings(exact, 4)).isEmpty();
    }

    @Test
    void mistakesAreToldWithTheirPlace() {
        List<Switch> switches = List.of(plain("left"), plain("right"));
        assertThat(findings(custom(switches, List.of(cable("node-*", "lefft", 1)), Policy.SPRAY), 2))
                .containsExactly("cables[0].to: there is no switch 'lefft'; nearest is 'left'");
        assertThat(findings(custom(switches, List.of(cable("node-x", "left", 1)), Policy.SPRAY), 2))
                .containsExactly(
                        "cables[0].from: 'node-x' names no NICs; such names are node-3, node-0..7/nic-0, node-*");
        assertThat(findings(custom(switches, List.of(cable("node-0..5", "left", 1)), Policy.SPRAY), 4))
                .contains("cables[0].from: 'node-0..5' goes beyond node-3/nic-1");
        assertThat(findings(custom(switches, List.of(cable("node-0", "left", 1)), Policy.SPRAY), 2))
                .containsExactly("cables: node-1/nic-0 is plugged into no switch");
        assertThat(findings(
                        custom(
                                switches,
                                List.of(cable("node-*", "left", 1), cable("node-1", "right", 1)),
                                Policy.SPRAY),
                        2))
                .containsExactly("cables[1].from: node-1/nic-1 is plugged into a switch already");
        assertThat(findings(
                        custom(
                                switches,
                                List.of(cable("node-0", "left", 1), cable("node-1", "right", 1)),
                                Policy.SPRAY),
                        2))
                .containsExactly(
                        "cables: nothing leads from switch 'left' (node-0/nic-0) to switch 'right' (node-1/nic-0)");
        assertThat(findings(custom(List.of(plain("left"), plain("left")), List.of(), Policy.SPRAY), 1))
                .containsExactly("switches[1].name: there are two switches named 'left'");
        assertThat(findings(custom(List.of(plain("node-1")), List.of(), Policy.SPRAY), 1))
                .containsExactly("switches[0].name: 'node-1' has another meaning in names of links");
        assertThat(findings(custom(switches, List.of(), Policy.MINIMAL), 1))
                .containsExactly("routing: this fabric has no routing 'minimal'; it takes spray, ecmp, shortest");
        assertThat(findings(custom(switches, List.of(cable("left", "left", 1)), Policy.SPRAY), 1))
                .containsExactly("cables[0].to: a cable joins two different switches");
    }

    @Test
    void portsAndOversubscriptionMustBeWhatTheyAreSaidToBe() {
        List<Cable> cables = List.of(cable("node-0..1", "a", 1), cable("node-2..3", "b", 1), cable("a", "b", 2));
        Switch ports = new Switch("a", Optional.of(new Count(5)), Optional.empty());
        assertThat(findings(custom(List.of(ports, plain("b")), cables, Policy.ECMP), 4))
                .containsExactly("switches[0].ports: 'a' has 6 cables: 4 of NICs and 2 of switches");
        Switch ratio = new Switch("b", Optional.empty(), Optional.of(new Ratio(1)));
        assertThat(findings(custom(List.of(plain("a"), ratio), cables, Policy.ECMP), 4))
                .containsExactly("switches[1].oversubscription: the cables of 'b' make it 2, not 1");
    }
}
