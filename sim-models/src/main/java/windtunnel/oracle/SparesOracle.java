package windtunnel.oracle;

import org.apache.commons.math3.distribution.PoissonDistribution;

/** Closed forms of hot spares: machines in repair are Poisson with mean N lambda T (M/G/infinity); for tests and explanations only. */
public final class SparesOracle {
    private SparesOracle() {}

    /** Share of time in which more machines are in repair than there are spares. */
    public static double shortage(double meanInRepair, int spares) {
        return 1 - new PoissonDistribution(meanInRepair).cumulativeProbability(spares);
    }

    /** Fewest spares that suffice for {@code share} of the time. */
    public static int spares(double meanInRepair, double share) {
        return new PoissonDistribution(meanInRepair).inverseCumulativeProbability(share);
    }

    /** Share of losses that find no spare: those that meet at least as many machines in repair as there are spares. */
    public static double refused(double meanInRepair, int spares) {
        return spares == 0 ? 1 : 1 - new PoissonDistribution(meanInRepair).cumulativeProbability(spares - 1);
    }
}
