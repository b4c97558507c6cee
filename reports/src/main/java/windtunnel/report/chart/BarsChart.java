package windtunnel.report.chart;

import java.util.List;
import java.util.Optional;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.category.DefaultIntervalCategoryDataset;
import windtunnel.report.chart.svg.Drawing;
import windtunnel.report.chart.svg.Ink;

/**
 * Horizontal bars with their label and their value: a waterfall when each bar starts where the one above ends.
 *
 * @param name of the file
 * @param title above the chart in a file of its own
 * @param label for readers that do not see it
 * @param bars from top to bottom
 * @param cut whether the first bar is drawn shorter than to scale, which a gap in it shows
 * @param joined whether a hairline joins the end of a bar with the start of the next
 */
record BarsChart(String name, String title, String label, List<Bar> bars, boolean cut, boolean joined)
        implements Chart {
    private static final int ROW_WIDE = 30;
    private static final int ROW_NARROW = 44;

    /**
     * One bar.
     *
     * @param label in words
     * @param start where it starts, as share of the width
     * @param length its share of the width
     * @param value as text, the main one
     * @param detail as text, beside the main one
     */
    record Bar(String label, double start, double length, String value, String detail, Ink ink) {}

    @Override
    public Drawing draw(int width, boolean titled) {
        boolean wide = width >= WIDE;
        BarsRenderer renderer = new BarsRenderer(this, wide);
        CategoryPlot plot = new CategoryPlot(dataset(), categories(), values(), renderer);
        plot.setOrientation(PlotOrientation.HORIZONTAL);
        plot.setDomainGridlinesVisible(false);
        plot.setRangeGridlinesVisible(false);
        plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
        plot.setInsets(
                wide
                        ? new RectangleInsets(0, renderer.labelColumn(), 0, renderer.valueColumn())
                        : RectangleInsets.ZERO_INSETS);
        JFreeChart chart = Plots.chart(plot, titled ? Optional.of(title) : Optional.empty());
        int height = bars.size() * (wide ? ROW_WIDE : ROW_NARROW) + (titled ? Plots.TITLE + 12 : 0);
        return new Drawing(chart, title, label + ". " + sentence(), width, height);
    }

    private String sentence() {
        StringBuilder text = new StringBuilder();
        for (Bar bar : bars) {
            text.append(text.isEmpty() ? "" : "; ")
                    .append(bar.label())
                    .append(' ')
                    .append(bar.value());
            text.append(bar.detail().isEmpty() ? "" : ", " + bar.detail());
        }
        return text.toString();
    }

    private DefaultIntervalCategoryDataset dataset() {
        Double[] starts = bars.stream().map(Bar::start).toArray(Double[]::new);
        Double[] ends = bars.stream().map(bar -> bar.start() + bar.length()).toArray(Double[]::new);
        String[] keys = new String[bars.size()];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = "bar " + i;
        }
        return new DefaultIntervalCategoryDataset(
                new String[] {name}, keys, new Double[][] {starts}, new Double[][] {ends});
    }

    private static CategoryAxis categories() {
        CategoryAxis axis = new CategoryAxis();
        axis.setLowerMargin(0);
        axis.setUpperMargin(0);
        axis.setCategoryMargin(0);
        axis.setVisible(false);
        return axis;
    }

    private static FixedAxis values() {
        FixedAxis axis = new FixedAxis(List.of(), share -> "");
        axis.setRange(0, 1);
        axis.setVisible(false);
        return axis;
    }
}
