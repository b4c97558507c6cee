package windtunnel.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class StepClockTest {
    private static final long SECOND = 1_000_000_000L;

    /** The loader and the GPUs simulated step by step in plain seconds, buffer limit included. */
    private static final class Naive {
        private final double batch;
        private final double buffer;
        private final double step;
        private final double rate;
        private double now;
        private double level;

        Naive(double batch, double buffer, double step, double rate, double level) {
            this.batch = batch;
            this.buffer = buffer;
            this.step = step;
            this.rate = rate;
            this.level = Math.min(level, buffer);
        }

        double nextStart() {
            if (level < batch) {
                now += (batch - level) / rate;
                level = batch;
            }
            double start = now;
            level = Math.min(buffer, level - batch + rate * step);
            now += step;
            return start;
        }
    }

    /** Drives the clock as a job does: whenever the buffer fills up before the next start, it says so. */
    private static long[] starts(StepClock clock, int steps) {
        long[] starts = new long[steps];
        long taken = 0;
        for (int n = 0; n < steps; n++) {
            long full = clock.fullAtNanos();
            if (full != StepClock.NEVER && full <= clock.start(taken + 1)) {
                clock.fill(full, taken);
                taken = 0;
            }
            taken++;
            starts[n] = clock.start(taken);
        }
        return starts;
    }

    @Property(tries = 2000)
    void startsAgreeWithANaiveLoader(
            @ForAll @LongRange(min = 1, max = 5_000_000_000L) long stepNanos,
            @ForAll @DoubleRange(min = 1, max = 1e9) double batch,
            @ForAll @IntRange(min = 1, max = 5) int depth,
            @ForAll @DoubleRange(min = 0.05, max = 20) double supply,
            @ForAll @DoubleRange(min = 0, max = 1) double filled) {
        double rate = supply * batch / (stepNanos * 1e-9);
        double buffer = depth * batch;
        StepClock clock = new StepClock(batch, buffer, stepNanos);
        clock.begin(0, filled * buffer);
        clock.rate(0, 0, rate);
        clock.free(0);
        Naive naive = new Naive(batch, buffer, stepNanos * 1e-9, rate, filled * buffer);
        long[] starts = starts(clock, 60);
        for (long start : starts) {
            double expected = naive.nextStart() * 1e9;
            assertThat((double) start).isCloseTo(expected, within(3 + 1e-9 * expected));
        }
    }

    @Test
    @DisplayName("clu-G3 one batch of 128 H100 on 20 GB/s lasts 293,529,779.2 ns, also over a million starved steps")
    void aMillionStarvedStepsAreAsExactAsOne() {
        double batch = 128 * 400 * 114_660.07;
        StepClock clock = new StepClock(batch, 2 * batch, 224_000_000L);
        clock.begin(0, batch);
        clock.rate(0, 0, 20e9);
        clock.free(0);
        assertThat(clock.start(1)).isZero();
        assertThat(clock.start(2)).isEqualTo(293_529_780L);
        assertThat(clock.start(6)).isEqualTo(1_467_648_896L);
        assertThat(clock.start(1_000_001)).isEqualTo(293_529_779_200_000L);
        assertThat(0.224 / (clock.start(1_000_001) / 1e15)).isCloseTo(0.763125297, within(5e-10));
    }

    @Test
    void withoutDataStepsFollowEachOther() {
        StepClock clock = new StepClock(0, 0, 2 * SECOND);
        clock.begin(0, 0);
        clock.free(5);
        assertThat(clock.start(1)).isEqualTo(5);
        assertThat(clock.start(100_000)).isEqualTo(5 + 99_999 * 2 * SECOND);
        assertThat(clock.fullAtNanos()).isEqualTo(StepClock.NEVER);
    }

    @Test
    void aFullBufferCarriesStepsThroughAnOutageUntilItIsEmpty() {
        StepClock clock = new StepClock(10, 40, SECOND);
        clock.begin(0, 40);
        clock.rate(0, 0, 100);
        clock.free(0);
        assertThat(clock.full()).isTrue();
        // At 2.5 s the third step is under way; the stream stops. 40 - 10 + 10 taken back: 40 bytes are there.
        clock.rate(2_500_000_000L, 3, 0);
        assertThat(clock.start(4)).isEqualTo(6 * SECOND);
        assertThat(clock.start(5)).isEqualTo(StepClock.NEVER);
    }

    @Test
    void theBufferFillsWhileABlockedJobTakesNothing() {
        StepClock clock = new StepClock(10, 40, SECOND);
        clock.begin(0, 0);
        clock.rate(0, 0, 5);
        clock.free(0);
        assertThat(clock.start(3)).isEqualTo(6 * SECOND);
        clock.block(7 * SECOND, 3);
        assertThat(clock.levelAt(7 * SECOND, 0)).isCloseTo(5, within(1e-9));
        assertThat(clock.fullAtNanos()).isEqualTo(14 * SECOND);
    }

    @Test
    void startedByCountsWhatHasStarted() {
        StepClock clock = new StepClock(10, 20, SECOND);
        clock.begin(0, 10);
        clock.rate(0, 0, 5);
        clock.free(0);
        assertThat(clock.startedBy(0, 100)).isEqualTo(1);
        assertThat(clock.startedBy(2 * SECOND - 1, 100)).isEqualTo(1);
        assertThat(clock.startedBy(2 * SECOND, 100)).isEqualTo(2);
        assertThat(clock.startedBy(1000 * SECOND, 100)).isEqualTo(100);
    }
}
