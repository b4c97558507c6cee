package windtunnel.report.chart;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.xy.DefaultXYDataset;
import windtunnel.core.measure.Timeline;
import windtunnel.core.unit.Numbers;
import windtunnel.report.chart.svg.Drawing;
import windtunnel.report.chart.svg.Ink;
import windtunnel.report.story.Words;

/**
 * How the work of one workload went in one run of each design, under the same luck: share of the work done against time.
 *
 * @param owner the workload
 * @param lines one for each design that has it
 * @param start instant at which simulated time begins: the axis shows dates then
 */
record OverlayChart(String owner, List<Line> lines, Optional<Instant> start) implements Chart {
    private static final int HEIGHT = 280;
    private static final double MOST_SHARE = 1.04;

    /**
     * One design's course.
     *
     * @param label short name of the design
     * @param index its number among all designs, which gives its colour
     * @param timeline what happened
     */
    record Line(String label, int index, Timeline timeline) {
        double endSeconds() {
            return last().atNanos() * 1e-9;
        }

        double shareDone() {
            return timeline.target() > 0 ? last().done() / timeline.target() : 0;
        }

        private Timeline.Point last() {
            return timeline.progress().get(timeline.progress().size() - 1);
        }

        private String sentence() {
            int stops = timeline.interruptions().size();
            String done = shareDone() >= 1 ? "done" : Numbers.percent(Math.min(shareDone(), 0.999), 1) + " done";
            return label + " " + done + " after " + Numbers.duration(endSeconds()) + ", stopped " + stops
                    + (stops == 1 ? " time" : " times");
        }
    }

    /** What the chart says, a sentence for each design. */
    List<String> sentences() {
        return lines.stream().map(Line::sentence).toList();
    }

    @Override
    public String name() {
        return "overlay";
    }

    @Override
    public String label() {
        return "Work done by " + Words.plain(owner) + " in one run of each design; " + String.join("; ", sentences());
    }

    @Override
    public Drawing draw(int width, boolean titled) {
        double[] ends = new double[lines.size() + 1];
        for (int i = 0; i < lines.size(); i++) {
            ends[i + 1] = lines.get(i).endSeconds();
        }
        double last = java.util.Arrays.stream(ends).max().orElse(1);
        OddsChart.Scale scale =
                start.map(from -> OddsScale.dates(from, ends)).orElseGet(() -> OddsScale.durations(ends));
        FixedAxis x = new FixedAxis(scale.ticks().between(0, last, width >= WIDE ? 6 : 3), scale.tick());
        x.setRange(0, last * (width >= WIDE ? 1.04 : 1.08));
        FixedAxis y = new FixedAxis(List.of(0.0, 0.25, 0.5, 0.75, 1.0), share -> Numbers.percent(share, 0));
        y.setRange(0, MOST_SHARE);
        DefaultXYDataset data = new DefaultXYDataset();
        data.addSeries(owner, new double[][] {{0}, {0}});
        XYPlot plot = new XYPlot(data, x, y, new Courses(lines));
        plot.setDomainGridlinesVisible(false);
        plot.setRangeGridlinePaint(Ink.HAIR);
        plot.setRangeGridlineStroke(new BasicStroke(1));
        plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
        plot.setInsets(new RectangleInsets(8, 0, 0, 8));
        String title = "Work done by " + Words.plain(owner);
        int height = HEIGHT + (titled ? Plots.TITLE : 0);
        return new Drawing(
                Plots.chart(plot, titled ? Optional.of(title) : Optional.empty()), title, label(), width, height);
    }

    /** Draws the curves, then their names at their ends. */
    private static final class Courses extends WholeRenderer {
        private static final long serialVersionUID = 1L;
        private static final BasicStroke CURVE = new BasicStroke(2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL);

        private final transient List<Line> lines;

        Courses(List<Line> lines) {
            this.lines = lines;
        }

        @Override
        void draw(Graphics2D g, Place place) {
            List<Rectangle2D> taken = new ArrayList<>();
            for (Line line : lines) {
                g.setPaint(Ink.ofDesign(line.index()));
                g.setStroke(CURVE);
                g.draw(curve(place, line));
            }
            for (Line line : lines) {
                name(g, place, line, taken);
            }
        }

        private static Path2D curve(Place place, Line line) {
            Path2D path = new Path2D.Double();
            double lastX = Double.NEGATIVE_INFINITY;
            double lastY = 0;
            List<Timeline.Point> points = line.timeline().progress();
            for (int i = 0; i < points.size(); i++) {
                double x = place.x(points.get(i).atNanos() * 1e-9);
                double y = place.y(points.get(i).done() / line.timeline().target());
                boolean sameSpot = x - lastX < 0.25 && Math.abs(y - lastY) < 0.5;
                if (i == 0) {
                    path.moveTo(x, y);
                } else if (i == points.size() - 1 || !sameSpot) {
                    path.lineTo(x, y);
                } else {
                    continue;
                }
                lastX = x;
                lastY = y;
            }
            return path;
        }

        /** Right of the curve's end, lower where that place is taken. */
        private static void name(Graphics2D g, Place place, Line line, List<Rectangle2D> taken) {
            double width = Plots.STRONG.width(line.label());
            double left = place.x(line.endSeconds()) + 6;
            double baseline = place.y(Math.min(line.shareDone(), 1)) + 5;
            Rectangle2D box = new Rectangle2D.Double(left - 2, baseline - 12, width + 4, 15);
            for (int moves = 0; moves < taken.size(); moves++) {
                for (Rectangle2D other : taken) {
                    if (box.intersects(other)) {
                        baseline = other.getMaxY() + 12;
                        box = new Rectangle2D.Double(left - 2, baseline - 12, width + 4, 15);
                    }
                }
            }
            taken.add(box);
            g.setPaint(Ink.PAPER);
            g.fill(box);
            text(g, Plots.STRONG, Ink.ofDesign(line.index()), line.label(), left, baseline);
        }
    }
}
