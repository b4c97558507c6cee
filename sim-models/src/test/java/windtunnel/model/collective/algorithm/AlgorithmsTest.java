package windtunnel.model.collective.algorithm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import windtunnel.core.unit.Bytes;
import windtunnel.core.unit.Count;
import windtunnel.core.unit.Ratio;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.Assumptions;
import windtunnel.model.Cluster;
import windtunnel.model.Collective;
import windtunnel.model.CollectiveOp;
import windtunnel.model.Fidelity;
import windtunnel.model.Fixtures;
import windtunnel.model.GroupFamily;
import windtunnel.model.collective.Hierarchical;
import windtunnel.model.collective.Ring;
import windtunnel.model.fabric.Cabling;
import windtunnel.model.fabric.RailOptimised;
import windtunnel.model.fabric.SingleDomain;
import windtunnel.model.fabric.topology.Routing;

class AlgorithmsTest {
    private static final double S = 1e9;
    private static final double ALPHA = 1e-6;
    private static final double RATE = 100e9;

    static Cluster domain(int gpus, double bytesPerSec, double alphaSeconds) {
        return new SingleDomain()
                .build(
                        Fixtures.nodes(
                                1, Fixtures.node(gpus, Fixtures.link("up", bytesPerSec, alphaSeconds / 2), 0, null)),
                        new Assumptions());
    }

    static Cluster rails(int nodes, int gpus, double b1, double a1, double b2, double a2) {
        return new RailOptimised(
                        new Count(1024), new Ratio(1), "scale-up", Cabling.OWN, Routing.of(Routing.Policy.SPRAY), false)
                .build(
                        Fixtures.nodes(
                                nodes,
                                Fixtures.node(
                                        gpus, Fixtures.link("up", b1, a1 / 2), gpus, Fixtures.link("nic", b2, a2 / 2))),
                        new Assumptions());
    }

    private static double seconds(Collective kind, Cluster cluster, CollectiveOp op, Fidelity fidelity, double bytes) {
        return kind.on(cluster, fidelity).seconds(op, new GroupFamily(1, cluster.gpus(), cluster.gpus()), bytes);
    }

    private static void same(Collective kind, Cluster cluster, CollectiveOp op, double bytes, double expected) {
        for (Fidelity fidelity : Fidelity.values()) {
            assertThat(seconds(kind, cluster, op, fidelity, bytes))
                    .as("%s %s %s", kind, op, fidelity)
                    .isCloseTo(expected, within(1e-9 * expected));
        }
    }

    private static Optional<Count> count(long value) {
        return Optional.of(new Count(value));
    }

    private static InSwitch inSwitch(InSwitch.Between between, double efficiency, double seconds) {
        TimeSpan time = new TimeSpan(seconds);
        return new InSwitch(between, Optional.of(new Ratio(efficiency)), time, time, time);
    }

    private static Direct direct(double skew, boolean once, double dispatch) {
        return new Direct(
                new Ratio(skew),
                once,
                once ? count(8) : Optional.empty(),
                Optional.empty(),
                new Ratio(dispatch),
                new Count(8));
    }

    /** All kinds that do an all-reduce in their own way. */
    private static Map<String, Collective> allReducers() {
        Map<String, Collective> kinds = new LinkedHashMap<>();
        kinds.put("bidirectional-ring", new BidirectionalRing());
        kinds.put("double-tree", new DoubleBinaryTree(new Bytes(1 << 19)));
        kinds.put("halving-doubling", new HalvingDoubling());
        kinds.put("recursive-doubling", new RecursiveDoubling());
        kinds.put("pat", new Pat());
        kinds.put("in-switch", inSwitch(InSwitch.Between.TREE, 0.83, 25e-6));
        kinds.put("in-switch sharp", inSwitch(InSwitch.Between.SHARP, 0.83, 25e-6));
        kinds.put("collnet", new CollNet(new TimeSpan(38.4e-6), new TimeSpan(0.4e-6)));
        kinds.put("hierarchical", new Hierarchical(Optional.empty(), Optional.empty()));
        kinds.put("torus", new TorusRings(List.of(new Count(8), new Count(4))));
        return kinds;
    }

    @Test
    @DisplayName("net-C4 halving-doubling of 8 ranks, 1 GB, 1 us, 100 GB/s: 17.506 ms at every fidelity")
    void halvingDoublingOfEight() {
        same(new HalvingDoubling(), domain(8, RATE, ALPHA), CollectiveOp.ALL_REDUCE, S, 0.017506);
    }

    @ParameterizedTest
    @DisplayName("net-N5 halving-doubling: 2 q alpha + 2 (P-1)/P S/B, and 2 alpha + 2 S/B to fold ranks in and out")
    @ValueSource(ints = {2, 3, 4, 6, 8, 12, 64, 100, 256})
    void halvingDoublingOfAnyNumber(int n) {
        int p = Integer.highestOneBit(n);
        int q = Integer.numberOfTrailingZeros(p);
        double fold = p == n ? 0 : 2 * ALPHA + 2 * S / RATE;
        double expected = 2 * q * ALPHA + 2 * (p - 1.0) / p * S / RATE + fold;
        same(new HalvingDoubling(), domain(n, RATE, ALPHA), CollectiveOp.ALL_REDUCE, S, expected);
    }

    @ParameterizedTest
    @DisplayName("net-5.2 recursive doubling q (alpha + S/B), Bruck, PAT and binomial broadcast by their laws")
    @ValueSource(ints = {2, 3, 4, 5, 6, 8, 13, 64})
    void logarithmicSchedulesFollowTheirLaws(int n) {
        Cluster cluster = domain(n, RATE, ALPHA);
        int p = Integer.highestOneBit(n);
        int down = Integer.numberOfTrailingZeros(p);
        int up = p == n ? down : down + 1;
        double whole = ALPHA + S / RATE;
        same(new RecursiveDoubling(), cluster, CollectiveOp.ALL_REDUCE, S, (down + (p == n ? 0 : 2)) * whole);
        same(new Binomial(), cluster, CollectiveOp.BROADCAST, S, up * whole);
        double gather = up * ALPHA + (n - 1.0) / n * S / RATE;
        same(new Pat(), cluster, CollectiveOp.ALL_GATHER, S, gather);
        same(new Pat(), cluster, CollectiveOp.REDUCE_SCATTER, S, gather);
        same(new Pat(), cluster, CollectiveOp.ALL_REDUCE, S, 2 * gather);
        double blocks = 0;
        for (int distance = 1; distance < n; distance++) {
            blocks += Integer.bitCount(distance);
        }
        same(new Bruck(), cluster, CollectiveOp.ALL_TO_ALL, S, up * ALPHA + blocks / n * S / RATE);
        if (p == n) {
            assertThat(blocks / n).isEqualTo(up / 2.0);
            same(new HalvingDoubling(), cluster, CollectiveOp.REDUCE_SCATTER, S, gather);
            same(new HalvingDoubling(), cluster, CollectiveOp.ALL_GATHER, S, gather);
        }
    }

    @ParameterizedTest
    @DisplayName("net-A4 analytic = fluid = steps to 1e-9 for halving-doubling and hierarchical over nodes")
    @ValueSource(ints = {2, 3, 4, 8, 64, 256})
    void fidelitiesAgreeOnSymmetricFabrics(int n) {
        Cluster nodes = rails(n, 8, 370e9, 3.4e-6, 48e9, 14e-6);
        GroupFamily onePerNode = new GroupFamily(8, n, 8 * n);
        GroupFamily everybody = new GroupFamily(1, 8 * n, 8 * n);
        for (Collective kind : List.of(new HalvingDoubling(), new Hierarchical(Optional.empty(), Optional.empty()))) {
            for (GroupFamily family : List.of(onePerNode, everybody)) {
                boolean folds = kind instanceof HalvingDoubling && Integer.bitCount(family.ranks()) != 1;
                if (folds && family.stride() == 1) {
                    continue;
                }
                double analytic = kind.on(nodes, Fidelity.ANALYTIC).seconds(CollectiveOp.ALL_REDUCE, family, S);
                for (Fidelity fidelity : Fidelity.values()) {
                    assertThat(kind.on(nodes, fidelity).seconds(CollectiveOp.ALL_REDUCE, family, S))
                            .as("%s %s %s", kind, family, fidelity)
                            .isCloseTo(analytic, within(1e-9 * analytic));
                }
            }
        }
    }

    @ParameterizedTest
    @DisplayName("net-C7 double binary tree, NICs of a node 50 GB/s together: 20, 30, 40 ms for 2, 3, 4 and more nodes")
    @CsvSource({"2, 0.02", "3, 0.03", "4, 0.04", "8, 0.04", "64, 0.04"})
    void doubleTreeLeavesNodesByTheirNics(int nodes, double expected) {
        Cluster cluster = rails(nodes, 8, 1e12, 0, 50e9 / 8, 0);
        DoubleBinaryTree tree = new DoubleBinaryTree(new Bytes(1));
        for (Fidelity fidelity : new Fidelity[] {Fidelity.ANALYTIC, Fidelity.FLUID}) {
            assertThat(seconds(tree, cluster, CollectiveOp.ALL_REDUCE, fidelity, S))
                    .isCloseTo(expected, within(1e-6 * expected));
        }
    }

    @ParameterizedTest
    @DisplayName(
            "net-5.5 every chunk of a double tree takes the closed form where all edges are alike, never more elsewhere")
    @ValueSource(ints = {2, 4, 8, 16})
    void treesOfChunksTakeNoMoreThanTheClosedForm(int nodes) {
        Cluster cluster = rails(nodes, 1, 1e12, 0, 50e9, 10e-6);
        DoubleBinaryTree tree = new DoubleBinaryTree(new Bytes(1_000_000));
        double analytic = seconds(tree, cluster, CollectiveOp.ALL_REDUCE, Fidelity.ANALYTIC, 200e6);
        double steps = seconds(tree, cluster, CollectiveOp.ALL_REDUCE, Fidelity.STEPS, 200e6);
        assertThat(steps).isLessThanOrEqualTo(analytic * (1 + 1e-12)).isGreaterThan(0.9 * analytic);
        if (nodes == 2) {
            assertThat(analytic).isCloseTo(2 * 10e-6 + 200e6 / 50e9 + 2e6 / 50e9, within(1e-12));
            assertThat(steps).isCloseTo(analytic, within(1e-12));
        }
    }

    @ParameterizedTest
    @DisplayName("net-V1 in-switch reduction: busbw = efficiency x B x 2(N-1)/(N+1)")
    @CsvSource({"5, 410.4", "6, 439.7", "7, 461.6", "8, 478.7"})
    void inSwitchReductionReachesItsLaw(int n, double busGbps) {
        Cluster cluster = domain(n, 370.8e9, 0);
        for (Fidelity fidelity : Fidelity.values()) {
            double seconds =
                    seconds(inSwitch(InSwitch.Between.TREE, 0.83, 0), cluster, CollectiveOp.ALL_REDUCE, fidelity, S);
            assertThat(2.0 * (n - 1) / n * S / seconds * 1e-9).isCloseTo(busGbps, within(0.05));
        }
    }

    @Test
    @DisplayName(
            "net-5.6 reduction in the network's switches: a shard out and a shard in by each NIC, however many nodes")
    void reductionInTheNetworkDoesNotGrowWithNodes() {
        CollNet collnet = new CollNet(new TimeSpan(30e-6), new TimeSpan(1e-6));
        for (int nodes : new int[] {2, 4, 64}) {
            Cluster byNic = rails(nodes, 8, 370e9, 0, 24e9, 0);
            same(collnet, byNic, CollectiveOp.ALL_REDUCE, S, 30e-6 + 14e-6 + S / 8 / 24e9);
            Cluster byNvlink = rails(nodes, 8, 370e9, 0, 400e9, 0);
            same(collnet, byNvlink, CollectiveOp.ALL_REDUCE, S, 30e-6 + 14e-6 + 2 * 7.0 / 8 * S / 370e9);
            same(inSwitch(InSwitch.Between.SHARP, 0.8, 20e-6), byNic, CollectiveOp.ALL_REDUCE, S, 40e-6 + S / 8 / 24e9);
        }
        int levels = 3;
        same(
                inSwitch(InSwitch.Between.TREE, 0.8, 20e-6),
                rails(8, 8, 370e9, 0, 48e9, 0),
                CollectiveOp.ALL_REDUCE,
                S,
                20e-6 * (1 + 2 * levels) + 2 * S / (8 * 48e9));
    }

    @Test
    @DisplayName(
            "net-C18 chain broadcast of 5 ranks, 12 bytes, alpha 1, rate 1: the best power of two is within 4 % of 27")
    void chainBroadcastFollowsTheFlowShop() {
        Cluster cluster = domain(5, 1, 1);
        double best = Math.pow(Math.sqrt(3) + Math.sqrt(12), 2);
        assertThat(best).isCloseTo(27, within(1e-12));
        for (Fidelity fidelity : Fidelity.values()) {
            assertThat(seconds(new Ring(), cluster, CollectiveOp.BROADCAST, fidelity, 12))
                    .isBetween(27.0, 28.0);
        }
    }

    @ParameterizedTest
    @DisplayName(
            "net-C13b, c hierarchical with 32 chunks by its key: 21.8372345 ms, and 19.830 ms with twice the NVLink")
    @CsvSource({"370e9, 21.8372345e-3, 5e-10", "740e9, 19.830e-3, 5e-7"})
    void hierarchicalWithGivenChunks(double nvlink, double expected, double digits) {
        Cluster cluster = rails(4, 8, nvlink, 3.4e-6, 48e9, 14e-6);
        Hierarchical kind = new Hierarchical(Optional.empty(), count(32));
        for (Fidelity fidelity : Fidelity.values()) {
            assertThat(seconds(kind, cluster, CollectiveOp.ALL_REDUCE, fidelity, 4.0 * (1L << 30)))
                    .isCloseTo(expected, within(digits));
        }
    }

    @Test
    @DisplayName(
            "net-5.7 three layers: the pod's reduce-scatter and all-gather and the all-reduce of pods share the NIC")
    void threeLayersFollowTheRecursion() {
        double bytes = 4e9;
        Cluster cluster = rails(16, 8, 370e9, 3.4e-6, 48e9, 14e-6);
        Hierarchical kind = new Hierarchical(count(4), count(16));
        double chunk = bytes / 16;
        double scatter = 7 * (3.4e-6 + chunk / 8 / 370e9);
        double pod = 3 * (14e-6 + chunk / 8 / 4 / 48e9);
        double pods = 6 * (14e-6 + chunk / 8 / 4 / 4 / 48e9);
        double between = 2 * pod + pods;
        double expected = Math.max(2 * scatter + 16 * between, 2 * 16 * scatter);
        same(kind, cluster, CollectiveOp.ALL_REDUCE, bytes, expected);
    }

    @Test
    @DisplayName(
            "net-5.2 a grid of 4 x 2 on a switch: reduce-scatter dimension by dimension; two senses gain nothing there")
    void aGridGoesDimensionByDimension() {
        Cluster cluster = domain(8, RATE, ALPHA);
        double expected = 2 * (3 * ALPHA + 0.75 * S / RATE + ALPHA + 0.5 * S / 4 / RATE);
        TorusRings grid = new TorusRings(List.of(new Count(4), new Count(2)));
        same(grid, cluster, CollectiveOp.ALL_REDUCE, S, expected);
        double ring = seconds(new Ring(), cluster, CollectiveOp.ALL_REDUCE, Fidelity.FLUID, S);
        same(new BidirectionalRing(), cluster, CollectiveOp.ALL_REDUCE, S, ring);
        same(new TorusRings(List.of(new Count(3))), cluster, CollectiveOp.ALL_REDUCE, S, ring);
    }

    @Test
    @DisplayName("net-5.8 a skew multiplies what the fullest rank receives; a narrow format halves the way out")
    void skewMultipliesTheFullestRank() {
        Cluster cluster = rails(4, 8, 370e9, 0, 48e9, 0);
        double even = 24.0 / 32 * 256e6 / 48e9;
        same(direct(1, false, 1), cluster, CollectiveOp.ALL_TO_ALL, 256e6, even);
        assertThat(even).isCloseTo(4.0e-3, within(1e-12));
        same(direct(1.5, false, 1), cluster, CollectiveOp.ALL_TO_ALL, 256e6, 1.5 * even);
        same(direct(1.5, false, 0.5), cluster, CollectiveOp.ALL_TO_ALL, 256e6, 0.75 * 1.5 * even);
    }

    @Test
    @DisplayName(
            "net-N4 a token goes once to each node: of 8 experts on 4 nodes 6 lie elsewhere, on 2.70 different nodes")
    void tokensThatGoOnceToEachNodeSpareTheNic() {
        Cluster cluster = rails(4, 8, 370e9, 0, 48e9, 0);
        Direct once = direct(1, true, 1);
        double share = 3 * (1 - Math.pow(0.75, 8)) / 6;
        assertThat(once.once(4)).isCloseTo(share, within(1e-12));
        double nvlink = (7.0 / 32 + 24.0 / 32 * 7 / 8) * 256e6 / 370e9;
        double nic = share * 24 / 32 * 256e6 / 48e9;
        assertThat(nic).isGreaterThan(nvlink);
        same(once, cluster, CollectiveOp.ALL_TO_ALL, 256e6, nic);
        Direct limited = new Direct(new Ratio(1), true, count(8), count(2), new Ratio(1), new Count(8));
        assertThat(limited.once(4)).isCloseTo(1.5 / 6, within(1e-12));
        assertThat(limited.once(1)).isEqualTo(1);
    }

    @Test
    void everyOperationHasItsOwnAlgorithm() {
        Ring ring = new Ring();
        ByOperation chosen = new ByOperation(new HalvingDoubling(), ring, new Pat(), new Bruck(), ring, new Binomial());
        Cluster cluster = domain(8, RATE, ALPHA);
        for (CollectiveOp op : CollectiveOp.values()) {
            Collective expected = switch (op) {
                case ALL_REDUCE -> new HalvingDoubling();
                case ALL_GATHER -> new Pat();
                case ALL_TO_ALL -> new Bruck();
                case BROADCAST -> new Binomial();
                default -> ring;
            };
            same(chosen, cluster, op, S, seconds(expected, cluster, op, Fidelity.FLUID, S));
            GroupFamily all = new GroupFamily(1, 8, 8);
            assertThat(chosen.on(cluster, Fidelity.FLUID).carriedPerByte(op, all))
                    .isEqualTo(expected.on(cluster, Fidelity.FLUID).carriedPerByte(op, all));
            assertThat(chosen.on(cluster, Fidelity.FLUID).bottleneck(op, all, S))
                    .isEqualTo(expected.on(cluster, Fidelity.FLUID).bottleneck(op, all, S));
        }
    }

    @Test
    @DisplayName("net-A8 a slower link never speeds a lone collective up, a faster network never slows one down")
    void collectivesAreMonotoneInLinks() {
        for (Map.Entry<String, Collective> kind : allReducers().entrySet()) {
            for (Fidelity fidelity : Fidelity.values()) {
                double before = Double.POSITIVE_INFINITY;
                for (double nic : new double[] {12e9, 24e9, 48e9, 96e9, 400e9}) {
                    Cluster cluster = rails(4, 8, 370e9, 3.4e-6, nic, 14e-6);
                    double seconds = seconds(kind.getValue(), cluster, CollectiveOp.ALL_REDUCE, fidelity, 64e6);
                    assertThat(seconds).as(kind.getKey()).isLessThanOrEqualTo(before * (1 + 1e-12));
                    before = seconds;
                    cluster.degrade("node-1/nic-3", 0.4);
                    cluster.degrade("node-2/gpu-1/up", 0.7);
                    assertThat(seconds(kind.getValue(), cluster, CollectiveOp.ALL_REDUCE, fidelity, 64e6))
                            .as(kind.getKey())
                            .isGreaterThanOrEqualTo(seconds * (1 - 1e-12));
                }
            }
        }
    }

    @Test
    @DisplayName("net-5.2 no algorithm of sends beats 2(N-1)/N S/B, nor log2 N latencies")
    void algorithmsOfSendsKeepTheLowerBounds() {
        for (int n : new int[] {4, 8, 32}) {
            Cluster bandwidth = domain(n, RATE, 0);
            Cluster latency = domain(n, 1e18, ALPHA);
            allReducers().forEach((name, kind) -> {
                if (!name.startsWith("in-switch") && !name.equals("collnet")) {
                    double bound = 2 * (n - 1.0) / n * S / RATE;
                    assertThat(seconds(kind, bandwidth, CollectiveOp.ALL_REDUCE, Fidelity.FLUID, S))
                            .as(name)
                            .isGreaterThanOrEqualTo(bound * (1 - 1e-9));
                    double hops = Math.log(n) / Math.log(2) * ALPHA;
                    assertThat(seconds(kind, latency, CollectiveOp.ALL_REDUCE, Fidelity.FLUID, S))
                            .as(name)
                            .isGreaterThanOrEqualTo(hops * (1 - 1e-9));
                }
            });
        }
    }

    @Test
    void aSlowLinkIsNamedAndForgottenWhenHealed() {
        allReducers().forEach((name, kind) -> {
            Cluster cluster = rails(4, 8, 370e9, 3.4e-6, 48e9, 14e-6);
            var costs = kind.on(cluster, Fidelity.FLUID);
            GroupFamily all = new GroupFamily(1, 32, 32);
            double healthy = costs.seconds(CollectiveOp.ALL_REDUCE, all, S);
            cluster.degrade("node-2/nic-3", 0.01);
            assertThat(costs.seconds(CollectiveOp.ALL_REDUCE, all, S)).as(name).isGreaterThan(2 * healthy);
            assertThat(costs.bottleneck(CollectiveOp.ALL_REDUCE, all, S))
                    .as(name)
                    .contains("node-2/nic-3")
                    .contains("degraded to 0.01");
            cluster.heal("node-2/nic-3");
            assertThat(costs.seconds(CollectiveOp.ALL_REDUCE, all, S)).isEqualTo(healthy);
            double nics = costs.carriedPerByte(CollectiveOp.ALL_REDUCE, all)[Cluster.Part.NIC_OUT.ordinal()];
            double least = name.contains("sharp") || name.equals("collnet") ? 4 : 6;
            assertThat(nics).as(name).isGreaterThanOrEqualTo(least * (1 - 1e-9));
        });
    }
}
