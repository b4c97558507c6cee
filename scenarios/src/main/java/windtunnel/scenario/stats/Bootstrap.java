package windtunnel.scenario.stats;

import java.util.Arrays;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.apache.commons.math3.stat.descriptive.moment.Mean;
import org.apache.commons.math3.stat.descriptive.moment.Skewness;

/**
 * The 95 % interval of a mean by bias-corrected and accelerated resampling (BCa; Efron 1987), for samples that lean to one side, where
 * Student's symmetric interval is wrong on both.
 *
 * <p>{@code z0} is the normal quantile of the share of resampled means below the mean, {@code a = sum d^3 / (6 (sum d^2)^1.5)} for deviations d
 * from the mean (its jackknife); the ends are the resampled quantiles at {@code Phi(z0 + (z0 + z) / (1 - a (z0 + z)))}. Fewer than ten values are too few for it.
 *
 * @param low lower end
 * @param high upper end
 */
public record Bootstrap(double low, double high) {
    /** Values below which it is not tried. */
    public static final int LEAST = 10;

    private static final int RESAMPLES = 2000;
    private static final int SEED = 1987;
    private static final double SKEWED = 0.5;

    /** Whether a sample leans so much to one side that the interval is worth printing: a skewness beyond one half. */
    public static boolean wanted(double[] values) {
        return values.length >= LEAST && Math.abs(new Skewness().evaluate(values)) > SKEWED;
    }

    /** The interval of the mean of at least ten values; the same for the same values. */
    public static Bootstrap ofMean(double[] values) {
        if (values.length < LEAST) {
            throw new IllegalArgumentException("ten values are the least, not " + values.length);
        }
        double mean = new Mean().evaluate(values);
        double[] means = resampled(values);
        int below = 0;
        int equal = 0;
        for (double m : means) {
            below += m < mean ? 1 : 0;
            equal += m == mean ? 1 : 0;
        }
        if (means[0] == means[RESAMPLES - 1]) {
            return new Bootstrap(mean, mean);
        }
        NormalDistribution normal = new NormalDistribution(null, 0, 1);
        double share = Math.min(1 - 0.5 / RESAMPLES, Math.max(0.5 / RESAMPLES, (below + equal / 2.0) / RESAMPLES));
        double z0 = normal.inverseCumulativeProbability(share);
        double a = acceleration(values, mean);
        return new Bootstrap(
                means[index(normal, z0, a, normal.inverseCumulativeProbability(0.025))],
                means[index(normal, z0, a, normal.inverseCumulativeProbability(0.975))]);
    }

    private static double[] resampled(double[] values) {
        RandomGenerator random = new Well19937c(SEED);
        double[] means = new double[RESAMPLES];
        for (int r = 0; r < RESAMPLES; r++) {
            double sum = 0;
            for (int i = 0; i < values.length; i++) {
                sum += values[random.nextInt(values.length)];
            }
            means[r] = sum / values.length;
        }
        Arrays.sort(means);
        return means;
    }

    private static double acceleration(double[] values, double mean) {
        double cubes = 0;
        double squares = 0;
        for (double value : values) {
            double d = value - mean;
            cubes += d * d * d;
            squares += d * d;
        }
        return squares == 0 ? 0 : cubes / (6 * Math.pow(squares, 1.5));
    }

    private static int index(NormalDistribution normal, double z0, double a, double z) {
        double share = normal.cumulativeProbability(z0 + (z0 + z) / (1 - a * (z0 + z)));
        return Math.min(RESAMPLES - 1, Math.max(0, (int) Math.floor(share * RESAMPLES)));
    }
}
