package windtunnel.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import windtunnel.report.html.Html.Column;
import windtunnel.report.html.Html.Phone;
import windtunnel.report.story.Markup;
import windtunnel.report.story.Pools;
import windtunnel.scenario.run.Outcome;

/** Where machines came from: node time, price and evictions of each pool. */
final class PoolsSection {
    private PoolsSection() {}

    static Optional<Section> of(Outcome outcome) {
        List<List<String>> rows = Pools.rows(outcome);
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        Html html = new Html();
        List<Column> columns = new ArrayList<>();
        columns.add(Column.text(Pools.COLUMNS.get(0)));
        Pools.COLUMNS.subList(1, Pools.COLUMNS.size()).forEach(title -> columns.add(Column.number(title)));
        List<List<String>> cells = rows.stream()
                .map(row -> row.stream().map(Markup::escape).toList())
                .toList();
        html.table("Machines by pool", Phone.STACKED, columns, cells, false);
        Pools.hindsight(outcome).ifPresent(text -> html.element("p", text + ".").raw("\n"));
        return Optional.of(new Section(
                "pools",
                "Where machines come from",
                "Held machines by market and zone, means over the runs.",
                html.toString()));
    }
}
