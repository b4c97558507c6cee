package windtunnel.scenario.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoublePredicate;
import windtunnel.core.unit.Numbers;
import windtunnel.scenario.Expectation;

/** Compares what a scenario expects with what came out. */
public final class Expectations {
    private Expectations() {}

    /** One sentence for each expectation that is not met, with the value. */
    public static List<String> unmet(List<Expectation> expectations, Outcome outcome) {
        List<String> unmet = new ArrayList<>();
        for (Expectation expectation : expectations) {
            Optional<Outcome.MetricSummary> found = outcome.metrics().stream()
                    .filter(metric -> metric.name().equals(expectation.metric()))
                    .findFirst();
            if (found.isEmpty()) {
                unmet.add("expected " + expectation.metric() + ", but there is no such metric");
            } else {
                compare(expectation, outcome, found.get(), unmet);
            }
        }
        return unmet;
    }

    private static void compare(
            Expectation expectation, Outcome outcome, Outcome.MetricSummary metric, List<String> unmet) {
        double value = value(expectation, metric);
        String what = "expected " + metric.name() + " ";
        String but = ", but " + statistic(expectation, metric) + " is " + Numbers.json(value) + " " + metric.unit();
        expectation
                .atLeast()
                .filter(limit -> value < limit.value())
                .ifPresent(limit -> unmet.add(
                        what + "of at least " + limit + but + odds(outcome, metric, v -> v >= limit.value())));
        expectation
                .atMost()
                .filter(limit -> value > limit.value())
                .ifPresent(limit ->
                        unmet.add(what + "of at most " + limit + but + odds(outcome, metric, v -> v <= limit.value())));
    }

    private static String statistic(Expectation expectation, Outcome.MetricSummary metric) {
        boolean several = metric.n() > 1 && !metric.probability();
        return several ? "the " + expectation.statistic().name().toLowerCase(Locale.ROOT) : "it";
    }

    /** How many of the runs keep the limit, where there are several. */
    private static String odds(Outcome outcome, Outcome.MetricSummary metric, DoublePredicate keeps) {
        if (metric.n() < 2 || metric.probability()) {
            return "";
        }
        long kept = outcome.runs().stream()
                .map(run -> run.metrics().get(metric.name()))
                .filter(value -> value != null && keeps.test(value.value()))
                .count();
        return "; " + kept + " of " + metric.n() + " runs keep it";
    }

    private static double value(Expectation expectation, Outcome.MetricSummary metric) {
        return switch (expectation.statistic()) {
            case MEAN -> metric.mean();
            case MIN -> metric.min();
            case P10 -> metric.p10();
            case P50 -> metric.p50();
            case P90 -> metric.p90();
            case P95 -> metric.p95();
            case MAX -> metric.max();
        };
    }
}
