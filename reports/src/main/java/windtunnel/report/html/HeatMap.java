package windtunnel.report.html;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import windtunnel.core.unit.Numbers;
import windtunnel.report.story.AxisNames;
import windtunnel.report.story.Words;
import windtunnel.scenario.sweep.PointResult;
import windtunnel.scenario.sweep.SweepResult;

/** A table whose cells are shaded by a metric, for sweeps along two axes; the last axis runs to the right. */
final class HeatMap {
    private static final int DARKEST = 60;

    private HeatMap() {}

    static Optional<Section> section(SweepResult result, String metric, String unit, String word) {
        List<Map.Entry<String, List<String>>> axes = result.axes().entrySet().stream()
                .filter(a -> a.getValue().size() > 1)
                .toList();
        boolean known =
                result.points().stream().anyMatch(point -> point.mean(metric).isPresent());
        if (axes.size() != 2 || !known) {
            return Optional.empty();
        }
        Map.Entry<String, List<String>> down = axes.get(0);
        Map.Entry<String, List<String>> right = axes.get(1);
        double low = means(result, metric).min().orElseThrow();
        double high = means(result, metric).max().orElseThrow();
        Html html = new Html();
        html.raw("<div class=\"scroll\">").open("table", "class", "heat");
        html.element("caption", word + " by " + down.getKey() + " and " + right.getKey(), "class", "hidden");
        html.raw("<thead><tr>").element("th", down.getKey() + " / " + right.getKey());
        AxisNames names = AxisNames.of(result);
        right.getValue().forEach(value -> html.element("th", names.of(right.getKey(), value), "scope", "col"));
        html.raw("</tr></thead>\n<tbody>\n");
        for (int i = 0; i < down.getValue().size(); i++) {
            html.raw("<tr>").element("th", down.getValue().get(i), "scope", "row");
            for (int j = 0; j < right.getValue().size(); j++) {
                PointResult point = at(result, i, j);
                cell(html, point.mean(metric), low, high, unit);
            }
            html.raw("</tr>\n");
        }
        html.raw("</tbody>").close("table").close("div");
        String lead = "The lighter, the less. Mean over the runs; the least is framed.";
        return Optional.of(new Section("heat-" + word, "By " + word, lead, html.toString()));
    }

    private static java.util.stream.DoubleStream means(SweepResult result, String metric) {
        return result.points().stream()
                .map(point -> point.mean(metric))
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble);
    }

    /** The combination in a row and column; axes with one value do not move the number. */
    private static PointResult at(SweepResult result, int row, int column) {
        int rows = -1;
        int stride = 1;
        int index = 0;
        List<List<String>> values = List.copyOf(result.axes().values());
        for (int axis = values.size() - 1; axis >= 0; axis--) {
            int size = values.get(axis).size();
            if (size > 1) {
                index += stride * (rows < 0 ? column : row);
                rows = axis;
            }
            stride *= size;
        }
        return result.points().get(index);
    }

    private static void cell(Html html, OptionalDouble mean, double low, double high, String unit) {
        if (mean.isEmpty()) {
            html.element("td", "cannot be run", "class", "none");
            return;
        }
        double share = high > low ? (mean.getAsDouble() - low) / (high - low) : 0;
        String percent = Numbers.fixed(new BigDecimal(share * DARKEST), 1);
        html.element(
                "td",
                Words.value(mean.getAsDouble(), unit),
                "class",
                mean.getAsDouble() == low ? "best" : "cell",
                "style",
                "background:color-mix(in srgb,var(--communication) " + percent + "%,var(--paper))");
    }
}
