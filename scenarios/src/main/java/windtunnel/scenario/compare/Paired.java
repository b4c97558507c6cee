package windtunnel.scenario.compare;

import java.util.OptionalDouble;
import org.apache.commons.math3.stat.descriptive.moment.Variance;
import windtunnel.scenario.stats.Summary;

/**
 * A metric of two designs, replication by replication under the same luck.
 *
 * <p>The interval is Student's of the mean of the differences (Law, Simulation Modeling and Analysis, section 10.2.1). The
 * variance ratio compares it with two independent samples: (s_a^2 + s_b^2) / s_d^2; its square root is how many times narrower
 * the interval is for pairing.
 *
 * @param metric its name
 * @param unit of its values
 * @param n replications
 * @param meanA mean of the first design
 * @param meanB mean of the second one
 * @param delta mean of second minus first
 * @param halfWidth95 half the width of the 95 % interval of {@code delta}; 0 for one replication
 * @param lowerA share of the replications in which the first is lower
 * @param lowerB share in which the second is lower
 * @param varianceRatio by how much pairing lowers the variance; empty when nothing varies
 */
public record Paired(
        String metric,
        String unit,
        int n,
        double meanA,
        double meanB,
        double delta,
        double halfWidth95,
        double lowerA,
        double lowerB,
        OptionalDouble varianceRatio) {
    /** Share of the variances' sum below which a variance is dust of rounding. */
    private static final double DUST = 1e-20;

    /** Pairs the values of two designs, of which there are equally many. */
    public static Paired of(String metric, String unit, double[] a, double[] b) {
        double[] differences = new double[a.length];
        int lowerA = 0;
        int lowerB = 0;
        for (int i = 0; i < a.length; i++) {
            differences[i] = b[i] - a[i];
            lowerA += a[i] < b[i] ? 1 : 0;
            lowerB += b[i] < a[i] ? 1 : 0;
        }
        Summary delta = Summary.of(differences);
        return new Paired(
                metric,
                unit,
                a.length,
                Summary.of(a).mean(),
                Summary.of(b).mean(),
                delta.mean(),
                delta.halfWidth95(),
                (double) lowerA / a.length,
                (double) lowerB / a.length,
                ratio(a, b, differences));
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

    /** Whether the interval leaves 0 out, so that the difference is not luck. */
    public boolean distinct() {
        return delta != 0 && Math.abs(delta) > halfWidth95;
    }

    /** The difference as a share of the first mean; empty when that is 0. */
    public OptionalDouble relative() {
        return meanA == 0 ? OptionalDouble.empty() : OptionalDouble.of(delta / Math.abs(meanA));
    }
}
