package windtunnel.report.chart;

import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import windtunnel.core.measure.Timeline;
import windtunnel.report.chart.svg.Ink;

/** GPUs in use over time, as share of all: a step line over an area. */
record SizePanel(Timeline timeline, long endNanos) {
    static final int HEIGHT = 56;

    /** Whether there is anything to draw. */
    boolean isDrawn() {
        return !timeline.sizes().isEmpty();
    }

    /** Heading: the mean while the job ran. */
    String title() {
        double sum = 0;
        List<Timeline.Size> sizes = timeline.sizes();
        for (int i = 0; i < sizes.size(); i++) {
            long until = i + 1 < sizes.size() ? sizes.get(i + 1).fromNanos() : endNanos;
            sum += (double) sizes.get(i).units()
                    * (Math.min(until, endNanos) - sizes.get(i).fromNanos());
        }
        return "GPUs in use; " + Math.round(sum / endNanos) + " of " + timeline.units() + " on average";
    }

    void draw(Graphics2D g, Rectangle2D panel) {
        Path2D area = new Path2D.Double();
        area.moveTo(panel.getMinX(), panel.getMaxY());
        double y = panel.getMaxY();
        double lastX = panel.getMinX();
        for (Timeline.Size size : timeline.sizes()) {
            double x = panel.getMinX() + panel.getWidth() * Math.min(1, (double) size.fromNanos() / endNanos);
            double next = panel.getMaxY() - panel.getHeight() * size.units() / timeline.units();
            if (x - lastX >= 0.25 || next < y) {
                area.lineTo(x, y);
                area.lineTo(x, next);
                lastX = x;
                y = next;
            }
        }
        area.lineTo(panel.getMaxX(), y);
        area.lineTo(panel.getMaxX(), panel.getMaxY());
        area.closePath();
        g.setPaint(Ink.PRODUCTIVE);
        g.fill(area);
    }
}
