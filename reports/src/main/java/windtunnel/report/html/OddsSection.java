package windtunnel.report.html;

import java.util.List;
import java.util.Optional;
import windtunnel.report.chart.Chart;
import windtunnel.report.chart.Charts;
import windtunnel.report.html.Html.Column;
import windtunnel.report.story.Cut;
import windtunnel.report.story.IntervalTable;
import windtunnel.report.story.Markup;
import windtunnel.scenario.run.Outcome;

/** How time and cost are spread over the runs. */
final class OddsSection {
    private OddsSection() {}

    static Optional<Section> of(Outcome outcome) {
        Optional<Chart> finish = Charts.finish(outcome);
        Optional<Chart> cost = Charts.cost(outcome);
        if (finish.isEmpty() && cost.isEmpty()) {
            return Optional.empty();
        }
        Html html = new Html();
        finish.ifPresent(chart -> part(html, "When it is done", chart));
        cost.ifPresent(chart -> part(html, "What it costs", chart));
        intervals(html, IntervalTable.of(outcome));
        return Optional.of(new Section(
                "odds",
                "How sure that is",
                "The curve is the share of runs that stay at or below a value; each stroke under it is one run."
                        + (Cut.of(outcome).any() ? " What the horizon cut costs what it had cost by then." : ""),
                html.toString()));
    }

    private static void intervals(Html html, IntervalTable table) {
        if (table.lines().isEmpty()) {
            return;
        }
        html.element("h3", "Mean and quantiles with 95 % intervals").raw("\n");
        html.table(
                "Intervals",
                Html.Phone.PLAIN,
                List.of(
                        Column.text("figure"),
                        Column.text("statistic"),
                        Column.number("estimate"),
                        Column.number("from"),
                        Column.number("to")),
                table.rows().stream()
                        .map(row -> row.stream().map(Markup::escape).toList())
                        .toList(),
                false);
        table.note().ifPresent(note -> html.element("p", note).raw("\n"));
    }

    private static void part(Html html, String title, Chart chart) {
        html.element("h3", title).raw("\n");
        Figures.append(html, chart);
    }
}
