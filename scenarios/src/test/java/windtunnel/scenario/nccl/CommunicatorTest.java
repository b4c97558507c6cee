package windtunnel.scenario.nccl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import windtunnel.model.InfeasibleException;
import windtunnel.model.collective.nccl.Generation;
import windtunnel.model.collective.nccl.Platform;

/** From names of hardware to platforms. */
class CommunicatorTest {
    private static final Hardware HARDWARE = new Hardware();

    private static Communicator of(String node, int nodes, int perNode) {
        return Communicator.of(HARDWARE.node(node).orElseThrow(), nodes, perNode, HARDWARE);
    }

    @Test
    void theLongestNameInTheTextWins() {
        assertThat(HARDWARE.node("4 x AWS p4de.24xlarge, spot").orElseThrow().name())
                .isEqualTo("aws-p4de-24xlarge");
        assertThat(HARDWARE.node("something else")).isEmpty();
        assertThat(HARDWARE.link("NVLink4/NVSwitch 900 GB/s").orElseThrow().name())
                .isEqualTo("nvlink4");
        assertThat(HARDWARE.generation("RTX 6000D")).contains(Generation.BLACKWELL);
        assertThat(HARDWARE.generation("V100-SXM2-32GB")).contains(Generation.VOLTA);
        assertThat(HARDWARE.generation("abacus")).isEmpty();
    }

    @Test
    void aFewGpusOfAServerHaveANicEach() {
        double one = of("aws-p4d-24xlarge", 2, 1).model().platform().network();
        double all = of("aws-p4d-24xlarge", 2, 8).model().platform().network();
        assertThat(all).isEqualTo(4 * one, within(1.0));
        double quarter = of("aws-p5-48xlarge", 2, 2).model().platform().network();
        assertThat(of("aws-p5-48xlarge", 2, 8).model().platform().network()).isEqualTo(4 * quarter, within(1.0));
    }

    @Test
    void traysOfARackAreOneDomain() {
        assertThat(of("dgx-gb200", 18, 4).model().shape().nodes()).isEqualTo(1);
        assertThat(of("dgx-gb200", 36, 4).model().shape().nodes()).isEqualTo(2);
        assertThatThrownBy(() -> of("dgx-gb200", 19, 4)).isInstanceOf(InfeasibleException.class);
    }

    @Test
    void bridgedPairsOfOneServerCrossPcie() {
        assertThat(of("azure-nc96ads-a100-v4", 1, 4).model().platform().wiring())
                .isEqualTo(Platform.Wiring.BRIDGED_PAIRS);
        assertThat(of("azure-nc96ads-a100-v4", 1, 2).model().platform().wiring())
                .isEqualTo(Platform.Wiring.SWITCH);
    }
}
