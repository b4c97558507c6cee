package windtunnel.report.chart;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.axis.Tick;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.TextAnchor;
import windtunnel.report.chart.svg.Ink;

/** An axis whose ticks are given. */
final class FixedAxis extends NumberAxis {
    private static final long serialVersionUID = 1L;
    private final transient List<Double> ticks;
    private final transient DoubleFunction<String> text;

    FixedAxis(List<Double> ticks, DoubleFunction<String> text) {
        this.ticks = ticks;
        this.text = text;
        setAxisLineVisible(false);
        setTickMarksVisible(false);
        setTickLabelFont(Plots.SMALL);
        setLabelFont(Plots.SMALL);
        setTickLabelPaint(Ink.MUTE);
        setLabelPaint(Ink.MUTE);
    }

    @Override
    public List<Tick> refreshTicks(Graphics2D g, AxisState state, Rectangle2D area, RectangleEdge edge) {
        TextAnchor anchor = RectangleEdge.isTopOrBottom(edge) ? TextAnchor.TOP_CENTER : TextAnchor.CENTER_RIGHT;
        List<Tick> list = new ArrayList<>();
        for (double tick : ticks) {
            list.add(new NumberTick(tick, text.apply(tick), anchor, TextAnchor.CENTER, 0));
        }
        return list;
    }
}
