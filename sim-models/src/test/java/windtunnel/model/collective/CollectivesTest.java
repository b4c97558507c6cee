package windtunnel.model.collective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import windtunnel.core.engine.Simulation;
import windtunnel.core.flow.FlowNetwork;
import windtunnel.core.flow.Transfer;
import windtunnel.core.unit.Count;
import windtunnel.core.unit.Ratio;
import windtunnel.model.Assumptions;
import windtunnel.model.Cluster;
import windtunnel.model.CollectiveOp;
import windtunnel.model.Fidelity;
import windtunnel.model.Fixtures;
import windtunnel.model.GroupFamily;
import windtunnel.model.fabric.Cabling;
import windtunnel.model.fabric.RailOptimised;
import windtunnel.model.fabric.SingleDomain;
import windtunnel.model.fabric.topology.Routing;

class CollectivesTest {
    private static Cluster domain(int gpus, double bytesPerSec, double alphaSeconds) {
        return new SingleDomain()
                .build(
                        Fixtures.nodes(
                                1, Fixtures.node(gpus, Fixtures.link("up", bytesPerSec, alphaSeconds / 2), 0, null)),
                        new Assumptions());
    }

    private static Cluster rails(int nodes, int gpus, double b1, double a1, double b2, double a2) {
        return new RailOptimised(
                        new Count(32), new Ratio(1), "scale-up", Cabling.OWN, Routing.of(Routing.Policy.SPRAY), false)
                .build(
                        Fixtures.nodes(
                                nodes,
                                Fixtures.node(
                                        gpus, Fixtures.link("up", b1, a1 / 2), gpus, Fixtures.link("nic", b2, a2 / 2))),
                        new Assumptions());
    }

    private static double allReduce(Cluster cluster, Fidelity fidelity, double bytes) {
        GroupFamily all = new GroupFamily(1, cluster.gpus(), cluster.gpus());
        return new Collectives(cluster, fidelity, false).seconds(CollectiveOp.ALL_REDUCE, all, bytes);
    }

    @ParameterizedTest
    @DisplayName("net-C1, C2, C3, C5 ring all-reduce on an idle domain, at every fidelity")
    @CsvSource({
        "8, 1e9, 1e-6, 100e9, 0.017514, 5e-13",
        "8, 1073741824, 3.4e-6, 370e9, 5.12610863e-3, 5e-12",
        "1024, 1e9, 5e-6, 50e9, 50.1909375e-3, 5e-11",
        "2, 1e9, 0, 1e9, 1, 1e-12",
    })
    void ringOnIdleDomainMatchesClosedForm(
            int n, double bytes, double alpha, double rate, double expected, double digits) {
        for (Fidelity fidelity : Fidelity.values()) {
            assertThat(allReduce(domain(n, rate, alpha), fidelity, bytes)).isCloseTo(expected, within(digits));
        }
    }

    @ParameterizedTest
    @DisplayName("net-C6 a group of one costs nothing")
    @EnumSource(Fidelity.class)
    void aGroupOfOneCostsNothing(Fidelity fidelity) {
        Collectives collectives = new Collectives(domain(8, 1e9, 1e-6), fidelity, false);
        for (CollectiveOp op : CollectiveOp.values()) {
            assertThat(collectives.seconds(op, new GroupFamily(1, 1, 8), 1e9)).isZero();
        }
    }

    @Test
    @DisplayName(
            "net-C14 all-to-all of 32 ranks in 4 nodes, 256 MB: 192 MB by each NIC, 4.0 ms; a slow NIC holds all back")
    void exchangeBetweenNodesIsBoundByTheNic() {
        Cluster cluster = rails(4, 8, 370e9, 0, 48e9, 0);
        GroupFamily all = new GroupFamily(1, 32, 32);
        Collectives collectives = new Collectives(cluster, Fidelity.FLUID, false);
        assertThat(collectives.seconds(CollectiveOp.ALL_TO_ALL, all, 256e6)).isCloseTo(4.0e-3, within(1e-12));
        assertThat(collectives.carriedPerByte(CollectiveOp.ALL_TO_ALL, all)[Cluster.Part.NIC_OUT.ordinal()])
                .isCloseTo(32 * 0.75, within(1e-9));
        cluster.degrade("node-1/nic-3", 0.5);
        assertThat(collectives.seconds(CollectiveOp.ALL_TO_ALL, all, 256e6)).isCloseTo(8.0e-3, within(1e-12));
        assertThat(collectives.bottleneck(CollectiveOp.ALL_TO_ALL, all, 256e6))
                .startsWith("node-1/nic-3/")
                .endsWith("(degraded to 0.5)");
    }

    @Test
    @DisplayName(
            "net-5.8 all-to-all in one domain: (N-1) alpha + (N-1)/N S/B, and groups of different stride side by side")
    void exchangeInADomainMatchesItsClosedForm() {
        Cluster cluster = domain(8, 100e9, 2e-6);
        for (int ranks : new int[] {2, 4, 8}) {
            double expected = (ranks - 1) * 2e-6 + (ranks - 1.0) / ranks * 1e9 / 100e9;
            for (int stride = 1; stride * ranks <= 8; stride *= 2) {
                GroupFamily family = new GroupFamily(stride, ranks, 8);
                assertThat(new Collectives(cluster, Fidelity.ANALYTIC, true)
                                .seconds(CollectiveOp.ALL_TO_ALL, family, 1e9))
                        .isCloseTo(expected, within(1e-12));
            }
        }
    }

    @ParameterizedTest
    @DisplayName("net-A4 analytic = fluid = steps to 1e-9 on symmetric idle fabrics")
    @ValueSource(ints = {2, 3, 4, 8, 64, 256})
    void fidelitiesAgreeWhenSymmetricAndIdle(int n) {
        for (CollectiveOp op :
                new CollectiveOp[] {CollectiveOp.ALL_REDUCE, CollectiveOp.REDUCE_SCATTER, CollectiveOp.ALL_GATHER}) {
            Cluster nodes = rails(n, 8, 370e9, 3.4e-6, 48e9, 14e-6);
            GroupFamily onePerNode = new GroupFamily(8, n, 8 * n);
            GroupFamily everybody = new GroupFamily(1, 8 * n, 8 * n);
            for (GroupFamily family : new GroupFamily[] {onePerNode, everybody}) {
                double analytic = new Collectives(nodes, Fidelity.ANALYTIC, false).seconds(op, family, 1e9);
                for (Fidelity fidelity : Fidelity.values()) {
                    double other = new Collectives(nodes, fidelity, false).seconds(op, family, 1e9);
                    assertThat(other).isCloseTo(analytic, within(1e-9 * analytic));
                }
            }
        }
    }

    @ParameterizedTest
    @DisplayName("net-R1 all fidelities agree with a degraded NIC: the ring runs at the pace of its slowest link")
    @EnumSource(Fidelity.class)
    void aDegradedNicSlowsTheRingByTheExactLaw(Fidelity fidelity) {
        int n = 8;
        double alpha = 14e-6;
        double bytes = 1e9;
        Cluster cluster = rails(n, 1, 370e9, 3.4e-6, 48e9, alpha);
        cluster.degrade("node-3/nic-0/out", 0.5);
        double send = bytes / n / 48e9;
        double expected = RingKernel.oneSlowAllReduce(n, send, 2 * send, alpha);
        assertThat(allReduce(cluster, fidelity, bytes)).isCloseTo(expected, within(1e-9 * expected));
        double fast = 2 * (n - 1) * (send + alpha);
        assertThat(expected).isGreaterThan(1.9 * fast);
    }

    @Test
    void aDegradedLinkIsForgottenWhenItIsHealed() {
        Cluster cluster = rails(4, 8, 370e9, 3.4e-6, 48e9, 14e-6);
        Collectives collectives = new Collectives(cluster, Fidelity.FLUID, false);
        GroupFamily all = new GroupFamily(1, 32, 32);
        double healthy = collectives.seconds(CollectiveOp.ALL_REDUCE, all, 1e9);
        cluster.degrade("node-3/nic-0", 0.5);
        double slow = collectives.seconds(CollectiveOp.ALL_REDUCE, all, 1e9);
        assertThat(slow).isGreaterThan(1.5 * healthy);
        assertThat(collectives.bottleneck(CollectiveOp.ALL_REDUCE, all, 1e9))
                .startsWith("node-3/nic-0/")
                .endsWith("(degraded to 0.5)");
        cluster.heal("node-3/nic-0");
        assertThat(collectives.seconds(CollectiveOp.ALL_REDUCE, all, 1e9)).isEqualTo(healthy);
    }

    @Test
    @DisplayName("net-3.7 busbw of a multi-rail ring is min(NICs x b, NVLink x g/(g-1))")
    void busBandwidthOfAMultiRailRing() {
        double bytes = 1e12;
        double factor = 2.0 * 31 / 32;
        double byNics = factor * bytes / allReduce(rails(4, 8, 370e9, 0, 40e9, 0), Fidelity.FLUID, bytes);
        assertThat(byNics).isCloseTo(8 * 40e9, within(1e3));
        double byNvlink = factor * bytes / allReduce(rails(4, 8, 200e9, 0, 48e9, 0), Fidelity.FLUID, bytes);
        assertThat(byNvlink).isCloseTo(200e9 * 8 / 7, within(1e3));
    }

    @Test
    @DisplayName("net-N2 a 4 x 8 ring and one point-to-point flow share a 48 GB/s NIC 24 : 24")
    void aRingCompetesLikeASingleFlowOnItsBottleneck() {
        Cluster cluster = rails(4, 8, 370e9, 0, 48e9, 0);
        GroupFamily family = new GroupFamily(1, 32, 32);
        FlowNetwork flows = new FlowNetwork(new Simulation());
        int[] ids = new int[cluster.links()];
        for (int link = 0; link < ids.length; link++) {
            ids[link] = flows.addLink(cluster.name(link), cluster.capacity(link));
        }
        double chunks = 2.0 * 31 / 32;
        long ring = flows.start(Composite.transfer(cluster, family, 0, 62, 1e12, 0, ids), payload -> {}, 0);
        int nic = ids[cluster.link(Cluster.Part.NIC_OUT, 0)];
        long single = flows.start(Transfer.of(1e12, nic), payload -> {}, 0);
        flows.settle();
        assertThat(flows.rate(single)).isCloseTo(24e9, within(1.0));
        assertThat(flows.rate(ring) * chunks / 8).isCloseTo(24e9, within(1.0));
    }

    @Test
    @DisplayName("net-C17 all links of a ring fall to half when it is half done: 1.5 times as long")
    void aRingThatIsHalvedHalfWay() {
        Cluster cluster = rails(4, 8, 370e9, 0, 48e9, 0);
        GroupFamily family = new GroupFamily(1, 32, 32);
        Simulation simulation = new Simulation();
        FlowNetwork flows = new FlowNetwork(simulation);
        int[] ids = new int[cluster.links()];
        for (int link = 0; link < ids.length; link++) {
            ids[link] = flows.addLink(cluster.name(link), cluster.capacity(link));
        }
        double bytes = 8 * 48e9 / (2.0 * 31 / 32);
        long[] end = new long[1];
        flows.start(
                Composite.transfer(cluster, family, 0, 62, bytes, 0, ids), done -> end[0] = simulation.nowNanos(), 0);
        simulation.run(500_000_000);
        for (int link : ids) {
            flows.setCapacity(link, flows.capacity(link) / 2);
        }
        simulation.run();
        assertThat(end[0] * 1e-9).isCloseTo(1.5, within(2e-9));
    }

    @Test
    @DisplayName("net-C18 chain broadcast of 5 ranks, 12 bytes, alpha 1, rate 1: 27 with 6 chunks")
    void chainBroadcastWithSixChunks() {
        ChainPlan chain = new ChainPlan(domain(5, 1, 1), new GroupFamily(1, 5, 5));
        assertThat(chain.seconds(0, 12, 6)).isCloseTo(27, within(1e-12));
        assertThat(chain.seconds(0, 12, 1)).isCloseTo(4 * 13, within(1e-12));
        assertThat(chain.bottleneck(12)).isEqualTo(0);
    }

    @Test
    @DisplayName("net-C13 hierarchical all-reduce, g=8 k=4 S=4 GiB, serial")
    void hierarchicalSerialMatchesTheClosedForm() {
        Cluster cluster = rails(4, 8, 370e9, 3.4e-6, 48e9, 14e-6);
        Collectives collectives = new Collectives(cluster, Fidelity.FLUID, true);
        double bytes = 4.0 * (1L << 30);
        double scatter = collectives.seconds(CollectiveOp.REDUCE_SCATTER, new GroupFamily(1, 8, 32), bytes);
        double reduce = collectives.seconds(CollectiveOp.ALL_REDUCE, new GroupFamily(8, 4, 32), bytes / 8);
        assertThat(scatter).isCloseTo(10.1808173e-3, within(5e-11));
        assertThat(reduce).isCloseTo(16.861216e-3, within(5e-10));
        assertThat(Hierarchical.pipelined(1, scatter, reduce)).isCloseTo(37.2228505e-3, within(5e-10));
        double whole = collectives.seconds(CollectiveOp.ALL_REDUCE, new GroupFamily(1, 32, 32), bytes);
        double best = Double.POSITIVE_INFINITY;
        for (int chunks : Hierarchical.CHUNKS) {
            double s = 7 * (3.4e-6 + bytes / chunks / 8 / 370e9);
            double r = 6 * (14e-6 + bytes / chunks / 32 / 48e9);
            best = Math.min(best, Math.max(2 * s + chunks * r, 2 * chunks * s));
        }
        assertThat(whole).isCloseTo(best, within(1e-9 * best));
    }

    @Test
    @DisplayName("net-C13b, C13c law of the re-entrant shop with 32 chunks")
    void chunkedHierarchicalMatchesTheLaw() {
        double bytes = 4.0 * (1L << 30) / 32;
        double scatter = 7 * (3.4e-6 + bytes / 8 / 370e9);
        double reduce = 6 * (14e-6 + bytes / 32 / 48e9);
        assertThat(Hierarchical.pipelined(32, scatter, reduce)).isCloseTo(21.8372345e-3, within(5e-10));
        double faster = 7 * (3.4e-6 + bytes / 8 / 740e9);
        assertThat(Hierarchical.pipelined(32, faster, reduce)).isCloseTo(19.830e-3, within(5e-7));
    }

    @Test
    void neighboursOfAPipelineShareTheirRail() {
        Cluster cluster = rails(2, 8, 370e9, 2e-6, 48e9, 10e-6);
        Collectives collectives = new Collectives(cluster, Fidelity.FLUID, false);
        double oneEach = collectives.seconds(CollectiveOp.SEND_RECV, new GroupFamily(8, 2, 16), 48e6);
        assertThat(oneEach).isCloseTo(10e-6 + 1e-3, within(1e-12));
        double inside = collectives.seconds(CollectiveOp.SEND_RECV, new GroupFamily(4, 2, 16), 370e6);
        assertThat(inside).isCloseTo(2e-6 + 1e-3, within(1e-12));
    }

    @Test
    @DisplayName("net: what links carry of a byte: 2(n-1)/n by each rank of a ring; in layers 2(k-1)/k/g by each NIC")
    void bytesOnLinks() {
        Cluster nodes = rails(4, 8, 1e9, 0, 1e9, 0);
        GroupFamily all = new GroupFamily(1, 32, 32);
        GroupFamily boxes = new GroupFamily(1, 8, 32);
        int up = Cluster.Part.GPU_UP.ordinal();
        int out = Cluster.Part.NIC_OUT.ordinal();
        int in = Cluster.Part.NIC_IN.ordinal();
        Collectives rings = new Collectives(nodes, Fidelity.ANALYTIC, false);
        // Four boxes of eight: each of 32 GPUs sends 2 x 7/8 of the payload.
        assertThat(rings.carriedPerByte(CollectiveOp.ALL_REDUCE, boxes)[up]).isCloseTo(32 * 1.75, within(1e-12));
        assertThat(rings.carriedPerByte(CollectiveOp.ALL_GATHER, boxes)[up]).isCloseTo(32 * 0.875, within(1e-12));
        assertThat(rings.carriedPerByte(CollectiveOp.ALL_REDUCE, boxes)[out]).isZero();
        // One ring over all, turned over eight rails: every node sends 2 x 31/32 out of its NICs together.
        assertThat(rings.carriedPerByte(CollectiveOp.ALL_REDUCE, all)[out]).isCloseTo(4 * 62.0 / 32, within(1e-12));
        Collectives layers = new Collectives(nodes, Fidelity.ANALYTIC, true);
        double[] layered = layers.carriedPerByte(CollectiveOp.ALL_REDUCE, all);
        assertThat(layered[up]).isCloseTo(32 * 2 * 0.875, within(1e-12));
        assertThat(layered[out]).isCloseTo(32 * 1.5 / 8, within(1e-12));
        assertThat(layered[in]).isCloseTo(32 * 1.5 / 8, within(1e-12));
        // Neighbours 8 apart in groups of four: three sends in each of eight groups.
        double[] sends = rings.carriedPerByte(CollectiveOp.SEND_RECV, new GroupFamily(8, 4, 32));
        assertThat(sends[out]).isCloseTo(24, within(1e-12));
        assertThat(rings.carriedPerByte(CollectiveOp.ALL_REDUCE, new GroupFamily(1, 1, 32))[up])
                .isZero();
    }
}
