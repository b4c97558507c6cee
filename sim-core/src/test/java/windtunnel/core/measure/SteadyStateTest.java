package windtunnel.core.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import windtunnel.core.random.RandomStreams;
import windtunnel.core.random.Stream;

class SteadyStateTest {
    /** {@code -Dcoverage.experiments=1000 -Dcoverage.customers=200000} is the size of the published experiment. */
    private static final int EXPERIMENTS = Integer.getInteger("coverage.experiments", 100);

    private static final int CUSTOMERS = Integer.getInteger("coverage.customers", 40_000);

    /** Times in the system of an M/M/1 queue that starts empty, by Lindley's recursion; service has mean 1. */
    private static double[] sojourns(int customers, double load, Stream stream) {
        double[] times = new double[customers];
        double wait = 0;
        for (int i = 0; i < customers; i++) {
            double service = -Math.log(stream.uniform());
            times[i] = wait + service;
            wait = Math.max(0, wait + service + Math.log(stream.uniform()) / load);
        }
        return times;
    }

    @Test
    @DisplayName("clu-T10.1 M/M/1 at .8: batch means after MSER-5 cover the mean time 5 as often as 95 % intervals do")
    void coverage() {
        int covered = 0;
        for (int experiment = 0; experiment < EXPERIMENTS; experiment++) {
            Stream stream = new RandomStreams(10, experiment).stream("queue", "both");
            double[] times = sojourns(CUSTOMERS, 0.8, stream);
            BatchMeans means = BatchMeans.of(times, Math.max(0, WarmUp.mser5(times)));
            covered += Math.abs(means.mean() - 5) <= means.halfWidth95() ? 1 : 0;
        }
        BinomialDistribution nominal = new BinomialDistribution(null, EXPERIMENTS, 0.95);
        System.out.println("T10.1: " + covered + " of " + EXPERIMENTS + " intervals cover");
        assertThat(covered)
                .isBetween(nominal.inverseCumulativeProbability(0.0005), nominal.inverseCumulativeProbability(0.9995));
    }

    @Test
    @DisplayName("clu-T10.2 MSER-5 cuts a series with a step at 200 within 10 of it")
    void mserFindsAStep() {
        // Noise may cut a little more, never less: the median of 51 series is what counts.
        int[] cuts = new int[51];
        for (int seed = 0; seed < cuts.length; seed++) {
            Random random = new Random(seed);
            double[] values = new double[2000];
            for (int i = 0; i < values.length; i++) {
                values[i] = (i < 200 ? 8 : 0) + random.nextGaussian();
            }
            cuts[seed] = WarmUp.mser5(values);
        }
        Arrays.sort(cuts);
        assertThat(cuts[0]).isBetween(190, 210);
        assertThat(cuts[25]).isBetween(190, 210);
    }

    @Test
    void mserByHand() {
        // Batches 10, 2, 1, 1, 1, 1: without none (n = 6) 66.67 / 36; without one .8 / 25 = .032; without two 0.
        double[] values = new double[30];
        for (int i = 0; i < 30; i++) {
            values[i] = i < 5 ? 10 : i < 10 ? 2 : 1;
        }
        assertThat(WarmUp.mser5(values)).isEqualTo(10);
        assertThat(WarmUp.mser5(new double[100])).isZero();
    }

    @Test
    void aSeriesThatNeverSettlesIsTooShort() {
        double[] rising = new double[100];
        for (int i = 0; i < rising.length; i++) {
            rising[i] = i;
        }
        assertThat(WarmUp.mser5(rising)).isEqualTo(-1);
        assertThat(WarmUp.mser5(new double[4])).isEqualTo(-1);
    }

    @Test
    void batchMeansOfIndependentValuesPassAndOfATrendFail() {
        Random random = new Random(2);
        double[] noise = random.doubles(3000).toArray();
        BatchMeans means = BatchMeans.of(noise, 0);
        assertThat(means.independent()).isTrue();
        assertThat(means.batches()).isEqualTo(30);
        // Deviation of the mean of 3,000 uniforms .00527; t(29) = 2.045.
        assertThat(means.halfWidth95()).isCloseTo(2.045 * 0.00527, within(0.004));
        double[] trend = new double[3000];
        for (int i = 0; i < trend.length; i++) {
            trend[i] = i;
        }
        assertThat(BatchMeans.of(trend, 0).independent()).isFalse();
        assertThat(BatchMeans.of(trend, 0).batches()).isEqualTo(20);
        assertThat(BatchMeans.of(new double[20], 0).halfWidth95()).isZero();
        assertThatThrownBy(() -> BatchMeans.of(new double[19], 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
