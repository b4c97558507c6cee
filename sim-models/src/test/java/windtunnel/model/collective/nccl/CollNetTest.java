package windtunnel.model.collective.nccl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.EnumSet;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reduction in the network's switches, by hand from NCCL's formulas. */
class CollNetTest {
    private static final double MIB = 1 << 20;
    private static final double GIB = 1L << 30;

    private static Platform platform(Generation generation, Platform.Wiring wiring, boolean sharp) {
        boolean hopper = generation == Generation.HOPPER;
        return new Platform(
                generation,
                wiring,
                hopper ? 370.8e9 : 240e9,
                hopper ? 8 * 48.5e9 : 8 * 24e9,
                Platform.ALL_PROTOCOLS,
                sharp,
                true);
    }

    private static Optional<Tuner.Candidate> candidate(Platform platform, int nodes, NcclOp op, Algorithm algorithm) {
        return new Tuner(platform, new Shape(8 * nodes, nodes))
                .candidates(op, MIB).stream()
                        .filter(c -> c.algorithm() == algorithm)
                        .findFirst();
    }

    @ParameterizedTest
    @DisplayName(
            "net-5.3 CollNet: direct 2 (3.7 + 0.4 x 7) + 31 us, chain 2 x 7 x 2.8 + 30 us, whatever the number of nodes")
    @CsvSource({
        "AMPERE, 4, COLLNET_DIRECT, 44, 96",
        "AMPERE, 64, COLLNET_DIRECT, 44, 96",
        "AMPERE, 4, COLLNET_CHAIN, 69.2, 96",
        "HOPPER, 4, COLLNET_DIRECT, 44, 163.2",
        "HOPPER, 128, COLLNET_CHAIN, 69.2, 192"
    })
    void latenciesAndBandwidths(Generation generation, int nodes, Algorithm algorithm, double us, double gbps) {
        Tuner.Candidate found = candidate(
                        platform(generation, Platform.Wiring.SWITCH, true), nodes, NcclOp.ALL_REDUCE, algorithm)
                .orElseThrow();
        assertThat(found.latencyUs()).isEqualTo(us, within(1e-9));
        assertThat(found.gbps()).isEqualTo(gbps, within(1e-9));
        assertThat(found.us()).isEqualTo(us + MIB / (1000 * gbps), within(1e-9));
        assertThat(found.protocol()).isEqualTo(Protocol.SIMPLE);
    }

    @Test
    void itTakesSwitchesThatReduceAnAllReduceAndSeveralNodes() {
        Platform plain = platform(Generation.AMPERE, Platform.Wiring.SWITCH, false);
        Platform sharp = platform(Generation.AMPERE, Platform.Wiring.SWITCH, true);
        Platform cards = platform(Generation.AMPERE, Platform.Wiring.PCIE, true);
        for (Algorithm algorithm : new Algorithm[] {Algorithm.COLLNET_DIRECT, Algorithm.COLLNET_CHAIN}) {
            assertThat(candidate(plain, 4, NcclOp.ALL_REDUCE, algorithm)).isEmpty();
            assertThat(candidate(sharp, 1, NcclOp.ALL_REDUCE, algorithm)).isEmpty();
            assertThat(candidate(sharp, 4, NcclOp.ALL_GATHER, algorithm)).isEmpty();
        }
        assertThat(candidate(cards, 4, NcclOp.ALL_REDUCE, Algorithm.COLLNET_DIRECT))
                .isEmpty();
        assertThat(candidate(cards, 4, NcclOp.ALL_REDUCE, Algorithm.COLLNET_CHAIN))
                .isPresent();
    }

    @Test
    @DisplayName("net-5.6 many nodes: reduction in the network is chosen, and its time does not grow with them")
    void chosenForManyNodes() {
        Platform sharp = platform(Generation.AMPERE, Platform.Wiring.SWITCH, true);
        NcclModel.Choice few = new NcclModel(sharp, new Shape(512, 64)).choose(NcclOp.ALL_REDUCE, MIB);
        NcclModel.Choice many = new NcclModel(sharp, new Shape(8192, 1024)).choose(NcclOp.ALL_REDUCE, MIB);
        assertThat(few.algorithm()).isEqualTo(Algorithm.COLLNET_DIRECT);
        assertThat(many).isEqualTo(few);
        Platform plain = platform(Generation.AMPERE, Platform.Wiring.SWITCH, false);
        assertThat(new NcclModel(plain, new Shape(8192, 1024))
                        .choose(NcclOp.ALL_REDUCE, MIB)
                        .seconds())
                .isGreaterThan(many.seconds());
    }

    @Test
    @DisplayName(
            "net-5.6 time: L + W + 2 sqrt(L W of 64 MiB), W the NIC's payload or 2 (g-1)/g payloads of a GPU's link")
    void timeByHand() {
        NcclModel model = new NcclModel(platform(Generation.AMPERE, Platform.Wiring.SWITCH, true), new Shape(32, 4));
        EnumSet<Algorithm> direct = EnumSet.of(Algorithm.COLLNET_DIRECT);
        NcclModel.Choice large =
                model.choose(NcclOp.ALL_REDUCE, 8 * GIB, direct).orElseThrow();
        // 1.75 payloads at 240 GB/s are slower than one at 192 GB/s
        double perByte = 1.75 / 240e9;
        double expected = 44e-6 + 8 * GIB * perByte + 2 * StrictMath.sqrt(44e-6 * 64 * MIB * perByte);
        assertThat(large.seconds()).isEqualTo(expected, within(1e-12));
        Bound bound = model.bound(NcclOp.ALL_REDUCE, large, 8 * GIB);
        assertThat(bound.network()).isFalse();
        assertThat(bound.busySeconds()).isEqualTo(8 * GIB * perByte, within(1e-12));
        NcclModel single = new NcclModel(
                new Platform(
                        Generation.AMPERE, Platform.Wiring.SWITCH, 240e9, 24e9, Platform.ALL_PROTOCOLS, true, true),
                new Shape(4, 4));
        NcclModel.Choice alone =
                single.choose(NcclOp.ALL_REDUCE, 8 * GIB, direct).orElseThrow();
        assertThat(single.bound(NcclOp.ALL_REDUCE, alone, 8 * GIB)).isEqualTo(new Bound(true, 8 * GIB / 24e9));
    }
}
