package windtunnel.report.chart;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.xy.DefaultXYDataset;
import windtunnel.report.chart.svg.Drawing;
import windtunnel.report.chart.svg.Ink;
import windtunnel.report.story.Words;

/**
 * Amounts of bytes that change in steps over time, stacked.
 *
 * @param name of the file
 * @param title above the chart in a file of its own
 * @param label for readers that do not see it
 * @param series what is stacked, from the bottom
 * @param levels amounts of each series from an instant on, in order of time
 * @param fromSeconds left end
 * @param toSeconds right end
 * @param scale how the time axis is divided and worded
 * @param mark amount to draw a line at, 0 for none
 * @param markText what the line is
 * @param suffix what follows an amount of bytes: {@code /s} for rates
 */
record LevelsChart(
        String name,
        String title,
        String label,
        List<Series> series,
        List<Level> levels,
        double fromSeconds,
        double toSeconds,
        OddsChart.Scale scale,
        double mark,
        String markText,
        String suffix)
        implements Chart {
    private static final int HEIGHT = 260;

    /** One of the stacked things and its colour. */
    record Series(String name, Ink ink) {}

    /** Amounts from an instant on. */
    record Level(double atSeconds, double[] amounts) {
        double below(int count) {
            double sum = 0;
            for (int i = 0; i < count; i++) {
                sum += amounts[i];
            }
            return sum;
        }
    }

    private double highest() {
        double most = mark;
        for (Level level : levels) {
            most = Math.max(most, level.below(series.size()));
        }
        return most > 0 ? most : 1;
    }

    /** Zero and up to four round amounts. */
    private static List<Double> ticks(double most) {
        double step = Math.pow(10, Math.floor(Math.log10(most)));
        for (double part : new double[] {0.25, 0.5, 1, 2.5}) {
            if (most / (step * part) <= 4.5) {
                step *= part;
                break;
            }
        }
        List<Double> ticks = new ArrayList<>();
        for (int i = 0; i * step <= most * (1 + 1e-9); i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    @Override
    public Drawing draw(int width, boolean titled) {
        FixedAxis x = new FixedAxis(scale.ticks().between(fromSeconds, toSeconds, width >= WIDE ? 6 : 3), scale.tick());
        x.setRange(fromSeconds, Math.max(toSeconds, fromSeconds + 1e-9));
        double most = highest();
        FixedAxis y = new FixedAxis(ticks(most), bytes -> bytes == 0 ? "0" : Words.value(bytes, "bytes") + suffix);
        y.setRange(0, most * 1.06);
        DefaultXYDataset data = new DefaultXYDataset();
        data.addSeries(name, new double[][] {{fromSeconds}, {0}});
        XYPlot plot = new XYPlot(data, x, y, new Areas(this));
        plot.setDomainGridlinesVisible(false);
        plot.setRangeGridlinePaint(Ink.HAIR);
        plot.setRangeGridlineStroke(new BasicStroke(1));
        plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
        int rows = series.size() > 1 || mark > 0 ? (width >= WIDE ? 1 : series.size()) : 0;
        plot.setInsets(new RectangleInsets(8 + 18 * rows, 0, 0, 8));
        int height = HEIGHT + 18 * rows + (titled ? Plots.TITLE : 0);
        return new Drawing(
                Plots.chart(plot, titled ? Optional.of(title) : Optional.empty()), title, label, width, height);
    }

    /** Draws the areas from the top one down, the line at the mark, and the names above. */
    private static final class Areas extends WholeRenderer {
        private static final long serialVersionUID = 1L;
        private static final BasicStroke THIN = new BasicStroke(1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER);

        private final transient LevelsChart chart;

        Areas(LevelsChart chart) {
            this.chart = chart;
        }

        @Override
        void draw(Graphics2D g, Place place) {
            for (int top = chart.series().size(); top > 0; top--) {
                g.setPaint(chart.series().get(top - 1).ink());
                g.fill(area(place, top));
            }
            if (chart.mark() > 0) {
                double y = place.y(chart.mark());
                g.setPaint(Ink.INK);
                g.setStroke(THIN);
                g.draw(new Line2D.Double(place.area().getMinX(), y, place.area().getMaxX(), y));
            }
            names(g, place);
        }

        /** From the bottom to the sum of the lowest {@code count} series; within a pixel only the first and the last level are drawn. */
        private Path2D area(Place place, int count) {
            Rectangle2D area = place.area();
            double bottom = place.y(0);
            Path2D path = new Path2D.Double();
            double lastX = area.getMinX();
            double lastY = bottom;
            path.moveTo(lastX, bottom);
            List<Level> levels = chart.levels();
            for (int i = 0; i < levels.size(); i++) {
                double x = place.x(Math.max(chart.fromSeconds(), levels.get(i).atSeconds()));
                double y = place.y(levels.get(i).below(count));
                boolean crowded = i + 1 < levels.size() && x - lastX < 0.5 && i > 0;
                if (x > area.getMaxX() || crowded || y == lastY) {
                    continue;
                }
                path.lineTo(x, lastY);
                path.lineTo(x, y);
                lastX = x;
                lastY = y;
            }
            path.lineTo(area.getMaxX(), lastY);
            path.lineTo(area.getMaxX(), bottom);
            path.closePath();
            return path;
        }

        private void names(Graphics2D g, Place place) {
            if (chart.series().size() == 1 && chart.mark() == 0) {
                return;
            }
            double x = place.area().getMinX();
            boolean wide = place.area().getWidth() > NARROW;
            double y = place.area().getMinY()
                    - 8
                    - (wide ? 0 : 18 * (chart.series().size() - 1));
            for (Series one : chart.series()) {
                g.setPaint(one.ink());
                g.fill(new Rectangle2D.Double(x, y - 10, 10, 10));
                text(g, Plots.TEXT, Ink.INK, one.name(), x + 16, y);
                if (wide) {
                    x += 16 + Plots.TEXT.width(one.name()) + 20;
                } else {
                    y += 18;
                }
            }
            if (chart.mark() > 0) {
                g.setPaint(Ink.INK);
                double left = place.area().getMaxX() - Plots.TEXT.width(chart.markText());
                text(
                        g,
                        Plots.TEXT,
                        Ink.INK,
                        chart.markText(),
                        left,
                        place.area().getMinY() - 8);
            }
        }
    }
}
