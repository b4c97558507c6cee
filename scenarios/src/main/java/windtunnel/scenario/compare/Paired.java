package windtunnel.scenario.compare;

import java.util.OptionalDouble;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.correlation.Covariance;
import org.apache.commons.math3.stat.descriptive.moment.Variance;
import windtunnel.scenario.stats.Summary;

/**
 * A metric of two designs, replication by replication under the same luck.
 *
 * <p>The interval is Student's of the mean of the differences (Law, Simulation Modeling and Analysis, section 10.2.1). The
 * variance ratio compares it with two independent samples: (s_a^2 + s_b^2) / s_d^2; its square root is how many times narrower
 * the interval is for pairing. Where several designs are compared with the first, each interval is widened so that all of them hold together
 * with 95 % (Bonferroni: 1 - 0.05 / comparisons each).
 *
 * <p>Values that differ by less than a part in 10^10 are equal: a metric is a sum of up to some 10^5 products, each rounded to a part in 10^16,
 * so less than that is the order of adding up.
 *
 * @param metric its name
 * @param unit of its values
 * @param n replications
 * @param meanA mean of the first design
 * @param meanB mean of the second one
 * @param delta mean of second minus first
 * @param halfWidth half the width of the interval of {@code delta}; 0 for one replication
 * @param lowerA in how many replications the first is lower
 * @param lowerB in how many the second is lower
 * @param varianceRatio by how much pairing lowers the variance; empty when nothing varies
 * @param correlation of the two designs' values; empty when one of them does not vary
 */
public record Paired(
        String metric,
        String unit,
        int n,
        double meanA,
        double meanB,
        double delta,
        double halfWidth,
        int lowerA,
        int lowerB,
        OptionalDouble varianceRatio,
        OptionalDouble correlation) {
    /** Share of the variances' sum below which a variance is dust of rounding. */
    private static final double DUST = 1e-20;
    /** Share of a value below which a difference is rounding. */
    private static final double ROUNDING = 1e-10;

    /**
     * Pairs the values of two designs, of which there are equally many.
     *
     * @param comparisons how many intervals shall hold together with 95 %
     */
    public static Paired of(String metric, String unit, double[] a, double[] b, int comparisons) {
        double[] differences = new double[a.length];
        int lowerA = 0;
        int lowerB = 0;
        for (int i = 0; i < a.length; i++) {
            differences[i] = difference(a[i], b[i]);
            lowerA += differences[i] > 0 ? 1 : 0;
            lowerB += differences[i] < 0 ? 1 : 0;
        }
        Summary delta = Summary.of(differences);
        return new Paired(
                metric,
                unit,
                a.length,
                Summary.of(a).mean(),
                Summary.of(b).mean(),
                delta.mean(),
                delta.halfWidth95() * widening(a.length, comparisons),
                lowerA,
                lowerB,
                ratio(a, b, differences),
                correlation(a, b));
    }

    private static double difference(double a, double b) {
        double difference = b - a;
        return Math.abs(difference) <= ROUNDING * Math.max(Math.abs(a), Math.abs(b)) ? 0 : difference;
    }

    /** By how much Bonferroni widens a 95 % interval. */
    private static double widening(int n, int comparisons) {
        if (n < 2 || comparisons == 1) {
            return 1;
        }
        TDistribution student = new TDistribution(null, n - 1);
        return student.inverseCumulativeProbability(1 - 0.025 / comparisons)
                / student.inverseCumulativeProbability(0.975);
    }

    private static OptionalDouble ratio(double[] a, double[] b, double[] differences) {
        if (a.length < 2) {
            return OptionalDouble.empty();
        }
        Variance variance = new Variance();
        double apart = variance.evaluate(a) + variance.evaluate(b);
        double paired = variance.evaluate(differences);
        return paired <= DUST * apart ? OptionalDouble.empty() : OptionalDouble.of(apart / paired);
    }

    private static OptionalDouble correlation(double[] a, double[] b) {
        if (a.length < 2) {
            return OptionalDouble.empty();
        }
        Variance variance = new Variance();
        double deviations = Math.sqrt(variance.evaluate(a)) * Math.sqrt(variance.evaluate(b));
        double scale = Summary.of(a).mean() * Summary.of(b).mean();
        return deviations <= DUST * Math.abs(scale)
                ? OptionalDouble.empty()
                : OptionalDouble.of(Math.max(-1, Math.min(1, new Covariance().covariance(a, b) / deviations)));
    }

    /** Whether the interval leaves 0 out, so that the difference is not luck. */
    public boolean distinct() {
        return delta != 0 && Math.abs(delta) > halfWidth;
    }

    /** Whether both designs have the same value in every replication. */
    public boolean equal() {
        return lowerA == 0 && lowerB == 0;
    }

    /** The difference as a share of the first mean; empty when that is 0. */
    public OptionalDouble relative() {
        return meanA == 0 ? OptionalDouble.empty() : OptionalDouble.of(delta / Math.abs(meanA));
    }
}
