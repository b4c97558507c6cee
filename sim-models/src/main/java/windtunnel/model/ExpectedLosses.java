package windtunnel.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import windtunnel.core.random.Distribution;

/** What disruptions say beforehand of the losses of machines, for intervals of saves and for people. */
public final class ExpectedLosses {
    private final List<Expected> failures = new ArrayList<>();
    private double awayExpected;
    private final List<Warned> warnings = new ArrayList<>();
    private Alarms alarms;
    private boolean corruption;

    ExpectedLosses() {}

    /**
     * What is known of the alarms before failures.
     *
     * @param recall share of failures that an alarm comes before
     * @param precision share of alarms that a failure follows
     * @param lead seconds between them
     */
    public record Alarms(double recall, double precision, Distribution lead) {
        /**
         * The precision from which on it pays to heed alarms: 1 / (1 + a (C_u / C_p - 1)), a the share of leads that leave time to save.
         *
         * @param saveSeconds time that a job needs to save
         * @param failureSeconds what a failure costs a job
         * @param drainSeconds what a drain costs it
         */
        public double breakEven(double saveSeconds, double failureSeconds, double drainSeconds) {
            double inTime = 1 - shorter(lead, saveSeconds);
            return 1 / (1 + inTime * (failureSeconds / drainSeconds - 1));
        }
    }

    /** Failures a second that take {@code nodesAtOnce} nodes each, a whole block of that size. */
    private record Expected(double perSecond, int nodesAtOnce) {}

    /** Losses that are announced, and how long before. */
    private record Warned(double perSecond, Distribution notice) {}

    /** Share of a law below {@code seconds}, to a thousandth. */
    private static double shorter(Distribution law, double seconds) {
        int count = 1000;
        int shorter = 0;
        for (int i = 0; i < count; i++) {
            shorter += law.quantile((i + 0.5) / count) < seconds ? 1 : 0;
        }
        return (double) shorter / count;
    }

    /**
     * Says that machines fail at {@code perSecond} all together, {@code nodesAtOnce} neighbours at a time, and are {@code awaySeconds} away on
     * average, beside what was said before.
     */
    public void expectFailures(double perSecond, int nodesAtOnce, double awaySeconds) {
        failures.add(new Expected(perSecond, nodesAtOnce));
        awayExpected += perSecond * awaySeconds;
    }

    /** Says that machines are evicted at {@code perSecond} all together, after a notice, and {@code awaySeconds} away on average. */
    public void expectEvictions(double perSecond, double noticeSeconds, double awaySeconds) {
        expectWarnings(perSecond, Distribution.constant(noticeSeconds), awaySeconds);
    }

    /** As {@link #expectEvictions} where the notice varies. */
    public void expectWarnings(double perSecond, Distribution notice, double awaySeconds) {
        warnings.add(new Warned(perSecond, notice));
        awayExpected += perSecond * awaySeconds;
    }

    /** Says that failures are foretold so well. */
    public void foretold(Alarms foretold) {
        alarms = foretold;
    }

    /** Says that machines may compute wrong values, which are found later. */
    public void expectCorruption() {
        corruption = true;
    }

    /** Whether machines may compute wrong values. */
    public boolean mayBeCorrupted() {
        return corruption;
    }

    /** How well failures are foretold, if at all; of several, the one that was said last. */
    public Optional<Alarms> alarms() {
        return Optional.ofNullable(alarms);
    }

    /** Machines that are away on average, if losses go on while some are. */
    public double awayExpected() {
        return awayExpected;
    }

    /** Expected losses a second that find a job unsaved, when it can save within {@code emergencySeconds} of a notice. */
    public double lossesPerSecond(double emergencySeconds) {
        return lossesPerSecond(emergencySeconds, nodesAtOnce -> 1);
    }

    /** As {@link #lossesPerSecond(double)}, but of losses that take a block of nodes only a share counts, given its size. */
    public double lossesPerSecond(double emergencySeconds, IntToDoubleFunction share) {
        double sum = 0;
        for (Expected expected : failures) {
            sum += expected.perSecond() * share.applyAsDouble(expected.nodesAtOnce());
        }
        for (Warned warned : warnings) {
            sum += warned.perSecond() * shorter(warned.notice(), emergencySeconds) * share.applyAsDouble(1);
        }
        return sum;
    }
}
