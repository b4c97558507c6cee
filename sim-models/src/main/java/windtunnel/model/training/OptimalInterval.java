package windtunnel.model.training;

import org.apache.commons.math3.analysis.solvers.BrentSolver;
import org.apache.commons.math3.util.FastMath;

/**
 * The interval between checkpoints that minimises the expected wall time under exponential failures.
 *
 * <p>With save cost d and mean time between failures M, the time per unit of work is proportional to (e^((t+d)/M) - 1)/t; its minimum
 * solves ln(1 - t/M) + t/M + d/M = 0, that is t = M (1 + W0(-e^(-1-d/M))). Young's sqrt(2 d M) (1974) and Daly's series (2006) approximate
 * it. It stops holding when saves do not block, or when failures are not exponential.
 */
public final class OptimalInterval {
    private OptimalInterval() {}

    /**
     * Seconds between the saves of one level of two, to first order: sqrt(2 d / l) for saves that cost {@code saveSeconds} and the losses a second
     * that this level is there for (memory: those it survives; storage: the others). Young's law for each level by itself.
     */
    public static double ofLevel(double saveSeconds, double lossesPerSecond) {
        return Math.sqrt(2 * saveSeconds / lossesPerSecond);
    }

    /** Productive seconds between saves that cost {@code saveSeconds} each, both arguments positive. */
    public static double seconds(double saveSeconds, double meanBetweenFailuresSeconds) {
        if (!(saveSeconds > 0 && meanBetweenFailuresSeconds > 0)) {
            throw new IllegalArgumentException("needs a positive save cost and mean time between failures, got "
                    + saveSeconds + " s and " + meanBetweenFailuresSeconds + " s");
        }
        double cost = saveSeconds / meanBetweenFailuresSeconds;
        double x = new BrentSolver(1e-15, 1e-14)
                .solve(1000, t -> FastMath.log1p(-t) + t + cost, 0, 1 - FastMath.exp(-1 - cost) * 0.5);
        return x * meanBetweenFailuresSeconds;
    }
}
