package windtunnel.model.collective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import windtunnel.core.unit.Count;
import windtunnel.core.unit.Ratio;
import windtunnel.model.Assumptions;
import windtunnel.model.Cluster;
import windtunnel.model.CollectiveOp;
import windtunnel.model.Fabric;
import windtunnel.model.Fidelity;
import windtunnel.model.Fixtures;
import windtunnel.model.GroupFamily;
import windtunnel.model.fabric.Cabling;
import windtunnel.model.fabric.LeafSpine;
import windtunnel.model.fabric.RailOptimised;
import windtunnel.model.fabric.topology.Routing;
import windtunnel.model.hardware.NodeSku;
import windtunnel.oracle.CollectiveOracle;

/** Families of groups on real shapes of clusters: rails, shared NICs, domains that groups do not fill, faults. */
class FamiliesTest {
    private static final double NVLINK = 370e9;
    private static final double NIC = 48e9;
    private static final double BIG = 1e12;

    private static Fabric rails(int unit, double oversubscription) {
        return new RailOptimised(
                new Count(unit),
                new Ratio(oversubscription),
                "scale-up",
                Cabling.OWN,
                Routing.of(Routing.Policy.SPRAY),
                false);
    }

    private static Fabric leaves(int radix, double oversubscription) {
        return new LeafSpine(
                new Count(radix), new Ratio(oversubscription), Cabling.OWN, Routing.of(Routing.Policy.SPRAY), false);
    }

    private static NodeSku node(int gpus, int nics, double latency) {
        return Fixtures.node(
                gpus, Fixtures.link("up", NVLINK, latency / 2), nics, Fixtures.link("nic", NIC, latency / 2));
    }

    private static Cluster cluster(Fabric fabric, int nodes, NodeSku node) {
        return fabric.build(Fixtures.nodes(nodes, node), new Assumptions());
    }

    private static double seconds(
            Cluster cluster, Fidelity fidelity, CollectiveOp op, GroupFamily family, double bytes) {
        return new Collectives(cluster, fidelity, false).seconds(op, family, bytes);
    }

    private static double busbw(Cluster cluster, Fidelity fidelity, GroupFamily family) {
        double seconds = seconds(cluster, fidelity, CollectiveOp.ALL_REDUCE, family, BIG);
        return CollectiveOracle.allReduceBusFactor(family.ranks()) * BIG / seconds;
    }

    private static GroupFamily everybody(Cluster cluster) {
        return new GroupFamily(1, cluster.gpus(), cluster.gpus());
    }

    @ParameterizedTest
    @EnumSource(Fidelity.class)
    void ringsStayOnTheirRailAndNeedNoSpines(Fidelity fidelity) {
        Cluster cluster = cluster(rails(32, 8), 32, node(8, 8, 0));
        double expected = CollectiveOracle.multiRailBusBytesPerSec(8, NIC, 8, NVLINK);
        assertThat(busbw(cluster, fidelity, everybody(cluster))).isCloseTo(expected, within(1e-9 * expected));
    }

    @ParameterizedTest
    @EnumSource(Fidelity.class)
    void betweenUnitsRingsShareTheUplinksOfTheirLeaf(Fidelity fidelity) {
        // One ring a rail crosses between two units of 4 nodes; four rings of pairs across them share a leaf's uplinks.
        Cluster cluster = cluster(rails(4, 4), 8, node(8, 8, 0));
        double lone = busbw(cluster, fidelity, new GroupFamily(8, 8, 64));
        assertThat(lone).isCloseTo(NIC, within(1e-9 * NIC));
        double shared = busbw(cluster, fidelity, new GroupFamily(32, 2, 64));
        assertThat(shared).isCloseTo(NIC / 4, within(1e-9 * NIC));
    }

    @ParameterizedTest
    @EnumSource(Fidelity.class)
    void aNicThatTwoGpusShareIsSharedByTheirGroups(Fidelity fidelity) {
        Cluster cluster = cluster(rails(32, 1), 4, node(8, 4, 0));
        assertThat(busbw(cluster, fidelity, new GroupFamily(8, 4, 32))).isCloseTo(NIC / 2, within(1e-9 * NIC));
        assertThat(busbw(cluster, fidelity, everybody(cluster))).isCloseTo(4 * NIC, within(1e-8 * NIC));
        assertThat(busbw(cluster, fidelity, new GroupFamily(4, 8, 32))).isCloseTo(NIC, within(1e-8 * NIC));
    }

    @ParameterizedTest
    @EnumSource(Fidelity.class)
    void severalNicsOfOneGpuWorkAsOne(Fidelity fidelity) {
        Cluster cluster = cluster(rails(32, 1), 4, node(8, 32, 0));
        assertThat(busbw(cluster, fidelity, new GroupFamily(8, 4, 32))).isCloseTo(4 * NIC, within(1e-8 * NIC));
    }

    @ParameterizedTest
    @EnumSource(Fidelity.class)
    void aGroupThatFillsItsLastDomainInPartUsesAllNicsThere(Fidelity fidelity) {
        Cluster cluster = cluster(rails(32, 1), 64, Fixtures.domain(72, node(4, 4, 0)));
        double expected = Math.min(40 * NIC, NVLINK * 72 / 71);
        assertThat(busbw(cluster, fidelity, new GroupFamily(1, 256, 256))).isCloseTo(expected, within(1e-8 * expected));
        // Every eighth GPU: 9, 9, 9 and 5 ranks a domain, each with a NIC of its own.
        assertThat(busbw(cluster, fidelity, new GroupFamily(8, 32, 256))).isCloseTo(5 * NIC, within(1e-8 * NIC));
    }

    @ParameterizedTest
    @EnumSource(Fidelity.class)
    void groupsThatStraddleDomainsAreSlowerThanTheirNeighbours(Fidelity fidelity) {
        Cluster cluster = cluster(rails(32, 1), 36, Fixtures.domain(72, node(4, 2, 0)));
        // GPUs 64 to 79 lie in two domains, with 4 NICs in each; all other groups of 16 in one.
        assertThat(busbw(cluster, fidelity, new GroupFamily(1, 16, 144))).isCloseTo(4 * NIC, within(1e-8 * NIC));
        assertThat(busbw(cluster, fidelity, new GroupFamily(1, 8, 144))).isCloseTo(NVLINK, within(1e-8 * NVLINK));
    }

    @ParameterizedTest
    @DisplayName("net-A4 L0 = L1 = L2 to 1e-9 in ragged families and with degraded links of every part")
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void fidelitiesAgreeWhereSharersAreAlike(int trial) {
        SplittableRandom random = new SplittableRandom(trial);
        Fabric[] fabrics = {rails(4, 1), rails(2, 3), leaves(32, 1), leaves(16, 1)};
        GroupFamily[] families = {
            new GroupFamily(1, 8, 128), new GroupFamily(8, 16, 128), new GroupFamily(1, 128, 128),
            new GroupFamily(4, 32, 128), new GroupFamily(64, 2, 128), new GroupFamily(2, 4, 128)
        };
        for (Fabric fabric : fabrics) {
            Cluster cluster = cluster(fabric, 16, node(8, 8, 5e-6));
            if (trial > 0) {
                int node = random.nextInt(16);
                cluster.degrade("node-" + node + "/nic-" + random.nextInt(8), 0.25 + random.nextDouble() / 2);
                cluster.degrade("node-" + node + "/gpu-" + random.nextInt(8) + "/up", 0.5);
            }
            for (GroupFamily family : families) {
                for (CollectiveOp op : CollectiveOp.values()) {
                    double bytes = 1e6 * (1 + random.nextInt(1000));
                    double analytic = seconds(cluster, Fidelity.ANALYTIC, op, family, bytes);
                    double steps = seconds(cluster, Fidelity.STEPS, op, family, bytes);
                    double fluid = seconds(cluster, Fidelity.FLUID, op, family, bytes);
                    assertThat(steps).as("%s %s", op, family).isCloseTo(analytic, within(1e-9 * analytic));
                    assertThat(fluid).as("%s %s", op, family).isCloseTo(analytic, within(1e-9 * analytic));
                }
            }
        }
    }

    @Test
    void onOneNodeFamiliesMatchTheRingOfTheBooks() {
        Cluster cluster = cluster(rails(32, 1), 1, node(8, 8, 4e-6));
        for (int ranks : new int[] {2, 4, 8}) {
            GroupFamily family = new GroupFamily(1, ranks, 8);
            double expected = CollectiveOracle.ringHalfSeconds(ranks, 1e8, 4e-6, NVLINK);
            for (Fidelity fidelity : Fidelity.values()) {
                assertThat(seconds(cluster, fidelity, CollectiveOp.ALL_GATHER, family, 1e8))
                        .isCloseTo(expected, within(1e-12 * expected));
            }
        }
    }

    @Test
    void busBandwidthNeverBeatsTheLowerBound() {
        for (int nodes : new int[] {2, 3, 5, 16}) {
            Cluster cluster = cluster(leaves(64, 1), nodes, node(8, 8, 3e-6));
            double all = busbw(cluster, Fidelity.ANALYTIC, everybody(cluster));
            double perRank = CollectiveOracle.nicRatePerRank(all, nodes, 8 * nodes);
            assertThat(perRank).isLessThanOrEqualTo(NIC);
        }
    }

    @Test
    void fasterNicsNeverSlowALoneRing() {
        double before = Double.POSITIVE_INFINITY;
        for (double rate : new double[] {12e9, 24e9, 48e9, 60e9, 96e9}) {
            NodeSku node = Fixtures.node(8, Fixtures.link("up", NVLINK, 1e-6), 8, Fixtures.link("nic", rate, 1e-6));
            Cluster cluster = cluster(rails(32, 1), 4, node);
            double seconds = seconds(cluster, Fidelity.STEPS, CollectiveOp.ALL_REDUCE, everybody(cluster), 1e9);
            assertThat(seconds).isLessThanOrEqualTo(before);
            before = seconds;
        }
    }

    @ParameterizedTest
    @EnumSource(Fidelity.class)
    void oneSlowGpuHoldsUpTheRingsThatPassIt(Fidelity fidelity) {
        Cluster cluster = cluster(rails(32, 1), 1, node(8, 8, 4e-6));
        cluster.degrade("node-0/gpu-5/up", 0.5);
        double send = 1e9 / 8 / NVLINK;
        double expected = CollectiveOracle.oneSlowRankSeconds(8, send, 2 * send, 4e-6);
        assertThat(seconds(cluster, fidelity, CollectiveOp.ALL_REDUCE, everybody(cluster), 1e9))
                .isCloseTo(expected, within(1e-9 * expected));
    }

    @Test
    void theBottleneckIsNamedWhereItBinds() {
        Cluster cluster = cluster(rails(4, 4), 8, node(8, 8, 1e-6));
        Collectives collectives = new Collectives(cluster, Fidelity.FLUID, false);
        assertThat(collectives.bottleneck(CollectiveOp.ALL_REDUCE, new GroupFamily(1, 8, 64), 1e9))
                .isEqualTo("node-0/gpu-0/up");
        assertThat(collectives.bottleneck(CollectiveOp.ALL_REDUCE, new GroupFamily(8, 8, 64), 1e9))
                .isEqualTo("node-0/nic-0/out");
        assertThat(collectives.bottleneck(CollectiveOp.ALL_REDUCE, new GroupFamily(32, 2, 64), 1e9))
                .isEqualTo("leaf-0/up");
        cluster.degrade("node-5/gpu-3", 0.25);
        assertThat(collectives.bottleneck(CollectiveOp.REDUCE_SCATTER, new GroupFamily(1, 8, 64), 1e9))
                .isEqualTo("node-5/gpu-3/up (degraded to 0.25)");
        cluster.degrade("node-2/nic-6/in", 0.125);
        assertThat(collectives.bottleneck(CollectiveOp.SEND_RECV, new GroupFamily(8, 8, 64), 1e9))
                .isEqualTo("node-2/nic-6/in (degraded to 0.125)");
    }

    /** Flows that each load some links. */
    private record Flows(int[][] links, double[][] loads) implements Traffic {
        @Override
        public int flows() {
            return links.length;
        }

        @Override
        public void visit(int flow, LinkSink sink) {
            for (int i = 0; i < links[flow].length; i++) {
                sink.cross(links[flow][i], loads[flow][i]);
            }
        }
    }

    @Test
    void aFlowThatStartsLateFindsLessLeftOfTheOthers() {
        Cluster cluster = cluster(rails(32, 1), 2, node(2, 1, 0));
        int nic = cluster.link(Cluster.Part.NIC_OUT, 0);
        FluidSystem system = new FluidSystem(cluster, new Flows(new int[][] {{nic}, {nic}}, new double[][] {{1}, {1}}));
        // Alone from 0.2 s to 0.5 s, then in halves until the first is done, then alone again: no second is lost.
        assertThat(system.seconds(new double[] {0.2, 0.5}, NIC)).isCloseTo(2.2, within(1e-12));
        assertThat(system.seconds(new double[] {0.5, 0.5}, NIC)).isCloseTo(2.5, within(1e-12));
        assertThat(system.seconds(new double[] {0, 5}, NIC)).isCloseTo(6, within(1e-12));
    }

    @Test
    @DisplayName("net-N2 unequal loads share their bottleneck like single flows, and the first to end makes room")
    void unequalLoadsShareTheirBottleneckEqually() {
        Cluster cluster = cluster(rails(32, 1), 2, node(2, 1, 0));
        int nic = cluster.link(Cluster.Part.NIC_OUT, 0);
        FluidSystem system = new FluidSystem(cluster, new Flows(new int[][] {{nic}, {nic}}, new double[][] {{1}, {3}}));
        // 24 and 24 GB/s on the link: the light one ends after 2 s, the heavy one has 2/3 left and then all of the
        // link.
        assertThat(system.seconds(new double[] {0, 0}, NIC)).isCloseTo(4, within(1e-12));
        assertThat(system.seconds(new double[] {0, 9}, NIC)).isCloseTo(12, within(1e-12));
    }

    @Test
    void theHierarchyIsTheSameAtEveryFidelityAndAtMostSerial() {
        Cluster cluster = cluster(rails(32, 1), 4, node(8, 8, 5e-6));
        GroupFamily all = everybody(cluster);
        double serial =
                CollectiveOracle.hierarchicalSeconds(4, 8, 1e9, new double[] {5e-6, NVLINK}, new double[] {5e-6, NIC});
        double analytic = new Collectives(cluster, Fidelity.ANALYTIC, true).seconds(CollectiveOp.ALL_REDUCE, all, 1e9);
        assertThat(analytic).isLessThanOrEqualTo(serial);
        for (Fidelity fidelity : Fidelity.values()) {
            Collectives collectives = new Collectives(cluster, fidelity, true);
            assertThat(collectives.seconds(CollectiveOp.ALL_REDUCE, all, 1e9))
                    .isCloseTo(analytic, within(1e-9 * analytic));
        }
    }

    @Test
    @DisplayName("net-C16 four jobs through stages 1, 3, 2 take 15; the re-entrant shop matches doing every chunk")
    void shopsMatchTheirLaws() {
        assertThat(CollectiveOracle.flowShopSeconds(4, 1, 3, 2)).isEqualTo(15);
        SplittableRandom random = new SplittableRandom(16);
        for (int trial = 0; trial < 1000; trial++) {
            int chunks = 1 + random.nextInt(40);
            double scatter = random.nextDouble();
            double reduce = random.nextDouble() * 3;
            double law = CollectiveOracle.reentrantShopSeconds(chunks, scatter, reduce);
            assertThat(Hierarchical.everyChunk(chunks, scatter, reduce)).isCloseTo(law, within(1e-12 * law));
            assertThat(Hierarchical.pipelined(chunks, scatter, reduce)).isCloseTo(law, within(1e-12 * law));
        }
    }

    @Test
    @DisplayName("net-C13, C13b serial 37.22 ms, disjoint resources 20.15 ms, shared 21.84 ms")
    void hierarchyOfTheSpecification() {
        double bytes = 4.0 * (1L << 30);
        double[] inside = {3.4e-6, 370e9};
        double[] between = {14e-6, 48e9};
        double serial = CollectiveOracle.hierarchicalSeconds(4, 8, bytes, inside, between);
        assertThat(serial).isCloseTo(37.2228505e-3, within(5e-10));
        assertThat(CollectiveOracle.allReduceBusFactor(32) * bytes / serial).isCloseTo(223.559e9, within(5e5));
        double scatter = CollectiveOracle.scatterSeconds(8, bytes / 32, inside);
        double reduce = CollectiveOracle.hierarchicalSeconds(4, 8, bytes / 32, inside, between) - 2 * scatter;
        assertThat(CollectiveOracle.flowShopSeconds(32, scatter, reduce, scatter))
                .isCloseTo(20.1476e-3, within(5e-8));
        assertThat(CollectiveOracle.reentrantShopSeconds(32, scatter, reduce)).isCloseTo(21.8372345e-3, within(5e-10));
    }

    @Test
    void aJobThatIsLargerThanTheClusterIsRefused() {
        Cluster cluster = cluster(rails(32, 1), 1, node(8, 8, 0));
        assertThatThrownBy(() ->
                        seconds(cluster, Fidelity.FLUID, CollectiveOp.ALL_REDUCE, new GroupFamily(1, 16, 16), 1e9))
                .hasMessageContaining("16 GPUs on a cluster of 8");
    }
}
