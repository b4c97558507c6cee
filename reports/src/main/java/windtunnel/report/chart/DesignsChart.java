package windtunnel.report.chart;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import windtunnel.report.chart.svg.Drawing;
import windtunnel.report.chart.svg.Ink;
import windtunnel.report.story.Words;
import windtunnel.scenario.stats.Summary;

/**
 * Cost against time of designs with their odds: every run is a small dot, and a cross reaches from the 10 % to the 90 % quantile of
 * both, through the medians.
 *
 * @param clouds one for each design
 * @param start instant at which simulated time begins: the axis shows finish dates then
 */
record DesignsChart(List<Cloud> clouds, Optional<Instant> start) implements Chart {
    /**
     * The runs of a design.
     *
     * @param label short name
     * @param seconds length of each run
     * @param usd cost of each run
     */
    record Cloud(String label, double[] seconds, double[] usd) {
        Summary time() {
            return Summary.of(seconds);
        }

        Summary cost() {
            return Summary.of(usd);
        }
    }

    @Override
    public String name() {
        return "designs";
    }

    @Override
    public String label() {
        StringBuilder text = new StringBuilder(MoneyTimePlot.title(start));
        for (Cloud cloud : clouds) {
            text.append("; ").append(cloud.label()).append(": median ");
            text.append(Words.value(cloud.cost().p50(), "USD")).append(" in ");
            text.append(Words.value(cloud.time().p50(), "s"));
        }
        return text.toString();
    }

    @Override
    public Drawing draw(int width, boolean titled) {
        List<double[]> seconds = new ArrayList<>();
        List<double[]> usd = new ArrayList<>();
        clouds.forEach(cloud -> {
            seconds.add(cloud.seconds());
            usd.add(cloud.usd());
        });
        Clouds renderer = new Clouds(clouds);
        return MoneyTimePlot.drawing(
                MoneyTimePlot.all(seconds), MoneyTimePlot.all(usd), start, renderer, label(), width, titled);
    }

    /** Draws the runs of all designs, then their crosses and names. */
    private static final class Clouds extends WholeRenderer {
        private static final long serialVersionUID = 1L;
        private static final double RUN = 2;
        private static final double MEDIAN = 5;
        private static final BasicStroke CROSS = new BasicStroke(2);

        private final transient List<Cloud> clouds;

        Clouds(List<Cloud> clouds) {
            this.clouds = clouds;
        }

        @Override
        void draw(Graphics2D g, Place place) {
            for (int i = 0; i < clouds.size(); i++) {
                g.setPaint(Ink.ofDesign(i));
                Cloud cloud = clouds.get(i);
                for (int run = 0; run < cloud.usd().length; run++) {
                    dot(g, place.x(cloud.seconds()[run]), place.y(cloud.usd()[run]), RUN);
                }
            }
            for (int i = 0; i < clouds.size(); i++) {
                cross(g, place, clouds.get(i), Ink.ofDesign(i));
            }
        }

        private static void dot(Graphics2D g, double x, double y, double radius) {
            g.fill(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
        }

        private static void cross(Graphics2D g, Place place, Cloud cloud, Ink ink) {
            Summary time = cloud.time();
            Summary cost = cloud.cost();
            double x = place.x(time.p50());
            double y = place.y(cost.p50());
            g.setPaint(ink);
            g.setStroke(CROSS);
            g.draw(new Line2D.Double(place.x(time.p10()), y, place.x(time.p90()), y));
            g.draw(new Line2D.Double(x, place.y(cost.p10()), x, place.y(cost.p90())));
            g.setPaint(Ink.PAPER);
            dot(g, x, y, MEDIAN + 1.5);
            g.setPaint(ink);
            dot(g, x, y, MEDIAN);
            name(g, place.area(), cloud.label(), x, y);
        }

        private static void name(Graphics2D g, Rectangle2D area, String name, double x, double y) {
            double width = Plots.STRONG.width(name);
            double left = x + MEDIAN + 5 + width <= area.getMaxX() ? x + MEDIAN + 5 : x - MEDIAN - 5 - width;
            double baseline = y - MEDIAN - 5 - 12 >= area.getMinY() ? y - MEDIAN - 5 : y + MEDIAN + 16;
            g.setPaint(Ink.PAPER);
            g.fill(new Rectangle2D.Double(left - 2, baseline - 12, width + 4, 15));
            text(g, Plots.STRONG, Ink.INK, name, left, baseline);
        }
    }
}
