package windtunnel.scenario.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TwoLevelTest {
    @Test
    void varianceByHand() {
        // Means 2, 4, 9: variance 13; within 2 each, so inputs 13 - 2/2 = 12 and luck 2.
        TwoLevel split = TwoLevel.of(new double[][] {{1, 3}, {3, 5}, {8, 10}});
        assertThat(split.luck()).isCloseTo(2, within(1e-12));
        assertThat(split.inputs()).isCloseTo(12, within(1e-12));
        assertThat(split.inputShare()).isCloseTo(12.0 / 14, within(1e-12));
        assertThat(split.all().mean()).isEqualTo(5);
        // t(2; .975) sqrt(13 / 3).
        assertThat(split.halfWidth95()).isCloseTo(4.302653 * Math.sqrt(13.0 / 3), within(1e-5));
    }

    @Test
    @DisplayName(
            "clu-T6.5 with inputs that do not matter their variance collapses; without luck all of it is the inputs'")
    void extremes() {
        TwoLevel luck = TwoLevel.of(new double[][] {{1, 3}, {3, 1}, {1, 3}});
        assertThat(luck.inputs()).isZero();
        TwoLevel inputs = TwoLevel.of(new double[][] {{1, 1}, {3, 3}, {2, 2}});
        assertThat(inputs.inputShare()).isEqualTo(1);
        assertThat(TwoLevel.of(new double[][] {{1}, {3}}).inputShare()).isNaN();
    }

    @Test
    @DisplayName("clu-6.4 the estimator is unbiased: variances 9 and 4 come back on average")
    void unbiased() {
        Random random = new Random(8);
        double inputs = 0;
        double luck = 0;
        int studies = 500;
        for (int study = 0; study < studies; study++) {
            double[][] values = new double[20][5];
            for (double[] draw : values) {
                double level = 3 * random.nextGaussian();
                for (int r = 0; r < draw.length; r++) {
                    draw[r] = level + 2 * random.nextGaussian();
                }
            }
            TwoLevel split = TwoLevel.of(values);
            inputs += split.inputs() / studies;
            luck += split.luck() / studies;
        }
        // Deviation of one estimate about 9.8 sqrt(2/19) = 3.2 and 4 sqrt(2/80) = .63; over 500 .14 and .028; 3.3 of
        // them.
        assertThat(inputs).isCloseTo(9, within(0.47));
        assertThat(luck).isCloseTo(4, within(0.093));
    }

    @Test
    void oddsOfAlikeRunsCountDrawsOnly() {
        double[][] alike = {{1, 1, 1, 1}, {0, 0, 0, 0}, {1, 1, 1, 1}, {0, 0, 0, 0}};
        assertThat(TwoLevel.odds(alike).trials()).isEqualTo(4);
        double[][] mixed = {{1, 0, 1, 0}, {0, 1, 0, 1}, {1, 1, 0, 0}, {0, 0, 1, 1}};
        assertThat(TwoLevel.odds(mixed).trials()).isEqualTo(16);
        double[][] never = {{0, 0}, {0, 0}, {0, 0}};
        assertThat(TwoLevel.odds(never).trials()).isEqualTo(3);
        assertThat(TwoLevel.odds(never).low95()).isLessThan(1e-12);
    }
}
