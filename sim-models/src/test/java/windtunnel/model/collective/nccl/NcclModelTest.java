package windtunnel.model.collective.nccl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the timing model does at its ends, and what must never happen in between. */
class NcclModelTest {
    /** So large that latencies and pipelines no longer show. */
    private static final double HUGE = 1e16;

    private static NcclModel h100(int ranks, int nodes) {
        return new NcclModel(TunerTest.h100(nodes), new Shape(ranks, nodes));
    }

    private static double bus(NcclModel model, NcclOp op, double bytes, Algorithm algorithm) {
        double seconds =
                model.choose(op, bytes, Set.of(algorithm)).orElseThrow().seconds();
        return bytes / seconds * op.busFactor(model.shape().ranks()) * 1e-9;
    }

    @ParameterizedTest
    @DisplayName("net-V1 in-switch reduction: efficiency x link x 2(N-1)/(N+1)")
    @CsvSource({"5, 420.24", "6, 450.26", "7, 472.77", "8, 490.28"})
    void inSwitchReduction(int ranks, double gbps) {
        assertThat(bus(h100(ranks, 1), NcclOp.ALL_REDUCE, HUGE, Algorithm.NVLS)).isEqualTo(gbps, within(0.05));
    }

    @Test
    @DisplayName("net-C6 one rank costs nothing")
    void oneRank() {
        for (NcclOp op : NcclOp.values()) {
            assertThat(h100(1, 1).choose(op, 1e9).seconds()).isZero();
        }
    }

    @Test
    @DisplayName("net-C7 double binary trees: a domain sends 1, 1.5, 2, 2 times the payload")
    void treeEgress() {
        assertThat(new Shape(2, 2).treeEgress()).isEqualTo(1);
        assertThat(new Shape(3, 3).treeEgress()).isEqualTo(1.5);
        assertThat(new Shape(4, 4).treeEgress()).isEqualTo(2);
        assertThat(new Shape(64, 64).treeEgress()).isEqualTo(2);
    }

    @Test
    @DisplayName(
            "net-C14 all-to-all of 32 ranks on four nodes is bound by its NICs: 62.0 GB/s of bus bandwidth for 48 GB/s")
    void allToAll() {
        Platform platform = TunerTest.h100(4, 8 * 48e9);
        NcclModel model = new NcclModel(platform, new Shape(32, 4));
        assertThat(bus(model, NcclOp.ALLTOALL, HUGE, Algorithm.P2P)).isEqualTo(62.0, within(0.1));
    }

    @Test
    void ringsOverNodesEndAtTheSlowerOfNicsAndNvlink() {
        NcclModel slowNics = new NcclModel(TunerTest.h100(16, 8 * 23.5e9), new Shape(128, 16));
        assertThat(bus(slowNics, NcclOp.ALL_REDUCE, HUGE, Algorithm.RING)).isEqualTo(188 * 254 / 254.4, within(0.1));
        assertThat(bus(h100(128, 16), NcclOp.ALL_REDUCE, HUGE, Algorithm.RING))
                .isEqualTo(370.8 * 254 / 254.4, within(0.1));
        assertThat(bus(h100(16, 2), NcclOp.ALL_GATHER, HUGE, Algorithm.RING)).isEqualTo(370.8 * 15 / 15.4, within(0.1));
    }

    @Test
    void theSwitchBeatsTheRingOfEightAndIsNotThereForFour() {
        double large = 8.0 * (1L << 30);
        NcclModel.Choice eight = h100(8, 1).choose(NcclOp.ALL_REDUCE, large);
        assertThat(eight.algorithm()).isEqualTo(Algorithm.NVLS);
        double ring = h100(8, 1)
                .choose(NcclOp.ALL_REDUCE, large, Set.of(Algorithm.RING))
                .orElseThrow()
                .seconds();
        assertThat(ring / eight.seconds()).isBetween(1.2, 1.4);
        assertThat(h100(4, 1).choose(NcclOp.ALL_REDUCE, large).algorithm()).isEqualTo(Algorithm.RING);
        assertThat(h100(4, 1).choose(NcclOp.ALL_REDUCE, large, Set.of(Algorithm.NVLS)))
                .isEmpty();
    }

    @Test
    void aTransportWithoutFlagsInDataUsesSimpleOnlyBetweenNodes() {
        Platform efa = new Platform(
                Generation.AMPERE, Platform.Wiring.SWITCH, 240e9, 42.5e9, Set.of(Protocol.SIMPLE), false, true);
        assertThat(new NcclModel(efa, new Shape(16, 2))
                        .choose(NcclOp.ALL_REDUCE, 1024)
                        .protocol())
                .isEqualTo(Protocol.SIMPLE);
        assertThat(new NcclModel(efa, new Shape(8, 1))
                        .choose(NcclOp.ALL_REDUCE, 1024)
                        .protocol())
                .isEqualTo(Protocol.LL);
    }

    @Test
    void oneRankOfABoardOfDirectLinksSendsOverItsNic() {
        Platform board =
                new Platform(Generation.CDNA, Platform.Wiring.MESH, 300e9, 50e9, Platform.ALL_PROTOCOLS, false, true);
        NcclModel model = new NcclModel(board, new Shape(4, 4));
        double bytes = 1e9;
        for (NcclOp op : List.of(NcclOp.SENDRECV, NcclOp.ALLTOALL)) {
            NcclModel.Choice choice = model.choose(op, bytes);
            double wire = (op == NcclOp.SENDRECV ? bytes : 3 * bytes / 4) / 50e9;
            assertThat(choice.seconds()).isBetween(wire, 1.1 * wire);
            assertThat(model.bound(op, choice, bytes).network()).isTrue();
        }
    }

    @Test
    void withoutPeerAccessEverythingCrossesTheNics() {
        Platform with = TunerTest.h100(2);
        Platform without = new Platform(
                with.generation(), with.wiring(), with.scaleUp(), with.network(), with.protocols(), false, false);
        double fast = new NcclModel(with, new Shape(16, 2))
                .choose(NcclOp.ALLTOALL, 1e9)
                .seconds();
        double slow = new NcclModel(without, new Shape(16, 2))
                .choose(NcclOp.ALLTOALL, 1e9)
                .seconds();
        assertThat(slow / fast).isBetween(1.7, 1.95);
    }

    @ParameterizedTest
    @EnumSource(NcclOp.class)
    void aForcedAlgorithmThatDoesNotApplyGivesNothing(NcclOp op) {
        boolean direct = op == NcclOp.ALLTOALL || op == NcclOp.SENDRECV;
        assertThat(h100(8, 1).choose(op, 1e6, Set.of(direct ? Algorithm.RING : Algorithm.P2P)))
                .isEmpty();
    }

    @Property
    @Label("more bytes never take less time by one algorithm and protocol, and a faster network never takes longer")
    void monotone(@ForAll @IntRange(min = 1, max = 5) int log, @ForAll @IntRange(min = 3, max = 33) int power) {
        int nodes = 1 << log;
        Timing slow = new Timing(TunerTest.h100(nodes), new Shape(8 * nodes, nodes));
        Timing fast = new Timing(TunerTest.h100(nodes, 8 * 97e9), new Shape(8 * nodes, nodes));
        double bytes = Math.pow(2, power);
        for (Algorithm algorithm : new Algorithm[] {Algorithm.RING, Algorithm.NVLS_TREE}) {
            double now = slow.seconds(NcclOp.ALL_REDUCE, algorithm, Protocol.SIMPLE, bytes);
            assertThat(slow.seconds(NcclOp.ALL_REDUCE, algorithm, Protocol.SIMPLE, 2 * bytes))
                    .isGreaterThanOrEqualTo(now);
            assertThat(fast.seconds(NcclOp.ALL_REDUCE, algorithm, Protocol.SIMPLE, bytes))
                    .isLessThanOrEqualTo(now);
        }
    }
}
