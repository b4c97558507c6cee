package windtunnel.scenario.stats;

import java.util.List;

/**
 * When there have been enough replications: every mean is known to a share {@code relative} of itself.
 *
 * <p>After at least ten runs, h / |mean| must be at most g / (1 + g) with h half the 95 % interval; then the true mean is within g of the
 * estimate (Law, Simulation Modeling and Analysis, 9.4.1). A mean of zero is held to be known when the interval is zero, too.
 *
 * @param relative g, above 0
 * @param most runs after which it is enough in any case
 */
public record Precision(double relative, int most) {
    /** Runs before the first look. */
    public static final int FIRST = 10;

    /** Checks the values. */
    public Precision {
        if (!(relative > 0 && relative < 1)) {
            throw new IllegalArgumentException("a precision lies between 0 and 1, not at " + relative);
        }
    }

    /** Half of the widest interval over its mean, in terms of g: what was reached. */
    public static double reached(List<Summary> means) {
        double worst = 0;
        for (Summary summary : means) {
            double half = summary.halfWidth95();
            worst = Math.max(worst, half == 0 ? 0 : half / Math.abs(summary.mean()));
        }
        return worst < 1 ? worst / (1 - worst) : Double.POSITIVE_INFINITY;
    }

    /** How many runs there should be in all, given those so far: no more if that is enough. */
    public int wanted(List<Summary> means) {
        int n = means.get(0).n();
        double goal = relative / (1 + relative);
        double reached = reached(means);
        if (n >= most || reached <= relative) {
            return n;
        }
        double share = reached / (1 + reached);
        double needed = Double.isInfinite(reached) ? Double.POSITIVE_INFINITY : n * (share / goal) * (share / goal);
        return (int) Math.min(most, Math.max(n + 1.0, Math.min(2.0 * n, Math.ceil(needed))));
    }
}
