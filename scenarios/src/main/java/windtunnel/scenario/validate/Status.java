package windtunnel.scenario.validate;

import java.util.Locale;

/** What became of a case. */
public enum Status {
    /** Predicted and compared. */
    SCORED,
    /** Predicted and compared with a floor or a ceiling. */
    BOUND,
    /** Predicted, but a constant was fitted on it. */
    FITTED,
    /** Not to be scored: an input, or there for judgement only. */
    CONTEXT,
    /** Not predicted; the reason says why. */
    SKIPPED;

    /** As it is written in files. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether such a case counts in the statistics. */
    public boolean counts() {
        return this == SCORED || this == BOUND;
    }
}
