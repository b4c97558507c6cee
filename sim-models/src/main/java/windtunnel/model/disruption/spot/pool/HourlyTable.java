package windtunnel.model.disruption.spot.pool;

import java.util.List;
import windtunnel.core.unit.Fraction;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;

/**
 * Machines that leave and come back by a table of the hours: in each hour, one that is there is taken with one chance, one that is not comes with
 * another, at any second of that hour alike.
 *
 * <p>The mean share that is there follows u' = u (1 - p) + (1 - u) q from hour to hour. Source: the simulator of Bamboo (Thorpe et al., NSDI 2023).
 */
public record HourlyTable(
        @Key(
                doc = "Chance that a machine is taken in each of the 24 hours of the day, from midnight on.",
                def =
                        "[0.05, 0.05, 0.05, 0.01, 0.01, 0.01, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.25, 0.25,"
                                + " 0.25, 0.25, 0.25, 0.25, 0.25, 0.25, 0.05]",
                tag = "measured",
                source = "Bamboo, simulator, commit 1057ba80 (2022): removal probabilities")
        List<Fraction> taken,

        @Key(
                doc = "Chance that one that is not there comes in each of the hours.",
                def =
                        "[0.05, 0.05, 0.05, 0.5, 0.5, 0.5, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0, 0, 0, 0, 0, 0, 0,"
                                + " 0, 0.05]",
                tag = "measured",
                source = "Bamboo, simulator, commit 1057ba80 (2022): addition probabilities")
        List<Fraction> comes,

        @Key(doc = "Hour of the day at the start of the run.", def = "0 h", example = "9 h")
        TimeSpan startsAt)
        implements Checked {
    private static final int HOURS = 24;

    @Override
    public void check(Issues issues) {
        issues.check(taken.size() == HOURS, "taken", "has " + taken.size() + " chances; a day has 24 hours");
        issues.check(comes.size() == HOURS, "comes", "has " + comes.size() + " chances; a day has 24 hours");
        boolean whole = startsAt.seconds() < 86_400 && startsAt.seconds() % 3600 == 0;
        issues.check(whole, "starts-at", "must be a whole hour from 0 h to 23 h");
    }

    /** The chance that a place changes in an hour of the run, from 0. */
    double chance(boolean there, long hour) {
        int ofDay = (int) ((hour + Math.round(startsAt.seconds() / 3600)) % HOURS);
        return (there ? taken : comes).get(ofDay).value();
    }
}
