package windtunnel.model.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import windtunnel.model.compute.Layout.Batch;
import windtunnel.model.compute.Layout.Degrees;
import windtunnel.model.compute.Layout.Recompute;
import windtunnel.model.compute.Layout.Schedule;
import windtunnel.model.compute.StepOptions.AttentionCounting;
import windtunnel.model.compute.StepOptions.AttentionKernel;

class FrameworkTest {
    private static final ModelShape SMALL = ModelShape.gpt(12, 1024, 16, 51200, 1024);

    private static Layout replicas(int micro, Recompute recompute, int zeroStage) {
        return new Layout(
                new Degrees(1, 1, 1, 8),
                new Batch(micro, 8 * 4 * micro, 1024),
                Schedule.ONE_F_ONE_B,
                recompute,
                false,
                zeroStage);
    }

    private static StepOptions with(Software software) {
        return StepOptions.defaults().withSoftware(software);
    }

    private static Software host(double seconds, double forward, double backward, double perExpert) {
        return new Software(new Software.Host(seconds, forward, backward, perExpert), 0, 0, 0, 0, false, false);
    }

    private static StepBreakdown step(ModelShape shape, Layout layout, StepOptions options) {
        return StepModel.evaluate(shape, layout, Samples.H100, CommCosts.FREE, options);
    }

    @Test
    @DisplayName(
            "clu-host a small model takes its operations' time: layers x micro-batches x (45 + 45 again + 90) x 20 us")
    void smallModelsWaitForTheHost() {
        Layout layout = replicas(1, Recompute.FULL, 0);
        StepBreakdown ideal = step(SMALL, layout, StepOptions.defaults());
        StepBreakdown bound = step(SMALL, layout, with(host(20e-6, 45, 90, 0)));
        double floor = 12 * 4 * (45 + 45 + 90) * 20e-6;
        LayerTimes layer = LayerTimes.of(SMALL, layout, Samples.H100, StepOptions.defaults());
        double layers = 12 * 4 * (layer.forwardSeconds() + layer.backwardSeconds() + layer.recomputeSeconds());
        assertThat(bound.stepSeconds() - ideal.stepSeconds()).isCloseTo(floor - layers, within(1e-9));
        assertThat(bound.seconds().unmodelled()).isCloseTo(floor - layers, within(1e-9));
        assertThat(bound.seconds().compute()).isEqualTo(ideal.seconds().compute());
    }

    @Test
    void largeModelsDoNotNoticeTheHost() {
        Layout layout = new Layout(
                new Degrees(8, 8, 1, 1), new Batch(1, 64, 2048), Schedule.ONE_F_ONE_B, Recompute.NONE, true, 0);
        double ideal = step(Samples.GPT3, layout, StepOptions.defaults()).stepSeconds();
        assertThat(step(Samples.GPT3, layout, with(host(20e-6, 45, 90, 0))).stepSeconds())
                .isEqualTo(ideal);
    }

    @Test
    void everyExpertOfARankIsIssuedByItself() {
        Layout layout = new Layout(
                new Degrees(1, 1, 1, 8).withExperts(2, 1),
                new Batch(1, 8, 64),
                Schedule.ONE_F_ONE_B,
                Recompute.NONE,
                false,
                0);
        StepBreakdown step = step(Samples.MIXTRAL, layout, with(host(1, 10, 20, 5)));
        double layerSeconds = 10 + 5 * 4 + 20 + 2 * 5 * 4;
        double head = step(Samples.MIXTRAL, layout, StepOptions.defaults()).stepSeconds();
        assertThat(step.stepSeconds()).isBetween(32 * layerSeconds, 32 * layerSeconds + head);
    }

    @ParameterizedTest(name = "{0} {1} tokens: {2} TFLOP/s")
    @CsvSource({
        "FLASH_2, 512, 191",
        "FLASH_2, 1024, 260",
        "FLASH_2, 2048, 298",
        "FLASH_2, 4096, 319",
        "FLASH_2, 16384, 335",
        "FLASH_3, 512, 315",
        "FLASH_3, 1024, 410",
        "FLASH_3, 4096, 518",
        "FLASH_3, 16384, 539"
    })
    @DisplayName(
            "clu-attention rates by sequence are within 10 % of FlashAttention-2 and cuDNN on the H100 (causal, forward)")
    void attentionRatesFollowThePublishedCurve(AttentionKernel kernel, int sequence, double published) {
        Device h100 =
                new Device(Samples.H100.peak(), Samples.H100.hbm(), Samples.H100.gemm(), 0.55, 0.335, 0.82, 2L << 30);
        double rate = h100.attentionEfficiency(kernel, sequence, 128) * 989;
        assertThat(rate / published).isBetween(0.90, 1.10);
        assertThat(h100.attentionEfficiency(AttentionKernel.FLASH_1, sequence, 128))
                .isEqualTo(h100.attentionEfficiency(AttentionKernel.FLASH_2, sequence, 128) / 2);
    }

    @Test
    void recomputationThatStopsEarlyLeavesOutTheLastMatrix() {
        Layout layout = replicas(4, Recompute.FULL, 0);
        Software early = new Software(Software.Host.NONE, 0, 0, 0, 0, true, false);
        double whole = step(SMALL, layout, StepOptions.defaults()).seconds().recompute();
        double last = Kernels.gemmSeconds(Samples.H100, Precision.BF16, 4 * 1024, 4096, 1024);
        assertThat(whole - step(SMALL, layout, with(early)).seconds().recompute())
                .isCloseTo(12 * 4 * last, within(1e-9));
    }

    @Test
    void sumsOfGradientsCostTheirBytesOnceAMicrobatch() {
        Layout layout = replicas(4, Recompute.NONE, 0);
        Software sums = new Software(Software.Host.NONE, 0, 6, 0, 0, false, false);
        double more = step(SMALL, layout, with(sums)).stepSeconds()
                - step(SMALL, layout, StepOptions.defaults()).stepSeconds();
        double bytes = 6.0 * Parameters.perLayer(SMALL, 1) * 12 * 4;
        assertThat(more).isCloseTo(bytes / (0.979 * 3.35e12), within(1e-9));
    }

    @Test
    @DisplayName(
            "clu-fp8 operands cost 6 bytes an element: 4h + 4h + ... of a classic layer, forward 7h, backward 9h a token")
    void quantisedOperandsCostTheirBytes() {
        Layout layout = replicas(4, Recompute.NONE, 0);
        StepOptions plain = StepOptions.defaults().withPrecision(Precision.FP8);
        Software casts = new Software(Software.Host.NONE, 0, 0, 6, 0, false, false);
        double more = step(SMALL, layout, plain.withSoftware(casts)).stepSeconds()
                - step(SMALL, layout, plain).stepSeconds();
        double tokens = 4 * 1024 * 12 * 4;
        double elements = tokens * 1024 * ((1 + 1 + 1 + 4) + (3 + 1 + 4 + 1));
        assertThat(more).isCloseTo(6 * elements / (0.979 * 3.35e12), within(1e-9));
    }

    @Test
    void transfersBesideAPassSlowItDown() {
        CommCosts costs = (dimension, op, bytes) -> bytes / 400e9;
        Layout layout = replicas(8, Recompute.NONE, 3);
        Software slowed = new Software(Software.Host.NONE, 0, 0, 0, 0.6, false, false);
        double hidden = StepModel.evaluate(SMALL, layout, Samples.H100, costs, StepOptions.defaults())
                .stepSeconds();
        double beside = StepModel.evaluate(SMALL, layout, Samples.H100, costs, with(slowed))
                .stepSeconds();
        double transfers = Parameters.perLayer(SMALL, 1) * (2 + 2 + 4) / 400e9;
        assertThat(beside - hidden).isCloseTo(12 * 4 * 0.6 * transfers, within(1e-9));
    }

    @Test
    @DisplayName("clu-power the sustained clock slows matrix kernels and nothing else")
    void sustainedClockSlowsMatrices() {
        Device throttled =
                new Device(Samples.H100.peak(), Samples.H100.hbm(), Samples.H100.gemm(), 0.55, 0.335, 0.5, 2L << 30);
        Device half = throttled.sustained();
        assertThat(half.gemm()).isEqualTo(new GemmConstants(0.38, 0.979, 5.42e-6, 1.273));
        assertThat(half.hbm()).isEqualTo(throttled.hbm());
        assertThat(half.sustained()).isEqualTo(half);
        Layout layout = replicas(8, Recompute.NONE, 0);
        Software held = new Software(Software.Host.NONE, 0, 0, 0, 0, false, true);
        assertThat(StepModel.evaluate(SMALL, layout, throttled, CommCosts.FREE, with(held)))
                .isEqualTo(StepModel.evaluate(SMALL, layout, half, CommCosts.FREE, StepOptions.defaults()));
    }

    @ParameterizedTest
    @EnumSource(Framework.class)
    void aFrameworkIsItsPartsAndIdealAddsNothing(Framework framework) {
        StepOptions options = framework.applied(
                StepOptions.defaults().withAttention(AttentionKernel.UNFUSED, AttentionCounting.FULL));
        assertThat(options.software()).isEqualTo(framework.software());
        assertThat(options.attention()).isEqualTo(framework.kernel());
        assertThat(options.counting()).isEqualTo(AttentionCounting.FULL);
        assertThat(options.overlap().bucketBytes()).isEqualTo(OptionalLong.empty());
        assertThat(framework == Framework.IDEAL)
                .isEqualTo(framework.applied(StepOptions.defaults()).equals(StepOptions.defaults()));
        Layout layout = replicas(4, Recompute.FULL, 0);
        double seconds =
                step(SMALL, layout, framework.applied(StepOptions.defaults())).stepSeconds();
        double ideal = step(SMALL, layout, StepOptions.defaults()).stepSeconds();
        assertThat(seconds).isGreaterThanOrEqualTo(ideal);
    }
}
