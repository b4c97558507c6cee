package windtunnel.model.training;

import java.util.function.IntFunction;

/**
 * Shares of the NICs at which steps are priced: rungs at most 5 % apart from one down to the least that storage leaves, which is a rung itself. Between two of them lengths are
 * linear in 1 / share, as they are wherever one thing binds; where what binds changes between two rungs, a length is off by no more than the two differ.
 */
final class NicLadder {
    private static final double RUNG = 0.05;

    private final double logLeast;
    private final double least;
    private final int last;

    /** A ladder down to {@code least}. */
    NicLadder(double least) {
        this.least = least;
        logLeast = StrictMath.log(least);
        last = (int) Math.ceil(-logLeast / RUNG);
    }

    /** Number of the lowest rung. */
    int last() {
        return last;
    }

    /** Share of a rung. */
    double share(int rung) {
        return rung == 0 ? 1 : rung == last ? least : StrictMath.exp(logLeast * rung / last);
    }

    /** The step with {@code share} of the NICs; {@code whole} is the one with all of them, {@code priced} that of a rung. */
    StepPlan plan(double share, StepPlan whole, IntFunction<StepPlan> priced) {
        if (share >= 1 || last == 0) {
            return whole;
        }
        double within = Math.max(share, least);
        int rung = Math.min(last - 1, (int) Math.floor(StrictMath.log(within) / logLeast * last));
        double more = share(rung);
        double less = share(rung + 1);
        double weight = Math.min(1, Math.max(0, (1 / within - 1 / more) / (1 / less - 1 / more)));
        return whole.beside(priced.apply(rung), priced.apply(rung + 1), weight);
    }
}
