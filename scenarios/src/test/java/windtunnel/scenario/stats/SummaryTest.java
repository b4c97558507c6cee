package windtunnel.scenario.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SummaryTest {
    @Test
    void summarisesByHand() {
        Summary summary = Summary.of(new double[] {4, 1, 3, 2});
        assertThat(summary.mean()).isEqualTo(2.5);
        assertThat(summary.p50()).isEqualTo(2.5);
        assertThat(summary.p10()).isCloseTo(1.3, within(1e-12));
        assertThat(summary.p90()).isCloseTo(3.7, within(1e-12));
        assertThat(summary.min()).isEqualTo(1);
        assertThat(summary.max()).isEqualTo(4);
    }

    @ParameterizedTest
    @DisplayName("clu-10.2 Student quantiles behind the half-width")
    @CsvSource({"5, 2.776445", "10, 2.262157", "20, 2.093024", "30, 2.045230"})
    void halfWidthUsesStudent(int n, double t) {
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = i % 2 == 0 ? 0 : 1;
        }
        double mean = Summary.of(values).mean();
        double deviation = Math.sqrt(n * mean * (1 - mean) / (n - 1));
        assertThat(Summary.of(values).halfWidth95()).isCloseTo(t * deviation / Math.sqrt(n), within(1e-6));
    }

    @Test
    void oneValueHasNoWidth() {
        Summary summary = Summary.of(new double[] {0.1});
        assertThat(summary.halfWidth95()).isZero();
        assertThat(summary.mean()).isEqualTo(0.1);
        assertThat(summary.p95()).isEqualTo(0.1);
    }
}
