package windtunnel.scenario.stats;

import java.util.Arrays;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.descriptive.moment.Mean;
import org.apache.commons.math3.stat.descriptive.moment.StandardDeviation;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;

/**
 * Statistics of independent replications: mean with Student's half-width, quantiles of type 7 (Hyndman and Fan 1996).
 *
 * @param n number of values
 * @param mean arithmetic mean
 * @param halfWidth95 half the width of the 95 % interval of the mean; 0 for one value
 */
public record Summary(
        int n,
        double mean,
        double halfWidth95,
        double min,
        double p10,
        double p50,
        double p90,
        double p95,
        double max) {

    /** Summarises at least one value. */
    public static Summary of(double[] values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("nothing to summarise");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        Percentile percentile = new Percentile().withEstimationType(Percentile.EstimationType.R_7);
        percentile.setData(sorted);
        return new Summary(
                sorted.length,
                mean(values, sorted),
                halfWidth(values),
                sorted[0],
                percentile.evaluate(10),
                percentile.evaluate(50),
                percentile.evaluate(90),
                percentile.evaluate(95),
                sorted[sorted.length - 1]);
    }

    /** The mean, exactly the common value when all are equal. */
    private static double mean(double[] values, double[] sorted) {
        return sorted[0] == sorted[sorted.length - 1] ? sorted[0] : new Mean().evaluate(values);
    }

    private static double halfWidth(double[] values) {
        int n = values.length;
        if (n < 2) {
            return 0;
        }
        double deviation = new StandardDeviation().evaluate(values);
        double t = new TDistribution(null, n - 1).inverseCumulativeProbability(0.975);
        return t * deviation / Math.sqrt(n);
    }
}
