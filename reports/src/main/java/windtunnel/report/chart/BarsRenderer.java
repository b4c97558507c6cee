package windtunnel.report.chart;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.renderer.category.AbstractCategoryItemRenderer;
import org.jfree.chart.renderer.category.CategoryItemRendererState;
import org.jfree.data.category.CategoryDataset;
import windtunnel.report.chart.svg.Ink;
import windtunnel.report.chart.svg.TableFont;
import windtunnel.report.chart.svg.TextLines;

/** Draws a bar with its texts: beside it where there is room, above it on a phone. */
final class BarsRenderer extends AbstractCategoryItemRenderer {
    private static final long serialVersionUID = 1L;
    private static final double THICK_WIDE = 16;
    private static final double THICK_NARROW = 12;
    private static final double GAP = 14;
    private static final double MOST_LABEL = 250;
    private static final double LINE = 14;
    private static final double LEAST_BAR = 1.5;
    private static final BasicStroke HAIRLINE = new BasicStroke(1);

    private final transient BarsChart chart;
    private final boolean wide;

    BarsRenderer(BarsChart chart, boolean wide) {
        this.chart = chart;
        this.wide = wide;
    }

    /** Pixels left of the bars. */
    double labelColumn() {
        return GAP
                + chart.bars().stream()
                        .mapToDouble(bar -> Math.min(MOST_LABEL, Plots.TEXT.width(bar.label())))
                        .max()
                        .orElse(0);
    }

    /** Pixels right of the bars. */
    double valueColumn() {
        return GAP + valueWidth() + detailWidth();
    }

    private double valueWidth() {
        return chart.bars().stream()
                .mapToDouble(bar -> Plots.STRONG.width(bar.value()))
                .max()
                .orElse(0);
    }

    private double detailWidth() {
        double widest = chart.bars().stream()
                .mapToDouble(bar -> Plots.TEXT.width(bar.detail()))
                .max()
                .orElse(0);
        return widest > 0 ? widest + GAP : 0;
    }

    @Override
    public void drawItem(
            Graphics2D g,
            CategoryItemRendererState state,
            Rectangle2D area,
            CategoryPlot plot,
            CategoryAxis categories,
            ValueAxis values,
            CategoryDataset data,
            int row,
            int column,
            int pass) {
        BarsChart.Bar bar = chart.bars().get(column);
        double slot = area.getHeight() / chart.bars().size();
        double middle = categories.getCategoryMiddle(column, chart.bars().size(), area, plot.getDomainAxisEdge());
        double from = values.valueToJava2D(bar.start(), area, plot.getRangeAxisEdge());
        double to = values.valueToJava2D(bar.start() + bar.length(), area, plot.getRangeAxisEdge());
        double thick = wide ? THICK_WIDE : THICK_NARROW;
        double top = wide ? middle - thick / 2 : middle + slot / 2 - thick - 6;
        track(g, area, top, thick, column, to, slot);
        g.setPaint(bar.ink());
        double length = Math.max(LEAST_BAR, to - from);
        g.fill(new Rectangle2D.Double(Math.min(from, area.getMaxX() - length), top, length, thick));
        if (column == 0 && chart.cut()) {
            gap(g, from + 0.8 * (to - from), top, thick);
        }
        if (wide) {
            beside(g, bar, area, middle);
        } else {
            above(g, bar, area, top - 6);
        }
    }

    /** A slanted gap across a bar that is cut short. */
    private static void gap(Graphics2D g, double x, double top, double thick) {
        Path2D path = new Path2D.Double();
        path.moveTo(x + 3, top);
        path.lineTo(x + 9, top);
        path.lineTo(x + 3, top + thick);
        path.lineTo(x - 3, top + thick);
        path.closePath();
        g.setPaint(Ink.PAPER);
        g.fill(path);
    }

    private void track(Graphics2D g, Rectangle2D area, double top, double thick, int column, double to, double slot) {
        g.setPaint(Ink.HAIR);
        g.setStroke(HAIRLINE);
        if (!chart.joined()) {
            g.draw(new Line2D.Double(area.getMinX(), top + thick, area.getMaxX(), top + thick));
        } else if (wide && column + 1 < chart.bars().size()) {
            g.draw(new Line2D.Double(to, top + thick, to, top + slot));
        }
    }

    private void beside(Graphics2D g, BarsChart.Bar bar, Rectangle2D area, double middle) {
        double baseline = middle + 4.5;
        List<String> lines = TextLines.wrap(bar.label(), Plots.TEXT, labelColumn() - GAP + 0.5, 2);
        double y = baseline - (lines.size() - 1) * LINE / 2;
        for (String line : lines) {
            text(g, Plots.TEXT, Ink.INK, line, area.getMinX() - GAP - Plots.TEXT.width(line), y);
            y += LINE;
        }
        double right = area.getMaxX() + GAP + valueWidth();
        text(g, Plots.STRONG, Ink.INK, bar.value(), right - Plots.STRONG.width(bar.value()), baseline);
        double end = right + detailWidth();
        text(g, Plots.TEXT, Ink.MUTE, bar.detail(), end - Plots.TEXT.width(bar.detail()), baseline);
    }

    /** On a phone the label needs the room of the detail where the table below a waterfall has it. */
    private void above(Graphics2D g, BarsChart.Bar bar, Rectangle2D area, double baseline) {
        double end = area.getMaxX();
        double valueEnd = end;
        if (!chart.joined()) {
            text(g, Plots.TEXT, Ink.MUTE, bar.detail(), end - Plots.TEXT.width(bar.detail()), baseline);
            valueEnd = end - detailWidth();
        }
        double valueStart = valueEnd - Plots.STRONG.width(bar.value());
        text(g, Plots.STRONG, Ink.INK, bar.value(), valueStart, baseline);
        double room = valueStart - area.getMinX() - 6;
        text(
                g,
                Plots.TEXT,
                Ink.INK,
                TextLines.wrap(bar.label(), Plots.TEXT, room, 1).get(0),
                area.getMinX(),
                baseline);
    }

    private static void text(Graphics2D g, TableFont font, Ink ink, String text, double x, double y) {
        if (!text.isEmpty()) {
            g.setFont(font);
            g.setPaint(ink);
            g.drawString(text, (float) x, (float) y);
        }
    }
}
