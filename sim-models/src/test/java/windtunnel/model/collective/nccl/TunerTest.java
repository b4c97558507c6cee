package windtunnel.model.collective.nccl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** NCCL's own cost model, by hand. */
class TunerTest {
    private static final double KIB = 1024;
    private static final double MIB = 1024 * KIB;
    private static final double GIB = 1024 * MIB;

    static Platform h100(int nodes) {
        return h100(nodes, 8 * 48.5e9);
    }

    static Platform h100(int nodes, double nics) {
        double network = nodes == 1 ? Double.POSITIVE_INFINITY : nics;
        return new Platform(
                Generation.HOPPER, Platform.Wiring.SWITCH, 370.8e9, network, Platform.ALL_PROTOCOLS, false, true);
    }

    private static Tuner.Candidate candidate(
            Platform platform, int nodes, Algorithm algorithm, Protocol protocol, double bytes) {
        return new Tuner(platform, new Shape(8 * nodes, nodes))
                .candidates(NcclOp.ALL_REDUCE, bytes).stream()
                        .filter(c -> c.algorithm() == algorithm && c.protocol() == protocol)
                        .findFirst()
                        .orElseThrow();
    }

    private static Tuner.Candidate best(Platform platform, int nodes, double bytes) {
        Tuner.Candidate best = null;
        for (Tuner.Candidate c :
                new Tuner(platform, new Shape(8 * nodes, nodes)).candidates(NcclOp.ALL_REDUCE, bytes)) {
            best = best == null || c.us() < best.us() ? c : best;
        }
        return best;
    }

    @ParameterizedTest
    @DisplayName("net-8.4 latencies of eight H100s in one node")
    @CsvSource({
        "RING, LL, 15.0",
        "RING, LL128, 40.6",
        "RING, SIMPLE, 56.0",
        "TREE, LL, 15.2",
        "TREE, LL128, 31.5",
        "TREE, SIMPLE, 64.4",
        "NVLS, SIMPLE, 25"
    })
    void latenciesOfOneNode(Algorithm algorithm, Protocol protocol, double us) {
        assertThat(candidate(h100(1), 1, algorithm, protocol, GIB).latencyUs()).isEqualTo(us, within(1e-9));
    }

    @ParameterizedTest
    @DisplayName(
            "net-5.2 PAT with one GPU a node: 8 + 4 log2 k + 2.8 N us, three quarters of the NIC; not with several")
    @CsvSource({"2, 17.6", "8, 42.4", "64, 211.2"})
    void patWithOneGpuInEachNode(int nodes, double us) {
        Platform platform = h100(nodes, 48.5e9);
        Shape single = new Shape(nodes, nodes);
        for (NcclOp op : new NcclOp[] {NcclOp.ALL_GATHER, NcclOp.REDUCE_SCATTER}) {
            assertThat(new Tuner(platform, single).candidates(op, MIB))
                    .filteredOn(c -> c.algorithm() == Algorithm.PAT)
                    .singleElement()
                    .satisfies(c -> assertThat(c.latencyUs()).isEqualTo(us, within(1e-9)));
            double seconds = new Timing(platform, single).seconds(op, Algorithm.PAT, Protocol.SIMPLE, GIB);
            assertThat(seconds).isEqualTo(us * 1e-6 + (nodes - 1.0) / nodes * GIB / (0.75 * 48.5e9), within(1e-12));
            assertThat(new Tuner(h100(nodes), new Shape(8 * nodes, nodes)).candidates(op, MIB))
                    .noneMatch(c -> c.algorithm() == Algorithm.PAT);
        }
    }

    @ParameterizedTest
    @DisplayName("net-5.2 broadcast round the ring: a pipeline, (sqrt L + sqrt W)^2 + base")
    @CsvSource({"1, 8", "4, 8"})
    void broadcastIsAPipeline(int nodes, int gpus) {
        double latency = (nodes * gpus - nodes) * 3.4e-6 * 1.07 + (nodes - 1) * 14e-6;
        double rate = 370.8e9;
        double expected = 8.4e-6 + Math.pow(Math.sqrt(latency) + Math.sqrt(MIB / rate), 2);
        assertThat(new Timing(h100(nodes), new Shape(nodes * gpus, nodes))
                        .seconds(NcclOp.BROADCAST, Algorithm.RING, Protocol.SIMPLE, MIB))
                .isCloseTo(expected, within(1e-9));
    }

    @ParameterizedTest
    @DisplayName("net-8.4 bus bandwidths of eight H100s in one node")
    @CsvSource({
        "RING, LL, 141",
        "RING, LL128, 331.2",
        "RING, SIMPLE, 360",
        "TREE, LL, 76.26",
        "TREE, LL128, 225.4",
        "TREE, SIMPLE, 289.8",
        "NVLS, SIMPLE, 480"
    })
    void bandwidthsOfOneNode(Algorithm algorithm, Protocol protocol, double gbps) {
        double bus = candidate(h100(1), 1, algorithm, protocol, 8 * GIB).gbps() * NcclOp.ALL_REDUCE.busFactor(8);
        assertThat(bus).isEqualTo(gbps, within(0.005));
    }

    @ParameterizedTest
    @DisplayName("net-8.4 latencies of four nodes of eight H100s")
    @CsvSource({
        "RING, LL, 78.8",
        "RING, LL128, 144.4",
        "RING, SIMPLE, 282.8",
        "TREE, LL, 35.2",
        "TREE, LL128, 65.5",
        "TREE, SIMPLE, 120.4",
        "NVLS_TREE, SIMPLE, 108.6"
    })
    void latenciesOfFourNodes(Algorithm algorithm, Protocol protocol, double us) {
        assertThat(candidate(h100(4), 4, algorithm, protocol, 1024).latencyUs()).isEqualTo(us, within(1e-9));
    }

    @ParameterizedTest
    @DisplayName("net-8.4 bus bandwidths of four nodes of eight H100s")
    @CsvSource({"RING, SIMPLE, 384", "NVLS_TREE, SIMPLE, 364", "TREE, SIMPLE, 279", "RING, LL, 20.4"})
    void bandwidthsOfFourNodes(Algorithm algorithm, Protocol protocol, double gbps) {
        double bus = candidate(h100(4), 4, algorithm, protocol, 8 * GIB).gbps() * NcclOp.ALL_REDUCE.busFactor(32);
        assertThat(bus).isEqualTo(gbps, within(0.005));
    }

    @ParameterizedTest
    @DisplayName("net-8.4 choices: nodes, bytes, algorithm, protocol, microseconds")
    @CsvSource({
        "1, 1048576, RING, LL, 28.01",
        "1, 2097152, NVLS, SIMPLE, 32.65",
        "1, 1073741824, NVLS, SIMPLE, 3939.68",
        "2, 1073741824, NVLS_TREE, SIMPLE, 4428.29",
        "4, 65536, TREE, LL, 45.91",
        "4, 1048576, TREE, LL128, 80.57",
        "4, 67108864, NVLS_TREE, SIMPLE, 465.81",
        "4, 1073741824, RING, SIMPLE, 5813.56",
        "4, 8589934592, RING, SIMPLE, 43737.06",
        "128, 1073741824, NVLS_TREE, SIMPLE, 6211.52"
    })
    void choices(int nodes, double bytes, Algorithm algorithm, Protocol protocol, double us) {
        Tuner.Candidate best = best(h100(nodes), nodes, bytes);
        assertThat(best.algorithm()).isEqualTo(algorithm);
        assertThat(best.protocol()).isEqualTo(protocol);
        assertThat(best.us()).isEqualTo(us, within(0.005));
    }

    @Test
    @DisplayName("net-8.4 ring of 128 nodes of eight H100s")
    void ringOfManyNodes() {
        assertThat(candidate(h100(128), 128, Algorithm.RING, Protocol.SIMPLE, 1024)
                        .latencyUs())
                .isEqualTo(9657.2, within(1e-6));
    }

    @Test
    @DisplayName("net-8.4 four nodes of eight A100s with HDR: 87078.2 us at 8 GiB, 191.13 GB/s")
    void ringOfAmpere() {
        Platform a100 = new Platform(
                Generation.AMPERE, Platform.Wiring.SWITCH, 240e9, 8 * 24e9, Platform.ALL_PROTOCOLS, false, true);
        Tuner.Candidate best = best(a100, 4, 8 * GIB);
        assertThat(best.algorithm()).isEqualTo(Algorithm.RING);
        assertThat(best.us()).isEqualTo(87078.2, within(0.05));
        assertThat(8 * GIB / best.us() * 1e-3 * NcclOp.ALL_REDUCE.busFactor(32)).isEqualTo(191.13, within(0.005));
    }
}
