package windtunnel.model.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import windtunnel.model.compute.Layout.Schedule;
import windtunnel.oracle.PipelineOracle;

class PipelineProgramTest {

    @Test
    @DisplayName("clu-T1.13 1F1B: p=4 m=8 33, p=8 m=8 45, p=4 m=2 15")
    void oneForwardOneBackwardOfEqualStages() {
        assertThat(makespan(Schedule.ONE_F_ONE_B, 4, 1, 8, 1, 2)).isEqualTo(33);
        assertThat(makespan(Schedule.ONE_F_ONE_B, 8, 1, 8, 1, 2)).isEqualTo(45);
        assertThat(makespan(Schedule.ONE_F_ONE_B, 4, 1, 2, 1, 2)).isEqualTo(15);
    }

    @Test
    @DisplayName("clu-T1.13 GPipe takes as long as 1F1B: p=4 m=8 33, p=8 m=8 45, p=4 m=2 15")
    void gpipeOfEqualStages() {
        assertThat(makespan(Schedule.GPIPE, 4, 1, 8, 1, 2)).isEqualTo(33);
        assertThat(makespan(Schedule.GPIPE, 8, 1, 8, 1, 2)).isEqualTo(45);
        assertThat(makespan(Schedule.GPIPE, 4, 1, 2, 1, 2)).isEqualTo(15);
    }

    @Test
    @DisplayName("clu-T1.13 interleaved: p=4 m=8 v=2 28.5")
    void interleavedOfEqualStages() {
        assertThat(makespan(Schedule.INTERLEAVED, 4, 2, 8, 1, 2)).isEqualTo(28.5);
    }

    @Test
    @DisplayName("clu-T1.13 uneven stages: F=(1,1,1,1.5) 45, F=(1,1,2,1) 55, p=2 m=4 F=(1,2) 27")
    void unevenStages() {
        assertThat(uneven(8, 1, 1, 1, 1.5)).isEqualTo(45);
        assertThat(uneven(8, 1, 1, 2, 1)).isEqualTo(55);
        assertThat(uneven(4, 1, 2)).isEqualTo(27);
    }

    private static double uneven(int microbatches, double... forward) {
        double[] backward = Arrays.stream(forward).map(f -> 2 * f).toArray();
        return PipelineProgram.run(Schedule.ONE_F_ONE_B, 1, microbatches, forward, backward)
                .makespanSeconds();
    }

    private static double makespan(Schedule schedule, int p, int chunks, int m, double forward, double backward) {
        double[] forwards = new double[p * chunks];
        double[] backwards = new double[p * chunks];
        Arrays.fill(forwards, forward / chunks);
        Arrays.fill(backwards, backward / chunks);
        return PipelineProgram.run(schedule, chunks, m, forwards, backwards).makespanSeconds();
    }

    @Property(tries = 200)
    @Label("clu-T1.13 equal stages match (m + p - 1)(F + B) for GPipe and 1F1B")
    void equalStagesMatchTheClosedForm(
            @ForAll @IntRange(min = 1, max = 16) int p,
            @ForAll @IntRange(min = 1, max = 40) int m,
            @ForAll @DoubleRange(min = 0.01, max = 10) double forward,
            @ForAll @DoubleRange(min = 0.01, max = 10) double backward) {
        double expected = PipelineOracle.makespanSeconds(p, m, forward, backward);
        assertRatio(makespan(Schedule.ONE_F_ONE_B, p, 1, m, forward, backward), expected);
        assertRatio(makespan(Schedule.GPIPE, p, 1, m, forward, backward), expected);
    }

    @Property(tries = 200)
    @Label("clu-T1.13 equal chunks match m(F + B) + (p - 1)(F + B)/v when interleaved")
    void equalChunksMatchTheClosedForm(
            @ForAll @IntRange(min = 2, max = 12) int p,
            @ForAll @IntRange(min = 2, max = 6) int v,
            @ForAll @IntRange(min = 1, max = 6) int groups,
            @ForAll @DoubleRange(min = 0.01, max = 10) double forward,
            @ForAll @DoubleRange(min = 0.01, max = 10) double backward) {
        double expected = PipelineOracle.interleavedMakespanSeconds(p, v, groups * p, forward, backward);
        assertRatio(makespan(Schedule.INTERLEAVED, p, v, groups * p, forward, backward), expected);
    }

    @Property(tries = 200)
    @Label("clu-T1.13 a slow last stage of 1F1B gives (p - 1)(F + B) + m(F' + B')")
    void slowLastStageMatchesItsClosedForm(
            @ForAll @IntRange(min = 1, max = 12) int p,
            @ForAll @IntRange(min = 1, max = 30) int m,
            @ForAll @DoubleRange(min = 0, max = 5) double surplus) {
        double[] forward = new double[p];
        double[] backward = new double[p];
        Arrays.fill(forward, 1);
        Arrays.fill(backward, 2);
        forward[p - 1] += surplus;
        double makespan = PipelineProgram.run(Schedule.ONE_F_ONE_B, 1, m, forward, backward)
                .makespanSeconds();
        assertRatio(makespan, PipelineOracle.slowLastStageMakespanSeconds(p, m, 3, 3 + surplus));
    }

    @Property(tries = 100)
    @Label("clu-T1.14 the bubble share of GPipe and 1F1B is (p - 1)/(m + p - 1)")
    void bubbleShareFallsWithMicrobatches(
            @ForAll @IntRange(min = 1, max = 16) int p, @ForAll @IntRange(min = 1, max = 64) int m) {
        double makespan = makespan(Schedule.ONE_F_ONE_B, p, 1, m, 1, 2);
        assertThat((makespan - 3.0 * m) / makespan).isCloseTo((p - 1.0) / (m + p - 1), within(1e-12));
    }

    @Property(tries = 200)
    void slowingOnePassNeverShortensTheMakespan(
            @ForAll Schedule schedule,
            @ForAll @IntRange(min = 2, max = 6) int p,
            @ForAll @IntRange(min = 0, max = 11) int where,
            @ForAll @DoubleRange(min = 0, max = 3) double surplus) {
        Assume.that(schedule != Schedule.ZB_H1);
        int chunks = schedule == Schedule.INTERLEAVED ? 2 : 1;
        double[] forward = new double[p * chunks];
        double[] backward = new double[p * chunks];
        for (int i = 0; i < forward.length; i++) {
            forward[i] = 1 + 0.1 * (i % 3);
            backward[i] = 2 - 0.1 * (i % 2);
        }
        double before =
                PipelineProgram.run(schedule, chunks, 2 * p, forward, backward).makespanSeconds();
        forward[where % forward.length] += surplus;
        double after =
                PipelineProgram.run(schedule, chunks, 2 * p, forward, backward).makespanSeconds();
        assertThat(after).isGreaterThanOrEqualTo(before);
    }

    @Test
    void raggedInterleavingIsRefused() {
        assertThatThrownBy(() -> makespan(Schedule.INTERLEAVED, 4, 2, 6, 1, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no canonical order");
    }

    private static void assertRatio(double actual, double expected) {
        assertThat(actual / expected).isCloseTo(1, within(1e-12));
    }
}
