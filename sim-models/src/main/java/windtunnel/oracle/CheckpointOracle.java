package windtunnel.oracle;

import org.apache.commons.math3.util.CombinatoricsUtils;
import org.apache.commons.math3.util.FastMath;

/** Closed forms of checkpointing under exponential failures, from the papers; for tests and explanations only. */
public final class CheckpointOracle {
    private CheckpointOracle() {}

    /** Young (1974): sqrt(2 d M), in the unit of the arguments. */
    public static double young(double save, double mtbf) {
        return Math.sqrt(2 * save * mtbf);
    }

    /** Daly (2006), higher order: sqrt(2dM)(1 + sqrt(d/2M)/3 + (d/2M)/9) - d for d &lt; 2M, else M. */
    public static double daly(double save, double mtbf) {
        if (save >= 2 * mtbf) {
            return mtbf;
        }
        double ratio = save / (2 * mtbf);
        return young(save, mtbf) * (1 + Math.sqrt(ratio) / 3 + ratio / 9) - save;
    }

    /** Expected wall time of {@code work} saved every {@code interval}, restarts failing too: M e^(R/M) (e^((t+d)/M) - 1) work/t. */
    public static double expectedWall(double work, double interval, double save, double restart, double mtbf) {
        return mtbf * FastMath.exp(restart / mtbf) * FastMath.expm1((interval + save) / mtbf) * work / interval;
    }

    /**
     * Chance that {@code losses} of {@code nodes} nodes lost at random leave a node in every group of {@code replicas}: by inclusion and
     * exclusion, sum over j of (-1)^j C(N/r, j) C(N - j r, k - j r) / C(N, k). Nodes must fill their groups.
     */
    public static double survival(int nodes, int replicas, int losses) {
        int groups = nodes / replicas;
        double ways = 0;
        for (int whole = 0; whole <= groups && whole * replicas <= losses; whole++) {
            int taken = whole * replicas;
            double term = CombinatoricsUtils.binomialCoefficientDouble(groups, whole)
                    * CombinatoricsUtils.binomialCoefficientDouble(nodes - taken, losses - taken);
            ways += whole % 2 == 0 ? term : -term;
        }
        return ways / CombinatoricsUtils.binomialCoefficientDouble(nodes, losses);
    }
}
