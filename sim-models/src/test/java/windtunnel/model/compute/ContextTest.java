package windtunnel.model.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import windtunnel.model.CollectiveOp;
import windtunnel.model.compute.CommCosts.Dimension;
import windtunnel.model.compute.Layout.Batch;
import windtunnel.model.compute.Layout.Degrees;
import windtunnel.model.compute.Layout.Recompute;
import windtunnel.model.compute.Layout.Schedule;

/** Llama-3 8B at 32,768 tokens: 8 key heads of 128. */
class ContextTest {

    private static final int SEQUENCE = 32_768;

    private static Layout layout(int tensor, int context, int data, Recompute recompute) {
        return new Layout(
                new Degrees(tensor, 1, 1, data).withContext(context),
                new Batch(1, 4 * data, SEQUENCE),
                Schedule.ONE_F_ONE_B,
                recompute,
                tensor > 1,
                1);
    }

    private static List<CommUse> hops(Layout layout) {
        return StepTransfers.of(Samples.LLAMA_8B, layout, StepOptions.defaults()).stream()
                .filter(use -> use.dimension() == Dimension.CONTEXT)
                .toList();
    }

    @Test
    @DisplayName(
            "clu-1.7 CP: c-1 hops of 4 s b k d/(c t) bytes forward, of twice that backward, forward again when all is recomputed")
    void hopsHaveTheirVolume() {
        long bytes = 4L * SEQUENCE * 8 * 128 / (4 * 2);
        long layers = 32 * 4;
        assertThat(hops(layout(2, 4, 2, Recompute.NONE)))
                .containsExactly(
                        new CommUse(Dimension.CONTEXT, CollectiveOp.SEND_RECV, bytes, 3 * layers, 1),
                        new CommUse(Dimension.CONTEXT, CollectiveOp.SEND_RECV, 2 * bytes, 3 * layers, 1));
        assertThat(hops(layout(2, 4, 2, Recompute.FULL)).get(0).countPerStep()).isEqualTo(6 * layers);
        assertThat(hops(layout(2, 1, 2, Recompute.NONE))).isEmpty();
    }

    @Test
    @DisplayName("clu-E14 a hop is exposed by max(0, T_hop - T_attention/c), forward and backward")
    void hopsHideBehindTheirPartOfTheCore() {
        Layout layout = layout(1, 4, 1, Recompute.NONE);
        LayerTimes times = LayerTimes.of(Samples.LLAMA_8B, layout, Samples.H100, StepOptions.defaults());
        double forwardPart = times.coreForwardSeconds() / 4;
        double backwardPart = times.coreBackwardSeconds() / 4;
        long bytes = StepTransfers.contextBytes(Samples.LLAMA_8B, layout, Precision.BF16);
        for (double scale : new double[] {0.5, 1.5, 10}) {
            double hop = scale * forwardPart;
            CommCosts costs = (dimension, op, payload) -> dimension == Dimension.CONTEXT ? hop * payload / bytes : 0;
            double expected = 4 * 32 * 3 * (Math.max(0, hop - forwardPart) + Math.max(0, 2 * hop - backwardPart));
            assertThat(StepModel.evaluate(Samples.LLAMA_8B, layout, Samples.H100, costs)
                            .seconds()
                            .commContext())
                    .isCloseTo(expected, within(1e-9));
        }
    }

    @Test
    @DisplayName("clu-E13 state and gradients of dense parameters are shared by D c ranks")
    void stateIsDividedOverReplicasTimesContext() {
        Layout spread = layout(1, 4, 2, Recompute.NONE);
        Layout replicas = layout(1, 1, 8, Recompute.NONE);
        assertThat(spread.gpus()).isEqualTo(replicas.gpus());
        assertThat(spread.copies()).isEqualTo(8);
        assertThat(stage(spread).stateBytes()).isEqualTo(stage(replicas).stateBytes());
        assertThat(4 * stage(spread).activationBytes())
                .isEqualTo(stage(replicas).activationBytes());
        assertThat(gathered(spread)).isEqualTo(gathered(replicas)).isPositive();
    }

    private static MemoryReport.StageMemory stage(Layout layout) {
        return MemoryModel.report(Samples.LLAMA_8B, layout, Samples.H100, StepOptions.defaults())
                .worst();
    }

    private static long gathered(Layout layout) {
        return StepTransfers.of(Samples.LLAMA_8B, layout, StepOptions.defaults()).stream()
                .filter(use -> use.dimension() == Dimension.DATA && use.op() == CollectiveOp.ALL_GATHER)
                .mapToLong(use -> use.payloadBytes() * use.countPerStep())
                .sum();
    }

    @Property(tries = 60)
    void aSpreadSequenceTakesItsShareOfTheComputeAndNoLess(
            @ForAll @IntRange(min = 0, max = 3) int contextLog,
            @ForAll @IntRange(min = 0, max = 2) int tensorLog,
            @ForAll Recompute recompute) {
        int context = 1 << contextLog;
        Layout whole = layout(1 << tensorLog, 1, 1, recompute);
        Layout spread = layout(1 << tensorLog, context, 1, recompute);
        assertThat(spread.validate(Samples.LLAMA_8B)).isEmpty();
        StepBreakdown one = StepModel.evaluate(Samples.LLAMA_8B, whole, Samples.H100, CommCosts.FREE);
        StepBreakdown many = StepModel.evaluate(Samples.LLAMA_8B, spread, Samples.H100, CommCosts.FREE);
        assertThat(many.flops()).isEqualTo(one.flops());
        // Launches and smaller matrices cost something; nothing is computed less often.
        double ratio = context * many.seconds().compute() / one.seconds().compute();
        assertThat(ratio).isBetween(0.999, 1.35);
        assertThat(many.mfu()).isLessThanOrEqualTo(one.mfu() * 1.001);
    }

    @Test
    void sequencesThatDoNotDivideAreTold() {
        Layout layout = new Layout(
                new Degrees(2, 1, 1, 2).withContext(4),
                new Batch(1, 4, 8200),
                Schedule.ONE_F_ONE_B,
                Recompute.NONE,
                true,
                1);
        assertThat(layout.validate(Samples.LLAMA_8B))
                .containsExactly("sequence (8200) must be a multiple of 2 x context x tensor (16)");
        assertThat(layout.validate(Samples.LLAMA_8B, 4))
                .contains("tensor x pipeline x data x context = 2 x 1 x 2 x 4 = 16 but the job has 4 GPUs");
    }
}
