package windtunnel.model.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;
import static windtunnel.model.compute.PublishedCountsTest.DEEPSEEK_V3;
import static windtunnel.model.compute.PublishedCountsTest.NANO;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import windtunnel.model.CollectiveOp;
import windtunnel.model.compute.CommCosts.Dimension;
import windtunnel.model.compute.Layout.Batch;
import windtunnel.model.compute.Layout.Degrees;
import windtunnel.model.compute.Layout.Recompute;
import windtunnel.model.compute.Layout.Schedule;
import windtunnel.model.compute.StepOptions.AttentionCounting;
import windtunnel.model.compute.StepOptions.AttentionKernel;

/** Modules that predict further tokens. */
class AheadTest {
    private static final Ahead ONE = new Ahead(1, false, false);
    private static final ModelShape V3 = DEEPSEEK_V3.withAhead(ONE);
    private static final CommCosts COSTS = Samples.alphaBeta(8, 360e9, 40e9, 16, 45e9);
    private static final StepOptions DEFAULTS = StepOptions.defaults();

    /** Matrices of a mixture of DeepSeek-V3: latent attention, router, 256 routed experts and the shared one. */
    private static final long ATTENTION =
            7168L * 1536 + 1536L * 128 * 192 + 7168L * 576 + 512L * 128 * 256 + 128L * 128 * 7168;

    private static final long EXPERT = 3L * 7168 * 2048;
    private static final long JOIN = 2L * 7168 * 7168;

    private static Layout layout(int tensor, int pipeline, int chunks, int data, Recompute recompute, int zero) {
        Schedule schedule = chunks > 1 ? Schedule.INTERLEAVED : Schedule.ONE_F_ONE_B;
        Degrees degrees = new Degrees(tensor, pipeline, chunks, data);
        return new Layout(degrees, new Batch(1, 4 * pipeline * data, 4096), schedule, recompute, tensor > 1, zero);
    }

    @Test
    @DisplayName(
            "clu-1.2 DeepSeek-V3's module has 11.51 B parameters in its layer, 11.61 with the joining matrix; 685 B with copies")
    void parametersOfDeepSeek() {
        long layer = ATTENTION + 1536 + 512 + 256L * 7168 + 257 * EXPERT + 2 * 7168;
        assertThat(layer).isEqualTo(11_507_286_016L);
        assertThat(V3.aheadParameters()).isEqualTo(layer + JOIN + 3 * 7168).isEqualTo(11_610_067_968L);
        assertThat(V3.parameters()).isEqualTo(DEEPSEEK_V3.parameters());
        long copies = 2L * 129280 * 7168;
        assertThat((V3.trainedParameters() + copies) / 1e9).isCloseTo(685, within(0.6));
    }

    @Test
    void sharedDepthsHaveTheWeightsOfOne() {
        ModelShape two = DEEPSEEK_V3.withAhead(new Ahead(2, false, false));
        ModelShape shared = DEEPSEEK_V3.withAhead(new Ahead(2, true, false));
        assertThat(two.aheadParameters()).isEqualTo(2 * V3.aheadParameters());
        assertThat(shared.aheadParameters()).isEqualTo(V3.aheadParameters());
        Layout layout = layout(1, 1, 1, 1, Recompute.NONE, 1);
        assertThat(StepFlops.ofStep(shared, layout, DEFAULTS)).isEqualTo(StepFlops.ofStep(two, layout, DEFAULTS));
    }

    @Test
    @DisplayName(
            "clu-1.2 DeepSeek-V3's module executes 10.19 GFLOP a token; published runs with and without it differ by 10.7")
    void flopsOfDeepSeek() {
        Layout layout = layout(1, 1, 1, 1, Recompute.NONE, 1);
        StepOptions unfused = StepOptions.defaults().withAttention(AttentionKernel.UNFUSED, AttentionCounting.CAUSAL);
        StepFlops with = StepFlops.ofStep(V3, layout, unfused);
        long active = ATTENTION + 256L * 7168 + 9 * EXPERT + JOIN + 7168L * 129280;
        double core = 2.0 * 4096 * 128 * (192 + 128) / 2;
        double each = 3 * (2.0 * active + core);
        assertThat(each).isEqualTo(10_191_765_504.0);
        assertThat(with.model())
                .isEqualTo(StepFlops.ofStep(DEEPSEEK_V3, layout, unfused).model());
        assertThat((with.hardware() - with.model()) / layout.stepTokens()).isCloseTo(each, withPercentage(1e-6));
        // Megatron-Bridge, 25.11: 961 TFLOP/s at 3,848 tokens/s without it, 557 at 2,139 with it.
        assertThat(each / 1e12).isCloseTo(557.0 / 2139 - 961.0 / 3848, withPercentage(6));
    }

    @Test
    void aHybridsModuleIsAttentionAndAMixture() {
        ModelShape shape = NANO.withAhead(ONE);
        Experts experts = NANO.experts();
        long h = NANO.hidden();
        long attention = h * (NANO.queryWidth() + 2 * NANO.kvWidth()) + NANO.queryWidth() * h;
        long mixture = h * experts.count() + 2 * h * (experts.count() * (long) experts.ffn() + experts.sharedFfn());
        assertThat(shape.aheadParameters()).isEqualTo(attention + mixture + 2 * h + 2 * h * h + 3 * h);
        assertThat(shape.aheadLayers()).isEqualTo(2);
    }

    @Test
    void aModuleTakesOneLayerMoreTheJoiningAndTheHead() {
        ModelShape llama = Samples.LLAMA_8B;
        Layout layout = layout(1, 1, 1, 1, Recompute.NONE, 0);
        StepOptions options = StepOptions.defaults();
        StagePasses with = StagePasses.of(llama.withAhead(ONE), layout, Samples.H100, COSTS, options);
        StagePasses deeper =
                StagePasses.of(llama.withSizes(33, llama.vocab(), 0), layout, Samples.H100, COSTS, options);
        double gemm = Kernels.gemmSeconds(Samples.H100, Precision.BF16, 4096, 8192, 4096);
        double width = 4096.0 * 4096;
        double norms = 3 * Kernels.streamSeconds(Samples.H100, 4 * width);
        double joined = Kernels.streamSeconds(Samples.H100, 8 * width);
        LayerTimes times = LayerTimes.of(llama, layout, Samples.H100, options);
        assertThat(with.forwardSeconds(0))
                .isCloseTo(
                        deeper.forwardSeconds(0) + gemm + norms + joined + times.headForwardSeconds(), within(1e-12));
        double norms2 = 3 * Kernels.streamSeconds(Samples.H100, 8 * width);
        double joined2 = Kernels.streamSeconds(Samples.H100, 16 * width);
        assertThat(with.backwardSeconds(0))
                .isCloseTo(
                        deeper.backwardSeconds(0) + 2 * gemm + norms2 + joined2 + times.headBackwardSeconds(),
                        within(1e-12));
    }

    @Test
    void partsOfAStepAddUpToItsTime() {
        ModelShape shape = Samples.MIXTRAL.withAhead(new Ahead(2, true, false));
        Layout layout = new Layout(
                new Degrees(2, 1, 1, 8).withExperts(8, 1),
                new Batch(1, 32, 4096),
                Schedule.ONE_F_ONE_B,
                Recompute.FULL,
                true,
                0);
        StagePasses passes = StagePasses.of(shape, layout, Samples.H100, COSTS, StepOptions.defaults());
        double parts = passes.meanComputeSeconds()
                + passes.meanRecomputeSeconds()
                + passes.meanTensorSeconds()
                + passes.meanExpertSeconds()
                + passes.meanHostSeconds();
        assertThat(passes.forwardSeconds(0) + passes.backwardSeconds(0)).isCloseTo(parts, withPercentage(1e-9));
    }

    @Test
    void noDepthChangesNothing() {
        Layout layout = layout(2, 2, 2, 4, Recompute.SELECTIVE, 1);
        for (ModelShape shape : new ModelShape[] {Samples.LLAMA_8B, Samples.MIXTRAL, DEEPSEEK_V3, NANO}) {
            ModelShape none = shape.withAhead(new Ahead(0, true, true));
            StepOptions options = StepOptions.defaults().withPrecision(Precision.FP8);
            assertThat(StepModel.evaluate(none, layout, Samples.H100, COSTS, options))
                    .isEqualTo(StepModel.evaluate(shape, layout, Samples.H100, COSTS, options));
            assertThat(MemoryModel.report(none, layout, Samples.H100, options).stages())
                    .isEqualTo(MemoryModel.report(shape, layout, Samples.H100, options)
                            .stages());
        }
    }

    @Test
    @DisplayName(
            "61 layers and a module lie as in the recipes: 15 x 4 and 1, 7 x 8 and 5, 3 x 16 and 13, 61 on 31 and none")
    void layersMakeRoomForModules() {
        int[][] recipes = {{16, 4, 1}, {8, 8, 5}, {4, 16, 13}};
        for (int[] recipe : recipes) {
            Layout layout = layout(2, recipe[0], 1, 32, Recompute.NONE, 1);
            for (int position = 0; position < recipe[0] - 1; position++) {
                assertThat(layout.layersAt(V3, position)).isEqualTo(recipe[1]);
            }
            assertThat(layout.layersAt(V3, recipe[0] - 1)).isEqualTo(recipe[2]);
        }
        Layout interleaved = layout(2, 8, 4, 32, Recompute.NONE, 1);
        assertThat(interleaved.layersAt(V3, 0)).isEqualTo(2);
        assertThat(interleaved.layersAt(V3, 30)).isEqualTo(1);
        assertThat(interleaved.layersAt(V3, 31)).isZero();
        // More modules than the last position has room for: no layers are left there.
        ModelShape many = DEEPSEEK_V3.withAhead(new Ahead(7, true, false));
        Layout sixteen = layout(2, 16, 1, 32, Recompute.NONE, 1);
        int sum = 0;
        for (int position = 0; position < 16; position++) {
            sum += sixteen.layersAt(many, position);
        }
        assertThat(sum).isEqualTo(61);
        assertThat(sixteen.layersAt(many, 15)).isZero();
    }

    @Test
    void theLastStageHoldsModulesAndTheEmbedding() {
        Layout two = layout(1, 2, 1, 1, Recompute.NONE, 1);
        long held = 0;
        for (int stage = 0; stage < 2; stage++) {
            held += Parameters.onStage(V3, two, stage) + Parameters.expertsOnStage(V3, two, stage);
        }
        assertThat(held).isEqualTo(V3.trainedParameters() + 129280L * 7168);
        Layout one = layout(1, 1, 1, 1, Recompute.NONE, 1);
        assertThat(Parameters.onStage(V3, one, 0) + Parameters.expertsOnStage(V3, one, 0))
                .isEqualTo(V3.trainedParameters());
    }

    @Test
    void memoryHoldsLogitsOfEachDepth() {
        ModelShape llama = Samples.LLAMA_8B;
        Layout layout = layout(1, 1, 1, 1, Recompute.NONE, 0);
        StepOptions options = StepOptions.defaults();
        MemoryReport.StageMemory plain =
                MemoryModel.report(llama, layout, Samples.H100, options).worst();
        MemoryReport.StageMemory with = MemoryModel.report(llama.withAhead(ONE), layout, Samples.H100, options)
                .worst();
        assertThat(with.logitBytes()).isEqualTo(2 * plain.logitBytes()).isEqualTo(2 * 4L * 4096 * (4096 + 128256));
        double layer = MemoryModel.layerActivationBytes(llama, layout, Recompute.NONE, options.attention());
        assertThat((double) with.activationBytes() - plain.activationBytes())
                .isCloseTo(layer + 10.0 * 4096 * 4096, within(1.0));
        assertThat(with.stateBytes() - plain.stateBytes())
                .isEqualTo(18 * llama.withAhead(ONE).aheadParameters());
    }

    @Test
    void transfersOfTheLastStageGrow() {
        ModelShape shape = Samples.LLAMA_8B.withAhead(ONE);
        Layout layout = layout(8, 1, 1, 1, Recompute.NONE, 0);
        // 32 layers and the module's: 2 + 4 all-gathers each; joining 3 + 3 more; 4 micro-batches.
        long gathers = count(shape, layout, CollectiveOp.ALL_GATHER);
        assertThat(gathers).isEqualTo((33 * 6 + 6) * 4);
        assertThat(count(shape, layout, CollectiveOp.REDUCE_SCATTER)).isEqualTo((33 * 4 + 2) * 4);
    }

    private static long count(ModelShape shape, Layout layout, CollectiveOp op) {
        return StepTransfers.of(shape, layout, StepOptions.defaults()).stream()
                .filter(use -> use.dimension() == Dimension.TENSOR && use.op() == op)
                .mapToLong(CommUse::countPerStep)
                .sum();
    }

    @Test
    void unquantisedModulesTakeLonger() {
        Layout layout = layout(1, 1, 1, 8, Recompute.NONE, 1);
        ModelShape same = Samples.MIXTRAL.withAhead(new Ahead(1, false, false));
        ModelShape wide = Samples.MIXTRAL.withAhead(new Ahead(1, false, true));
        assertThat(seconds(wide, layout, Precision.FP8)).isGreaterThan(seconds(same, layout, Precision.FP8));
        assertThat(seconds(wide, layout, Precision.BF16)).isEqualTo(seconds(same, layout, Precision.BF16));
    }

    private static double seconds(ModelShape shape, Layout layout, Precision precision) {
        StepOptions options = StepOptions.defaults().withPrecision(precision);
        return StepModel.evaluate(shape, layout, Samples.H100, COSTS, options).stepSeconds();
    }

    @Test
    void whatIsNotModelledIsRefused() {
        assertThat(Samples.LLAMA_8B.withAhead(new Ahead(17, false, false)).validate())
                .containsExactly("predict-ahead depths must be between 0 and 16, got 17");
        assertThat(Samples.GPT3.withAhead(ONE).validate())
                .containsExactly("predict-ahead needs a model without biases (family llama)");
        assertThat(layout(1, 1, 1, 8, Recompute.NONE, 3).validate(Samples.LLAMA_8B.withAhead(ONE)))
                .containsExactly("zero stage 3 is not modelled for predict-ahead: use 0 or 1");
    }
}
