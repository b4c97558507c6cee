package windtunnel.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import windtunnel.core.unit.Numbers;
import windtunnel.report.chart.InputCharts;
import windtunnel.report.html.Html.Column;
import windtunnel.report.html.Html.Phone;
import windtunnel.report.story.Markup;
import windtunnel.report.story.WhatFirst;
import windtunnel.scenario.run.Outcome;
import windtunnel.scenario.run.StateWords;

/** Why the GPUs wait for data: causes, what the data pass, storage against demand over time, and what to change first. */
final class InputSection {
    private InputSection() {}

    static Optional<Section> of(Outcome outcome) {
        if (outcome.inputs().isEmpty()) {
            return Optional.empty();
        }
        Html html = new Html();
        for (Outcome.Input input : outcome.inputs()) {
            if (outcome.inputs().size() > 1) {
                html.element("h3", input.workload()).raw("\n");
            }
            workload(html, outcome, input);
        }
        WhatFirst first = WhatFirst.of(outcome);
        if (!first.rows().isEmpty()) {
            html.element("h3", "What to change first").raw("\n");
            html.element("p", first.verdict(), "class", "summary").raw("\n");
            List<Column> columns = new ArrayList<>(List.of(Column.text(WhatFirst.COLUMNS.get(0))));
            columns.add(Column.number(WhatFirst.COLUMNS.get(1)));
            columns.add(Column.number(WhatFirst.COLUMNS.get(2)));
            columns.add(Column.main(WhatFirst.COLUMNS.get(3)));
            html.table("What to change first", Phone.BRIEF, columns, escaped(first.rows()), false);
        }
        return Optional.of(new Section(
                "input",
                "Why the GPUs wait",
                "Waits for data, charged to the resource that held the data back. Changes are tried one at a time; what"
                        + " they save need not add up.",
                html.toString()));
    }

    private static void workload(Html html, Outcome outcome, Outcome.Input input) {
        InputCharts.causes(outcome, input.workload())
                .ifPresentOrElse(
                        chart -> Figures.append(html, chart),
                        () -> html.element("p", never(outcome, input.workload()))
                                .raw("\n"));
        InputCharts.course(outcome, input).forEach(chart -> {
            html.element("h3", chart.label()).raw("\n");
            Figures.append(html, chart);
        });
        html.element("h3", "What the data pass").raw("\n");
        input.notes().forEach(note -> html.element("p", note + ".").raw("\n"));
        List<List<String>> rows = new ArrayList<>();
        for (Outcome.Stage stage : input.stages()) {
            boolean unlimited = stage.bytesPerSec() > 1e15;
            rows.add(List.of(
                    stage.where(),
                    unlimited ? "no limit" : Numbers.bandwidth(stage.bytesPerSec()),
                    unlimited ? "-" : share(stage.bytesPerSec() / input.neededBytesPerSec()),
                    StateWords.of(stage.state())));
        }
        List<Column> columns = List.of(
                Column.text("resource"),
                Column.number("delivers alone"),
                Column.main("of " + Numbers.bandwidth(input.neededBytesPerSec()) + " needed"),
                Column.text("a shortage is"));
        html.table("What the data pass", Phone.BRIEF, columns, escaped(rows), false);
    }

    private static String never(Outcome outcome, String workload) {
        return InputCharts.waits(outcome, workload).isEmpty()
                ? "They never wait for data."
                : "They wait for data in less than 0.05 % of their time.";
    }

    /** Beyond some multiples only the order matters. */
    private static String share(double share) {
        return share < 10
                ? Numbers.percent(share, 0)
                : share < 1000 ? Numbers.significant(share, 3) + " times" : "over 1,000 times";
    }

    private static List<List<String>> escaped(List<List<String>> rows) {
        return rows.stream()
                .map(row -> row.stream().map(Markup::escape).toList())
                .toList();
    }
}
