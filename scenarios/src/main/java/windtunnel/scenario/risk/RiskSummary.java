package windtunnel.scenario.risk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;
import org.apache.commons.math3.stat.descriptive.moment.Mean;
import windtunnel.core.measure.Metric;
import windtunnel.scenario.run.RunMetrics;
import windtunnel.scenario.stats.Risk;
import windtunnel.scenario.stats.TwoLevel;

/** Turns the values of all runs into what a report tells; a plain function. */
final class RiskSummary {
    private static final String COST = "run.cost";

    private final List<String> paths;
    private final double[][] order;
    private final Map<String, Series> series;

    /** Values of a metric, {@code [draw][run]}. */
    record Series(Metric metric, double[][] values) {}

    /**
     * A summary.
     *
     * @param paths of the inputs
     * @param order what orders the draws of an input, {@code [input][draw]}
     * @param series values by the full name of the metric
     */
    RiskSummary(List<String> paths, double[][] order, Map<String, Series> series) {
        this.paths = paths;
        this.order = order;
        this.series = series;
    }

    Risk risk(List<Map<String, String>> drawn, List<Long> seeds) {
        Map<String, Risk.Figure> figures = new LinkedHashMap<>();
        Map<String, Risk.Goal> goals = new LinkedHashMap<>();
        series.forEach((name, s) -> {
            if (RunMetrics.isProbability(s.metric())) {
                double[] all = Arrays.stream(s.values())
                        .flatMapToDouble(Arrays::stream)
                        .toArray();
                int met = (int) Math.round(Arrays.stream(all).sum());
                goals.put(name, new Risk.Goal(met, all.length, TwoLevel.odds(s.values())));
            } else {
                figures.put(name, new Risk.Figure(s.metric().unit(), s.values(), TwoLevel.of(s.values())));
            }
        });
        int draws = order[0].length;
        double z = new NormalDistribution(null, 0, 1).inverseCumulativeProbability(1 - 0.025 / paths.size());
        return new Risk(
                draws,
                series.values().iterator().next().values()[0].length,
                drawn,
                seeds,
                figures,
                goals,
                drivers(figures),
                z / Math.sqrt(draws - 1));
    }

    private List<Risk.Driver> drivers(Map<String, Risk.Figure> figures) {
        List<Risk.Driver> drivers = new ArrayList<>();
        for (int i = 0; i < paths.size(); i++) {
            Map<String, Risk.Effect> effects = new TreeMap<>();
            double[] input = order[i];
            figures.forEach((name, figure) -> effects.put(name, effect(input, means(figure.values()))));
            drivers.add(new Risk.Driver(paths.get(i), effects));
        }
        drivers.sort(Comparator.comparingDouble(
                        (Risk.Driver driver) -> driver.effects().containsKey(COST)
                                ? -Math.abs(driver.effects().get(COST).correlation())
                                : 0)
                .thenComparing(Risk.Driver::path));
        return List.copyOf(drivers);
    }

    private static double[] means(double[][] values) {
        return Arrays.stream(values).mapToDouble(new Mean()::evaluate).toArray();
    }

    private static Risk.Effect effect(double[] input, double[] means) {
        double correlation = new SpearmansCorrelation().correlation(input, means);
        int[] sorted = IntStream.range(0, input.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer d) -> input[d]).thenComparingInt(d -> d))
                .mapToInt(Integer::intValue)
                .toArray();
        int third = Math.max(1, input.length / 3);
        double swing = 0;
        for (int i = 0; i < third; i++) {
            swing += (means[sorted[sorted.length - 1 - i]] - means[sorted[i]]) / third;
        }
        return new Risk.Effect(Double.isNaN(correlation) ? 0 : correlation, swing);
    }
}
