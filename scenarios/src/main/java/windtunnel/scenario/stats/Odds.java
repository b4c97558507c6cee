package windtunnel.scenario.stats;

import org.apache.commons.math3.stat.interval.ClopperPearsonInterval;
import org.apache.commons.math3.stat.interval.ConfidenceInterval;
import org.apache.commons.math3.stat.interval.WilsonScoreInterval;

/**
 * A probability of which {@code successes} of {@code trials} were seen, with Wilson's 95 % interval (1927).
 *
 * @param trials independent tries, at least 1
 * @param successes of them
 * @param low95 lower end
 * @param high95 upper end
 */
public record Odds(int trials, int successes, double low95, double high95) {
    /** An event that came fewer times has no printed probability if it is rare. */
    private static final int FEW = 10;

    private static final double RARE = 0.01;

    /** The odds of {@code successes} in {@code trials}. */
    public static Odds of(int trials, int successes) {
        ConfidenceInterval interval = new WilsonScoreInterval().createInterval(trials, successes, 0.95);
        return new Odds(
                trials, successes, Math.max(0, interval.getLowerBound()), Math.min(1, interval.getUpperBound()));
    }

    /** The share that was seen. */
    public double share() {
        return (double) successes / trials;
    }

    /** Whether success or failure is so rare and was seen so few times that its share says little: under 1 % and under ten times. */
    public boolean tooFew() {
        int events = Math.min(successes, trials - successes);
        return events < FEW && events <= RARE * trials && trials * RARE >= 1;
    }

    /** What the rarer outcome's probability stays below, 95 % sure: 3/n where it never came, else Clopper and Pearson's one-sided bound (1934). */
    public double atMost() {
        int events = Math.min(successes, trials - successes);
        return events == 0
                ? Math.min(1, 3.0 / trials)
                : new ClopperPearsonInterval()
                        .createInterval(trials, events, 0.9)
                        .getUpperBound();
    }
}
