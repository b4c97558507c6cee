package windtunnel.model.fabric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import windtunnel.core.unit.Count;
import windtunnel.core.unit.Ratio;
import windtunnel.model.Assumptions;
import windtunnel.model.Cluster;
import windtunnel.model.ClusterSpec;
import windtunnel.model.CollectiveOp;
import windtunnel.model.Fabric;
import windtunnel.model.Fidelity;
import windtunnel.model.Fixtures;
import windtunnel.model.GroupFamily;
import windtunnel.model.Route;
import windtunnel.model.fabric.topology.Routing;
import windtunnel.model.hardware.NodeSku;
import windtunnel.model.key.Issues;

class FabricTest {
    private static ClusterSpec.Nodes nodes(int count, int gpus, int nics) {
        return Fixtures.nodes(
                count, Fixtures.node(gpus, Fixtures.link("up", 370e9, 1e-6), nics, Fixtures.link("nic", 48e9, 0.5e-6)));
    }

    private static int hops(Cluster cluster, int from, int to, Route out) {
        cluster.route(from, to, out);
        return out.count();
    }

    private static Cluster rails(int count, int unit) {
        return new RailOptimised(
                        new Count(unit), new Ratio(1), "scale-up", Cabling.OWN, Routing.of(Routing.Policy.SPRAY), false)
                .build(nodes(count, 8, 8), new Assumptions());
    }

    private static Cluster leafSpine(int count, int radix, double oversubscription) {
        return new LeafSpine(
                        new Count(radix),
                        new Ratio(oversubscription),
                        Cabling.OWN,
                        Routing.of(Routing.Policy.SPRAY),
                        false)
                .build(nodes(count, 8, 8), new Assumptions());
    }

    @Test
    @DisplayName("net-T7 rail-optimised: same rail in a unit 2 links, cross-rail 4 or NVLink + 2, cross-unit 4")
    void railOptimisedHops() {
        Cluster cluster = rails(64, 32);
        Route out = new Route();
        assertThat(hops(cluster, 0, 8, out)).isEqualTo(2);
        assertThat(cluster.name(out.link(0))).isEqualTo("node-0/nic-0/out");
        assertThat(cluster.name(out.link(1))).isEqualTo("node-1/nic-0/in");
        assertThat(hops(cluster, 0, 9, out)).isEqualTo(4);
        assertThat(cluster.name(out.link(0))).isEqualTo("node-0/gpu-0/up");
        assertThat(cluster.name(out.link(1))).isEqualTo("node-0/gpu-1/down");
        assertThat(cluster.name(out.link(2))).isEqualTo("node-0/nic-1/out");
        assertThat(cluster.name(out.link(3))).isEqualTo("node-1/nic-1/in");
        assertThat(cluster.latencySeconds(0, 9)).isEqualTo(2 * 1e-6 + 2 * 0.5e-6);
        Cluster spines = new RailOptimised(
                        new Count(32), new Ratio(1), "spines", Cabling.OWN, Routing.of(Routing.Policy.SPRAY), false)
                .build(nodes(64, 8, 8), new Assumptions());
        assertThat(hops(spines, 0, 9, out)).isEqualTo(4);
        assertThat(spines.name(out.link(1))).isEqualTo("leaf-0/up");
        assertThat(spines.name(out.link(2))).isEqualTo("leaf-1/down");
        assertThat(spines.latencySeconds(0, 9)).isEqualTo(4 * 0.5e-6);
        assertThat(hops(cluster, 0, 8 * 32, out)).isEqualTo(4);
        assertThat(hops(cluster, 3, 5, out)).isEqualTo(2);
        assertThat(cluster.name(out.link(0))).isEqualTo("node-0/gpu-3/up");
    }

    @ParameterizedTest
    @DisplayName("net-T3 leaf-spine of radix 64 without oversubscription: 32 NICs a leaf, 2048 in all")
    @CsvSource({"64, 1, 4", "64, 3, 6", "16, 1, 1"})
    void leafHoldsItsDownlinks(int radix, double oversubscription, int nodesPerLeaf) {
        Cluster cluster = leafSpine(12, radix, oversubscription);
        Route out = new Route();
        int last = 8 * (nodesPerLeaf - 1);
        assertThat(hops(cluster, 0, last == 0 ? 1 : last, out)).isEqualTo(2);
        assertThat(hops(cluster, 0, 8 * nodesPerLeaf, out)).isEqualTo(4);
        double up = cluster.capacity(out.link(1));
        assertThat(up).isEqualTo(nodesPerLeaf * 8 * 48e9 / oversubscription);
    }

    @Test
    void severalFaultsOfOneLinkMultiply() {
        Cluster cluster = rails(3, 2);
        int out = cluster.link(Cluster.Part.NIC_OUT, 0);
        cluster.degrade("node-0/nic-0", 0.5);
        cluster.degrade("node-0/nic-0/out", 0.25);
        assertThat(cluster.capacity(out)).isEqualTo(48e9 / 8);
        assertThat(cluster.capacity(cluster.link(Cluster.Part.NIC_IN, 0))).isEqualTo(48e9 / 2);
        cluster.heal("node-0/nic-0");
        assertThat(cluster.capacity(out)).isEqualTo(48e9);
    }

    @Test
    void everyLinkHasANameThatFindsItAgain() {
        Cluster cluster = rails(3, 2);
        for (int link = 0; link < cluster.links(); link++) {
            assertThat(cluster.find(cluster.name(link))).containsExactly(link);
        }
        assertThat(cluster.find("node-2/nic-7")).hasSize(2);
        assertThat(cluster.find("leaf-3")).hasSize(2);
    }

    @Test
    @DisplayName("net-1.3 counts: NVSwitch domain 2 x GPUs; rail-optimised 2 x NICs and 2 bundles a leaf")
    void linkCounts() {
        Cluster domain = new SingleDomain().build(nodes(1, 8, 8), new Assumptions());
        assertThat(domain.links()).isEqualTo(16);
        assertThat(rails(64, 32).links()).isEqualTo(2 * 512 + 2 * 512 + 2 * 2 * 8);
    }

    @Test
    void severalNicsOfOneGpuAreOneRailAndFewerAreShared() {
        Cluster bundled = new RailOptimised(
                        new Count(32), new Ratio(1), "scale-up", Cabling.OWN, Routing.of(Routing.Policy.SPRAY), false)
                .build(nodes(2, 8, 32), new Assumptions());
        assertThat(bundled.rails()).isEqualTo(8);
        assertThat(bundled.capacity(bundled.link(Cluster.Part.NIC_OUT, 0))).isEqualTo(4 * 48e9);
        Cluster shared = new RailOptimised(
                        new Count(32), new Ratio(1), "scale-up", Cabling.OWN, Routing.of(Routing.Policy.SPRAY), false)
                .build(nodes(2, 8, 4), new Assumptions());
        assertThat(shared.nic(0)).isEqualTo(shared.nic(1));
        assertThat(shared.nic(2)).isNotEqualTo(shared.nic(1));
    }

    @Test
    void unknownLinksNameTheNearest() {
        assertThatThrownBy(() -> rails(4, 2).degrade("node-3/nic-9", 0.5))
                .hasMessageContaining("no link is named 'node-3/nic-9'")
                .hasMessageContaining("nearest is 'node-3/nic-7'");
        assertThatThrownBy(() -> rails(200, 32).degrade("node-150/nik-5", 0.5))
                .hasMessageContaining("nearest is 'node-150/nic-5'");
        assertThatThrownBy(() -> rails(4, 2).degrade("node-31/nic-3", 0.5))
                .hasMessageContaining("nearest is 'node-3/nic-3'");
        assertThatThrownBy(() -> rails(4, 2).degrade("laef-0", 0.5)).hasMessageContaining("nearest is 'leaf-0'");
    }

    @Test
    void nodesThatNothingJoinsAreRefused() {
        ClusterSpec spec =
                new ClusterSpec(nodes(2, 8, 8), new SingleDomain(), new windtunnel.model.collective.Ring(), List.of());
        Issues issues = new Issues();
        new SingleDomain().check(spec, issues);
        assertThat(issues.hasErrors()).isTrue();
        ClusterSpec bare = new ClusterSpec(
                Fixtures.nodes(2, Fixtures.node(8, Fixtures.link("up", 1e9, 0), 0, null)),
                new LeafSpine(new Count(64), new Ratio(1), Cabling.OWN, Routing.of(Routing.Policy.SPRAY), false),
                new windtunnel.model.collective.Ring(),
                List.of());
        Issues none = new Issues();
        new LeafSpine(new Count(64), new Ratio(1), Cabling.OWN, Routing.of(Routing.Policy.SPRAY), false)
                .check(bare, none);
        assertThat(none.hasErrors()).isTrue();
    }

    @Test
    void scaleUpDomainsOfOneNodeMeetInTheHost() {
        NodeSku pairs = Fixtures.domain(
                2, Fixtures.frontEnd(10e9, Fixtures.node(4, Fixtures.link("up", 240e9, 1e-6), 0, null)));
        ClusterSpec.Nodes nodes = Fixtures.nodes(2, pairs);
        LeafSpine fabric = new LeafSpine(
                new Count(64),
                new Ratio(1),
                new Cabling(Optional.empty(), Optional.of(Fixtures.link("pcie", 26e9, 1.25e-6)), Optional.empty()),
                Routing.of(Routing.Policy.SPRAY),
                false);
        Cluster cluster = fabric.build(nodes, new Assumptions());
        Route out = new Route();
        assertThat(hops(cluster, 0, 2, out)).isEqualTo(2);
        assertThat(cluster.name(out.link(0))).isEqualTo("node-0/host-0/up");
        assertThat(cluster.name(out.link(1))).isEqualTo("node-0/host-2/down");
        assertThat(cluster.find("node-0/host-2")).hasSize(2);
        assertThat(cluster.latencySeconds(0, 2)).isEqualTo(2.5e-6);
        for (int link = 0; link < cluster.links(); link++) {
            assertThat(cluster.find(cluster.name(link))).containsExactly(link);
        }
        double seconds = new windtunnel.model.collective.Ring()
                .on(cluster, Fidelity.STEPS)
                .seconds(CollectiveOp.ALL_REDUCE, new GroupFamily(1, 4, 8), 1e12);
        assertThat(1.5 * 1e12 / seconds).isCloseTo(2 * 26e9, within(1e4));
        Issues issues = new Issues();
        new LeafSpine(new Count(64), new Ratio(1), Cabling.OWN, Routing.of(Routing.Policy.SPRAY), false)
                .check(spec(nodes, fabric), issues);
        assertThat(issues.list()).extracting(Issues.Issue::message).anyMatch(m -> m.contains("2 scale-up domains"));
    }

    private static ClusterSpec spec(ClusterSpec.Nodes nodes, Fabric fabric) {
        return new ClusterSpec(nodes, fabric, new windtunnel.model.collective.Ring(), List.of());
    }

    @Test
    void nodesWithoutBackEndNicsUseTheirFrontEndOverTcp() {
        NodeSku plain = Fixtures.frontEnd(10e9, Fixtures.node(4, Fixtures.link("up", 240e9, 1e-6), 0, null));
        RailOptimised fabric = new RailOptimised(
                new Count(32), new Ratio(1), "scale-up", Cabling.OWN, Routing.of(Routing.Policy.SPRAY), false);
        ClusterSpec.Nodes nodes = Fixtures.nodes(2, plain);
        Issues issues = new Issues();
        fabric.check(spec(nodes, fabric), issues);
        assertThat(issues.list()).isEmpty();
        Assumptions assumptions = new Assumptions();
        Cluster cluster = fabric.build(nodes, assumptions);
        assertThat(cluster.capacity(cluster.link(Cluster.Part.NIC_OUT, cluster.nic(7))))
                .isEqualTo(9.7e9);
        assertThat(cluster.latencySeconds(0, 4)).isEqualTo(50e-6);
        assertThat(assumptions.list()).extracting(Assumptions.Assumption::key).contains("fabric.tcp.share");
        Cluster named = new RailOptimised(
                        new Count(32),
                        new Ratio(1),
                        "scale-up",
                        new Cabling(Optional.of(Fixtures.link("eth0", 5e9, 25e-6)), Optional.empty(), Optional.empty()),
                        Routing.of(Routing.Policy.SPRAY),
                        false)
                .build(nodes, new Assumptions());
        assertThat(named.capacity(named.link(Cluster.Part.NIC_OUT, 0))).isEqualTo(5e9);
    }

    @Test
    @DisplayName("net-T3 leaf-spine of radix 64: 2048 endpoints on 64 leaves and 32 spines")
    void sizeOfAFullLeafSpine() {
        LeafSpine fabric =
                new LeafSpine(new Count(64), new Ratio(1), Cabling.OWN, Routing.of(Routing.Policy.SPRAY), false);
        assertThat(fabric.endpoints()).isEqualTo(2048);
        assertThat(fabric.spines()).isEqualTo(32);
        Route out = new Route();
        Cluster full = fabric.build(nodes(256, 8, 8), new Assumptions());
        full.route(0, 2047, out);
        assertThat(full.name(out.link(2))).isEqualTo("leaf-63/down");
    }

    @Test
    void aHundredThousandGpusAreBuiltAtOnce() {
        Cluster cluster = rails(12_500, 32);
        assertThat(cluster.gpus()).isEqualTo(100_000);
        assertThat(hops(cluster, 0, 99_999, new Route())).isEqualTo(2 + 4);
    }
}
