package windtunnel.report.chart;

import java.awt.BasicStroke;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleFunction;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.xy.DefaultXYDataset;
import windtunnel.report.chart.svg.Drawing;
import windtunnel.report.chart.svg.Ink;

/**
 * The distribution of a value over the replications as odds: which share of the runs is at most that value.
 *
 * @param name of the file
 * @param title above the chart in a file of its own
 * @param label for readers that do not see it
 * @param values one a replication; for a finish only those of runs that finished, at least one
 * @param runs how many runs there are; those without a value stay above the curve
 * @param scale how the axis is divided and worded
 * @param goal limit to draw, if there is one
 * @param cut where the horizon cut the runs without a value, with a text, if there are any
 */
record OddsChart(
        String name,
        String title,
        String label,
        double[] values,
        int runs,
        Scale scale,
        Optional<Goal> goal,
        Optional<Goal> cut)
        implements Chart {
    private static final int HEIGHT = 260;
    private static final double[] ODDS = {0, 0.25, 0.5, 0.75, 1};

    /** Where ticks are between two values, at most some. */
    interface Ticks {
        List<Double> between(double low, double high, int most);
    }

    /**
     * An axis.
     *
     * @param ticks where its ticks are
     * @param tick text of a tick
     * @param text text of a value in a sentence
     */
    record Scale(Ticks ticks, DoubleFunction<String> tick, DoubleFunction<String> text) {}

    /** A limit and its text. */
    record Goal(double value, String text) {}

    @Override
    public Drawing draw(int width, boolean titled) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double[] range = range(sorted);
        int most = width >= WIDE ? 6 : 3;
        FixedAxis x = new FixedAxis(scale.ticks().between(range[0], range[1], most), scale.tick());
        x.setRange(range[0], range[1]);
        List<Double> odds = new ArrayList<>();
        for (double share : ODDS) {
            odds.add(share);
        }
        FixedAxis y = new FixedAxis(odds, share -> windtunnel.core.unit.Numbers.percent(share, 0));
        y.setRange(-0.06, 1.02);
        DefaultXYDataset data = new DefaultXYDataset();
        data.addSeries(name, new double[][] {{sorted[0]}, {0}});
        XYPlot plot = new XYPlot(data, x, y, new OddsRenderer(this, sorted));
        plot.setDomainGridlinesVisible(false);
        plot.setRangeGridlinePaint(Ink.HAIR);
        plot.setRangeGridlineStroke(new BasicStroke(1));
        plot.setRangeZeroBaselineVisible(false);
        plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
        plot.setInsets(new RectangleInsets(goal.isPresent() ? 24 : 8, 0, 0, 8));
        JFreeChart chart = Plots.chart(plot, titled ? Optional.of(title) : Optional.empty());
        return new Drawing(chart, title, label + ". " + sentence(sorted), width, HEIGHT + (titled ? Plots.TITLE : 0));
    }

    private String sentence(double[] sorted) {
        StringBuilder text =
                new StringBuilder(sorted.length == runs ? runs + " runs" : sorted.length + " of " + runs + " runs");
        text.append(", from ").append(scale.text().apply(sorted[0]));
        text.append(" to ").append(scale.text().apply(sorted[sorted.length - 1]));
        for (double share : OddsRenderer.QUANTILES) {
            quantile(sorted, share)
                    .ifPresent(value -> text.append("; P")
                            .append(Math.round(share * 100))
                            .append(' ')
                            .append(scale.text().apply(value)));
        }
        cut.ifPresent(limit -> text.append("; ").append(limit.text()));
        goal.ifPresent(limit -> text.append("; ").append(limit.text()));
        return text.toString();
    }

    /** Quantile of type 7 over all runs, as everywhere in the product; empty where it falls among runs without a value. */
    Optional<Double> quantile(double[] sorted, double share) {
        double at = share * (runs - 1);
        int low = (int) Math.floor(at);
        int high = at > low ? low + 1 : low;
        return high < sorted.length
                ? Optional.of(sorted[low] + (at - low) * (sorted[high] - sorted[low]))
                : Optional.empty();
    }

    private double[] range(double[] sorted) {
        double low = sorted[0];
        double high = Math.max(sorted[sorted.length - 1], cut.map(Goal::value).orElse(Double.NEGATIVE_INFINITY));
        double spread = high > low ? high - low : Math.max(Math.abs(high) * 0.1, 1e-9);
        Optional<Double> limit = OddsScale.inReach(goal, low - spread / 2, high + spread / 2);
        low = Math.min(low, limit.orElse(low));
        high = Math.max(high, limit.orElse(high));
        double margin = Math.max(high - low, spread) * 0.08;
        return new double[] {low - margin, high + margin};
    }
}
