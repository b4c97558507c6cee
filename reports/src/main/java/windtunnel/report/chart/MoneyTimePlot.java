package windtunnel.report.chart;

import java.awt.BasicStroke;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.xy.DefaultXYDataset;
import windtunnel.report.chart.svg.Drawing;
import windtunnel.report.chart.svg.Ink;

/** Axes of cost against time, or against finish date where the scenario has a start. */
final class MoneyTimePlot {
    private static final int HEIGHT = 320;
    private static final int MOST_DOLLARS = 5;

    private MoneyTimePlot() {}

    static String title(Optional<Instant> start) {
        return start.isPresent() ? "Cost against finish date" : "Cost against time";
    }

    /** A drawing of that size whose axes hold all the points, drawn by {@code renderer}. */
    static Drawing drawing(
            double[] seconds,
            double[] usd,
            Optional<Instant> start,
            WholeRenderer renderer,
            String label,
            int width,
            boolean titled) {
        OddsChart.Scale time =
                start.map(from -> OddsScale.dates(from, seconds)).orElseGet(() -> OddsScale.durations(seconds));
        FixedAxis x = axis(time, seconds, width >= Chart.WIDE ? 6 : 3);
        FixedAxis y = axis(OddsScale.dollars(usd), usd, MOST_DOLLARS);
        DefaultXYDataset data = new DefaultXYDataset();
        data.addSeries("all", new double[][] {{seconds[0]}, {usd[0]}});
        XYPlot plot = new XYPlot(data, x, y, renderer);
        plot.setDomainGridlinePaint(Ink.HAIR);
        plot.setDomainGridlineStroke(new BasicStroke(1));
        plot.setRangeGridlinePaint(Ink.HAIR);
        plot.setRangeGridlineStroke(new BasicStroke(1));
        plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
        plot.setInsets(new RectangleInsets(8, 0, 0, 8));
        String title = title(start);
        int height = HEIGHT + (titled ? Plots.TITLE : 0);
        return new Drawing(
                Plots.chart(plot, titled ? Optional.of(title) : Optional.empty()), title, label, width, height);
    }

    /** All values of a list of points. */
    static double[] all(List<double[]> values) {
        return values.stream().flatMapToDouble(java.util.Arrays::stream).toArray();
    }

    private static FixedAxis axis(OddsChart.Scale scale, double[] values, int most) {
        double low = values[0];
        double high = values[0];
        for (double value : values) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        double margin = high > low ? (high - low) * 0.06 : Math.max(Math.abs(high) * 0.1, 1e-9);
        FixedAxis axis = new FixedAxis(scale.ticks().between(low - margin, high + margin, most), scale.tick());
        axis.setRange(low - margin, high + margin);
        return axis;
    }
}
