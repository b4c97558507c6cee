package windtunnel.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import windtunnel.model.collective.RingKernel;

class AstraSimTest {
    @ParameterizedTest
    @DisplayName("net-astra the 48 published runs to the nanosecond (both back ends give the same on a ring)")
    @CsvSource({
        "RING, 8, 43025, 3597142, 36768756",
        "SWITCH, 8, 50025, 3604142, 36775756",
        "SWITCH_AWARE, 8, 84199, 7022102, 71775756",
        "RING, 64, 104590, 4102948, 41420935",
        "SWITCH, 64, 167590, 4165948, 41483935",
        "SWITCH_AWARE, 64, 206020, 8011090, 80858935",
        "RING, 256, 300400, 4346740, 42108925",
        "SWITCH, 256, 555400, 4601740, 42363925",
        "SWITCH_AWARE, 256, 594160, 8492530, 82207675",
        "RING, 1024, , 5141608, ",
        "SWITCH, 1024, , 6164608, ",
        "SWITCH_AWARE, 1024, , 10066330, ",
        "RING, 4096, , 8271910, ",
        "SWITCH, 4096, , 12366910, ",
        "SWITCH_AWARE, 4096, , 16265350, ",
        "HIERARCHY, 64, , , 10774101",
        "HIERARCHY, 256, , , 11362899",
        "HIERARCHY, 1024, , , 11871745",
        "HIERARCHY, 4096, , , 13444279"
    })
    void publishedRunsAreReproduced(AstraSim.Network network, int ranks, Long one, Long hundred, Long thousand) {
        Long[] expected = {one, hundred, thousand};
        long[] mib = {1, 100, 1024};
        for (int i = 0; i < expected.length; i++) {
            if (expected[i] != null) {
                assertThat(AstraSim.nanos(network, ranks, mib[i] << 20)).isEqualTo(expected[i]);
            }
        }
    }

    @Test
    @DisplayName(
            "net-astra our ring kernel, given a step's latency, serialisation, memory and endpoint, ends at the same time")
    void theRingKernelAgrees() {
        int ranks = 64;
        double chunk = (100 << 20) / ranks;
        double[] send = new double[ranks];
        double[] hop = new double[ranks];
        Arrays.fill(send, Math.floor(chunk / (50 * (1L << 30) / 1e9)));
        Arrays.fill(hop, 500 + 10 + 1.5 * Math.floor(chunk / 1600));
        double steps = RingKernel.everyStep(RingKernel.allReduceSteps(ranks), send, hop, null);
        assertThat(steps + 10).isCloseTo(AstraSim.nanos(AstraSim.Network.RING, ranks, 100L << 20), within(0.5));
    }

    @Test
    @DisplayName(
            "net-5.13 the ring through the flow engine ends when the message simulators say, alone and with a competitor")
    void everySendAsAFlowEndsWhenThePeersSay() {
        assertThat(RingInNetwork.finishSeconds(64, false)).isCloseTo(0.169366337, within(2e-7));
        assertThat(RingInNetwork.finishSeconds(64, true)).isCloseTo(0.338480675, within(2e-7));
    }
}
