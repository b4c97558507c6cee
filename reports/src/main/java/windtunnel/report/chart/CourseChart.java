package windtunnel.report.chart;

import java.awt.BasicStroke;
import java.util.List;
import java.util.Optional;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.xy.DefaultXYDataset;
import windtunnel.core.unit.Numbers;
import windtunnel.report.chart.svg.Drawing;
import windtunnel.report.chart.svg.Ink;

/**
 * A share over the time of a run, or of a part of it.
 *
 * @param name of the file
 * @param title above the chart in a file of its own
 * @param label for readers that do not see it
 * @param seconds times, rising or equal where the share jumps
 * @param shares the share from each time on, with straight lines between
 * @param scale how the time axis is divided and worded
 */
record CourseChart(String name, String title, String label, double[] seconds, double[] shares, OddsChart.Scale scale)
        implements Chart {
    private static final int HEIGHT = 200;

    @Override
    public Drawing draw(int width, boolean titled) {
        double end = seconds[seconds.length - 1];
        double start = seconds[0] < end ? seconds[0] : 0;
        int most = width >= WIDE ? 6 : 3;
        FixedAxis x = new FixedAxis(scale.ticks().between(start, end, most), scale.tick());
        x.setRange(start, end);
        FixedAxis y = new FixedAxis(List.of(0.0, 0.5, 1.0), share -> Numbers.percent(share, 0));
        y.setRange(-0.04, 1.08);
        DefaultXYDataset data = new DefaultXYDataset();
        data.addSeries(name, new double[][] {seconds, capped()});
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, false);
        renderer.setSeriesPaint(0, Ink.INPUT);
        renderer.setSeriesStroke(0, new BasicStroke(2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL));
        renderer.setDrawSeriesLineAsPath(true);
        XYPlot plot = new XYPlot(data, x, y, renderer);
        plot.addRangeMarker(new ValueMarker(1, Ink.MUTE, new BasicStroke(1)));
        plot.setDomainGridlinesVisible(false);
        plot.setRangeGridlinePaint(Ink.HAIR);
        plot.setRangeGridlineStroke(new BasicStroke(1));
        plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
        plot.setInsets(new RectangleInsets(8, 0, 0, 8));
        JFreeChart chart = Plots.chart(plot, titled ? Optional.of(title) : Optional.empty());
        return new Drawing(chart, title, label, width, HEIGHT + (titled ? Plots.TITLE : 0));
    }

    /** More than all that is needed looks like all. */
    private double[] capped() {
        double[] capped = shares.clone();
        for (int i = 0; i < capped.length; i++) {
            capped[i] = Math.min(1.05, capped[i]);
        }
        return capped;
    }
}
