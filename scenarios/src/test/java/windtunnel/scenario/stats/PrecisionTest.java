package windtunnel.scenario.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PrecisionTest {
    private static List<Summary> of(double mean, double half, int n) {
        return List.of(new Summary(n, mean, half, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void itIsEnoughWhenHalfTheIntervalIsSmall() {
        Precision fivePercent = new Precision(0.05, 1000);
        assertThat(fivePercent.wanted(of(100, 0.05 / 1.05 * 100 - 1e-9, 10))).isEqualTo(10);
        assertThat(Precision.reached(of(100, 0.05 / 1.05 * 100, 10))).isCloseTo(0.05, within(1e-12));
        assertThat(fivePercent.wanted(of(0, 0, 10))).isEqualTo(10);
    }

    @Test
    void otherwiseTheNextLookIsWhereItMayBeEnoughButNeverBeyondTwiceAsMany() {
        Precision fivePercent = new Precision(0.05, 1000);
        // Half the interval is 1.2 times too wide: 1.44 times as many runs.
        assertThat(fivePercent.wanted(of(100, 0.0599 / 1.05 * 100, 100))).isEqualTo(144);
        assertThat(fivePercent.wanted(of(100, 40, 100))).isEqualTo(200);
        assertThat(fivePercent.wanted(of(100, 400, 100))).isEqualTo(200);
        assertThat(fivePercent.wanted(of(0, 1, 900))).isEqualTo(1000);
        assertThat(fivePercent.wanted(of(100, 40, 1000))).isEqualTo(1000);
        assertThatThrownBy(() -> new Precision(0, 10)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("clu-10.2 stopping at 10 % keeps the true mean within 10 % in nearly 95 of 100 experiments")
    void coverage() {
        Random random = new Random(4);
        Precision rule = new Precision(0.1, 100_000);
        int within = 0;
        for (int experiment = 0; experiment < 1000; experiment++) {
            double[] values = new double[0];
            int wanted = Precision.FIRST;
            while (wanted > values.length) {
                int before = values.length;
                values = Arrays.copyOf(values, wanted);
                for (int i = before; i < wanted; i++) {
                    values[i] = 5 + 2 * random.nextGaussian();
                }
                wanted = rule.wanted(List.of(Summary.of(values)));
            }
            within += Math.abs(Summary.of(values).mean() - 5) <= 0.5 ? 1 : 0;
        }
        // A sequential rule stops a little early: some points below 95 %, binomial deviation .7.
        assertThat(within).isBetween(900, 980);
    }
}
