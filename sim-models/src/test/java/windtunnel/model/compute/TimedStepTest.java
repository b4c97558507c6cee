package windtunnel.model.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimedStepTest {

    private static final long BUCKET = 25L << 20;

    /** Batch and seconds a step of the storage benchmark's accelerators (MLPerf Storage). */
    @ParameterizedTest
    @CsvSource({"7, 0.323", "7, 0.636", "400, 0.224", "400, 0.435", "1, 0.00350", "1, 0.00551"})
    @DisplayName("clu-1.10 t = fixed + samples x time of a sample gives back the measured step")
    void measuredBatchesComeBack(long batch, double seconds) {
        TimedStep step = TimedStep.of(0, seconds / batch, batch, 0, CommCosts.FREE);
        assertThat(step.seconds()).isCloseTo(seconds, within(1e-12));
        assertThat(step.exposedSeconds()).isZero();
        assertThat(step.transfers()).isEmpty();
        assertThat(TimedStep.of(0.1, seconds / batch, 2 * batch, 0, CommCosts.FREE)
                        .seconds())
                .isCloseTo(0.1 + 2 * seconds, within(1e-12));
    }

    @Test
    void theLastBucketOfGradientsIsExposedWhenTheNetworkIsFast() {
        TimedStep step = TimedStep.of(0, 0.01, 30, 4 * BUCKET, (dimension, op, bytes) -> 0.001 * bytes / BUCKET);
        assertThat(step.computeSeconds()).isCloseTo(0.3, within(1e-12));
        assertThat(step.exposedSeconds()).isCloseTo(0.001, within(1e-12));
    }

    @Test
    void aSlowNetworkHidesItsReductionBehindTheBackwardPassOnly() {
        // Forward until 0.1; buckets fill at 0.15, 0.2, 0.25, 0.3 and take 0.2 each: 0.15 + 0.8.
        TimedStep step = TimedStep.of(0, 0.01, 30, 4 * BUCKET, (dimension, op, bytes) -> 0.2 * bytes / BUCKET);
        assertThat(step.seconds()).isCloseTo(0.95, within(1e-12));
    }

    @Property(tries = 200)
    void exposureLiesBetweenNothingAndTheWholeReduction(
            @ForAll @DoubleRange(min = 0, max = 1) double fixed,
            @ForAll @DoubleRange(min = 0.01, max = 1) double sample,
            @ForAll @LongRange(min = 1, max = 500) long samples,
            @ForAll @LongRange(min = 1, max = 4_000_000_000L) long gradients,
            @ForAll @DoubleRange(min = 1e8, max = 1e12) double rate) {
        TimedStep step = TimedStep.of(fixed, sample, samples, gradients, (dimension, op, bytes) -> bytes / rate);
        double whole = gradients / rate;
        assertThat(step.exposedSeconds()).isBetween(0.0, whole + 1e-12 * step.seconds());
        assertThat(step.seconds()).isGreaterThanOrEqualTo(whole * (1 - 1e-12));
        long bytes = step.transfers().stream()
                .mapToLong(use -> use.payloadBytes() * use.countPerStep())
                .sum();
        assertThat(bytes).isEqualTo(gradients);
    }
}
