package windtunnel.scenario.validate;

/** What a predictor says to one case. */
public sealed interface Answer {
    /**
     * A number to hold against the published one.
     *
     * @param metric what it is
     * @param unit unit of both numbers
     * @param published the published number
     * @param predicted the model's number
     * @param bound how the two are compared
     * @param fitted whether any constant behind the prediction was fitted on this very case
     * @param reason what people should know, or empty
     */
    record Value(
            String metric, String unit, double published, double predicted, Bound bound, boolean fitted, String reason)
            implements Answer {
        /** The same as no test of the model, because of {@code why}. */
        public Value fitted(String why) {
            return new Value(metric, unit, published, predicted, bound, true, why);
        }
    }

    /**
     * A number that follows from other published numbers of the same case: a check that they agree, never scored.
     *
     * @param metric what it is
     * @param unit unit of both numbers
     * @param published the published number
     * @param predicted what follows
     * @param reason what was given
     */
    record Given(String metric, String unit, double published, double predicted, String reason) implements Answer {}

    /**
     * No prediction.
     *
     * @param reason why not, without anything that is peculiar to the case, so that reasons can be counted
     */
    record Skipped(String reason) implements Answer {}

    /**
     * The published number is itself an input of the model.
     *
     * @param reason of what
     */
    record Input(String reason) implements Answer {}

    /** How a prediction is compared with the published number. */
    enum Bound {
        /** It should be equal. */
        EQUAL,
        /** The published number is a floor. */
        AT_LEAST,
        /** The published number is a ceiling. */
        AT_MOST
    }

    /** The answer to a case whose own metric is predicted. */
    static Value of(CaseRow row, double predicted) {
        return new Value(
                row.text("metric"),
                row.text("unit"),
                row.number("value").orElseThrow(),
                predicted,
                Bound.EQUAL,
                false,
                "");
    }
}
