package windtunnel.report.chart;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.CrosshairState;
import org.jfree.chart.plot.PlotRenderingInfo;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.AbstractXYItemRenderer;
import org.jfree.chart.renderer.xy.XYItemRendererState;
import org.jfree.data.xy.XYDataset;
import windtunnel.report.chart.svg.Ink;
import windtunnel.report.chart.svg.TableFont;

/** Draws a whole picture at the single item of a plot's data set, so that its parts can lie above each other in any order. */
abstract class WholeRenderer extends AbstractXYItemRenderer {
    private static final long serialVersionUID = 1L;

    /** Values to pixels. */
    record Place(Rectangle2D area, XYPlot plot, ValueAxis xAxis, ValueAxis yAxis) {
        double x(double value) {
            return xAxis.valueToJava2D(value, area, plot.getDomainAxisEdge());
        }

        double y(double value) {
            return yAxis.valueToJava2D(value, area, plot.getRangeAxisEdge());
        }
    }

    abstract void draw(Graphics2D g, Place place);

    @Override
    public final void drawItem(
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
        draw(g, new Place(area, plot, x, y));
    }

    static void text(Graphics2D g, TableFont font, Ink ink, String text, double x, double y) {
        g.setFont(font);
        g.setPaint(ink);
        g.drawString(text, (float) x, (float) y);
    }
}
