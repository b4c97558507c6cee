package windtunnel.model.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class GradientBucketsTest {

    private static final GradientBuckets.Cost ONE_SECOND_PER_TEN = bytes -> bytes / 10.0;

    private static GradientBuckets.Load load(long payload, long bucket) {
        return GradientBuckets.Load.of(payload, bucket, ONE_SECOND_PER_TEN);
    }

    private static double reduced(double pass, GradientBuckets.Load load) {
        return GradientBuckets.reducedSeconds(0, 0, pass, load, load(0, 1));
    }

    @Test
    void twoCommunicatorsTakeTurnsAsTheirBucketsFill() {
        // Buckets fill at 5 and 10, and at 10; one second for ten bytes.
        assertThat(GradientBuckets.reducedSeconds(0, 0, 10, load(20, 10), load(30, 30)))
                .isEqualTo(10 + 1 + 3);
        // The second one's first bucket fills at 1 and takes until 5; then the first one's at 2 takes until 6.
        assertThat(GradientBuckets.reducedSeconds(0, 0, 2, load(10, 10), load(80, 40)))
                .isEqualTo(1 + 4 + 1 + 4);
        assertThat(GradientBuckets.reducedSeconds(3, 0, 2, load(0, 10), load(0, 40)))
                .isEqualTo(3);
    }

    @Test
    void slowTransfersExposeAllButTheFirstBucketsWait() {
        double end = reduced(4, load(100, 25));
        assertThat(end).isEqualTo(1 + 10);
    }

    @Test
    void fastTransfersExposeTheLastBucketOnly() {
        double end = reduced(100, load(100, 25));
        assertThat(end).isEqualTo(100 + 2.5);
    }

    @Test
    void partialBucketIsChargedForItsOwnBytes() {
        assertThat(GradientBuckets.count(60, 25)).isEqualTo(3);
        assertThat(GradientBuckets.lastBytes(60, 25)).isEqualTo(10);
        assertThat(load(60, 25).serialSeconds()).isEqualTo(6);
    }

    @Test
    void passWaitsForItsFirstBucketOfParameters() {
        double hidden = GradientBuckets.gatheredPassEndSeconds(0, 0, 100, load(100, 25));
        double bound = GradientBuckets.gatheredPassEndSeconds(0, 0, 4, load(100, 25));
        assertThat(hidden).isEqualTo(2.5 + 100);
        assertThat(bound).isEqualTo(10 + 1);
    }

    @Property(tries = 200)
    void overlapLiesBetweenTheLongerPartAndTheSum(
            @ForAll @DoubleRange(min = 0.01, max = 50) double pass,
            @ForAll @LongRange(min = 1, max = 10_000) long payload,
            @ForAll @LongRange(min = 1, max = 3_000) long bucket) {
        double serial = load(payload, bucket).serialSeconds();
        double reduced = reduced(pass, load(payload, bucket));
        double gathered = GradientBuckets.gatheredPassEndSeconds(0, 0, pass, load(payload, bucket));
        double slack = 1e-9 * (pass + serial);
        assertThat(reduced).isBetween(Math.max(pass, serial) - slack, pass + serial + slack);
        assertThat(gathered).isBetween(Math.max(pass, serial) - slack, pass + serial + slack);
    }

    @Test
    @DisplayName(
            "net-C15 ten buckets that fill every 5 ms: reductions of 3 ms end at 53 ms, of 8 ms at 85 ms, 35 of them exposed")
    void tenBuckets() {
        assertThat(reduced(0.05, GradientBuckets.Load.of(100, 10, bytes -> 0.003)))
                .isCloseTo(0.053, within(1e-12));
        assertThat(reduced(0.05, GradientBuckets.Load.of(100, 10, bytes -> 0.008)))
                .isCloseTo(0.085, within(1e-12));
    }

    @Test
    void oneBucketHidesNothing() {
        assertThat(reduced(7, load(100, 1000))).isCloseTo(17, within(1e-12));
    }
}
