package windtunnel.model.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import windtunnel.model.compute.StepOptions.Overlap;
import windtunnel.model.compute.overlap.Interference;

/** What a whole step loses where transfers run beside its kernels. */
class BesideTest {
    private static final CommCosts COSTS = Samples.alphaBeta(8, 300e9, 40e9, 16, 40e9);
    private static final Device H100 =
            new Device(Samples.H100.peak(), Samples.H100.hbm(), Samples.H100.gemm(), 0.55, 0.335, 1, 2L << 30, 132);

    private static StepSeconds step(Layout layout, Overlap overlap, Interference kind, boolean smFree) {
        StepOptions options = StepOptions.defaults().withOverlap(overlap).withInterference(kind, smFree);
        return StepModel.evaluate(Samples.LLAMA_70B, layout, H100, COSTS, options)
                .seconds();
    }

    @Test
    @DisplayName("net-6.3 nothing is lost where nothing overlaps")
    void nothingOverlaps() {
        Overlap exposed = new Overlap(0, 0, false, false, OptionalLong.empty());
        Layout layout = Samples.llama70bOn512(16);
        assertThat(step(layout, exposed, Interference.CONST, false))
                .isEqualTo(step(layout, exposed, Interference.NONE, false));
    }

    @Test
    @DisplayName("net-6.3 hidden tensor collectives cost 1.05 T (1 - 1/1.19) of a micro-batch's passes")
    void hiddenTensorCollectives() {
        Overlap hidden = new Overlap(1, 0, false, false, OptionalLong.empty());
        Overlap exposed = new Overlap(0, 0, false, false, OptionalLong.empty());
        Layout layout = Samples.llama70bOn512(16);
        double whole = step(layout, exposed, Interference.NONE, false).commTensor();
        double lost = step(layout, hidden, Interference.CONST, false).commTensor();
        assertThat(lost).isCloseTo(whole * 1.05 * (1 - 1 / 1.19), within(whole * 1e-9));
    }

    @Test
    @DisplayName("net-6.3 gradient buckets beside the last pass lengthen the step, copy engines by less")
    void buckets() {
        Overlap buckets = new Overlap(0, 0, true, true, OptionalLong.empty());
        Layout layout = Samples.llama70bOn512(16);
        double none = step(layout, buckets, Interference.NONE, false).total();
        double sms = step(layout, buckets, Interference.SM, false).total();
        double both = step(layout, buckets, Interference.SM_HBM, false).total();
        double free = step(layout, buckets, Interference.SM_HBM, true).total();
        assertThat(sms).isGreaterThan(none);
        assertThat(both).isGreaterThan(sms);
        assertThat(free).isBetween(none, both);
    }

    @Test
    @DisplayName("clu-1.4 a clock of 0.8 makes matrix and attention kernels 1.25 times as long and leaves memory alone")
    void clock() {
        Device slow = H100.atClock(0.8);
        double full = Kernels.gemmSeconds(H100, Precision.BF16, 8192, 8192, 8192);
        double capped = Kernels.gemmSeconds(slow, Precision.BF16, 8192, 8192, 8192);
        assertThat(capped).isBetween(1.2 * full, 1.25 * full);
        assertThat(Kernels.streamSeconds(slow, 1e9)).isEqualTo(Kernels.streamSeconds(H100, 1e9));
        assertThat(slow.fusedAttentionEfficiency()).isEqualTo(0.8 * 0.55);
    }
}
