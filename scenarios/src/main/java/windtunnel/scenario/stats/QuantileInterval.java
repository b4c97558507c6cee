package windtunnel.scenario.stats;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.apache.commons.math3.distribution.BinomialDistribution;

/**
 * A 95 % interval of a quantile between two order statistics, whatever the distribution (David and Nagaraja, Order Statistics, 7.1).
 *
 * <p>The number of values below the p-quantile is binomial(n, p): the ranks are its 2.5 % quantile and its 97.5 % quantile plus one. With too few
 * runs the interval is open at one end: 20 runs say nothing about how large a P90 may be.
 *
 * @param lowRank rank of the lower end, from 1; 0 where it is open
 * @param highRank rank of the upper end; more than n where it is open
 * @param low value of that rank
 * @param high value of that rank
 */
public record QuantileInterval(int lowRank, int highRank, OptionalDouble low, OptionalDouble high) {

    /** The interval of the {@code p}-quantile, 0 &lt; p &lt; 1, of values in any order. */
    public static QuantileInterval of(double[] values, double p) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        BinomialDistribution below = new BinomialDistribution(null, n, p);
        int low = below.inverseCumulativeProbability(0.025);
        int high = below.inverseCumulativeProbability(0.975) + 1;
        return new QuantileInterval(
                low,
                high,
                low < 1 ? OptionalDouble.empty() : OptionalDouble.of(sorted[low - 1]),
                high > n ? OptionalDouble.empty() : OptionalDouble.of(sorted[high - 1]));
    }
}
