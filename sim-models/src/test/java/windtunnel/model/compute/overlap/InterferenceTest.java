package windtunnel.model.compute.overlap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import windtunnel.core.unit.QuantityException;

class InterferenceTest {

    @Test
    @DisplayName("net-6.3 132 blocks of work on 132 SMs with a transfer of 24 blocks take two waves, not one")
    void waves() {
        assertThat(Interference.waveFactor(132, 132, 24)).isEqualTo(2);
        assertThat(Interference.waveFactor(108, 132, 24)).isEqualTo(1);
        assertThat(Interference.waveFactor(1320, 132, 24)).isEqualTo(1.3);
    }

    @Test
    @DisplayName("net-6.3 kernels of many waves lose 132 / (132 - 24)")
    void throughput() {
        assertThat(Interference.throughputFactor(132, 24)).isEqualTo(132.0 / 108);
        assertThatThrownBy(() -> Interference.throughputFactor(24, 24)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName(
            "net-6.3 a ring of 360 GB/s takes 32 % of an H100's memory bandwidth, streaming kernels 1.48 times as long")
    void memory() {
        double share = Interference.memoryShare(360e9, 3.35e12);
        assertThat(share).isCloseTo(0.3224, within(1e-4));
        assertThat(Interference.memoryFactor(share)).isCloseTo(1.4758, within(1e-4));
    }

    @Test
    @DisplayName("net-6.3 constants: kernels 1.19, transfers 1.05; copy engines hold no SM, their memory traffic stays")
    void kinds() {
        assertThat(Interference.CONST.slowdown(0, false, 0.3, 0.5)).isEqualTo(new Slowdown(1.19, 1.05));
        assertThat(Interference.NONE.slowdown(0, false, 0.3, 0.5)).isSameAs(Slowdown.NONE);
        assertThat(Interference.SM.slowdown(132, false, 0.25, 0.5).compute())
                .isCloseTo(0.75 * 132 / 108 + 0.25, within(1e-12));
        assertThat(Interference.SM_HBM.slowdown(132, true, 0.25, 0.5).compute()).isEqualTo(0.75 + 0.25 * 2);
    }

    @Test
    @DisplayName("net-6.3 two rates: a transfer of 10 s beside kernels of 5 s ends after 5.95 + (10.5 - 5.95) / 1.05")
    void twoRates() {
        Slowdown slow = new Slowdown(1.19, 1.05);
        assertThat(slow.beyond(5, 10) + 5).isCloseTo(5.95 + (10.5 - 5.95) / 1.05, within(1e-12));
        assertThat(slow.beyond(10, 2) + 10).isCloseTo(2.1 + (10 - 2.1 / 1.19), within(1e-12));
        assertThat(slow.lost(10, 2)).isCloseTo(2.1 - 2.1 / 1.19, within(1e-12));
    }

    @Property(tries = 300)
    @Label("net-6.3 side by side is no faster than the longer alone, no slower than one after the other slowed")
    void between(
            @ForAll @DoubleRange(min = 0, max = 100) double kernels,
            @ForAll @DoubleRange(min = 0, max = 100) double moved,
            @ForAll @DoubleRange(min = 1, max = 3) double compute,
            @ForAll @DoubleRange(min = 1, max = 3) double transfer) {
        double both = kernels + new Slowdown(compute, transfer).beyond(kernels, moved);
        assertThat(both).isGreaterThanOrEqualTo(Math.max(kernels, moved) - 1e-9);
        assertThat(both).isLessThanOrEqualTo(compute * kernels + transfer * moved + 1e-9);
        assertThat(kernels + Slowdown.NONE.beyond(kernels, moved)).isEqualTo(Math.max(kernels, moved), within(1e-12));
    }

    @Test
    void names() {
        assertThat(Interference.parse("sm+hbm")).isSameAs(Interference.SM_HBM);
        assertThatThrownBy(() -> Interference.parse("sm-hbm"))
                .isInstanceOf(QuantityException.class)
                .hasMessageContaining("did you mean 'sm+hbm'");
    }
}
