package windtunnel.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import windtunnel.report.html.Html.Column;
import windtunnel.report.story.Markup;
import windtunnel.report.story.Teams;
import windtunnel.scenario.run.Outcome;

/** The teams that share a queue. */
final class TeamsSection {
    private TeamsSection() {}

    static Optional<Section> of(Outcome outcome) {
        List<List<String>> rows = Teams.rows(outcome);
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        List<Column> columns = new ArrayList<>();
        columns.add(Column.text(Teams.COLUMNS.get(0)));
        Teams.COLUMNS.subList(1, Teams.COLUMNS.size()).forEach(title -> columns.add(Column.number(title)));
        List<List<String>> cells = rows.stream()
                .map(row -> row.stream().map(Markup::escape).toList())
                .toList();
        Html html = new Html();
        html.table("Teams", Html.Phone.STACKED, columns, cells, false);
        return Optional.of(new Section(
                "teams",
                "Who waited, and who pays",
                "Waits are for GPUs, over all starts of a job. The slowdown compares with a job that never waits; short jobs count as ten minutes.",
                html.toString()));
    }
}
