package windtunnel.model.disruption.failure;

import java.util.Optional;
import org.apache.commons.math3.analysis.UnivariateFunction;
import org.apache.commons.math3.analysis.solvers.BrentSolver;
import org.apache.commons.math3.special.Gamma;
import org.apache.commons.math3.util.FastMath;
import windtunnel.core.random.Distribution;

/**
 * How the hazard of a machine grows with its age: (a / eta)^k for a Weibull life, else lambda (a + (m - 1) T (1 - e^(-a / T))).
 *
 * <p>The next failure of a machine of age a comes when its hazard has grown by a unit exponential (time change of a non-homogeneous
 * Poisson process).
 */
final class Wear {
    private final double perSecond;
    private final double shape;
    private final double scale;
    private final Optional<EarlyFailures> early;

    Wear(double perSecond, double shape, Optional<EarlyFailures> early) {
        this.perSecond = perSecond;
        this.shape = shape;
        this.early = early;
        scale = 1 / perSecond / Gamma.gamma(1 + 1 / shape);
    }

    /** Length of the life of a new machine, without the failures of youth. */
    Distribution life() {
        return shape == 1 ? Distribution.exponential(1 / perSecond) : Distribution.weibull(shape, scale);
    }

    /** Hazard that a machine meets between two ages in seconds: expected failures, if it could fail more than once. */
    double between(double from, double to) {
        return until(to) - until(from);
    }

    private double until(double age) {
        if (shape != 1) {
            return FastMath.pow(age / scale, shape);
        }
        return perSecond * (age + early.map(e -> e.excess(age)).orElse(0.0));
    }

    /** Seconds from the age {@code from} on until the hazard has grown by {@code hazard}. */
    double after(double from, double hazard) {
        double target = until(from) + hazard;
        if (shape != 1) {
            return Math.max(0, scale * FastMath.pow(target, 1 / shape) - from);
        }
        double latest = hazard / perSecond;
        if (early.isEmpty() || latest == 0) {
            return latest;
        }
        UnivariateFunction missing = seconds -> until(from + seconds) - target;
        return missing.value(latest) <= 0 ? latest : new BrentSolver(1e-12, 1e-7).solve(1000, missing, 0, latest);
    }
}
