package windtunnel.report.html;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import windtunnel.core.unit.Numbers;
import windtunnel.model.cost.Bill;
import windtunnel.report.chart.Charts;
import windtunnel.report.chart.svg.Ink;
import windtunnel.report.html.Html.Column;
import windtunnel.report.html.Html.Phone;
import windtunnel.report.story.Cents;
import windtunnel.report.story.Markup;
import windtunnel.report.story.Waterfall;
import windtunnel.report.story.Words;
import windtunnel.scenario.run.Outcome;

/** Where the money goes, what could be saved, and what was bought. */
final class MoneySections {
    private static final int CENTS = 2;

    private MoneySections() {}

    static Section waterfall(Outcome outcome) {
        int decimals = Words.decimals(outcome.bill().total());
        Waterfall fall = Waterfall.of(outcome, decimals);
        Html html = new Html();
        Charts.waterfall(outcome).ifPresent(chart -> Figures.append(html, chart));
        List<List<String>> rows = new ArrayList<>();
        for (Waterfall.Row row : fall.rows()) {
            String mark = row.part()
                    ? "<span class=\"part\">of it</span> "
                    : "<span class=\"key\" style=\"background:var(--"
                            + Ink.of(row.state().group()).variable() + ")\"></span>";
            rows.add(List.of(
                    mark + Markup.escape(row.label()),
                    Words.dollars(row.usd(), decimals),
                    Numbers.grouped(row.hours(), fall.hours().scale()),
                    row.percent()));
        }
        rows.add(List.of(
                "total",
                Words.dollars(fall.usd(), decimals),
                Numbers.grouped(fall.hours(), fall.hours().scale()),
                fall.rows().isEmpty() ? "" : "100.0 %"));
        html.table(
                "Dollars and GPU-hours by state",
                Phone.PLAIN,
                List.of(
                        Column.text("state"),
                        Column.number("dollars"),
                        Column.number("GPU-hours"),
                        Column.number("share")),
                rows,
                true);
        return new Section(
                "money",
                "Where the money goes",
                "Every second of every GPU is in exactly one state. Each bar starts where the one above ends; only the "
                        + "first advances the work."
                        + (fall.cutsComputing()
                                ? " It is cut short at the gap, so that the losses can be seen; they are to scale."
                                : ""),
                html.toString());
    }

    static Optional<Section> bottlenecks(Outcome outcome) {
        if (outcome.bottlenecks().isEmpty()) {
            return Optional.empty();
        }
        Waterfall fall = Waterfall.of(outcome, Words.decimals(outcome.bill().total()));
        Html html = new Html();
        html.raw("<ol class=\"losses\">\n");
        for (Outcome.Bottleneck b : fall.printed(outcome.bottlenecks())) {
            html.raw("<li><p class=\"loss\">").element("strong", b.what());
            html.element("span", b.where(), "class", "where");
            html.element("span", fall.dollars(b), "class", "usd");
            html.element("span", fall.percent(b), "class", "share");
            html.raw("</p>");
            if (!b.why().isBlank()) {
                html.element("p", b.why(), "class", "why");
            }
            html.close("li");
        }
        html.raw("</ol>\n");
        return Optional.of(new Section(
                "losses",
                "What costs most",
                "The largest losses, where they arise, and the way out where the model knows one.",
                html.toString()));
    }

    static Section bill(Outcome outcome) {
        List<Bill.Item> items = outcome.bill().items();
        if (items.isEmpty()) {
            return new Section("bill", "Bill", "", "<p>Nothing that was used has a price.</p>\n");
        }
        List<BigDecimal> usd = Cents.spread(items.stream().map(Bill.Item::usd).toList(), CENTS);
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            rows.add(billRow(items.get(i), usd.get(i)));
        }
        rows.add(List.of("total", "", "", Words.dollars(outcome.bill().total(), CENTS), ""));
        Html html = new Html();
        html.table(
                "The bill",
                Phone.STACKED,
                List.of(
                        Column.text("item"),
                        Column.number("quantity"),
                        Column.number("price"),
                        Column.number("dollars"),
                        Column.text("price from")),
                rows,
                true);
        String lead = outcome.head().replications() > 1
                ? "Mean over the runs, with the source and the date of each price."
                : "What was bought, with the source and the date of each price.";
        return new Section("bill", "Bill", lead, html.toString());
    }

    private static List<String> billRow(Bill.Item item, BigDecimal usd) {
        return List.of(
                Markup.escape(item.item()),
                Markup.escape(Numbers.grouped(item.quantity(), CENTS) + " " + item.unit()),
                Markup.escape(item.price()),
                Words.dollars(usd, CENTS),
                Markup.escape(item.source()) + " <span class=\"date\">" + Markup.escape(item.asOf()) + "</span> "
                        + DetailSections.tag(item.tag())
                        + (item.grade().isEmpty()
                                ? ""
                                : " <span class=\"tag\">" + Markup.escape(item.grade()) + "</span>"));
    }
}
