package windtunnel.scenario.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rules of a gate. Of several rules with a tolerance the last one that matches a metric counts; limits count all.
 *
 * @param rules in the order of the file
 */
public record Policy(List<PolicyRule> rules) {
    /** The name of the policy file in a folder of baselines. */
    public static final String FILE = "windtunnel-policy.yaml";

    /** The policy without a file: anything that moves by a thousandth is told, and 1 % worse in time, money or goodput fails. */
    public static Policy standard() {
        return new Policy(List.of(
                rule("*", "0.1 %", PolicyRule.Watch.BOTH, PolicyRule.Level.WARN),
                rule("*.wall_time", "1 %", PolicyRule.Watch.UP, PolicyRule.Level.FAIL),
                rule("*.cost", "1 %", PolicyRule.Watch.UP, PolicyRule.Level.FAIL),
                rule("*.goodput", "1 %", PolicyRule.Watch.DOWN, PolicyRule.Level.FAIL)));
    }

    /** This policy and one rule more: costs may not rise by more than {@code percent} %. */
    public Policy withMostIncrease(double percent) {
        List<PolicyRule> all = new ArrayList<>(rules);
        Tolerance tolerance = new Tolerance(Tolerance.Kind.RELATIVE, percent / 100, "");
        all.add(rule("*.cost", tolerance, PolicyRule.Watch.UP, PolicyRule.Level.FAIL));
        return new Policy(List.copyOf(all));
    }

    private static PolicyRule rule(String metric, String tolerance, PolicyRule.Watch watch, PolicyRule.Level level) {
        return rule(metric, Tolerance.parse(tolerance), watch, level);
    }

    private static PolicyRule rule(String metric, Tolerance tolerance, PolicyRule.Watch watch, PolicyRule.Level level) {
        return new PolicyRule(metric, Optional.of(tolerance), Optional.empty(), Optional.empty(), watch, level);
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
