package windtunnel.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import windtunnel.report.html.Html.Column;
import windtunnel.report.story.Markup;
import windtunnel.report.story.RiskTables;
import windtunnel.scenario.run.Outcome;

/** What uncertain inputs make of the answer. */
final class RiskSection {
    private RiskSection() {}

    static Optional<Section> of(Outcome outcome) {
        if (outcome.risk().isEmpty()) {
            return Optional.empty();
        }
        RiskTables tables = RiskTables.of(outcome);
        Html html = new Html();
        table(html, "Figures over all draws", tables.figures());
        tables.goals().forEach(goal -> html.element("p", goal).raw("\n"));
        if (!tables.spread().isEmpty()) {
            table(html, "Inputs or luck", tables.spread());
        }
        table(html, "Inputs that matter", tables.drivers());
        html.element("p", tables.note()).raw("\n");
        return Optional.of(new Section(
                "risk",
                "If the inputs are uncertain",
                tables.title() + ". The rest of this page holds the inputs at the values of the file.",
                html.toString()));
    }

    private static void table(Html html, String title, List<List<String>> rows) {
        List<Column> columns = new ArrayList<>();
        for (String head : rows.get(0)) {
            columns.add(columns.isEmpty() ? Column.text(head) : Column.number(head));
        }
        List<List<String>> cells = rows.subList(1, rows.size()).stream()
                .map(row -> row.stream().map(Markup::escape).toList())
                .toList();
        html.table(title, Html.Phone.STACKED, columns, cells, false);
    }
}
