package windtunnel.report.chart;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import windtunnel.report.chart.svg.Ink;

/** Draws the odds as a curve of steps, each run as a stroke below it, three quantiles and the goal. */
final class OddsRenderer extends WholeRenderer {
    private static final long serialVersionUID = 1L;
    private static final BasicStroke CURVE = new BasicStroke(2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER);
    private static final BasicStroke THIN = new BasicStroke(1, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER);
    static final double[] QUANTILES = {0.1, 0.5, 0.9};
    private static final double RADIUS = 4;
    private static final double LABEL_GAP = 6;

    private final transient OddsChart chart;
    private final transient double[] sorted;

    OddsRenderer(OddsChart chart, double[] sorted) {
        this.chart = chart;
        this.sorted = sorted;
    }

    @Override
    void draw(Graphics2D g, Place place) {
        rug(g, place);
        chart.goal().ifPresent(goal -> goal(g, place, goal));
        curve(g, place);
        for (double share : QUANTILES) {
            chart.quantile(sorted, share).ifPresent(value -> quantile(g, place, share, value));
        }
        chart.cut().ifPresent(cut -> cut(g, place, cut));
    }

    /** The curve ends at the horizon, with a bar and the reason. */
    private void cut(Graphics2D g, Place place, OddsChart.Goal cut) {
        double x = place.x(cut.value());
        double y = place.y((double) sorted.length / chart.runs());
        g.setPaint(Ink.COMMUNICATION);
        g.setStroke(CURVE);
        g.draw(new Line2D.Double(x, y - 6, x, y + 6));
        double width = Plots.TEXT.width(cut.text());
        double left = Math.max(place.area().getMinX(), Math.min(x, place.area().getMaxX()) - width);
        double baseline = y - 12 - 14 >= place.area().getMinY() ? y - 12 : y + 22;
        g.setPaint(Ink.PAPER);
        g.fill(new Rectangle2D.Double(left - 2, baseline - 12, width + 4, 16));
        text(g, Plots.TEXT, Ink.INK, cut.text(), left, baseline);
    }

    private void curve(Graphics2D g, Place place) {
        Path2D path = new Path2D.Double();
        path.moveTo(place.area().getMinX(), place.y(0));
        for (int i = 0; i < sorted.length; i++) {
            double at = place.x(sorted[i]);
            path.lineTo(at, place.y((double) i / chart.runs()));
            path.lineTo(at, place.y((i + 1.0) / chart.runs()));
        }
        double end =
                chart.cut().map(cut -> place.x(cut.value())).orElse(place.area().getMaxX());
        path.lineTo(end, place.y((double) sorted.length / chart.runs()));
        g.setPaint(Ink.COMMUNICATION);
        g.setStroke(CURVE);
        g.draw(path);
    }

    private void rug(Graphics2D g, Place place) {
        g.setPaint(Ink.MUTE);
        g.setStroke(THIN);
        double bottom = place.area().getMaxY();
        for (double value : sorted) {
            double at = place.x(value);
            g.draw(new Line2D.Double(at, bottom - 8, at, bottom));
        }
    }

    private void quantile(Graphics2D g, Place place, double share, double value) {
        double x = place.x(value);
        double y = place.y(share);
        g.setPaint(Ink.PAPER);
        g.fill(new Ellipse2D.Double(x - RADIUS - 1.5, y - RADIUS - 1.5, 2 * RADIUS + 3, 2 * RADIUS + 3));
        g.setPaint(Ink.COMMUNICATION);
        g.fill(new Ellipse2D.Double(x - RADIUS, y - RADIUS, 2 * RADIUS, 2 * RADIUS));
        String name = "P" + Math.round(share * 100);
        String text = chart.scale().text().apply(value);
        double width = Plots.STRONG.width(name) + 5 + Plots.TEXT.width(text);
        boolean right = x + LABEL_GAP + width <= place.area().getMaxX();
        double left = right ? x + LABEL_GAP : x - LABEL_GAP - width;
        double baseline = right ? y + 19 : y - 10;
        g.setPaint(Ink.PAPER);
        g.fill(new Rectangle2D.Double(left - 2, baseline - 12, width + 4, 16));
        text(g, Plots.STRONG, Ink.INK, name, left, baseline);
        text(g, Plots.TEXT, Ink.INK, text, left + Plots.STRONG.width(name) + 5, baseline);
    }

    private void goal(Graphics2D g, Place place, OddsChart.Goal goal) {
        double at = place.x(goal.value());
        Rectangle2D area = place.area();
        double width = Plots.STRONG.width(goal.text());
        boolean outside = at < area.getMinX() || at > area.getMaxX();
        double left = Math.max(area.getMinX(), Math.min(at - width / 2, area.getMaxX() - width));
        text(g, Plots.STRONG, Ink.FAILURE, goal.text(), left, area.getMinY() - 8);
        if (!outside) {
            g.setStroke(THIN);
            g.draw(new Line2D.Double(at, area.getMinY() - 4, at, area.getMaxY()));
        }
    }
}
