package windtunnel.report.chart;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.xy.DefaultXYDataset;
import windtunnel.core.unit.Numbers;
import windtunnel.report.chart.svg.Drawing;
import windtunnel.report.chart.svg.Ink;

/**
 * Predicted against published numbers, both on logarithmic axes; the diagonal is agreement, the dashed lines are a quarter above and below.
 *
 * @param name name of its file
 * @param what what the numbers are
 * @param dots at least one, all above 0
 */
public record AgreementChart(String name, String what, List<Dot> dots) implements Chart {
    private static final int HEIGHT = 480;
    private static final double[] QUARTER = {0.75, 1.25};

    /**
     * One case.
     *
     * @param published the published number
     * @param predicted the model's
     * @param fitted whether a constant or a rule was chosen on it
     */
    public record Dot(double published, double predicted, boolean fitted) {}

    /** Copies the dots. */
    public AgreementChart {
        dots = List.copyOf(dots);
    }

    @Override
    public String label() {
        return "Predicted against published " + what + " of " + dots.size()
                + " cases, logarithmic; orange dots were open to fitting, dashed lines are a quarter off";
    }

    @Override
    public Drawing draw(int width, boolean titled) {
        double low = Double.POSITIVE_INFINITY;
        double high = 0;
        for (Dot dot : dots) {
            low = Math.min(low, Math.min(dot.published(), dot.predicted()));
            high = Math.max(high, Math.max(dot.published(), dot.predicted()));
        }
        FixedAxis x = axis(low, high);
        x.setLabel("across published, up predicted: " + what);
        FixedAxis y = axis(low, high);
        DefaultXYDataset data = new DefaultXYDataset();
        data.addSeries(name, new double[][] {{Math.log10(low)}, {Math.log10(low)}});
        XYPlot plot = new XYPlot(data, x, y, new Dots(dots));
        plot.setDomainGridlinePaint(Ink.HAIR);
        plot.setDomainGridlineStroke(new BasicStroke(1));
        plot.setRangeGridlinePaint(Ink.HAIR);
        plot.setRangeGridlineStroke(new BasicStroke(1));
        plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
        plot.setInsets(new RectangleInsets(8, 0, 0, 8));
        String title = "Predicted against published";
        JFreeChart chart = Plots.chart(plot, titled ? Optional.of(title) : Optional.empty());
        return new Drawing(chart, title, label(), width, HEIGHT + (titled ? Plots.TITLE : 0));
    }

    private static FixedAxis axis(double low, double high) {
        List<Double> ticks = new ArrayList<>();
        for (int power = (int) Math.ceil(Math.log10(low)); power <= Math.log10(high); power++) {
            ticks.add((double) power);
        }
        FixedAxis axis = new FixedAxis(ticks, tick -> Numbers.si(Math.rint(Math.pow(10, tick) * 1e6) / 1e6, 1));
        axis.setRange(Math.log10(low) - 0.1, Math.log10(high) + 0.1);
        return axis;
    }

    /** Draws the lines and all dots at once, those that were open to fitting on top. */
    private static final class Dots extends WholeRenderer {
        private static final long serialVersionUID = 1L;
        private static final double RADIUS = 2.5;

        private final transient List<Dot> dots;

        Dots(List<Dot> dots) {
            this.dots = dots;
        }

        @Override
        void draw(Graphics2D g, Place place) {
            g.setPaint(Ink.MUTE);
            g.setStroke(new BasicStroke(1));
            line(g, place, 1);
            g.setStroke(new BasicStroke(1, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {4, 4}, 0));
            for (double share : QUARTER) {
                line(g, place, share);
            }
            for (boolean fitted : new boolean[] {false, true}) {
                g.setPaint(fitted ? Ink.REDUNDANT : Ink.COMMUNICATION);
                for (Dot dot : dots) {
                    if (dot.fitted() == fitted) {
                        double x = place.x(Math.log10(dot.published()));
                        double y = place.y(Math.log10(dot.predicted()));
                        g.fill(new Ellipse2D.Double(x - RADIUS, y - RADIUS, 2 * RADIUS, 2 * RADIUS));
                    }
                }
            }
        }

        private static void line(Graphics2D g, Place place, double share) {
            double up = Math.log10(share);
            double from = Math.max(place.xAxis().getLowerBound(), place.yAxis().getLowerBound() - up);
            double to = Math.min(place.xAxis().getUpperBound(), place.yAxis().getUpperBound() - up);
            g.draw(new Line2D.Double(place.x(from), place.y(from + up), place.x(to), place.y(to + up)));
        }
    }
}
