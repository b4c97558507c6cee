package windtunnel.report.html;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import windtunnel.report.chart.Chart;
import windtunnel.report.chart.CompareCharts;
import windtunnel.report.compare.CompareWords;
import windtunnel.report.gate.GateWords;
import windtunnel.report.html.Html.Column;
import windtunnel.report.story.Markup;
import windtunnel.report.story.Words;
import windtunnel.scenario.compare.Comparison;
import windtunnel.scenario.compare.Design;
import windtunnel.scenario.compare.Paired;
import windtunnel.scenario.compare.Versus;
import windtunnel.scenario.explain.InputChange;
import windtunnel.scenario.explain.Movement;

/** {@code comparison.html}: who wins, by how much, and why. */
public final class ComparisonPage {
    private ComparisonPage() {}

    /** The page. */
    public static String render(Comparison comparison, String version) {
        Design first = comparison.designs().get(0);
        List<Section> sections = new ArrayList<>();
        sections.add(designs(comparison));
        CompareCharts.designs(comparison).ifPresent(chart -> sections.add(odds(comparison, chart)));
        List<Chart> overlays = CompareCharts.overlays(comparison);
        if (!overlays.isEmpty()) {
            sections.add(overlays(first, overlays));
        }
        for (Versus versus : comparison.versus()) {
            String id = versus.a().label() + "-" + versus.b().label();
            sections.add(answer(comparison, versus, id));
            sections.add(why(versus, id));
            if (!versus.inputs().isEmpty()) {
                sections.add(inputs(versus, id));
            }
            sections.add(metrics(versus, id));
        }
        Map<String, String> identity = new LinkedHashMap<>();
        identity.put("seed", Long.toString(first.seed()));
        identity.put("runs", Integer.toString(first.replications()));
        identity.put("version", version);
        comparison.designs().forEach(design -> identity.put("scenario " + design.label(), design.hash()));
        String runs =
                first.replications() == 1 ? "1 run each" : first.replications() + " runs each, the same luck for all";
        return new Page(title(comparison), runs, sections, identity).render();
    }

    /** The names of the designs, or their common name with their letters. */
    private static String title(Comparison comparison) {
        List<String> names =
                comparison.designs().stream().map(Design::name).distinct().toList();
        if (names.size() == comparison.designs().size()) {
            return String.join(" or ", names) + "?";
        }
        List<String> labels = comparison.designs().stream().map(Design::label).toList();
        return String.join(" or ", labels) + ": " + String.join(", ", names);
    }

    private static Section odds(Comparison comparison, Chart chart) {
        Html html = new Html();
        Figures.append(html, chart);
        boolean several = comparison.designs().get(0).replications() > 1;
        StringBuilder lead = new StringBuilder(
                several
                        ? "Each run is a dot; a cross spans 80 % of the runs and meets in the medians."
                        : "One run each.");
        for (Design design : comparison.designs()) {
            if (design.cutRuns() > 0) {
                lead.append(" The horizon cut ").append(design.cutRuns()).append(" runs of ");
                lead.append(design.label()).append(": they stand where they were cut and would have taken longer.");
            }
        }
        return new Section("odds", "Cost and time", Words.unbroken(lead.toString()), html.toString());
    }

    private static Section overlays(Design first, List<Chart> charts) {
        Html html = new Html();
        charts.forEach(chart -> {
            Figures.append(html, chart);
            html.element("p", chart.label(), "class", "summary");
        });
        String which = first.replications() == 1
                ? "The run of each design."
                : "Run " + (first.typicalRun() + 1) + " of " + first.replications()
                        + " of each design, which met the same luck; it has the median length in " + first.label()
                        + ".";
        return new Section("overlay", "The same luck", which, html.toString());
    }

    private static Section designs(Comparison comparison) {
        Html html = new Html();
        List<List<String>> rows = comparison.designs().stream()
                .map(d -> List.of(Markup.escape(d.label()), Markup.escape(d.name()), Markup.escape(d.cluster())))
                .toList();
        html.table(
                "Designs",
                Html.Phone.PLAIN,
                List.of(Column.text(""), Column.text("design"), Column.text("cluster")),
                rows,
                false);
        return new Section(
                "designs", "What is compared", CompareWords.together(comparison).orElse(""), html.toString());
    }

    private static Section answer(Comparison comparison, Versus versus, String id) {
        Html html = new Html();
        html.raw("<ul class=\"winners\">\n");
        CompareWords.sentences(versus)
                .forEach(sentence -> html.element("li", sentence).raw("\n"));
        html.raw("</ul>\n");
        List<List<String>> rows = new ArrayList<>();
        for (String name : CompareWords.headline(comparison)) {
            rows.add(row(versus.metric(name).orElseThrow(), CompareWords.label(name)));
        }
        html.table("Headline", Html.Phone.STACKED, columns(versus), rows, false);
        String lead = versus.metric("run.cost").flatMap(CompareWords::pairing).orElse("");
        return new Section(
                "answer-" + id, versus.a().label() + " or " + versus.b().label(), lead, html.toString());
    }

    private static List<Column> columns(Versus versus) {
        return List.of(
                Column.text("metric"),
                Column.number(versus.a().label()),
                Column.number(versus.b().label()),
                Column.number(versus.b().label() + " - " + versus.a().label()),
                Column.number("change"));
    }

    private static List<String> row(Paired m, String label) {
        return List.of(
                Markup.escape(label),
                Markup.escape(CompareWords.value(m, m.meanA())),
                Markup.escape(CompareWords.value(m, m.meanB())),
                Markup.escape(CompareWords.difference(m)),
                Markup.escape(CompareWords.relative(m)));
    }

    private static Section why(Versus versus, String id) {
        Html html = new Html();
        for (Movement.Part part : List.of(Movement.Part.BILL, Movement.Part.LEDGER)) {
            List<Movement> moved = versus.movements().list().stream()
                    .filter(m -> m.part() == part && CompareWords.counts(m, versus))
                    .toList();
            if (moved.isEmpty()) {
                continue;
            }
            html.element("h3", part == Movement.Part.BILL ? "What is bought differently" : "Where the difference goes");
            html.raw("<ul>\n");
            for (Movement m : moved) {
                html.element("li", GateWords.text(m).replaceFirst("^(bill|ledger) ", ""))
                        .raw("\n");
            }
            html.raw("</ul>\n");
        }
        return new Section(
                "why-" + id,
                "What explains it",
                "Rows of bill and ledger that differ, largest first.",
                html.toString());
    }

    private static Section inputs(Versus versus, String id) {
        Html html = new Html();
        List<List<String>> rows = new ArrayList<>();
        for (InputChange change : versus.inputs()) {
            rows.add(List.of(
                    "<code>" + Markup.escape(change.path()) + "</code>",
                    Markup.escape(change.before()),
                    Markup.escape(change.now())));
        }
        html.table(
                "Inputs",
                Html.Phone.STACKED,
                List.of(
                        Column.text("key"),
                        Column.text(versus.a().label()),
                        Column.text(versus.b().label())),
                rows,
                false);
        return new Section("inputs-" + id, "What the files say differently", "", html.toString());
    }

    private static Section metrics(Versus versus, String id) {
        Html html = new Html();
        List<List<String>> rows =
                versus.metrics().stream().map(m -> row(m, m.metric())).toList();
        html.table("Every metric", Html.Phone.STACKED, columns(versus), rows, false);
        return new Section("metrics-" + id, "Every figure", "Means, and the paired difference.", html.toString());
    }
}
