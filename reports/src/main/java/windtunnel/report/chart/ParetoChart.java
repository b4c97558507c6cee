package windtunnel.report.chart;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.CrosshairState;
import org.jfree.chart.plot.PlotRenderingInfo;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.AbstractXYItemRenderer;
import org.jfree.chart.renderer.xy.XYItemRendererState;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.xy.DefaultXYDataset;
import org.jfree.data.xy.XYDataset;
import windtunnel.report.chart.svg.Drawing;
import windtunnel.report.chart.svg.Ink;

/**
 * Cost against time, one dot for each combination; those that no other one beats in both are joined.
 *
 * @param dots at least two
 * @param start instant at which simulated time begins: the axis shows finish dates then
 */
record ParetoChart(List<Dot> dots, Optional<Instant> start) implements Chart {
    private static final int HEIGHT = 320;

    /** A combination: seconds, dollars, and whether it is on the front. */
    record Dot(double seconds, double usd, boolean front) {}

    private String title() {
        return start.isPresent() ? "Cost against finish date" : "Cost against time";
    }

    private String sentence() {
        long front = dots.stream().filter(Dot::front).count();
        return front + (front == 1 ? " is" : " are") + " beaten by no other in both";
    }

    @Override
    public String name() {
        return "pareto";
    }

    @Override
    public String label() {
        return title() + " of " + dots.size() + " combinations";
    }

    @Override
    public Drawing draw(int width, boolean titled) {
        double[] seconds = dots.stream().mapToDouble(Dot::seconds).toArray();
        double[] usd = dots.stream().mapToDouble(Dot::usd).toArray();
        int most = width >= WIDE ? 6 : 3;
        OddsChart.Scale time =
                start.map(from -> OddsScale.dates(from, seconds)).orElseGet(() -> OddsScale.durations(seconds));
        FixedAxis x = axis(time, seconds, most);
        FixedAxis y = axis(OddsScale.dollars(usd), usd, 5);
        DefaultXYDataset data = new DefaultXYDataset();
        data.addSeries(name(), new double[][] {{seconds[0]}, {usd[0]}});
        XYPlot plot = new XYPlot(data, x, y, new Dots(dots));
        plot.setDomainGridlinePaint(Ink.HAIR);
        plot.setDomainGridlineStroke(new BasicStroke(1));
        plot.setRangeGridlinePaint(Ink.HAIR);
        plot.setRangeGridlineStroke(new BasicStroke(1));
        plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
        plot.setInsets(new RectangleInsets(8, 0, 0, 8));
        JFreeChart chart = Plots.chart(plot, titled ? Optional.of(title()) : Optional.empty());
        return new Drawing(chart, title(), label() + ". " + sentence(), width, HEIGHT + (titled ? Plots.TITLE : 0));
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

    /** Draws all dots at once, the front above the others. */
    private static final class Dots extends AbstractXYItemRenderer {
        private static final long serialVersionUID = 1L;
        private static final double RADIUS = 4;

        private final transient List<Dot> dots;

        Dots(List<Dot> dots) {
            this.dots = dots;
        }

        @Override
        public void drawItem(
                Graphics2D g,
                XYItemRendererState state,
                Rectangle2D area,
                PlotRenderingInfo info,
                XYPlot plot,
                ValueAxis x,
                ValueAxis y,
                XYDataset data,
                int series,
                int item,
                CrosshairState crosshair,
                int pass) {
            Path2D line = new Path2D.Double();
            List<Dot> sorted = dots.stream()
                    .filter(Dot::front)
                    .sorted(Comparator.comparingDouble(Dot::seconds))
                    .toList();
            for (Dot dot : sorted) {
                double px = x.valueToJava2D(dot.seconds(), area, plot.getDomainAxisEdge());
                double py = y.valueToJava2D(dot.usd(), area, plot.getRangeAxisEdge());
                if (line.getCurrentPoint() == null) {
                    line.moveTo(px, py);
                } else {
                    line.lineTo(px, line.getCurrentPoint().getY());
                    line.lineTo(px, py);
                }
            }
            g.setStroke(new BasicStroke(1.5f));
            g.setPaint(Ink.PRODUCTIVE);
            if (sorted.size() > 1) {
                g.draw(line);
            }
            for (boolean front : new boolean[] {false, true}) {
                g.setPaint(front ? Ink.PRODUCTIVE : Ink.CAPACITY);
                for (Dot dot : dots) {
                    if (dot.front() == front) {
                        double px = x.valueToJava2D(dot.seconds(), area, plot.getDomainAxisEdge());
                        double py = y.valueToJava2D(dot.usd(), area, plot.getRangeAxisEdge());
                        g.fill(new Ellipse2D.Double(px - RADIUS, py - RADIUS, 2 * RADIUS, 2 * RADIUS));
                    }
                }
            }
        }
    }
}
