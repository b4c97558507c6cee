package windtunnel.core.measure;

import org.apache.commons.math3.distribution.TDistribution;

/**
 * The mean of one long, correlated series with an interval: means of 30, 25 or 20 long batches, which are taken as independent
 * (Law, Simulation Modeling and Analysis, 9.5.3).
 *
 * <p>The most batches whose means pass von Neumann's test are used: with b independent means {@code sum of squared successive differences /
 * sum of squared deviations} has mean 2 and variance {@code 4 (b - 2) / (b^2 - 1)}; neighbours that are alike make it small, and it fails
 * below its 5 % quantile by the normal approximation (von Neumann 1941; Fishman 1978). Where 20 fail, the series is too short.
 *
 * @param mean of all batches
 * @param halfWidth95 half the width of Student's 95 % interval of the mean
 * @param batches how many there were
 * @param independent whether their means passed the test
 */
public record BatchMeans(double mean, double halfWidth95, int batches, boolean independent) {
    private static final int[] COUNTS = {30, 25, 20};
    /** The 95 % quantile of the standard normal. */
    private static final double Z95 = 1.6448536269514722;

    /** Batch means of {@code values} from {@code from} on, of which there must be at least 20; what does not fill the last batch is left out. */
    public static BatchMeans of(double[] values, int from) {
        int n = values.length - from;
        if (from < 0 || n < COUNTS[COUNTS.length - 1]) {
            throw new IllegalArgumentException("needs 20 observations, has " + n);
        }
        BatchMeans last = null;
        for (int count : COUNTS) {
            if (n >= count) {
                last = of(values, from, count);
                if (last.independent) {
                    return last;
                }
            }
        }
        return last;
    }

    private static BatchMeans of(double[] values, int from, int count) {
        int size = (values.length - from) / count;
        double[] means = new double[count];
        Tally tally = new Tally();
        for (int b = 0; b < count; b++) {
            double sum = 0;
            for (int i = from + b * size; i < from + (b + 1) * size; i++) {
                sum += values[i];
            }
            means[b] = sum / size;
            tally.add(means[b]);
        }
        double t = new TDistribution(null, count - 1).inverseCumulativeProbability(0.975);
        double half = t * Math.sqrt(tally.variance() / count);
        return new BatchMeans(tally.mean(), half, count, passes(means, tally.variance() * (count - 1)));
    }

    private static boolean passes(double[] means, double squares) {
        if (squares == 0) {
            return true;
        }
        double successive = 0;
        for (int b = 1; b < means.length; b++) {
            successive += (means[b] - means[b - 1]) * (means[b] - means[b - 1]);
        }
        double b = means.length;
        return successive / squares >= 2 - Z95 * Math.sqrt(4 * (b - 2) / (b * b - 1));
    }
}
