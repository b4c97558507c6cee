package windtunnel.core.random;

import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.RealDistribution;
import org.apache.commons.math3.distribution.WeibullDistribution;
import org.apache.commons.math3.special.Erf;
import org.apache.commons.math3.util.FastMath;

/** A distribution that is sampled by inversion: exactly one uniform per variate, so that streams stay aligned. */
public sealed interface Distribution {
    /** The value below which a share {@code uniform} of all draws lies, 0 &lt; uniform &lt; 1. */
    double quantile(double uniform);

    /** The expectation. */
    double mean();

    /** Draws one value, taking exactly one uniform from the stream. */
    default double draw(Stream stream) {
        return quantile(stream.uniform());
    }

    /** Always the same value; still takes its uniform when drawn. */
    record Constant(double value) implements Distribution {
        @Override
        public double quantile(double uniform) {
            return value;
        }

        @Override
        public double mean() {
            return value;
        }
    }

    /** Exponential with the given mean. */
    record Exponential(double mean) implements Distribution {
        @Override
        public double quantile(double uniform) {
            return -mean * FastMath.log1p(-uniform);
        }
    }

    /** Lognormal: the logarithm is normal with mean {@code mu} and deviation {@code sigma}; inverted in closed form, not by search. */
    record Lognormal(double mu, double sigma) implements Distribution {
        private static final double ROOT_2 = Math.sqrt(2);

        @Override
        public double quantile(double uniform) {
            return FastMath.exp(mu + sigma * ROOT_2 * Erf.erfInv(2 * uniform - 1));
        }

        @Override
        public double mean() {
            return FastMath.exp(mu + sigma * sigma / 2);
        }
    }

    /** Normal with the given mean and deviation before what is not positive is cut off; its own mean is the larger for it. */
    record PositiveNormal(NormalDistribution law) implements Distribution {
        @Override
        public double quantile(double uniform) {
            double below = law.cumulativeProbability(0);
            return law.inverseCumulativeProbability(below + uniform * (1 - below));
        }

        @Override
        public double mean() {
            double deviation = law.getStandardDeviation();
            double above = 1 - law.cumulativeProbability(0);
            return law.getMean() + deviation * deviation * law.density(0) / above;
        }
    }

    /** Any continuous distribution of Commons Math, by its inverse. */
    record Continuous(RealDistribution law) implements Distribution {
        @Override
        public double quantile(double uniform) {
            return law.inverseCumulativeProbability(uniform);
        }

        @Override
        public double mean() {
            return law.getNumericalMean();
        }
    }

    /** A constant. */
    static Distribution constant(double value) {
        return new Constant(value);
    }

    /** Exponential with the given mean, which must be positive. */
    static Distribution exponential(double mean) {
        if (!(mean > 0 && mean < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("an exponential needs a positive mean, not " + mean);
        }
        return new Exponential(mean);
    }

    /** Lognormal through its median and its 95th percentile, 0 &lt; p50 &lt; p95. */
    static Distribution lognormal(double p50, double p95) {
        if (!(p50 > 0 && p95 > p50)) {
            throw new IllegalArgumentException("lognormal needs 0 < p50 < p95, got " + p50 + " and " + p95);
        }
        double z95 = 1.6448536269514722;
        return new Lognormal(FastMath.log(p50), FastMath.log(p95 / p50) / z95);
    }

    /** Lognormal through its mean and coefficient of variation, both positive. */
    static Distribution lognormalMean(double mean, double variation) {
        double sigma2 = FastMath.log1p(variation * variation);
        return new Lognormal(FastMath.log(mean) - sigma2 / 2, Math.sqrt(sigma2));
    }

    /** Normal through its mean and deviation, both positive, without what is not positive. */
    static Distribution positiveNormal(double mean, double deviation) {
        return new PositiveNormal(new NormalDistribution(null, mean, deviation));
    }

    /** Weibull with shape and scale, both positive. */
    static Distribution weibull(double shape, double scale) {
        return new Continuous(new WeibullDistribution(shape, scale));
    }
}
