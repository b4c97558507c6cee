package windtunnel.scenario.gate;

import java.util.Optional;
import java.util.regex.Pattern;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;
import windtunnel.scenario.Bound;

/** What some metrics may do; a line of the policy file. */
public record PolicyRule(
        @Key(doc = "Metrics that the rule is for; '*' stands for any characters.", example = "*.cost")
        String metric,

        @Key(
                doc =
                        "How far they may move from the baseline: a percentage, an amount, or 'interval' for whatever the "
                                + "noise of the replications explains.",
                example = "2 %")
        Optional<Tolerance> tolerance,

        @Key(doc = "Largest mean that is good, whatever the baseline says.", example = "3 M$")
        Optional<Bound> atMost,

        @Key(doc = "Smallest mean that is good, whatever the baseline says.", example = "0.85")
        Optional<Bound> atLeast,

        @Key(doc = "The direction that counts as drift; the other one is an improvement.", def = "both", example = "up")
        Watch watch,

        @Key(doc = "What a breach does: 'fail' ends with exit code 3, 'warn' only tells.", def = "fail")
        Level level)
        implements Checked {

    /** Directions. */
    public enum Watch {
        /** More is drift. */
        UP,
        /** Less is drift. */
        DOWN,
        /** Either is drift. */
        BOTH
    }

    /** What a breach does. */
    public enum Level {
        /** It is told. */
        WARN,
        /** The gate closes. */
        FAIL
    }

    @Override
    public void check(Issues issues) {
        issues.check(
                tolerance.isPresent() || atMost.isPresent() || atLeast.isPresent(),
                "",
                "allows nothing and forbids nothing: give a tolerance, at-most or at-least");
        issues.check(!metric.isBlank(), "metric", "is blank");
    }

    /** Whether the rule is for the metric called {@code name}. */
    boolean matches(String name) {
        StringBuilder pattern = new StringBuilder();
        for (char c : metric.toCharArray()) {
            pattern.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(Character.toString(c)));
        }
        return name.matches(pattern.toString());
    }
}
