package windtunnel.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import windtunnel.report.chart.Chart;
import windtunnel.report.chart.StoredCharts;
import windtunnel.report.html.Html.Column;
import windtunnel.report.html.Html.Phone;
import windtunnel.report.story.Markup;
import windtunnel.report.story.StoredWords;
import windtunnel.report.story.Words;
import windtunnel.scenario.run.Outcome;
import windtunnel.scenario.run.StoredSaves;

/** What saves do to reads, where they are stored over time, and what their rules cost beside others. */
final class StoredSection {
    private static final int CENTS = 2;

    private StoredSection() {}

    static Optional<Section> of(Outcome outcome) {
        if (outcome.stored().isEmpty() && outcome.bursts().isEmpty()) {
            return Optional.empty();
        }
        Html html = new Html();
        List<Chart> bursts = StoredCharts.bursts(outcome);
        List<Chart> speeds = StoredCharts.speeds(outcome);
        for (int i = 0; i < bursts.size(); i++) {
            html.element("p", Words.unbroken(StoredWords.burst(outcome.bursts().get(i))), "class", "summary");
            Figures.append(html, bursts.get(i));
            html.element("h3", speeds.get(i).label()).raw("\n");
            Figures.append(html, speeds.get(i));
        }
        List<Chart> charts = StoredCharts.stored(outcome);
        for (int i = 0; i < charts.size(); i++) {
            job(html, outcome.stored().get(i), charts.get(i));
        }
        return Optional.of(new Section("checkpoints", "Checkpoint storage", lead(outcome), html.toString()));
    }

    private static String lead(Outcome outcome) {
        String which = outcome.head().replications() > 1 ? " Figures are those of the first run." : "";
        return outcome.stored().isEmpty()
                ? "What a save that is written behind the steps does to the job's reads." + which
                : "Bytes of saves over time by class of storage, and what the same saves cost under other rules."
                        + which;
    }

    private static void job(Html html, StoredSaves saves, Chart chart) {
        html.element("p", StoredWords.summary(saves), "class", "summary").raw("\n");
        Figures.append(html, chart);
        html.element("h3", "By policy").raw("\n");
        List<List<String>> rows = new ArrayList<>();
        for (StoredSaves.PolicyCost policy : saves.policies()) {
            rows.add(List.of(
                    Markup.escape(policy.name()) + "<span class=\"meaning\">" + Markup.escape(policy.rules())
                            + "</span>",
                    Integer.toString(policy.saves()),
                    Words.dollars(policy.storing(), CENTS),
                    Words.dollars(policy.early(), CENTS),
                    Words.dollars(policy.moves(), CENTS),
                    Words.dollars(policy.total(), CENTS)));
        }
        html.table(
                "Cost of storing checkpoints by policy",
                Phone.STACKED,
                List.of(
                        Column.text("policy"),
                        Column.number("saves left"),
                        Column.number("storing"),
                        Column.number("left too early"),
                        Column.number("moves"),
                        Column.main("total")),
                rows,
                false);
        html.element("p", StoredWords.advice(saves)).raw("\n");
    }
}
