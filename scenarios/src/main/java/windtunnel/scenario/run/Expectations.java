package windtunnel.scenario.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
                compare(expectation, found.get(), unmet);
            }
        }
        return unmet;
    }

    private static void compare(Expectation expectation, Outcome.MetricSummary metric, List<String> unmet) {
        double value = value(expectation, metric);
        String what = "expected " + metric.name() + " ";
        String but = ", but it is " + Numbers.json(value) + " " + metric.unit();
        expectation
                .atLeast()
                .filter(limit -> value < limit.value())
                .ifPresent(limit -> unmet.add(what + "of at least " + limit + but));
        expectation
                .atMost()
                .filter(limit -> value > limit.value())
                .ifPresent(limit -> unmet.add(what + "of at most " + limit + but));
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
