package windtunnel.scenario.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class QuantileIntervalTest {
    @Test
    @DisplayName("clu-10.6 the 95 % interval of the P95 of 200 values lies between ranks 184 and 197")
    void ranks() {
        double[] values =
                IntStream.rangeClosed(1, 200).mapToDouble(i -> 201 - i).toArray();
        QuantileInterval interval = QuantileInterval.of(values, 0.95);
        assertThat(interval.lowRank()).isEqualTo(184);
        assertThat(interval.highRank()).isEqualTo(197);
        assertThat(interval.low().getAsDouble()).isEqualTo(184);
        assertThat(interval.high().getAsDouble()).isEqualTo(197);
    }

    @Test
    void twentyRunsLeaveTheP90OpenAbove() {
        QuantileInterval interval = QuantileInterval.of(new double[20], 0.9);
        assertThat(interval.low()).isPresent();
        assertThat(interval.high()).isEmpty();
        assertThat(QuantileInterval.of(new double[] {1}, 0.5).low()).isEmpty();
    }

    @Test
    @DisplayName("clu-10.6 the interval covers the true median in at least 95 of 100 experiments")
    void coverage() {
        Random random = new Random(6);
        int covered = 0;
        for (int experiment = 0; experiment < 1000; experiment++) {
            double[] values = random.doubles(50).toArray();
            QuantileInterval interval = QuantileInterval.of(values, 0.5);
            covered += interval.low().getAsDouble() <= 0.5 && interval.high().getAsDouble() >= 0.5 ? 1 : 0;
        }
        assertThat(covered).isBetween(940, 985);
    }
}
