package windtunnel.scenario.run;

import java.util.List;
import windtunnel.core.measure.Metric;

/** Metrics of the run as a whole, and of money. */
public final class RunMetrics {
    /** Time of the run. */
    public static final Metric WALL_TIME = new Metric("wall_time", "s", "Time until all work was done or the horizon.");
    /** Dollars. */
    public static final Metric COST = new Metric("cost", "USD", "Dollars of the bill that fall to it.");
    /** Dollars that computed nothing. */
    public static final Metric IDLE_COST = new Metric(
            "idle_cost",
            "USD",
            "Dollars of held GPU time in which nothing was computed: waits, communication, stalls, failures.");
    /** Dollars per million tokens. */
    public static final Metric COST_PER_MILLION_TOKENS =
            new Metric("cost_per_million_tokens", "USD", "Dollars for each million of useful tokens.");
    /** Deadline. */
    public static final Metric DEADLINE_MET = new Metric(
            "deadline_met", "1", "Whether all work was done by the deadline: 1 or 0, a probability as mean.");
    /** Budget. */
    public static final Metric BUDGET_MET =
            new Metric("budget_met", "1", "Whether the bill stayed within the budget: 1 or 0, a probability as mean.");

    /** All of them. */
    public static final List<Metric> ALL =
            List.of(WALL_TIME, COST, IDLE_COST, COST_PER_MILLION_TOKENS, DEADLINE_MET, BUDGET_MET);

    private RunMetrics() {}

    /** Whether the metric is 0 or 1, so that its mean is a probability. */
    public static boolean isProbability(Metric metric) {
        return metric.equals(DEADLINE_MET) || metric.equals(BUDGET_MET);
    }
}
