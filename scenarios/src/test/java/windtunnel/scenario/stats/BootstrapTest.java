package windtunnel.scenario.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class BootstrapTest {
    @Test
    @DisplayName("clu-10.2 BCa: two in 100 exponential means lie above the interval and not seven, as with Student's")
    void skewedSamplesGetALopsidedInterval() {
        Random random = new Random(3);
        int missedHigh = 0;
        int missedLow = 0;
        int studentHigh = 0;
        int experiments = 400;
        for (int experiment = 0; experiment < experiments; experiment++) {
            double[] values = random.doubles(30).map(u -> -Math.log(1 - u)).toArray();
            Bootstrap bca = Bootstrap.ofMean(values);
            missedHigh += bca.high() < 1 ? 1 : 0;
            missedLow += bca.low() > 1 ? 1 : 0;
            Summary student = Summary.of(values);
            studentHigh += student.mean() + student.halfWidth95() < 1 ? 1 : 0;
        }
        assertThat(missedHigh).isLessThan(studentHigh);
        assertThat(missedHigh + missedLow).isBetween(10, 40);
    }

    @Test
    void symmetricSamplesAgreeWithStudent() {
        double[] values = new double[400];
        Random random = new Random(5);
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextGaussian();
        }
        Summary student = Summary.of(values);
        Bootstrap bca = Bootstrap.ofMean(values);
        assertThat(bca.low()).isCloseTo(student.mean() - student.halfWidth95(), within(0.015));
        assertThat(bca.high()).isCloseTo(student.mean() + student.halfWidth95(), within(0.015));
        assertThat(Bootstrap.wanted(values)).isFalse();
        assertThat(Bootstrap.ofMean(values)).isEqualTo(bca);
    }

    @Test
    void equalValuesHaveNoWidthAndFewAreRefused() {
        Bootstrap bca = Bootstrap.ofMean(new double[] {7, 7, 7, 7, 7, 7, 7, 7, 7, 7});
        assertThat(bca.low()).isEqualTo(7);
        assertThat(bca.high()).isEqualTo(7);
        assertThatThrownBy(() -> Bootstrap.ofMean(new double[9])).isInstanceOf(IllegalArgumentException.class);
    }
}
