package windtunnel.report.html;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import windtunnel.report.chart.Chart;
import windtunnel.report.chart.SweepCharts;
import windtunnel.report.html.Html.Column;
import windtunnel.report.story.AxisNames;
import windtunnel.report.story.Markup;
import windtunnel.report.story.OddsWords;
import windtunnel.report.story.Words;
import windtunnel.scenario.stats.Odds;
import windtunnel.scenario.sweep.PointResult;
import windtunnel.scenario.sweep.SweepResult;

/** {@code sweep.html}: the front of cost against time, a heat map when there are two axes, and every combination. */
public final class SweepPage {
    private static final String MET = "run.deadline_met";

    private static final int MOST_ROWS = 500;

    private SweepPage() {}

    /** The page. */
    public static String render(SweepResult result) {
        List<Section> sections = new ArrayList<>();
        SweepCharts.pareto(result).ifPresent(chart -> sections.add(front(result, chart)));
        HeatMap.section(result, SweepResult.COST, "USD", "cost").ifPresent(sections::add);
        HeatMap.section(result, SweepResult.TIME, "s", "time").ifPresent(sections::add);
        sections.add(points(result));
        Map<String, String> identity = new LinkedHashMap<>();
        identity.put("seed", Long.toString(result.seed()));
        identity.put("version", result.version());
        identity.put("sweep", result.plan());
        String lead = result.points().size() + " combinations of "
                + String.join(", ", result.axes().keySet()) + "; " + result.runs() + " runs";
        return new Page(result.name(), lead, sections, identity).render();
    }

    private static Section front(SweepResult result, Chart chart) {
        Html html = new Html();
        Figures.append(html, chart);
        List<List<String>> rows =
                result.front().stream().map(point -> row(result, point)).toList();
        html.raw("<div class=\"scroll\">");
        html.table("Worth considering", Html.Phone.PLAIN, columns(result), rows, false);
        html.raw("</div>");
        return new Section(
                "front",
                "Worth considering",
                "No other combination is both cheaper and faster than one of these. Means over the runs.",
                html.toString());
    }

    private static List<Column> columns(SweepResult result) {
        List<Column> columns = new ArrayList<>();
        result.axes().keySet().forEach(axis -> columns.add(Column.text(axis)));
        columns.add(Column.number("cost"));
        columns.add(Column.number("time"));
        if (hasDeadline(result)) {
            columns.add(Column.number("deadline met"));
        }
        return columns;
    }

    private static boolean hasDeadline(SweepResult result) {
        return result.points().stream().anyMatch(point -> point.metrics().containsKey(MET));
    }

    private static List<String> row(SweepResult result, PointResult point) {
        List<String> cells = new ArrayList<>();
        AxisNames names = AxisNames.of(result);
        result.axes().keySet().forEach(axis -> cells.add(Markup.escape(names.of(axis, point))));
        cells.add(point.feasible() ? value(point.mean(SweepResult.COST), "USD") : "cannot be run");
        cells.add(value(point.mean(SweepResult.TIME), "s") + finish(result, point));
        if (hasDeadline(result)) {
            cells.add(odds(point));
        }
        return cells;
    }

    private static String odds(PointResult point) {
        PointResult.Metric met = point.metrics().get(MET);
        if (met == null) {
            return "";
        }
        int n = met.summary().n();
        return Markup.escape(
                OddsWords.of(Odds.of(n, (int) Math.round(met.summary().mean() * n))));
    }

    private static String value(OptionalDouble value, String unit) {
        return value.isPresent() ? Markup.escape(Words.value(value.getAsDouble(), unit)) : "";
    }

    /** The day on which a combination is done on average, where dates are wanted. */
    private static String finish(SweepResult result, PointResult point) {
        OptionalDouble seconds = point.mean(SweepResult.TIME);
        return result.start()
                .filter(start -> seconds.isPresent())
                .map(start -> ", " + Words.day(Words.after(start, seconds.getAsDouble())))
                .orElse("");
    }

    private static Section points(SweepResult result) {
        Html html = new Html();
        List<PointResult> shown =
                result.points().subList(0, Math.min(MOST_ROWS, result.points().size()));
        html.raw("<div class=\"scroll\">");
        html.table(
                "All combinations",
                Html.Phone.PLAIN,
                columns(result),
                shown.stream().map(point -> row(result, point)).toList(),
                false);
        html.raw("</div>");
        Optional<PointResult> failed =
                result.points().stream().filter(point -> !point.feasible()).findFirst();
        failed.ifPresent(point -> html.element("p", "The first that cannot be run: " + point.infeasible()));
        String lead = result.points().size() > MOST_ROWS
                ? "The first " + MOST_ROWS + " of " + result.points().size() + "; points.csv has all of them."
                : "points.csv has every metric.";
        return new Section("points", "All combinations", lead, html.toString());
    }
}
