package windtunnel.model.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import windtunnel.model.compute.Layout.Batch;
import windtunnel.model.compute.Layout.Degrees;
import windtunnel.model.compute.Layout.Recompute;
import windtunnel.model.compute.Layout.Schedule;
import windtunnel.model.compute.MemoryReport.Verdict;
import windtunnel.model.compute.Samples.Korthikanti;
import windtunnel.model.compute.StepOptions.AttentionKernel;
import windtunnel.oracle.PipelineOracle;
import windtunnel.oracle.TrainingOracle;

class MemoryModelTest {

    private static final double GIB = 1L << 30;

    @Test
    @DisplayName("clu-T1.9 ZeRO stages 0 to 3: 120, 31.4063, 16.6406 and 1.8750 GB for 7.5e9 parameters on 64 replicas")
    void zeroStagesDivideTheState() {
        double[] expected = {120.0, 31.40625, 16.640625, 1.875};
        for (int stage = 0; stage <= 3; stage++) {
            assertThat(7.5 * TrainingOracle.zeroStateBytes(stage, 64)).isEqualTo(expected[stage]);
        }
        assertThat(MemoryModel.stateBytesPerParameter(0, 64)).isEqualTo(18);
        assertThat(MemoryModel.stateBytesPerParameter(1, 64)).isEqualTo(6 + 12 / 64.0);
    }

    @ParameterizedTest
    @CsvSource({
        "GPT_22B, 45.5625, 59.25, 9.5625, 1",
        "GPT_175B, 45.5625, 66.84375, 12.3515625, 3",
        "GPT_530B, 31.640625, 114.0234375, 23.076171875, 3",
        "GPT_1T, 32.958984375, 131.25, 26.5625, 1"
    })
    @DisplayName("clu-T1.10 state and activations of the models of Korthikanti et al. 2022, in GiB")
    void stateAndActivationsOfPublishedModels(
            Korthikanti run, double stateGib, double noneGib, double selectiveGib, int chunks) {
        assertThat(run.degrees.virtualStages()).isEqualTo(chunks);
        long perRank = run.shape.plainMatrixParameters() / (Korthikanti.TENSOR * run.degrees.pipeline());
        assertRatio(MemoryModel.stateBytesPerParameter(0, 1) * perRank / GIB, stateGib);
        assertRatio(firstStageActivationGib(run, run.layout(Recompute.NONE, false)), noneGib);
        assertRatio(firstStageActivationGib(run, run.layout(Recompute.SELECTIVE, true)), selectiveGib);
    }

    private static double firstStageActivationGib(Korthikanti run, Layout layout) {
        double perLayer =
                MemoryModel.layerActivationBytes(run.shape, layout, layout.recompute(), AttentionKernel.UNFUSED);
        int perChunk = run.shape.layers() / (layout.pipeline() * layout.virtualStages());
        return MemoryModel.chunksInFlight(layout, 0) * perChunk * perLayer / GIB;
    }

    @ParameterizedTest
    @CsvSource({
        "GPT_22B, 66.77, 49.37, 16.14, 7.59, 66.84, 49.42, 16.18, 7.64",
        "GPT_175B, 61.96, 56.52, 18.48, 8.70, 62.04, 56.53, 18.49, 8.71",
        "GPT_530B, 58.33, 61.90, 20.24, 9.52, 58.31, 62.04, 20.27, 9.42",
        "GPT_1T, 58.33, 61.90, 20.24, 9.52, 58.31, 62.04, 20.27, 9.42"
    })
    @DisplayName("clu-T1.11 share of activations left by sequence parallelism, selective and full recomputation")
    void activationSharesOfPublishedModels(
            Korthikanti run,
            double sequence,
            double selective,
            double both,
            double full,
            double publishedSequence,
            double publishedSelective,
            double publishedBoth,
            double publishedFull) {
        assertThat(share(run, Recompute.NONE, true))
                .isCloseTo(sequence, within(0.005))
                .isCloseTo(publishedSequence, within(0.2));
        assertThat(share(run, Recompute.SELECTIVE, false))
                .isCloseTo(selective, within(0.005))
                .isCloseTo(publishedSelective, within(0.2));
        assertThat(share(run, Recompute.SELECTIVE, true))
                .isCloseTo(both, within(0.005))
                .isCloseTo(publishedBoth, within(0.2));
        assertThat(share(run, Recompute.FULL, false))
                .isCloseTo(full, within(0.005))
                .isCloseTo(publishedFull, within(0.2));
    }

    private static double share(Korthikanti run, Recompute recompute, boolean sequenceParallel) {
        double none = perLayer(run, Recompute.NONE, false);
        return 100 * perLayer(run, recompute, sequenceParallel) / none;
    }

    private static double perLayer(Korthikanti run, Recompute recompute, boolean sequenceParallel) {
        Layout layout = run.layout(recompute, sequenceParallel);
        return MemoryModel.layerActivationBytes(run.shape, layout, recompute, AttentionKernel.UNFUSED);
    }

    @Property(tries = 100)
    @Label("clu-T1.10 activations of a classic layer match the paper's formulas")
    void activationsMatchTheClosedForms(
            @ForAll @IntRange(min = 1, max = 8) int b,
            @ForAll @IntRange(min = 1, max = 16) int blocks,
            @ForAll @IntRange(min = 0, max = 3) int exponent) {
        int t = 1 << exponent;
        int a = 8 * blocks;
        int h = 128 * a;
        ModelShape shape = ModelShape.gpt(4, h, a, 51200, 2048);
        Layout plain = layout(t, b, false);
        Layout split = layout(t, b, true);
        AttentionKernel unfused = AttentionKernel.UNFUSED;
        assertRatio(
                MemoryModel.layerActivationBytes(shape, plain, Recompute.NONE, unfused),
                TrainingOracle.activationBytes(2048, b, h, a, t));
        assertRatio(
                MemoryModel.layerActivationBytes(shape, split, Recompute.NONE, unfused),
                TrainingOracle.sequenceActivationBytes(2048, b, h, a, t));
        assertRatio(
                MemoryModel.layerActivationBytes(shape, plain, Recompute.NONE, AttentionKernel.FUSED),
                TrainingOracle.selectiveActivationBytes(2048, b, h, t));
        assertRatio(
                MemoryModel.layerActivationBytes(shape, split, Recompute.SELECTIVE, unfused),
                TrainingOracle.selectiveSequenceActivationBytes(2048, b, h, t));
        assertRatio(
                MemoryModel.layerActivationBytes(shape, plain, Recompute.FULL, unfused),
                TrainingOracle.fullActivationBytes(2048, b, h));
    }

    private static Layout layout(int tensor, int micro, boolean sequenceParallel) {
        return new Layout(
                new Degrees(tensor, 1, 1, 1),
                new Batch(micro, micro, 2048),
                Schedule.ONE_F_ONE_B,
                Recompute.NONE,
                sequenceParallel,
                0);
    }

    @Test
    void gatedLayerWithoutDropoutKeepsSixteenPlusSixFoverH() {
        Layout layout = layout(8, 1, true);
        double sbh = 2048.0 * 8192;
        ModelShape noGrouping = ModelShape.llama(80, 8192, 28672, 64, 64, 128256);
        assertRatio(
                MemoryModel.layerActivationBytes(noGrouping, layout, Recompute.NONE, AttentionKernel.FUSED),
                sbh * (16 + 6 * 28672.0 / 8192) / 8);
        double grouped =
                MemoryModel.layerActivationBytes(Samples.LLAMA_70B, layout, Recompute.NONE, AttentionKernel.FUSED);
        assertRatio(grouped, sbh * (12.5 + 6 * 28672.0 / 8192) / 8);
    }

    @Property(tries = 100)
    @Label("clu-T1.10 first-stage activations in flight match the factors of the schedules")
    void chunksInFlightMatchTheFactors(
            @ForAll @IntRange(min = 2, max = 16) int p,
            @ForAll @IntRange(min = 2, max = 6) int v,
            @ForAll @IntRange(min = 1, max = 6) int groups) {
        int m = groups * p;
        assertRatio(factor(Schedule.GPIPE, p, 1, m), PipelineOracle.gpipeActivationFactor(p, m));
        assertRatio(factor(Schedule.ONE_F_ONE_B, p, 1, groups), PipelineOracle.activationFactor(p, groups));
        assertRatio(factor(Schedule.INTERLEAVED, p, v, m), PipelineOracle.interleavedActivationFactor(p, v, m));
    }

    private static double factor(Schedule schedule, int p, int v, int m) {
        Layout layout = new Layout(new Degrees(1, p, v, 1), new Batch(1, m, 2048), schedule, Recompute.NONE, false, 0);
        return MemoryModel.chunksInFlight(layout, 0) / ((double) p * v);
    }

    @Test
    void outOfMemoryNamesTheStageAndTheBytesOver() {
        Layout layout = new Layout(
                new Degrees(8, 4, 1, 16), new Batch(1, 1024, 8192), Schedule.ONE_F_ONE_B, Recompute.NONE, false, 0);
        MemoryReport report = MemoryModel.report(Samples.LLAMA_70B, layout, Samples.H100, StepOptions.defaults());
        assertThat(report.verdict()).isEqualTo(Verdict.OOM);
        assertThat(report.worst().stage()).isZero();
        assertThat(report.overBytes()).isEqualTo(report.worst().totalBytes() - 80_000_000_000L);
        assertThat(report.worst().stateBytes()).isGreaterThan(18L * 70_553_706_496L / 32);
    }

    @Test
    void distributedOptimizerMakesLlama70bFitOn512Gpus() {
        MemoryReport report =
                MemoryModel.report(Samples.LLAMA_70B, Samples.llama70bOn512(16), Samples.H100, StepOptions.defaults());
        assertThat(report.verdict()).isEqualTo(Verdict.FITS);
        assertThat(report.stages()).hasSize(4);
    }

    @Property(tries = 200)
    void largerMemoryNeverTurnsFitsIntoOom(
            @ForAll Korthikanti run,
            @ForAll Recompute recompute,
            @ForAll boolean sequenceParallel,
            @ForAll @LongRange(min = 1, max = 400_000_000_000L) long bytes,
            @ForAll @LongRange(min = 0, max = 400_000_000_000L) long more) {
        Layout layout = run.layout(recompute, sequenceParallel);
        MemoryReport small = report(run, layout, bytes);
        MemoryReport large = report(run, layout, bytes + more);
        assertThat(large.overBytes()).isLessThanOrEqualTo(small.overBytes());
        assertThat(small.verdict() == Verdict.FITS && large.verdict() == Verdict.OOM)
                .isFalse();
    }

    @Property(tries = 100)
    void recomputingMoreNeverKeepsMoreActivations(@ForAll Korthikanti run, @ForAll boolean sequenceParallel) {
        double none = perLayer(run, Recompute.NONE, sequenceParallel);
        double selective = perLayer(run, Recompute.SELECTIVE, sequenceParallel);
        assertThat(selective).isLessThanOrEqualTo(none);
        assertThat(perLayer(run, Recompute.FULL, sequenceParallel)).isLessThanOrEqualTo(selective);
    }

    private static MemoryReport report(Korthikanti run, Layout layout, long bytes) {
        return MemoryModel.report(run.shape, layout, Samples.A100.withHbmBytes(bytes), Samples.MEGATRON_2022);
    }

    private static void assertRatio(double actual, double expected) {
        assertThat(actual / expected).isCloseTo(1, within(1e-9));
    }
}
