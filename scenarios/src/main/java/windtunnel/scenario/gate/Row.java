package windtunnel.scenario.gate;

import java.util.OptionalDouble;

/**
 * What the gate says about one metric, or about the scenario as a whole.
 *
 * @param metric its name; {@code scenario} for what concerns no metric
 * @param unit of its values
 * @param verdict how it is classed
 * @param level whether that closes the gate
 * @param before mean of the baseline, if it has the metric
 * @param now mean now, if there is one
 * @param why the rule that was broken or kept, in words
 */
public record Row(
        String metric,
        String unit,
        Verdict verdict,
        Level level,
        OptionalDouble before,
        OptionalDouble now,
        String why) {
    /** The name of a row that concerns no metric. */
    public static final String SCENARIO = "scenario";

    /** Classes of rows, the worst first. */
    public enum Verdict {
        /** The scenario cannot be run any more. */
        STOPPED_WORKING,
        /** A limit of the policy or an expectation of the scenario is broken. */
        LIMIT,
        /** It moved in the watched direction by more than is allowed. */
        DRIFT,
        /** The baseline lacks it. */
        ADDED,
        /** The baseline has it and the answer does not. */
        REMOVED,
        /** It moved the other way by more than is allowed. */
        IMPROVED,
        /** It moved by no more than is allowed. */
        WITHIN,
        /** It did not move. */
        SAME
    }

    /** What a row does to the gate. */
    public enum Level {
        /** It closes the gate. */
        FAIL,
        /** It is told. */
        WARN,
        /** It is fine. */
        FINE
    }

    /** Change as a share of the former value; empty when there is none to divide by. */
    public OptionalDouble relative() {
        boolean both = before.isPresent() && now.isPresent() && before.getAsDouble() != 0;
        return both
                ? OptionalDouble.of((now.getAsDouble() - before.getAsDouble()) / Math.abs(before.getAsDouble()))
                : OptionalDouble.empty();
    }
}
