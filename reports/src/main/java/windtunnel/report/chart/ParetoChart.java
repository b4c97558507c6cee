package windtunnel.report.chart;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import windtunnel.report.chart.svg.Drawing;
import windtunnel.report.chart.svg.Ink;

/**
 * Cost against time, one dot for each combination; those that no other one beats in both are joined.
 *
 * @param dots at least two
 * @param start instant at which simulated time begins: the axis shows finish dates then
 */
record ParetoChart(List<Dot> dots, Optional<Instant> start) implements Chart {
    /** A combination: seconds, dollars, and whether it is on the front. */
    record Dot(double seconds, double usd, boolean front) {}

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
        return MoneyTimePlot.title(start) + " of " + dots.size() + " combinations";
    }

    @Override
    public Drawing draw(int width, boolean titled) {
        double[] seconds = dots.stream().mapToDouble(Dot::seconds).toArray();
        double[] usd = dots.stream().mapToDouble(Dot::usd).toArray();
        String text = label() + ". " + sentence();
        return MoneyTimePlot.drawing(seconds, usd, start, new Dots(dots), text, width, titled);
    }

    /** Draws all dots at once, the front above the others. */
    private static final class Dots extends WholeRenderer {
        private static final long serialVersionUID = 1L;
        private static final double RADIUS = 4;

        private final transient List<Dot> dots;

        Dots(List<Dot> dots) {
            this.dots = dots;
        }

        @Override
        void draw(Graphics2D g, Place place) {
            front(g, place);
            for (boolean front : new boolean[] {false, true}) {
                g.setPaint(front ? Ink.PRODUCTIVE : Ink.CAPACITY);
                for (Dot dot : dots) {
                    if (dot.front() == front) {
                        double x = place.x(dot.seconds());
                        double y = place.y(dot.usd());
                        g.fill(new Ellipse2D.Double(x - RADIUS, y - RADIUS, 2 * RADIUS, 2 * RADIUS));
                    }
                }
            }
        }

        private void front(Graphics2D g, Place place) {
            Path2D line = new Path2D.Double();
            List<Dot> sorted = dots.stream()
                    .filter(Dot::front)
                    .sorted(Comparator.comparingDouble(Dot::seconds))
                    .toList();
            for (Dot dot : sorted) {
                if (line.getCurrentPoint() == null) {
                    line.moveTo(place.x(dot.seconds()), place.y(dot.usd()));
                } else {
                    line.lineTo(place.x(dot.seconds()), line.getCurrentPoint().getY());
                    line.lineTo(place.x(dot.seconds()), place.y(dot.usd()));
                }
            }
            g.setStroke(new BasicStroke(1.5f));
            g.setPaint(Ink.PRODUCTIVE);
            if (sorted.size() > 1) {
                g.draw(line);
            }
        }
    }
}
