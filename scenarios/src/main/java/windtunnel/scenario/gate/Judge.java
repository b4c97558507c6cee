package windtunnel.scenario.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;
import windtunnel.core.unit.Numbers;
import windtunnel.scenario.Bound;
import windtunnel.scenario.explain.Figures;

/** Classes every metric under a policy. */
final class Judge {
    private final Policy policy;
    private final Figures before;
    private final Figures now;
    private final List<Row> rows = new ArrayList<>();

    private Judge(Policy policy, Figures before, Figures now) {
        this.policy = policy;
        this.before = before;
        this.now = now;
    }

    /** One row for each metric of either side, by name, and one more for each broken limit. */
    static List<Row> rows(Policy policy, Figures before, Figures now) {
        Judge judge = new Judge(policy, before, now);
        TreeSet<String> names = new TreeSet<>(before.metrics().keySet());
        names.addAll(now.metrics().keySet());
        for (String name : names) {
            judge.metric(name);
        }
        return List.copyOf(judge.rows);
    }

    private void metric(String name) {
        Optional<Figures.Value> old = Optional.ofNullable(before.metrics().get(name));
        Optional<Figures.Value> current = Optional.ofNullable(now.metrics().get(name));
        if (old.isEmpty()) {
            add(name, Row.Verdict.ADDED, Row.Level.FINE, old, current, "the baseline does not have it");
        } else if (current.isEmpty()) {
            add(name, Row.Verdict.REMOVED, Row.Level.WARN, old, current, "it is not recorded any more");
        } else {
            compared(name, old.get(), current.get());
        }
        current.ifPresent(value -> policy.limits(name).forEach(rule -> limits(name, rule, value, old)));
    }

    private void compared(String name, Figures.Value old, Figures.Value current) {
        Optional<PolicyRule> rule = policy.tolerance(name);
        double delta = current.mean() - old.mean();
        double most = policy.mostIncrease().orElse(Double.POSITIVE_INFINITY);
        if (name.endsWith(".cost") && delta > Math.abs(old.mean()) * most) {
            String why = "allowed " + Numbers.significant(most * 100, 6) + " % up";
            add(name, Row.Verdict.DRIFT, Row.Level.FAIL, Optional.of(old), Optional.of(current), why);
            return;
        }
        if (delta == 0 || rule.isEmpty()) {
            Row.Verdict verdict = delta == 0 ? Row.Verdict.SAME : Row.Verdict.WITHIN;
            add(name, verdict, Row.Level.FINE, Optional.of(old), Optional.of(current), "");
            return;
        }
        Tolerance tolerance = rule.get().tolerance().orElseThrow();
        fits(name, tolerance.kind() == Tolerance.Kind.ABSOLUTE ? tolerance.unit() : "", current.unit());
        double allowed = tolerance.allowed(old.mean(), old.halfWidth95(), current.halfWidth95());
        String why = "allowed " + tolerance + " " + words(rule.get().watch());
        boolean drift = switch (rule.get().watch()) {
            case UP -> delta > 0;
            case DOWN -> delta < 0;
            case BOTH -> true;
        };
        if (Math.abs(delta) <= allowed) {
            add(name, Row.Verdict.WITHIN, Row.Level.FINE, Optional.of(old), Optional.of(current), why);
        } else if (drift) {
            add(name, Row.Verdict.DRIFT, level(rule.get()), Optional.of(old), Optional.of(current), why);
        } else {
            add(name, Row.Verdict.IMPROVED, Row.Level.FINE, Optional.of(old), Optional.of(current), why);
        }
    }

    private static String words(PolicyRule.Watch watch) {
        return switch (watch) {
            case UP -> "up";
            case DOWN -> "down";
            case BOTH -> "either way";
        };
    }

    private static Row.Level level(PolicyRule rule) {
        return rule.level() == PolicyRule.Level.FAIL ? Row.Level.FAIL : Row.Level.WARN;
    }

    private void limits(String name, PolicyRule rule, Figures.Value value, Optional<Figures.Value> old) {
        rule.atMost().ifPresent(limit -> {
            fits(name, limit.unit(), value.unit());
            if (value.mean() > limit.value()) {
                limit(name, rule, old, value, "is more than " + text(limit));
            }
        });
        rule.atLeast().ifPresent(limit -> {
            fits(name, limit.unit(), value.unit());
            if (value.mean() < limit.value()) {
                limit(name, rule, old, value, "is less than " + text(limit));
            }
        });
    }

    private void limit(String name, PolicyRule rule, Optional<Figures.Value> old, Figures.Value value, String why) {
        add(name, Row.Verdict.LIMIT, level(rule), old, Optional.of(value), why);
    }

    private static String text(Bound limit) {
        return Numbers.json(limit.value()) + (limit.unit().isEmpty() ? "" : " " + limit.unit());
    }

    private static void fits(String metric, String unit, String wanted) {
        if (!unit.isEmpty() && !unit.equals(wanted)) {
            throw new PolicyException("the policy gives an amount in " + unit + " for " + metric + ", which is in "
                    + (wanted.equals("1") ? "plain numbers" : wanted));
        }
    }

    private void add(
            String name,
            Row.Verdict verdict,
            Row.Level level,
            Optional<Figures.Value> old,
            Optional<Figures.Value> current,
            String why) {
        String unit = current.or(() -> old).orElseThrow().unit();
        rows.add(new Row(name, unit, verdict, level, mean(old), mean(current), why));
    }

    private static OptionalDouble mean(Optional<Figures.Value> value) {
        return value.map(v -> OptionalDouble.of(v.mean())).orElse(OptionalDouble.empty());
    }
}
