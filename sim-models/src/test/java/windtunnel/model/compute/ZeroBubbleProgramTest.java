package windtunnel.model.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import windtunnel.model.compute.Layout.Batch;
import windtunnel.model.compute.Layout.Degrees;
import windtunnel.model.compute.Layout.Recompute;
import windtunnel.model.compute.Layout.Schedule;
import windtunnel.oracle.PipelineOracle;

class ZeroBubbleProgramTest {

    private static double makespan(int stages, int microbatches, double forward, double input, double weight) {
        return ZeroBubbleProgram.run(microbatches, all(stages, forward), all(stages, input), all(stages, weight))
                .makespanSeconds();
    }

    private static double[] all(int stages, double seconds) {
        double[] each = new double[stages];
        Arrays.fill(each, seconds);
        return each;
    }

    @Test
    @DisplayName("clu-T1.13 ZB-H1: p 4, m 8, F = Bi = W = 1 takes 27, where 1F1B takes 33")
    void fourStagesOfEight() {
        assertThat(makespan(4, 8, 1, 1, 1)).isEqualTo(27);
        assertThat(PipelineProgram.run(Schedule.ONE_F_ONE_B, 1, 8, all(4, 1), all(4, 2))
                        .makespanSeconds())
                .isEqualTo(33);
    }

    @Test
    @DisplayName("clu-E8 with one micro-batch ZB-H1 takes p(F + Bi) + W, not p(F + B)")
    void oneMicrobatch() {
        assertThat(makespan(4, 1, 1, 1.25, 0.75)).isEqualTo(4 * 2.25 + 0.75);
        assertThat(PipelineOracle.zeroBubbleMakespanSeconds(4, 1, 1, 1.25, 0.75))
                .isEqualTo(9.75);
    }

    @Property
    @Label("clu-1.8 ZB-H1 of equal stages is m(F + B) + (p - 1)(F + Bi - W) for m >= p and W <= F <= Bi")
    void closedForm(
            @ForAll @IntRange(min = 1, max = 12) int stages,
            @ForAll @IntRange(min = 0, max = 30) int more,
            @ForAll @DoubleRange(min = 0, max = 1) double weightShare,
            @ForAll @DoubleRange(min = 1, max = 2) double inputShare) {
        int microbatches = stages + more;
        double expected = PipelineOracle.zeroBubbleMakespanSeconds(stages, microbatches, 1, inputShare, weightShare);
        double found = makespan(stages, microbatches, 1, inputShare, weightShare);
        if (microbatches > 1) {
            assertThat(found / expected).isCloseTo(1, within(1e-12));
        }
    }

    @Property
    @Label("ZB-H1 is never slower than 1F1B and never faster than its busiest stage")
    void betweenWorkAndPlainOrder(
            @ForAll @IntRange(min = 1, max = 10) int stages,
            @ForAll @IntRange(min = 1, max = 40) int microbatches,
            @ForAll @DoubleRange(min = 0, max = 1) double weight) {
        double plain = PipelineProgram.run(
                        Schedule.ONE_F_ONE_B, 1, microbatches, all(stages, 1), all(stages, 1 + weight))
                .makespanSeconds();
        assertThat(makespan(stages, microbatches, 1, 1, weight))
                .isBetween(microbatches * (2 + weight) - 1e-9, plain + 1e-9);
    }

    @Test
    @DisplayName(
            "clu-E8 a step with ZB-H1: two thirds of the bubble of 1F1B are gone but for what is not of weights; no stage holds more than p")
    void aStepLosesMostOfItsBubble() {
        Layout plain = new Layout(
                new Degrees(8, 8, 1, 1), new Batch(1, 32, 2048), Schedule.ONE_F_ONE_B, Recompute.NONE, true, 0);
        Layout split = new Layout(
                plain.degrees(), plain.batch(), Schedule.ZB_H1, plain.recompute(), plain.sequenceParallel(), 0);
        StepBreakdown before = StepModel.evaluate(Samples.GPT3, plain, Samples.A100, CommCosts.FREE);
        StepBreakdown after = StepModel.evaluate(Samples.GPT3, split, Samples.A100, CommCosts.FREE);
        assertThat(after.seconds().compute()).isEqualTo(before.seconds().compute());
        assertThat(after.seconds().bubble() / before.seconds().bubble()).isBetween(0.33, 0.45);
        assertThat(MemoryModel.chunksInFlight(split, 7)).isEqualTo(8);
        assertThat(MemoryModel.chunksInFlight(split, 0)).isEqualTo(MemoryModel.chunksInFlight(plain, 0));
    }
}
