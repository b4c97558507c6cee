package windtunnel.model.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import windtunnel.model.CollectiveOp;
import windtunnel.model.compute.CommCosts.Dimension;
import windtunnel.model.compute.Device.PeakFlops;
import windtunnel.model.compute.Layout.Recompute;

class PrecisionTest {

    private static final Device BLACKWELL = new Device(
            new PeakFlops(
                    Map.of(
                            Precision.BF16, 2250e12,
                            Precision.FP16, 2250e12,
                            Precision.FP8, 4500e12,
                            Precision.FP4, 9000e12,
                            Precision.TF32, 1125e12,
                            Precision.FP32, 75e12),
                    Map.of(Precision.FP8, (3432.5 / 4500) / (1745.0 / 2250))),
            new Device.Hbm(180_000_000_000L, 8e12),
            GemmConstants.uncalibrated(1745e12, 2250e12),
            0.5,
            2L << 30);

    private static final CommCosts COSTS = Samples.alphaBeta(8, 360e9, 40e9, 16, 45e9);

    private static double step(Precision precision) {
        return StepModel.evaluate(
                        Samples.LLAMA_70B,
                        Samples.llama70bOn512(16),
                        BLACKWELL,
                        COSTS,
                        StepOptions.defaults().withPrecision(precision))
                .stepSeconds();
    }

    @Property(tries = 200)
    @Label("clu-T1.8 fewer bits are never slower: fp4, fp8, fp16 = bf16, tf32, fp32")
    void fewerBitsAreNeverSlower(
            @ForAll @IntRange(min = 1, max = 20_000) int m,
            @ForAll @IntRange(min = 1, max = 20_000) int k,
            @ForAll @IntRange(min = 1, max = 20_000) int n) {
        Precision[] order = {
            Precision.FP4, Precision.FP8, Precision.FP16, Precision.BF16, Precision.TF32, Precision.FP32
        };
        double before = 0;
        for (Precision precision : order) {
            double seconds = Kernels.gemmSeconds(BLACKWELL, precision, m, k, n);
            assertThat(seconds).isGreaterThanOrEqualTo(before);
            before = seconds;
        }
        assertThat(Kernels.gemmSeconds(BLACKWELL, Precision.FP16, m, k, n))
                .isEqualTo(Kernels.gemmSeconds(BLACKWELL, Precision.BF16, m, k, n));
    }

    @Test
    void wholeStepsKeepThatOrder() {
        assertThat(step(Precision.FP4)).isLessThan(step(Precision.FP8));
        assertThat(step(Precision.FP8)).isLessThan(step(Precision.BF16));
        assertThat(step(Precision.FP16)).isEqualTo(step(Precision.BF16));
        assertThat(step(Precision.BF16)).isLessThan(step(Precision.TF32));
        assertThat(step(Precision.TF32)).isLessThan(step(Precision.FP32));
    }

    @Test
    @DisplayName("clu-1.4 measured rates of H100: fp8 reaches 0.709/0.803 of the share that bf16 does")
    void fp8ReachesItsOwnMeasuredShare() {
        double relative = (1402.6 / 1979) / (794.5 / 989);
        PeakFlops peak =
                new PeakFlops(Map.of(Precision.BF16, 989e12, Precision.FP8, 1979e12), Map.of(Precision.FP8, relative));
        assertThat(peak.achieved(Precision.FP8, 794.5 / 989)).isCloseTo(1402.6e12, within(1e3));
        assertThat(peak.achieved(Precision.BF16, 794.5 / 989)).isCloseTo(794.5e12, within(1e3));
        assertThat(new PeakFlops(1e12, 2e12).achieved(Precision.FP8, 0.7)).isEqualTo(1.4e12);
    }

    @Test
    void transfersDoubleIn32BitsAndStayIn16Otherwise() {
        Layout layout = Samples.llama70bOn512(16);
        StepOptions options = StepOptions.defaults();
        for (Dimension dimension : new Dimension[] {Dimension.TENSOR, Dimension.PIPELINE}) {
            long half = bytes(layout, options, dimension, null);
            assertThat(bytes(layout, options.withPrecision(Precision.TF32), dimension, null))
                    .isEqualTo(2 * half);
            assertThat(bytes(layout, options.withPrecision(Precision.FP4), dimension, null))
                    .isEqualTo(half);
        }
        long gradients = bytes(layout, options, Dimension.DATA, CollectiveOp.REDUCE_SCATTER);
        long parameters = bytes(layout, options, Dimension.DATA, CollectiveOp.ALL_GATHER);
        StepOptions single = options.withPrecision(Precision.FP32);
        assertThat(bytes(layout, single, Dimension.DATA, CollectiveOp.REDUCE_SCATTER))
                .isEqualTo(gradients);
        assertThat(bytes(layout, single, Dimension.DATA, CollectiveOp.ALL_GATHER))
                .isEqualTo(2 * parameters);
    }

    private static long bytes(Layout layout, StepOptions options, Dimension dimension, CollectiveOp op) {
        return StepTransfers.of(Samples.LLAMA_70B, layout, options).stream()
                .filter(use -> use.dimension() == dimension && (op == null || use.op() == op))
                .mapToLong(use -> use.payloadBytes() * use.countPerStep() * use.places())
                .sum();
    }

    @Test
    @DisplayName("clu-1.6 state: 18 or 6 + 12/D bytes per parameter, 16 or 8 + 8/D in 32 bits; activations double")
    void memoryByPrecision() {
        assertThat(MemoryModel.stateBytesPerParameter(Precision.FP8, 0, 1)).isEqualTo(18);
        assertThat(MemoryModel.stateBytesPerParameter(Precision.BF16, 1, 4)).isEqualTo(9);
        assertThat(MemoryModel.stateBytesPerParameter(Precision.FP32, 0, 1)).isEqualTo(16);
        assertThat(MemoryModel.stateBytesPerParameter(Precision.TF32, 1, 4)).isEqualTo(10);
        Layout layout = Samples.llama70bOn512(16);
        StepOptions options = StepOptions.defaults();
        long half = MemoryModel.report(Samples.LLAMA_70B, layout, BLACKWELL, options)
                .stages()
                .get(1)
                .activationBytes();
        assertThat(MemoryModel.report(Samples.LLAMA_70B, layout, BLACKWELL, options.withPrecision(Precision.TF32))
                        .stages()
                        .get(1)
                        .activationBytes())
                .isEqualTo(2 * half);
        assertThat(layout.recompute()).isEqualTo(Recompute.SELECTIVE);
    }

    @Test
    void devicesWithoutAPrecisionOrWithoutBf16AreRefused() {
        assertThat(Samples.H100.peak().supports(Precision.FP4)).isFalse();
        assertThatThrownBy(() -> Samples.H100.peak().at(Precision.FP4)).hasMessageContaining("no FP4");
        assertThatThrownBy(() -> new PeakFlops(Map.of(Precision.FP8, 1e15), Map.of()))
                .hasMessageContaining("without bf16");
        assertThatThrownBy(() -> new PeakFlops(0, 1)).hasMessageContaining("out of range");
    }
}
