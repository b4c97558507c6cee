package windtunnel.core.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.math3.distribution.UniformRealDistribution;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import windtunnel.core.measure.Tally;

class RandomStreamsTest {
    @Test
    void aStreamDependsOnNamesOnlyNotOnOrder() {
        double alone = new RandomStreams(7, 0).stream("node-1", "failure").uniform();
        RandomStreams streams = new RandomStreams(7, 0);
        streams.stream("node-0", "failure").uniform();
        streams.stream("node-1", "jitter").uniform();
        assertThat(streams.stream("node-1", "failure").uniform()).isEqualTo(alone);
    }

    @Test
    void seedReplicationEntityAndPurposeAllMatter() {
        double base = new RandomStreams(7, 0).stream("node-1", "failure").uniform();
        assertThat(new RandomStreams(8, 0).stream("node-1", "failure").uniform())
                .isNotEqualTo(base);
        assertThat(new RandomStreams(7, 1).stream("node-1", "failure").uniform())
                .isNotEqualTo(base);
        assertThat(new RandomStreams(7, 0).stream("node-2", "failure").uniform())
                .isNotEqualTo(base);
        assertThat(new RandomStreams(7, 0).stream("node-1", "repair").uniform()).isNotEqualTo(base);
        assertThat(new RandomStreams(7, 0).stream("node-", "1failure").uniform())
                .isNotEqualTo(base);
    }

    @Test
    void theFirstNumbersNeverChange() {
        Stream stream = new RandomStreams(7, 0).stream("node-1", "failure");
        assertThat(stream.uniform()).isEqualTo(0.2812333649075836);
    }

    @Test
    @DisplayName("clu-10.1 uniforms pass a Kolmogorov-Smirnov test at .001, within a stream and across streams")
    void uniformsAreUniform() {
        double[] within = new double[10_000];
        double[] across = new double[10_000];
        Stream stream = new RandomStreams(1, 0).stream("a", "b");
        for (int i = 0; i < within.length; i++) {
            within[i] = stream.uniform();
            across[i] = new RandomStreams(1, 0).stream("node-" + i, "failure").uniform();
        }
        KolmogorovSmirnovTest test = new KolmogorovSmirnovTest();
        assertThat(test.kolmogorovSmirnovTest(new UniformRealDistribution(), within))
                .isGreaterThan(0.001);
        assertThat(test.kolmogorovSmirnovTest(new UniformRealDistribution(), across))
                .isGreaterThan(0.001);
    }

    @Test
    void distributionsHaveTheirMoments() {
        Distribution[] laws = {
            Distribution.constant(3),
            Distribution.exponential(3),
            Distribution.lognormalMean(3, 1),
            Distribution.lognormal(2, 6),
            Distribution.weibull(0.7, 2),
        };
        for (Distribution law : laws) {
            Stream stream = new RandomStreams(5, 0).stream("law", law.toString());
            Tally tally = new Tally();
            for (int i = 0; i < 100_000; i++) {
                tally.add(law.draw(stream));
            }
            double error = 4 * Math.sqrt(tally.variance() / tally.count());
            assertThat(tally.mean()).as(law.toString()).isCloseTo(law.mean(), within(error + 1e-12));
        }
    }

    @Test
    @DisplayName("clu-T4.4 Weibull with mean 100 and shape .7: P(T < 10) = .20968")
    void weibullTail() {
        Distribution law = Distribution.weibull(0.7, 79.0000);
        assertThat(law.mean()).isCloseTo(100, within(0.01));
        assertThat(law.quantile(0.20968)).isCloseTo(10, within(0.001));
    }

    @Test
    void lognormalHitsItsPercentiles() {
        Distribution law = Distribution.lognormal(300, 3600);
        assertThat(law.quantile(0.5)).isCloseTo(300, within(1e-6));
        assertThat(law.quantile(0.95)).isCloseTo(3600, within(1e-4));
    }
}
