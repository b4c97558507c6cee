package windtunnel.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import windtunnel.model.LedgerState;

class StepProgressTest {
    /** A step that computes for a while and then reduces over a ring. */
    private record Step(long computeNanos, int ranks, double latency, double chunk) {
        int rounds() {
            return 2 * (ranks - 1);
        }

        StepPlan at(double rate) {
            double seconds = rounds() * (latency + chunk / rate);
            long tail = Math.round(seconds * 1e9);
            long[] shares = new long[LedgerState.values().length];
            shares[LedgerState.COMPUTE.ordinal()] = computeNanos;
            shares[LedgerState.COMM_DP.ordinal()] = tail;
            return StepPlan.of(shares, new StepTail(tail, 0, rounds(), latency, chunk / rate));
        }

        /** When the last rank has its last chunk, each rank's link at rates of its own over time. */
        double everyRank(double[] from, double[][] rates) {
            double[] done = new double[ranks];
            Arrays.fill(done, computeNanos * 1e-9);
            for (int round = 0; round < rounds(); round++) {
                double[] next = new double[ranks];
                for (int rank = 0; rank < ranks; rank++) {
                    int sender = (rank + ranks - 1) % ranks;
                    double start = Math.max(done[rank], done[sender]) + latency;
                    next[rank] = end(start, from, rates[sender]);
                }
                done = next;
            }
            return Arrays.stream(done).max().orElseThrow();
        }

        private double end(double start, double[] from, double[] rate) {
            double at = start;
            double left = chunk;
            for (int i = 0; i < rate.length; i++) {
                double until = i + 1 < rate.length ? from[i + 1] : Double.POSITIVE_INFINITY;
                if (at < until && left > (until - at) * rate[i]) {
                    left -= (until - at) * rate[i];
                    at = until;
                } else if (at < until) {
                    return at + left / rate[i];
                }
            }
            throw new AssertionError();
        }

        /** End of the step whose slowest link has these rates. */
        double retimed(double[] from, double[] rate) {
            StepPlan first = at(rate[0]);
            StepProgress progress = new StepProgress(0, first, first.stepNanos());
            long length = first.stepNanos();
            for (int i = 1; i < rate.length; i++) {
                long now = Math.round(from[i] * 1e9);
                if (now < length) {
                    StepPlan next = at(rate[i]);
                    length = progress.goOn(now, next, next.stepNanos()).stepNanos();
                }
            }
            return length * 1e-9;
        }
    }

    private static Step random(SplittableRandom r) {
        return new Step(r.nextLong(3_000_000_000L), 2 + r.nextInt(20), r.nextInt(3) == 0 ? 0 : r.nextDouble(), 4);
    }

    private static double[] instants(SplittableRandom r, int pieces, double length) {
        double[] from = new double[pieces];
        for (int i = 1; i < pieces; i++) {
            from[i] = from[i - 1] + Math.round(1e9 * length * r.nextDouble() / 2) * 1e-9;
        }
        return from;
    }

    @Property(tries = 500)
    @Label("net-5.11 links of all ranks change within the all-reduce of a step: every round of every rank, to ns")
    void allLinks(@ForAll long seed) {
        SplittableRandom r = new SplittableRandom(seed);
        Step step = random(r);
        int pieces = 1 + r.nextInt(5);
        double[] rate = r.doubles(pieces, 1, 5).toArray();
        double[] from = instants(r, pieces, step.at(1).stepNanos() * 1e-9);
        double[][] all = new double[step.ranks()][];
        Arrays.fill(all, rate);
        assertThat(step.retimed(from, rate)).isCloseTo(step.everyRank(from, all), within(1e-9 * (pieces + 2)));
    }

    @Property(tries = 500)
    @Label("net-5.11 one link falls within the all-reduce of a step and heals later: every round of every rank, to ns")
    void oneLink(@ForAll long seed) {
        SplittableRandom r = new SplittableRandom(seed);
        Step step = random(r);
        double slow = 0.2 + 0.8 * r.nextDouble();
        double[] rate = {2, 2 * slow, 2};
        double[] from = instants(r, 3, step.at(1).stepNanos() * 1e-9);
        double[][] all = new double[step.ranks()][];
        Arrays.fill(all, new double[] {2, 2, 2});
        all[r.nextInt(step.ranks())] = rate;
        assertThat(step.retimed(from, rate)).isCloseTo(step.everyRank(from, all), within(5e-9));
    }

    @Test
    @DisplayName("a stall within a step counts as a wait, and what is left goes on after it")
    void stalled() {
        Step step = new Step(1_000_000_000L, 2, 0, 1);
        StepPlan fast = step.at(2);
        StepPlan slow = step.at(1);
        StepProgress progress = new StepProgress(0, fast, fast.stepNanos());
        progress.stall(500_000_000L, 2_000_000_000L);
        StepPlan whole = progress.goOn(3_500_000_000L, slow, slow.stepNanos());
        // Computing until 3 s, half of the all-reduce of 1 s until 3.5 s, the other half at half the rate until 4.5 s.
        assertThat(whole.stepNanos()).isEqualTo(4_500_000_000L);
        assertThat(whole.shareNanos(LedgerState.STRAGGLER_WAIT)).isEqualTo(2_000_000_000L);
        assertThat(whole.shareNanos(LedgerState.COMPUTE)).isEqualTo(1_000_000_000L);
        assertThat(whole.shareNanos(LedgerState.COMM_DP)).isEqualTo(1_500_000_000L);
    }

    @Test
    @DisplayName("passes that get faster keep the share that is done, even where nothing of the step is left at once")
    void passes() {
        StepPlan slow = StepPlan.of(compute(4_000), StepTail.NONE);
        StepPlan fast = StepPlan.of(compute(1_000), StepTail.NONE);
        StepProgress progress = new StepProgress(0, slow, 4_000);
        assertThat(progress.goOn(1_000, fast, 1_000).stepNanos()).isEqualTo(1_750);
        assertThat(progress.goOn(1_375, slow, 4_000).stepNanos()).isEqualTo(1_375 + 1_500);
        assertThat(progress.goOn(2_875, fast, 1_000).stepNanos()).isEqualTo(2_875);
    }

    private static long[] compute(long nanos) {
        long[] shares = new long[LedgerState.values().length];
        shares[LedgerState.COMPUTE.ordinal()] = nanos;
        return shares;
    }
}
