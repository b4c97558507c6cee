package windtunnel.model.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import windtunnel.model.compute.Layout.Recompute;
import windtunnel.model.compute.Samples.Korthikanti;
import windtunnel.model.compute.StepOptions.AttentionCounting;
import windtunnel.model.compute.StepOptions.AttentionKernel;
import windtunnel.oracle.TrainingOracle;

class StepFlopsTest {

    /** Measured times and published utilisations: Korthikanti et al. 2022, A100, selective recomputation. */
    @ParameterizedTest
    @CsvSource({
        "GPT_22B, 1.10, 1.143561e15, 41.65, 43.81, 41.5, 43.7",
        "GPT_175B, 13.75, 1.410915e17, 51.39, 52.77, 51.4, 52.8",
        "GPT_530B, 37.83, 1.852230e18, 56.05, 56.96, 56.0, 57.0",
        "GPT_1T, 71.49, 6.425876e18, 56.27, 57.01, 56.3, 57.0"
    })
    @DisplayName("clu-T1.4 MFU and HFU of published A100 runs")
    void utilisationOfPublishedRuns(
            Korthikanti run,
            double stepSeconds,
            double flops,
            double mfu,
            double hfu,
            double publishedMfu,
            double publishedHfu) {
        Layout layout = run.layout(Recompute.SELECTIVE, true);
        StepFlops step = StepFlops.ofStep(run.shape, layout, Samples.MEGATRON_2022);
        assertThat(step.model()).isCloseTo(flops, within(flops * 5e-7));
        double model = 100 * StepFlops.utilisation(step.model(), layout.gpus(), 312e12, stepSeconds);
        double hardware = 100 * StepFlops.utilisation(step.hardware(), layout.gpus(), 312e12, stepSeconds);
        assertThat(model).isCloseTo(mfu, within(0.005)).isCloseTo(publishedMfu, within(0.2));
        assertThat(hardware).isCloseTo(hfu, within(0.005)).isCloseTo(publishedHfu, within(0.2));
    }

    @ParameterizedTest
    @CsvSource({"GPT_22B", "GPT_175B", "GPT_530B", "GPT_1T"})
    @DisplayName("clu-T1.4 FLOPs equal the papers' closed forms for every recomputation")
    void flopsMatchTheClosedForms(Korthikanti run) {
        ModelShape shape = run.shape;
        int batch = run.batch.global();
        assertRatio(
                modelFlops(run, Recompute.NONE).model(),
                TrainingOracle.gptModelFlops(batch, shape.layers(), shape.hidden(), 2048, 51200));
        assertRatio(
                modelFlops(run, Recompute.SELECTIVE).hardware(),
                TrainingOracle.gptSelectiveFlops(batch, shape.layers(), shape.hidden(), 2048, 51200));
        assertRatio(
                modelFlops(run, Recompute.FULL).hardware(),
                TrainingOracle.gptFullFlops(batch, shape.layers(), shape.hidden(), 2048, 51200));
    }

    private static StepFlops modelFlops(Korthikanti run, Recompute recompute) {
        return StepFlops.ofStep(run.shape, run.layout(recompute, false), Samples.MEGATRON_2022);
    }

    private static void assertRatio(double actual, double expected) {
        assertThat(actual / expected).isCloseTo(1, within(1e-12));
    }

    @Test
    @DisplayName(
            "clu-T1.5 Llama-3 405B takes 2.52396e12 FLOP per token, 4.02 % of it attention; 15.6e12 tokens 3.7988e25")
    void llama405bFlopsPerToken() {
        ModelShape shape = Samples.LLAMA_405B;
        double perToken = StepFlops.modelFlopsPerToken(shape, 8192, AttentionCounting.CAUSAL);
        double attention = 3 * StepFlops.attentionFlopsPerToken(shape, 8192, AttentionCounting.CAUSAL);
        assertThat(perToken).isCloseTo(2.52396e12, within(0.000005e12));
        assertThat(attention / perToken).isCloseTo(0.0402, within(0.00005));
        assertThat(6.0 * shape.parameters() * 15.6e12).isCloseTo(3.7988e25, within(0.00005e25));
        assertThat(perToken * 15.6e12 / (16384 * 400e12) / 86400).isCloseTo(69.54, within(0.005));
    }

    @Property(tries = 100)
    void modelFlopsNeverExceedHardwareFlops(
            @ForAll Korthikanti run,
            @ForAll Recompute recompute,
            @ForAll AttentionKernel kernel,
            @ForAll AttentionCounting counting) {
        StepOptions options = StepOptions.defaults().withAttention(kernel, counting);
        StepFlops flops = StepFlops.ofStep(run.shape, run.layout(recompute, false), options);
        assertThat(flops.hardware()).isGreaterThanOrEqualTo(flops.model());
    }
}
