package windtunnel.model.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import windtunnel.model.CollectiveOp;
import windtunnel.model.compute.CommCosts.Dimension;
import windtunnel.model.compute.Layout.Batch;
import windtunnel.model.compute.Layout.Degrees;
import windtunnel.model.compute.Layout.Recompute;
import windtunnel.model.compute.Layout.Schedule;
import windtunnel.model.compute.StepOptions.AttentionKernel;
import windtunnel.oracle.MixtureOracle;

class MixtureTest {

    private static final CommCosts COSTS = Samples.alphaBeta(8, 360e9, 40e9, 16, 45e9);

    private static Layout layout(
            int tensor, int pipeline, int data, int expert, int expertTensor, Recompute recompute) {
        return new Layout(
                new Degrees(tensor, pipeline, 1, data).withExperts(expert, expertTensor),
                new Batch(1, data * 2 * pipeline, 4096),
                Schedule.ONE_F_ONE_B,
                recompute,
                tensor > 1,
                1);
    }

    private static long total(ModelShape shape, Layout layout, Dimension dimension, CollectiveOp op) {
        return StepTransfers.of(shape, layout, StepOptions.defaults()).stream()
                .filter(use -> use.dimension() == dimension && use.op() == op)
                .mapToLong(use -> use.payloadBytes() * use.countPerStep() * use.places())
                .sum();
    }

    @Test
    @DisplayName("clu-T1.3 Mixtral 8x7B has 46,702,792,704 parameters, of which 12,879,925,248 are active")
    void mixtralHasItsPublishedParameters() {
        assertThat(Samples.MIXTRAL.parameters()).isEqualTo(46_702_792_704L);
        assertThat(Samples.MIXTRAL.activeParameters()).isEqualTo(12_879_925_248L);
    }

    @Property(tries = 200)
    @Label("clu-T1.3 any mixture matches L(2h + h(h + 2kd) + h^2 + 3h(E f + f_s) + hE) + h + 2hV, active with k of E")
    void anyMixtureMatchesTheClosedForm(
            @ForAll @IntRange(min = 1, max = 100) int layers,
            @ForAll @IntRange(min = 1, max = 16) int keyHeads,
            @ForAll @IntRange(min = 1, max = 256) int count,
            @ForAll @IntRange(min = 1, max = 8) int topK,
            @ForAll @IntRange(min = 1, max = 8000) int ffn,
            @ForAll @IntRange(min = 0, max = 8000) int shared) {
        int k = Math.min(topK, count);
        int heads = 4 * keyHeads;
        ModelShape shape = ModelShape.llama(layers, 128 * heads, 1, heads, keyHeads, 32000)
                .withExperts(new Experts(count, k, ffn, shared, 0, 1, 0));
        assertThat(shape.parameters())
                .isEqualTo(MixtureOracle.parameters(
                        layers, 128L * heads, 128L * keyHeads, 32000, count, count, ffn, shared));
        assertThat(shape.activeParameters())
                .isEqualTo(
                        MixtureOracle.parameters(layers, 128L * heads, 128L * keyHeads, 32000, count, k, ffn, shared));
    }

    @Test
    void mixturesAreCountedWhereTheyLie() {
        Experts everySecond = new Experts(128, 1, 8192, 8192, 0, 2, 0);
        assertThat(everySecond.mixturesBefore(48)).isEqualTo(24);
        assertThat(everySecond.mixturesBefore(1)).isZero();
        Experts late = new Experts(256, 8, 2048, 2048, 3, 1, 0);
        assertThat(late.mixturesBefore(61)).isEqualTo(58);
        ModelShape shape = ModelShape.llama(10, 1024, 4096, 8, 8, 32000).withExperts(late);
        Layout layout = layout(1, 4, 1, 1, 1, Recompute.NONE);
        int sum = 0;
        for (int stage = 0; stage < 4; stage++) {
            sum += layout.mixturesOnStage(shape, stage);
        }
        // Stages of 2, 3, 3, 2 layers; the first three layers are dense.
        assertThat(layout.mixturesAt(shape, 0)).isZero();
        assertThat(layout.mixturesAt(shape, 1)).isEqualTo(2);
        assertThat(sum).isEqualTo(7);
    }

    @Test
    @DisplayName("clu-E12 experts: P/(e etp) a rank, reduced over t D/(e etp); the rest over D")
    void expertsAreHeldAndReducedByTheirOwnGroups() {
        Layout layout = layout(2, 2, 8, 4, 1, Recompute.NONE);
        assertThat(layout.validate(Samples.MIXTRAL)).isEmpty();
        assertThat(layout.expertReplicas()).isEqualTo(4);
        long experts = 0;
        for (int stage = 0; stage < 2; stage++) {
            experts += Parameters.expertsOnStage(Samples.MIXTRAL, layout, stage);
        }
        assertThat(experts * 4).isEqualTo(Samples.MIXTRAL.routedParameters());
        assertThat(total(Samples.MIXTRAL, layout, Dimension.EXPERT_DATA, CollectiveOp.REDUCE_SCATTER))
                .isEqualTo(4 * experts);
        assertThat(total(Samples.MIXTRAL, layout, Dimension.EXPERT_DATA, CollectiveOp.ALL_GATHER))
                .isEqualTo(2 * experts);
        double state = 6.0 + 12.0 / 8;
        double expertState = 6.0 + 12.0 / 4;
        long common = Parameters.onStage(Samples.MIXTRAL, layout, 0);
        assertThat(MemoryModel.report(Samples.MIXTRAL, layout, Samples.H100, StepOptions.defaults())
                        .stages()
                        .get(0)
                        .stateBytes())
                .isEqualTo((long) Math.ceil(state * common + expertState * (experts / 2)));
    }

    @Test
    @DisplayName(
            "clu-1.7 EP: four exchanges of s b k h 2/t bytes for each mixture and micro-batch, six when all is recomputed")
    void exchangesHaveTheirVolume() {
        Layout layout = layout(2, 2, 8, 8, 1, Recompute.NONE);
        long bytes = 2L * 4096 * 2 * 4096 / 2;
        CommUse use = StepTransfers.of(Samples.MIXTRAL, layout, StepOptions.defaults()).stream()
                .filter(any -> any.dimension() == Dimension.EXPERT)
                .findFirst()
                .orElseThrow();
        assertThat(use).isEqualTo(new CommUse(Dimension.EXPERT, CollectiveOp.ALL_TO_ALL, bytes, 4 * 16 * 4, 2));
        Layout full = layout(2, 2, 8, 8, 1, Recompute.FULL);
        assertThat(total(Samples.MIXTRAL, full, Dimension.EXPERT, CollectiveOp.ALL_TO_ALL))
                .isEqualTo(bytes * 6 * 16 * 4 * 2);
        StepBreakdown step = StepModel.evaluate(Samples.MIXTRAL, layout, Samples.H100, COSTS);
        double exchange = COSTS.seconds(Dimension.EXPERT, CollectiveOp.ALL_TO_ALL, bytes);
        assertThat(step.seconds().commExpert()).isCloseTo(4 * 16 * 4 * exchange, within(1e-9));
    }

    @Test
    void tensorCollectivesOfAMixtureFollowItsExperts() {
        // Attention alone: an all-gather and a reduce-scatter forward, two and one backward, at 2 s b h bytes.
        long width = 2L * 4096 * 4096;
        Layout whole = layout(2, 1, 8, 8, 1, Recompute.NONE);
        assertThat(total(Samples.MIXTRAL, whole, Dimension.TENSOR, CollectiveOp.ALL_GATHER))
                .isEqualTo(3 * 32 * 2 * width);
        // Divided experts gather the routed rows, twice the tokens.
        Layout divided = layout(2, 1, 8, 4, 2, Recompute.NONE);
        assertThat(divided.validate(Samples.MIXTRAL)).isEmpty();
        assertThat(total(Samples.MIXTRAL, divided, Dimension.TENSOR, CollectiveOp.ALL_GATHER))
                .isEqualTo(3 * 32 * 2 * (width + 2 * width));
        ModelShape shared = Samples.MIXTRAL.withExperts(new Experts(8, 2, 14336, 4096, 0, 1, 0));
        assertThat(total(shared, whole, Dimension.TENSOR, CollectiveOp.ALL_GATHER))
                .isEqualTo(6 * 32 * 2 * width);
    }

    @Test
    @DisplayName("clu-E12 activations of experts: k times the tokens, not divided by e")
    void activationsOfExpertsDoNotShrinkWithTheirSpread() {
        ModelShape capped = Samples.MIXTRAL.withExperts(new Experts(8, 2, 14336, 0, 0, 1, 1));
        double tokens = 4096;
        double attention = tokens * (4.0 * 4096 + 4.0 * 1024) + 8 * tokens * 4096;
        double experts = 2 * tokens * (6.0 * 14336 + 2.0 * 4096);
        for (int expert : new int[] {1, 2, 8}) {
            Layout layout = layout(1, 1, 8, expert, 1, Recompute.NONE);
            assertThat(MemoryModel.mixtureActivationBytes(capped, layout, Recompute.NONE, AttentionKernel.FUSED))
                    .isEqualTo(attention + experts);
        }
    }

    @Test
    @DisplayName("clu-1.9 fullest of n places: 1 + sqrt(2 ln n n/T): 1.090 for 4096 on 8, 1.255 for 8192 on 64")
    void loadOfTheFullestPlace() {
        Experts experts = Experts.routed(64, 1, 1);
        assertThat(experts.loadFactor(4096, 8)).isCloseTo(1.090, within(5e-4));
        assertThat(experts.loadFactor(8192, 64)).isCloseTo(1.255, within(5e-4));
        assertThat(experts.loadFactor(8192, 1)).isEqualTo(1);
        assertThat(experts.loadFactor(1, 4)).as("all on one place").isEqualTo(4);
        assertThat(new Experts(8, 2, 1, 0, 0, 1, 1.25).loadFactor(4096, 8)).isEqualTo(1.25);
    }

    @Property(tries = 100)
    @Label("one expert that all tokens go to, without router, is the dense model")
    void oneExpertIsADenseLayer(@ForAll @IntRange(min = 0, max = 2) int tensorLog, @ForAll Recompute recompute) {
        int tensor = 1 << tensorLog;
        ModelShape dense = ModelShape.llama(16, 2048, 8192, 16, 8, 32000);
        ModelShape single = dense.withExperts(Experts.routed(1, 1, 8192));
        Layout plain = layout(tensor, 2, 4, 1, 1, recompute);
        Layout spread = layout(tensor, 2, 4, 1, tensor, recompute);
        assertThat(single.parameters() - dense.parameters()).isEqualTo(16 * 2048);
        assertThat(StepFlops.ofStep(single, spread, StepOptions.defaults()).model()
                        - StepFlops.ofStep(dense, plain, StepOptions.defaults()).model())
                .isCloseTo(6.0 * plain.stepTokens() * 16 * 2048, within(1e9));
        double before = StepModel.evaluate(dense, plain, Samples.H100, COSTS).stepSeconds();
        double after = StepModel.evaluate(single, spread, Samples.H100, COSTS).stepSeconds();
        // Router and sorting come on top, nothing else.
        assertThat(after / before).isBetween(1.0, 1.15);
        assertThat(total(single, spread, Dimension.TENSOR, CollectiveOp.ALL_GATHER))
                .isEqualTo(total(dense, plain, Dimension.TENSOR, CollectiveOp.ALL_GATHER));
    }

    @Property(tries = 100)
    void sharesOfAMixtureAreNeverNegativeAndSumToTheStep(
            @ForAll @IntRange(min = 0, max = 2) int tensorLog,
            @ForAll @IntRange(min = 0, max = 2) int pipelineLog,
            @ForAll @IntRange(min = 0, max = 3) int expertLog,
            @ForAll Recompute recompute,
            @ForAll boolean divided,
            @ForAll @DoubleRange(min = 0, max = 2) double capacity) {
        ModelShape shape = ModelShape.llama(16, 1024, 4096, 8, 8, 32000)
                .withExperts(new Experts(16, 2, 1024, 512, 1, 2, capacity));
        int tensor = 1 << tensorLog;
        Layout layout = layout(tensor, 1 << pipelineLog, 8, 1 << expertLog, divided ? tensor : 1, recompute);
        assertThat(layout.validate(shape)).isEmpty();
        StepBreakdown step = StepModel.evaluate(shape, layout, Samples.H100, COSTS);
        StepNanos nanos = step.nanos();
        long sum = 0;
        for (StepShare share : StepShare.values()) {
            assertThat(step.seconds().of(share)).isGreaterThanOrEqualTo(0);
            sum += nanos.of(share);
        }
        assertThat(sum).isEqualTo(nanos.stepNanos());
        assertThat(step.mfu()).isLessThanOrEqualTo(step.hfu());
        assertThat(step.hfu()).isLessThan(1);
        assertThat(step.seconds().commExpert() > 0).isEqualTo(expertLog > 0);
    }

    @Test
    void layoutsThatExpertsCannotHaveAreToldWhy() {
        assertThat(layout(1, 1, 8, 3, 1, Recompute.NONE).validate(Samples.MIXTRAL))
                .contains("experts (8) must be a multiple of expert (3)")
                .contains("tensor x data (8) must be a multiple of expert x expert-tensor (3)");
        assertThat(layout(4, 1, 8, 2, 2, Recompute.NONE).validate(Samples.MIXTRAL))
                .containsExactly("expert-tensor (2) must be 1 or tensor (4)");
        assertThat(layout(1, 1, 8, 8, 1, Recompute.NONE).validate(Samples.LLAMA_8B))
                .containsExactly("expert (8) and expert-tensor (1) must be 1: the model has no experts");
        Layout unsplit = new Layout(
                new Degrees(2, 1, 1, 4).withExperts(8, 1),
                new Batch(1, 4, 4096),
                Schedule.ONE_F_ONE_B,
                Recompute.NONE,
                false,
                1);
        assertThat(unsplit.validate(Samples.MIXTRAL)).singleElement().asString().contains("sequence-parallel: true");
    }
}
