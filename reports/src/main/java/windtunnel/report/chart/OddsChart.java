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

/**
 * The distribution of a value over the replications as odds: which share of the runs is at most that value.
 *
 * @param name of the file
 * @param title above the chart in a file of its own
 * @param label for readers that do not see it
 * @param values one a replication, at least two
 * @param scale how the axis is divided and worded
 * @param goal limit to draw, if there is one
 */
record OddsChart(String name, String title, String label, double[] values, Scale scale, Optional<Goal> goal)
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
        return new Drawing(chart, label + ". " + sentence(sorted), width, HEIGHT + (titled ? Plots.TITLE : 0));
    }

    private String sentence(double[] sorted) {
        return sorted.length + " runs, from " + scale.text().apply(sorted[0]) + " to "
                + scale.text().apply(sorted[sorted.length - 1]);
    }

    private double[] range(double[] sorted) {
        double low = sorted[0];
        double high = sorted[sorted.length - 1];
        double spread = high > low ? high - low : Math.max(Math.abs(high) * 0.1, 1e-9);
        Optional<Double> limit = OddsScale.inReach(goal, low - spread / 2, high + spread / 2);
        low = Math.min(low, limit.orElse(low));
        high = Math.max(high, limit.orElse(high));
        double margin = Math.max(high - low, spread) * 0.08;
        return new double[] {low - margin, high + margin};
    }
}
