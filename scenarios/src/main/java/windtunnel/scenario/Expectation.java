package windtunnel.scenario;

import java.util.List;
import java.util.Optional;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;

/** A limit that a metric must keep. */
public record Expectation(
        @Key(doc = "The metric: a workload, a resource or 'run', a dot, and what is measured.", example = "run.cost")
        String metric,

        @Key(doc = "Smallest value that is good.", example = "0.85")
        Optional<Bound> atLeast,

        @Key(doc = "Largest value that is good.", example = "3 M$")
        Optional<Bound> atMost,

        @Key(doc = "Which statistic over the replications is tested.", def = "mean", example = "p90")
        Statistic statistic)
        implements Checked {
    private static final List<String> SHARES = List.of(
            "deadline_met",
            "budget_met",
            "ettr",
            "mfu",
            "hfu",
            "compute_share",
            "availability",
            "gpu_utilisation",
            "starvation",
            "exposed_comm",
            "checkpoint_overhead",
            "lost_work",
            "restart_overhead",
            "utilisation");

    /** A statistic over replications. */
    public enum Statistic {
        /** Arithmetic mean. */
        MEAN,
        /** Smallest value. */
        MIN,
        /** 10th percentile. */
        P10,
        /** Median. */
        P50,
        /** 90th percentile. */
        P90,
        /** 95th percentile. */
        P95,
        /** Largest value. */
        MAX
    }

    @Override
    public void check(Issues issues) {
        issues.check(atLeast.isPresent() || atMost.isPresent(), "", "has no limit: give at-least, at-most or both");
        int dot = metric.indexOf('.');
        issues.check(
                dot > 0 && dot < metric.length() - 1,
                "metric",
                "'" + metric + "' is no metric; a metric is written like 'run.cost'");
        if (SHARES.contains(metric.substring(metric.lastIndexOf('.') + 1))) {
            atLeast.ifPresent(bound -> share(bound, "at-least", issues));
            atMost.ifPresent(bound -> share(bound, "at-most", issues));
        }
        if (atLeast.isPresent() && atMost.isPresent()) {
            Bound low = atLeast.get();
            Bound high = atMost.get();
            issues.check(low.unit().equals(high.unit()), "at-most", "has another unit than at-least");
            issues.check(
                    !low.unit().equals(high.unit()) || low.value() <= high.value(),
                    "at-most",
                    "is less than at-least: nothing can keep both");
        }
    }

    private void share(Bound bound, String key, Issues issues) {
        issues.check(
                bound.unit().isEmpty() && bound.value() >= 0 && bound.value() <= 1,
                key,
                "must lie between 0 and 1: " + metric + " is a share");
    }
}
