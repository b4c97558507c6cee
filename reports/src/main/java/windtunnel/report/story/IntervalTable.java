package windtunnel.report.story;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import windtunnel.core.unit.Numbers;
import windtunnel.scenario.run.Outcome;
import windtunnel.scenario.run.Outcome.MetricSummary;
import windtunnel.scenario.stats.Bootstrap;
import windtunnel.scenario.stats.QuantileInterval;

/**
 * The headline figures with 95 % intervals: of the mean, and of the quantiles by order statistics.
 *
 * @param lines one for each figure and statistic; none for a single run
 */
public record IntervalTable(List<Line> lines) {
    /** Titles of the columns of {@link #rows()}. */
    public static final List<String> COLUMNS = List.of("", "", "estimate", "95 % from", "to");

    private static final double[] QUANTILES = {0.1, 0.5, 0.9, 0.95};

    /**
     * One statistic of one metric.
     *
     * @param metric its full name
     * @param unit of the values
     * @param statistic {@code mean}, {@code mean (BCa)}, {@code p10}, ...
     * @param estimate its value
     * @param low lower end, empty where too few runs leave it open
     * @param high upper end
     */
    public record Line(
            String metric, String unit, String statistic, double estimate, OptionalDouble low, OptionalDouble high) {}

    /** The table of an outcome. */
    public static IntervalTable of(Outcome outcome) {
        List<Line> lines = new ArrayList<>();
        List<MetricSummary> metrics = new ArrayList<>();
        Metrics.find(outcome, "run.wall_time").ifPresent(metrics::add);
        Metrics.find(outcome, "run.cost").ifPresent(metrics::add);
        metrics.addAll(Metrics.called(outcome, "goodput"));
        for (MetricSummary metric : metrics) {
            if (metric.n() > 1) {
                add(lines, metric, Metrics.values(outcome, metric.name()));
            }
        }
        return new IntervalTable(List.copyOf(lines));
    }

    private static void add(List<Line> lines, MetricSummary m, double[] values) {
        lines.add(new Line(
                m.name(),
                m.unit(),
                "mean",
                m.mean(),
                OptionalDouble.of(possible(m.mean() - m.halfWidth95(), m)),
                OptionalDouble.of(possible(m.mean() + m.halfWidth95(), m))));
        if (Bootstrap.wanted(values)) {
            Bootstrap bca = Bootstrap.ofMean(values);
            lines.add(new Line(
                    m.name(),
                    m.unit(),
                    "mean (BCa)",
                    m.mean(),
                    OptionalDouble.of(bca.low()),
                    OptionalDouble.of(bca.high())));
        }
        double[] estimates = {m.p10(), m.p50(), m.p90(), m.p95()};
        for (int i = 0; i < QUANTILES.length; i++) {
            QuantileInterval interval = QuantileInterval.of(values, QUANTILES[i]);
            String name = "P" + Numbers.significant(100 * QUANTILES[i], 2);
            lines.add(new Line(m.name(), m.unit(), name, estimates[i], interval.low(), interval.high()));
        }
    }

    /** An end of an interval that is symmetric, cut where the metric itself ends: shares lie between 0 and 1, times and dollars are not negative. */
    private static double possible(double end, MetricSummary m) {
        return m.unit().equals("share") ? Math.max(0, Math.min(1, end)) : Math.max(0, end);
    }

    /** The lines as text, the figure named once. */
    public List<List<String>> rows() {
        List<List<String>> rows = new ArrayList<>();
        String before = "";
        for (Line line : lines) {
            rows.add(List.of(
                    line.metric().equals(before) ? "" : label(line.metric()),
                    line.statistic(),
                    Words.value(line.estimate(), line.unit()),
                    end(line.low(), line.unit()),
                    end(line.high(), line.unit())));
            before = line.metric();
        }
        return rows;
    }

    /** What an open end means, where there is one. */
    public Optional<String> note() {
        boolean open = lines.stream()
                .anyMatch(line -> line.low().isEmpty() || line.high().isEmpty());
        return open ? Optional.of("open: too few runs to say how far that quantile may lie") : Optional.empty();
    }

    private static String end(OptionalDouble value, String unit) {
        return value.isPresent() ? Words.value(value.getAsDouble(), unit) : "open";
    }

    private static String label(String metric) {
        return switch (metric) {
            case "run.wall_time" -> "time";
            case "run.cost" -> "cost";
            default -> Words.plain(metric);
        };
    }
}
