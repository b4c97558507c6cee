package windtunnel.model.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import windtunnel.core.unit.Count;
import windtunnel.core.unit.Ratio;
import windtunnel.model.Assumptions;
import windtunnel.model.Cluster;
import windtunnel.model.ClusterSpec;
import windtunnel.model.Fabric;
import windtunnel.model.FitsCluster;
import windtunnel.model.Fixtures;
import windtunnel.model.collective.Ring;
import windtunnel.model.fabric.topology.Routing;
import windtunnel.model.fabric.topology.Routing.Policy;
import windtunnel.model.hardware.NodeSku;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Issues;

/** What fabrics say of clusters that they cannot join, and of values that make no sense. */
class FitTest {
    private static final Routing SPRAY = Routing.of(Policy.SPRAY);

    private static Count n(long value) {
        return new Count(value);
    }

    private static NodeSku node() {
        return Fixtures.node(8, Fixtures.link("up", 370e9, 1e-6), 8, Fixtures.link("nic", 48e9, 0.5e-6));
    }

    private static List<String> of(Fabric fabric, int count, NodeSku node) {
        Issues issues = new Issues();
        ((Checked) fabric).check(issues);
        if (!issues.hasErrors()) {
            ((FitsCluster) fabric)
                    .check(new ClusterSpec(Fixtures.nodes(count, node), fabric, new Ring(), List.of()), issues);
        }
        return issues.list().stream().map(i -> i.path() + ": " + i.message()).toList();
    }

    @Test
    void networksThatAreTooSmallSayHowMuchTheyHold() {
        FatTree tree = new FatTree(n(16), Cabling.OWN, SPRAY, false);
        assertThat(of(tree, 128, node())).isEmpty();
        assertThat(of(tree, 129, node()))
                .containsExactly("radix: a fat tree of switches of 16 ports holds 128 nodes of 8 NICs, not 129");
        Dragonfly dragonfly =
                new Dragonfly(n(4), n(2), n(1), Optional.empty(), Cabling.OWN, Routing.of(Policy.MINIMAL));
        assertThat(of(dragonfly, 3, node())).isEmpty();
        assertThat(of(dragonfly, 4, node())).containsExactly(": a dragonfly of this size holds 24 NICs, not 32");
        Torus torus = new Torus(List.of(n(2), n(2)), Optional.empty(), Cabling.OWN, Routing.of(Policy.DIMENSION_ORDER));
        assertThat(of(torus, 8, node())).containsExactly("dims: make 4 nodes, but the cluster has 8");
        Clos clos = new Clos(n(64), Optional.of(n(8)), n(65), new Ratio(1), new Ratio(1), Cabling.OWN, SPRAY);
        assertThat(of(clos, 8, node()))
                .containsExactly(
                        "nodes-per-leaf: a leaf of 8 nodes has 64 cables down and 64 up, more than the switch's 64 ports",
                        "leaves-per-pod: a spine has 65 cables down and 0 up, more than the switch's 64 ports");
        Hpn hpn = new Hpn(n(2), n(2), new Ratio(1), Cabling.OWN, SPRAY);
        assertThat(of(hpn, 31, node()))
                .containsExactly(": a pod holds 30 nodes; the tier that joins pods is not in the model");
    }

    @Test
    void railsWithoutSpinesNeedAScaleUpLinkBetweenThem() {
        RailOnly rails = new RailOnly(
                n(64),
                new Cabling(Optional.empty(), Optional.of(Fixtures.link("pcie", 26e9, 1e-6)), Optional.empty()),
                SPRAY);
        assertThat(of(rails, 4, node())).isEmpty();
        assertThat(of(rails, 4, Fixtures.domain(2, node())))
                .containsExactly(
                        ": only the scale-up link leads to another rail, and it joins 2 of the 8 GPUs of a node;"
                                + " use 'rail-optimised'");
    }

    @Test
    void valuesWithoutSenseAreNamed() {
        Routing pairs = new Routing(Policy.SPRAY, n(4), true, n(1));
        Issues issues = new Issues();
        pairs.check(issues);
        assertThat(issues.list()).extracting(Issues.Issue::path).containsExactly("queue-pairs", "polarised", "seed");
        assertThat(of(new FatTree(n(7), Cabling.OWN, SPRAY, false), 1, node()))
                .containsExactly("radix: must be an even number of ports from 2 to 1024");
        assertThat(of(
                        new Dragonfly(n(4), n(2), n(1), Optional.of(n(4)), Cabling.OWN, Routing.of(Policy.MINIMAL)),
                        1,
                        node()))
                .containsExactly("groups: with 2 routers of 1 global links a group there can be 1 to 3 groups");
    }

    @Test
    void tcpAddsTheKernelAtEachEndAndNotAtEachSwitch() {
        Ethernet tcp = new Ethernet(n(16), new Ratio(1), Ethernet.Transport.TCP, Cabling.OWN, SPRAY);
        assertThat(of(tcp, 4, node())).isEmpty();
        Cluster cluster = tcp.build(Fixtures.nodes(4, node()), new Assumptions());
        assertThat(cluster.capacity(cluster.link(Cluster.Part.NIC_OUT, 0))).isEqualTo(0.97 * 48e9);
        assertThat(cluster.networkSeconds(0, 8)).isEqualTo(2 * 25e-6 + 2 * 0.5e-6);
        Ethernet roce = new Ethernet(n(16), new Ratio(1), Ethernet.Transport.ROCE, Cabling.OWN, SPRAY);
        Cluster rdma = roce.build(Fixtures.nodes(4, node()), new Assumptions());
        assertThat(rdma.capacity(rdma.link(Cluster.Part.NIC_OUT, 0))).isEqualTo(48e9);
        assertThat(rdma.networkSeconds(0, 8)).isEqualTo(4 * 0.5e-6);
    }
}
