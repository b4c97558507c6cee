package windtunnel.model.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class GradientBucketsTest {

    private static final GradientBuckets.Cost ONE_SECOND_PER_TEN = bytes -> bytes / 10.0;

    @Test
    void slowTransfersExposeAllButTheFirstBucketsWait() {
        double end = GradientBuckets.reducedSeconds(0, 0, 4, 100, 25, ONE_SECOND_PER_TEN);
        assertThat(end).isEqualTo(1 + 10);
    }

    @Test
    void fastTransfersExposeTheLastBucketOnly() {
        double end = GradientBuckets.reducedSeconds(0, 0, 100, 100, 25, ONE_SECOND_PER_TEN);
        assertThat(end).isEqualTo(100 + 2.5);
    }

    @Test
    void partialBucketIsChargedForItsOwnBytes() {
        assertThat(GradientBuckets.count(60, 25)).isEqualTo(3);
        assertThat(GradientBuckets.lastBytes(60, 25)).isEqualTo(10);
        assertThat(GradientBuckets.serialSeconds(60, 25, ONE_SECOND_PER_TEN)).isEqualTo(6);
    }

    @Test
    void passWaitsForItsFirstBucketOfParameters() {
        double hidden = GradientBuckets.gatheredPassEndSeconds(0, 0, 100, 100, 25, ONE_SECOND_PER_TEN);
        double bound = GradientBuckets.gatheredPassEndSeconds(0, 0, 4, 100, 25, ONE_SECOND_PER_TEN);
        assertThat(hidden).isEqualTo(2.5 + 100);
        assertThat(bound).isEqualTo(10 + 1);
    }

    @Property(tries = 200)
    void overlapLiesBetweenTheLongerPartAndTheSum(
            @ForAll @DoubleRange(min = 0.01, max = 50) double pass,
            @ForAll @LongRange(min = 1, max = 10_000) long payload,
            @ForAll @LongRange(min = 1, max = 3_000) long bucket) {
        double serial = GradientBuckets.serialSeconds(payload, bucket, ONE_SECOND_PER_TEN);
        double reduced = GradientBuckets.reducedSeconds(0, 0, pass, payload, bucket, ONE_SECOND_PER_TEN);
        double gathered = GradientBuckets.gatheredPassEndSeconds(0, 0, pass, payload, bucket, ONE_SECOND_PER_TEN);
        double slack = 1e-9 * (pass + serial);
        assertThat(reduced).isBetween(Math.max(pass, serial) - slack, pass + serial + slack);
        assertThat(gathered).isBetween(Math.max(pass, serial) - slack, pass + serial + slack);
    }

    @Test
    void oneBucketHidesNothing() {
        assertThat(GradientBuckets.reducedSeconds(0, 0, 7, 100, 1000, ONE_SECOND_PER_TEN))
                .isCloseTo(17, within(1e-12));
    }
}
