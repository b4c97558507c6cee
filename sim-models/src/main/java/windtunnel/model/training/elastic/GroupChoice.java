package windtunnel.model.training.elastic;

import java.util.function.IntToDoubleFunction;
import org.apache.commons.math3.distribution.PoissonDistribution;

/**
 * How many groups a job should use.
 *
 * @param elastic the rules
 * @param unit nodes of a group
 * @param speed work per second of so many groups, 0 for none
 * @param changeSeconds time that a change of the number stops the job
 * @param lossesPerNodeSecond expected losses of one machine
 */
public record GroupChoice(
        Elastic elastic, int unit, IntToDoubleFunction speed, double changeSeconds, double lossesPerNodeSecond) {
    /** More losses within a horizon than this are as bad as this many. */
    private static final int MOST_LOSSES = 200;

    /**
     * Groups to use.
     *
     * @param current groups in use now, 0 while the job stands still
     * @param possible groups that can be had, at least 1
     * @param machines machines that are there
     */
    public int of(int current, int possible, int machines) {
        if (elastic.policy() == Elastic.Policy.PROACTIVE) {
            return mostWork(current, possible, machines);
        }
        boolean grows = elastic.policy() != Elastic.Policy.HYSTERESIS || current == 0 || pays(current, possible);
        return grows || possible < current ? possible : current;
    }

    /** Whether the larger number does more work in the horizon, though the change takes its time from it. */
    private boolean pays(int current, int larger) {
        double horizon = elastic.horizon().seconds();
        return speed.applyAsDouble(larger) * (horizon - changeSeconds) > speed.applyAsDouble(current) * horizon;
    }

    private int mostWork(int current, int possible, int machines) {
        int least = (int) Math.min(elastic.min().value(), possible);
        int best = possible;
        double most = expectedWork(current, possible, machines);
        for (int groups = possible - 1; groups >= least; groups--) {
            double work = expectedWork(current, groups, machines);
            if (work > most + 1e-9 * Math.abs(most)) {
                most = work;
                best = groups;
            }
        }
        return best;
    }

    /**
     * Expected work of {@code groups} groups within the horizon H, none of the lost machines coming back (liveput of Parcae, NSDI 2024, for a
     * fixed pipeline): losses are Poisson with mean l K H and spread evenly, so of m losses the i-th leaves K - i machines for H / (m + 1) and
     * stops the job for c seconds where it hits a machine in use, which is so k g / K of the time.
     */
    public double expectedWork(int current, int groups, int machines) {
        double horizon = elastic.horizon().seconds();
        double mean = Math.min(MOST_LOSSES, lossesPerNodeSecond * machines * horizon);
        double inUse = (double) groups * unit / machines;
        double work = 0;
        if (mean > 0) {
            PoissonDistribution losses = new PoissonDistribution(mean);
            int most = losses.inverseCumulativeProbability(1 - 1e-9);
            for (int m = 0; m <= most; m++) {
                work += losses.probability(m) * workWith(m, groups, machines);
            }
        } else {
            work = workWith(0, groups, machines);
        }
        double stops = mean * inUse + (groups == current ? 0 : 1);
        return work - changeSeconds * speed.applyAsDouble(groups) * stops;
    }

    private double workWith(int losses, int groups, int machines) {
        double sum = 0;
        for (int i = 0; i <= losses; i++) {
            int left = Math.min(groups, Math.max(0, machines - i) / unit);
            sum += left < elastic.min().value() ? 0 : speed.applyAsDouble(left);
        }
        return sum * elastic.horizon().seconds() / (losses + 1);
    }
}
