package windtunnel.report.chart;

import java.util.Optional;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.plot.Plot;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.RectangleInsets;
import windtunnel.report.chart.svg.Ink;
import windtunnel.report.chart.svg.TableFont;

/** What all charts have in common: no frames, no backgrounds, a title on the left if there is one. */
final class Plots {
    static final TableFont TEXT = new TableFont(13, false);
    static final TableFont STRONG = new TableFont(13, true);
    static final TableFont SMALL = new TableFont(11, false);
    /** Height that a title takes. */
    static final int TITLE = 40;

    private static final TableFont TITLE_FONT = new TableFont(16, true);
    private static final int MARGIN = 12;

    private Plots() {}

    static JFreeChart chart(Plot plot, Optional<String> title) {
        plot.setBackgroundPaint(null);
        plot.setOutlineVisible(false);
        plot.setNoDataMessagePaint(Ink.MUTE);
        JFreeChart chart = new JFreeChart(null, TITLE_FONT, plot, false);
        chart.setBackgroundPaint(null);
        chart.setBorderVisible(false);
        chart.setPadding(RectangleInsets.ZERO_INSETS);
        title.ifPresent(text -> {
            TextTitle heading = new TextTitle(text, TITLE_FONT);
            heading.setPaint(Ink.INK);
            heading.setHorizontalAlignment(HorizontalAlignment.LEFT);
            heading.setPadding(new RectangleInsets(10, 0, 6, 0));
            chart.setTitle(heading);
            chart.setPadding(new RectangleInsets(0, MARGIN, MARGIN, MARGIN));
        });
        return chart;
    }
}
