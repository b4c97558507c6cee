package windtunnel.core.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class MetersTest {
    private static final Metric WALL = new Metric("wall_time", "s", "Time.");

    @Test
    void tallyByHand() {
        Tally tally = new Tally();
        for (double value : new double[] {2, 4, 4, 4, 5, 5, 7, 9}) {
            tally.add(value);
        }
        assertThat(tally.mean()).isEqualTo(5);
        assertThat(tally.variance()).isCloseTo(32.0 / 7, within(1e-12));
        assertThat(tally.min()).isEqualTo(2);
        assertThat(tally.max()).isEqualTo(9);
        assertThatThrownBy(() -> new Tally().mean()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void timeWeightedIntegratesSteps() {
        TimeWeighted value = new TimeWeighted(0, 1);
        value.set(2_000_000_000L, 5);
        assertThat(value.integral(4_000_000_000L)).isEqualTo(12);
        assertThat(value.peak()).isEqualTo(5);
        assertThatThrownBy(() -> value.set(1, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void usageIsExactAndSorted() {
        Usage usage = new Usage();
        Usage.Key b = new Usage.Key("node-ns", "b", "spot", "", "");
        Usage.Key a = new Usage.Key("node-ns", "a", "spot", "", "");
        usage.add(b, Long.MAX_VALUE, 2);
        usage.add(b, 1, 1);
        usage.add(a, 3, 5);
        assertThat(usage.rows()).extracting(row -> row.key().sku()).containsExactly("a", "b");
        assertThat(usage.rows().get(1).quantity()).isEqualTo(new BigInteger("18446744073709551615"));
    }

    @Test
    void recorderRefusesDoublesAndNonsense() {
        Recorder recorder = new Recorder();
        recorder.record("job", WALL, 3);
        assertThatThrownBy(() -> recorder.record("job", WALL, 3)).hasMessageContaining("twice");
        assertThatThrownBy(() -> recorder.record("other", WALL, Double.NaN)).hasMessageContaining("other.wall_time");
        assertThatThrownBy(() -> new Metric("x", "s", " ")).isInstanceOf(IllegalArgumentException.class);
    }
}
