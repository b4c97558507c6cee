package windtunnel.report.chart;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.jfree.chart.plot.Plot;
import org.jfree.chart.plot.PlotRenderingInfo;
import org.jfree.chart.plot.PlotState;
import windtunnel.core.measure.Timeline;
import windtunnel.core.unit.Numbers;
import windtunnel.report.chart.svg.Ink;
import windtunnel.report.chart.svg.TableFont;
import windtunnel.report.chart.svg.TextLines;
import windtunnel.report.story.KeptWork;

/** Draws panels over one time axis: work done, interruptions in a lane for each cause, GPUs in use, goodput in windows. */
final class TimelinePlot extends Plot {
    private static final long serialVersionUID = 1L;
    private static final int TITLE = 24;
    private static final int GAP = 18;
    private static final int WORK_WIDE = 200;
    private static final int WORK_NARROW = 180;
    private static final int GOODPUT = 84;
    private static final int AXIS = 20;
    private static final int LANE_WIDE = 22;
    private static final int LANE_NARROW = 36;
    private static final double MARK = 12;
    private static final double LEAST_MARK = 2;
    private static final double GUTTER = 44;
    private static final double MOST_LABEL = 160;
    private static final double RIGHT = 8;
    private static final int MOST_CIRCLES = 40;
    private static final double RADIUS = 3;
    private static final BasicStroke THIN = new BasicStroke(1, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER);
    private static final BasicStroke CURVE = new BasicStroke(2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL);
    private static final BasicStroke DASHES =
            new BasicStroke(1, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {5, 4}, 0);

    private final transient TimelineChart chart;
    private final boolean wide;

    TimelinePlot(TimelineChart chart, boolean wide) {
        this.chart = chart;
        this.wide = wide;
    }

    @Override
    public String getPlotType() {
        return "timeline";
    }

    int height() {
        int lanes = chart.lanes().isEmpty() ? 0 : GAP + TITLE + chart.lanes().size() * lane();
        int goodput = chart.windows().isEmpty() ? 0 : GAP + TITLE + GOODPUT;
        int sizes = chart.sizes().isDrawn() ? GAP + TITLE + SizePanel.HEIGHT : 0;
        return TITLE + work() + lanes + sizes + goodput + AXIS;
    }

    private int lane() {
        return wide ? LANE_WIDE : LANE_NARROW;
    }

    private int work() {
        return wide ? WORK_WIDE : WORK_NARROW;
    }

    private double gutter() {
        double widest = 0;
        for (TimelineChart.Lane lane : chart.lanes()) {
            double count = Plots.STRONG.width(Integer.toString(lane.stops().size()));
            widest = Math.max(widest, Math.min(MOST_LABEL, Plots.TEXT.width(lane.cause())) + count);
        }
        return wide && widest > 0 ? Math.max(GUTTER, widest + 2 * 8) : GUTTER;
    }

    @Override
    public void draw(Graphics2D g, Rectangle2D area, Point2D anchor, PlotState state, PlotRenderingInfo info) {
        double left = area.getMinX() + gutter();
        double width = area.getMaxX() - RIGHT - left;
        double top = area.getMinY() + TITLE;
        Rectangle2D work = new Rectangle2D.Double(left, top, width, work());
        double lanesTop = work.getMaxY() + (chart.lanes().isEmpty() ? 0 : GAP + TITLE);
        double lanesEnd = lanesTop + chart.lanes().size() * lane();
        double sizesEnd = lanesEnd + (chart.sizes().isDrawn() ? GAP + TITLE + SizePanel.HEIGHT : 0);
        double end = sizesEnd + (chart.windows().isEmpty() ? 0 : GAP + TITLE + GOODPUT);
        hairs(g, work, work.getMinY(), work.getMaxY());
        ticks(g, work, end);
        heading(g, area, "Work done", work.getMinY());
        shares(g, work);
        work(g, work);
        if (!chart.lanes().isEmpty()) {
            heading(g, area, "Interruptions", lanesTop);
            hairs(g, work, lanesTop, lanesEnd);
            lanes(g, area, work, lanesTop);
        }
        if (chart.sizes().isDrawn()) {
            Rectangle2D sizes = new Rectangle2D.Double(left, sizesEnd - SizePanel.HEIGHT, width, SizePanel.HEIGHT);
            heading(g, area, chart.sizes().title(), sizes.getMinY());
            hairs(g, work, sizes.getMinY(), sizes.getMaxY());
            shares(g, sizes);
            chart.sizes().draw(g, sizes);
        }
        if (!chart.windows().isEmpty()) {
            Rectangle2D goodput = new Rectangle2D.Double(left, end - GOODPUT, width, GOODPUT);
            heading(g, area, chart.windowsTitle(), goodput.getMinY());
            hairs(g, work, goodput.getMinY(), goodput.getMaxY());
            shares(g, goodput);
            windows(g, goodput);
        }
    }

    private double x(double nanos, Rectangle2D panel) {
        return panel.getMinX() + panel.getWidth() * nanos / chart.endNanos();
    }

    private static double y(double share, Rectangle2D panel) {
        return panel.getMaxY() - panel.getHeight() * Math.max(0, Math.min(1, share));
    }

    private static void heading(Graphics2D g, Rectangle2D area, String text, double panelTop) {
        text(g, Plots.STRONG, Ink.INK, text, area.getMinX(), panelTop - 11);
    }

    private List<Double> tickSeconds() {
        return chart.scale().ticks().between(0, chart.endNanos() * 1e-9, wide ? 6 : 3);
    }

    private void hairs(Graphics2D g, Rectangle2D work, double top, double bottom) {
        for (double tick : tickSeconds()) {
            double at = x(tick * 1e9, work);
            line(g, Ink.HAIR, THIN, at, top, at, bottom);
        }
    }

    private void ticks(Graphics2D g, Rectangle2D work, double bottom) {
        for (double tick : tickSeconds()) {
            double at = x(tick * 1e9, work);
            line(g, Ink.HAIR, THIN, at, bottom, at, bottom + 4);
            String text = chart.scale().tick().apply(tick);
            double width = Plots.SMALL.width(text);
            double left = Math.min(at - width / 2, work.getMaxX() + RIGHT - width);
            text(g, Plots.SMALL, Ink.MUTE, text, left, bottom + 16);
        }
    }

    private static void shares(Graphics2D g, Rectangle2D panel) {
        for (double share : new double[] {0, 0.5, 1}) {
            double at = y(share, panel);
            line(g, Ink.HAIR, THIN, panel.getMinX(), at, panel.getMaxX(), at);
            String text = Numbers.percent(share, 0);
            text(g, Plots.SMALL, Ink.MUTE, text, panel.getMinX() - 6 - Plots.SMALL.width(text), at + 4);
        }
    }

    private void work(Graphics2D g, Rectangle2D panel) {
        Path2D curve = curve(panel);
        if (chart.undisturbedNanos() > 0) {
            undisturbed(g, panel, curve);
        }
        g.setPaint(Ink.PRODUCTIVE);
        g.setStroke(CURVE);
        g.draw(curve);
        if (chart.timeline().interruptions().size() <= MOST_CIRCLES) {
            circles(g, panel);
        }
        String end = Numbers.duration(chart.endNanos() * 1e-9);
        String text = chart.finished()
                ? "this run: " + end
                : "cut after " + end + ", " + Numbers.percent(Math.min(chart.shareDone(), 0.999), 1) + " done";
        double width = Plots.STRONG.width(text);
        double below = chart.shareDone() * (1 - (width + 24) / panel.getWidth()) - 0.08;
        double baseline = Math.min(y(below, panel), panel.getMaxY() - 6);
        text(g, Plots.STRONG, Ink.PRODUCTIVE, text, panel.getMaxX() - width, baseline);
    }

    /** The curve, without points that would fall on the same spot. */
    private Path2D curve(Rectangle2D panel) {
        Path2D path = new Path2D.Double();
        double lastX = Double.NEGATIVE_INFINITY;
        double lastY = 0;
        List<Timeline.Point> points = chart.timeline().progress();
        for (int i = 0; i < points.size(); i++) {
            double x = x(points.get(i).atNanos(), panel);
            double y = y(chart.share(points.get(i)), panel);
            if (i == 0) {
                path.moveTo(x, y);
            } else if (i < points.size() - 1 && x - lastX < 0.25 && Math.abs(y - lastY) < 0.5) {
                continue;
            } else {
                path.lineTo(x, y);
            }
            lastX = x;
            lastY = y;
        }
        return path;
    }

    /** The undisturbed line, and the area by which the run falls behind it. */
    private void undisturbed(Graphics2D g, Rectangle2D panel, Path2D curve) {
        double until = Math.min(chart.undisturbedNanos(), chart.endNanos());
        double share = until / chart.undisturbedNanos();
        Path2D behind = new Path2D.Double(curve);
        behind.lineTo(panel.getMaxX(), y(share, panel));
        behind.lineTo(x(until, panel), y(share, panel));
        behind.lineTo(panel.getMinX(), y(0, panel));
        behind.closePath();
        g.setPaint(Ink.HAIR);
        g.fill(behind);
        line(g, Ink.INK, DASHES, panel.getMinX(), y(0, panel), x(until, panel), y(share, panel));
        String text = "undisturbed: " + Numbers.duration(chart.undisturbedNanos() * 1e-9);
        double right = x(until, panel) - 0.14 * panel.getWidth();
        double left = Math.max(panel.getMinX() + 4, right - Plots.TEXT.width(text));
        text(g, Plots.TEXT, Ink.INK, text, left, y(share, panel) + 16);
    }

    private void circles(Graphics2D g, Rectangle2D panel) {
        g.setStroke(THIN);
        for (Timeline.Interruption stop : chart.timeline().interruptions()) {
            double x = x(stop.atNanos(), panel);
            double y = y(before(stop.atNanos()), panel);
            Ellipse2D circle = new Ellipse2D.Double(x - RADIUS, y - RADIUS, 2 * RADIUS, 2 * RADIUS);
            g.setPaint(Ink.PAPER);
            g.fill(circle);
            g.setPaint(Ink.FAILURE);
            g.draw(circle);
        }
    }

    /** Share of the work done just before an instant at which there is a point. */
    private double before(long nanos) {
        for (Timeline.Point point : chart.timeline().progress()) {
            if (point.atNanos() >= nanos) {
                return chart.share(point);
            }
        }
        return chart.shareDone();
    }

    private void lanes(Graphics2D g, Rectangle2D area, Rectangle2D panel, double top) {
        double y = top;
        for (TimelineChart.Lane lane : chart.lanes()) {
            String count = Integer.toString(lane.stops().size());
            double end = wide ? panel.getMinX() - 8 : 0;
            double room = wide ? end - area.getMinX() - Plots.STRONG.width(count) - 6 : panel.getMaxX() - 40;
            String cause = TextLines.wrap(lane.cause(), Plots.TEXT, room, 1).get(0);
            double left = wide ? end - Plots.STRONG.width(count) - 6 - Plots.TEXT.width(cause) : area.getMinX();
            double baseline = wide ? y + LANE_WIDE / 2.0 + 4.5 : y + 13;
            text(g, Plots.TEXT, Ink.INK, cause, left, baseline);
            text(g, Plots.STRONG, Ink.INK, count, left + Plots.TEXT.width(cause) + 6, baseline);
            marks(g, panel, lane, wide ? y + (LANE_WIDE - MARK) / 2 : y + LANE_NARROW - MARK - 4);
            y += lane();
        }
    }

    private void marks(Graphics2D g, Rectangle2D panel, TimelineChart.Lane lane, double top) {
        line(g, Ink.HAIR, THIN, panel.getMinX(), top + MARK, panel.getMaxX(), top + MARK);
        g.setPaint(Ink.FAILURE);
        double last = Double.NEGATIVE_INFINITY;
        for (Timeline.Interruption stop : lane.stops()) {
            double from = x(stop.atNanos(), panel);
            double to = Math.max(x(stop.backNanos(), panel), from + LEAST_MARK);
            if (to >= last + 0.5) {
                double start = Math.min(from, panel.getMaxX() - LEAST_MARK);
                g.fill(new Rectangle2D.Double(start, top, Math.min(to, panel.getMaxX()) - start, MARK));
                last = to;
            }
        }
    }

    private void windows(Graphics2D g, Rectangle2D panel) {
        g.setPaint(Ink.PRODUCTIVE);
        for (KeptWork.Window window : chart.windows()) {
            double from = x(window.fromNanos(), panel);
            double to = x(window.toNanos(), panel);
            double gap = to - from > 4 ? 1 : 0;
            double top = y(window.goodput(), panel);
            g.fill(new Rectangle2D.Double(from, top, Math.max(0.5, to - from - gap), panel.getMaxY() - top));
        }
    }

    private static void line(Graphics2D g, Ink ink, BasicStroke stroke, double x1, double y1, double x2, double y2) {
        g.setPaint(ink);
        g.setStroke(stroke);
        g.draw(new Line2D.Double(x1, y1, x2, y2));
    }

    private static void text(Graphics2D g, TableFont font, Ink ink, String text, double x, double y) {
        g.setFont(font);
        g.setPaint(ink);
        g.drawString(text, (float) x, (float) y);
    }
}
