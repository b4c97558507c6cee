package windtunnel.scenario.gate;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The rules of a gate. Of several rules with a tolerance the last one that matches a metric counts; limits count all.
 *
 * @param rules in the order of the file
 * @param mostIncrease share by which costs may rise at most, whatever the rules say
 */
public record Policy(List<PolicyRule> rules, OptionalDouble mostIncrease) {
    private static final PolicyRule.Level FAIL = PolicyRule.Level.FAIL;

    /** The name of the policy file in a folder of baselines. */
    public static final String FILE = "windtunnel-policy.yaml";

    /** The policy without a file: anything that moves by a thousandth is told, and 1 % worse in time, money or goodput fails. */
    public static Policy standard() {
        return of(List.of(
                rule("*", "0.1 %", PolicyRule.Watch.BOTH, PolicyRule.Level.WARN),
                rule("*.wall_time", "1 %", PolicyRule.Watch.UP, FAIL),
                rule("*.cost", "1 %", PolicyRule.Watch.UP, FAIL),
                rule("*.goodput", "1 %", PolicyRule.Watch.DOWN, FAIL)));
    }

    /** A policy of {@code rules} alone. */
    public static Policy of(List<PolicyRule> rules) {
        return new Policy(rules, OptionalDouble.empty());
    }

    /** This policy, and costs may not rise by more than {@code percent} %. */
    public Policy withMostIncrease(double percent) {
        return new Policy(rules, OptionalDouble.of(percent / 100));
    }

    private static PolicyRule rule(String metric, String tolerance, PolicyRule.Watch watch, PolicyRule.Level level) {
        return new PolicyRule(
                metric, Optional.of(Tolerance.parse(tolerance)), Optional.empty(), Optional.empty(), watch, level);
    }

    /** The rule whose tolerance holds for a metric. */
    Optional<PolicyRule> tolerance(String metric) {
        PolicyRule last = null;
        for (PolicyRule rule : rules) {
            if (rule.tolerance().isPresent() && rule.matches(metric)) {
                last = rule;
            }
        }
        return Optional.ofNullable(last);
    }

    /** The rules whose limits hold for a metric. */
    List<PolicyRule> limits(String metric) {
        return rules.stream()
                .filter(rule -> rule.atMost().isPresent() || rule.atLeast().isPresent())
                .filter(rule -> rule.matches(metric))
                .toList();
    }
}
