package windtunnel.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import windtunnel.core.unit.Numbers;
import windtunnel.model.hardware.Tag;
import windtunnel.report.chart.Charts;
import windtunnel.report.html.Html.Column;
import windtunnel.report.html.Html.Phone;
import windtunnel.report.story.Glossary;
import windtunnel.report.story.Markup;
import windtunnel.report.story.Words;
import windtunnel.scenario.run.Outcome;

/** What the answer rests on, and every figure behind it. */
final class DetailSections {
    private DetailSections() {}

    static Optional<Section> utilisation(Outcome outcome) {
        return Charts.utilisation(outcome).map(chart -> {
            Html html = new Html();
            Figures.append(html, chart);
            return new Section(
                    "utilisation",
                    "How busy things are",
                    "Mean share of the capacity that was in use, and the bytes that were carried.",
                    html.toString());
        });
    }

    static Section assumptions(Outcome outcome) {
        long assumed = outcome.assumptions().stream()
                .filter(a -> a.tag() == Tag.ASSUMED)
                .count();
        Html html = new Html();
        List<List<String>> rows = outcome.assumptions().stream()
                .map(a -> List.of(
                        code(a.key()),
                        Markup.escape(a.value()),
                        Markup.escape(a.source()) + " <span class=\"date\">" + Markup.escape(a.asOf()) + "</span>",
                        tag(a.tag().text())))
                .toList();
        html.table(
                "Assumptions",
                Phone.STACKED,
                List.of(
                        Column.text("value of"),
                        Column.text("value"),
                        Column.text("source, date"),
                        Column.text("kind")),
                rows,
                false);
        return new Section(
                "assumptions",
                "Assumptions",
                "Every library or default value that was read: "
                        + outcome.assumptions().size() + ", of which " + assumed
                        + " are assumed, that is, backed by no source.",
                html.toString());
    }

    /** A dotted name that may be broken after its dots. */
    private static String code(String name) {
        return "<code>" + Markup.escape(name).replace(".", ".<wbr>").replace("_", "_<wbr>") + "</code>";
    }

    /** The kind of a value, marked when it is assumed. */
    static String tag(String tag) {
        String kind = tag.equals(Tag.ASSUMED.text()) ? "tag assumed" : "tag";
        return "<span class=\"" + kind + "\">" + Markup.escape(tag) + "</span>";
    }

    static Optional<Section> findings(Outcome outcome) {
        if (outcome.issues().isEmpty() && outcome.notes().isEmpty()) {
            return Optional.empty();
        }
        Html html = new Html();
        html.raw("<ul class=\"findings\">\n");
        for (Outcome.Finding finding : outcome.issues()) {
            html.raw("<li>")
                    .element("span", finding.level(), "class", "tag assumed")
                    .raw(" ");
            if (!finding.path().isBlank()) {
                html.element("code", finding.path()).raw(" ");
            }
            html.text(finding.message()).close("li");
        }
        for (String note : outcome.notes()) {
            html.raw("<li>")
                    .element("span", "note", "class", "tag")
                    .raw(" ")
                    .text(note)
                    .close("li");
        }
        html.raw("</ul>\n");
        return Optional.of(new Section("findings", "Warnings and notes", "", html.toString()));
    }

    static Section metrics(Outcome outcome) {
        boolean several = outcome.head().replications() > 1;
        List<Column> columns = new ArrayList<>(List.of(Column.text("metric"), Column.main(several ? "mean" : "value")));
        if (several) {
            columns.addAll(List.of(
                    Column.number("\u00b1 95 %"), Column.number("P10"), Column.number("P50"), Column.number("P90")));
        }
        List<List<String>> rows =
                outcome.metrics().stream().map(m -> metric(m, several)).toList();
        Html html = new Html();
        html.table("Every metric", Phone.BRIEF, columns, rows, false);
        return new Section(
                "metrics", "Every figure", "As in result.json; metrics.csv has them run by run.", html.toString());
    }

    private static List<String> metric(Outcome.MetricSummary m, boolean several) {
        List<String> cells = new ArrayList<>();
        boolean named = Words.named(m.unit());
        cells.add(code(m.name()) + (named ? " <span class=\"unit\">" + Markup.escape(m.unit()) + "</span>" : "")
                + "<span class=\"meaning\">" + Markup.escape(m.description()) + "</span>");
        cells.add(value(m.mean(), m));
        if (several) {
            cells.add(m.probability() ? "" : value(m.halfWidth95(), m));
            cells.add(m.probability() ? "" : value(m.p10(), m));
            cells.add(m.probability() ? "" : value(m.p50(), m));
            cells.add(m.probability() ? "" : value(m.p90(), m));
        }
        return cells;
    }

    /** The value; a unit that needs its name stands beside the metric, once. */
    private static String value(double value, Outcome.MetricSummary m) {
        String unit = m.probability() ? "share" : m.unit();
        return Markup.escape(Words.named(unit) ? Numbers.si(value, 4).strip() : Words.value(value, unit));
    }

    static Section glossary(Outcome outcome) {
        Html html = new Html();
        html.raw("<dl class=\"glossary\">\n");
        for (Glossary.Entry entry : Glossary.of(outcome)) {
            html.raw("<div>")
                    .element("dt", entry.word())
                    .element("dd", entry.meaning())
                    .raw("</div>\n");
        }
        html.raw("</dl>\n");
        return new Section("glossary", "Glossary", "", html.toString());
    }
}
