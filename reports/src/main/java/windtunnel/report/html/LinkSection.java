package windtunnel.report.html;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import windtunnel.core.unit.Numbers;
import windtunnel.model.Anatomy;
import windtunnel.report.html.Html.Column;
import windtunnel.report.html.Html.Phone;
import windtunnel.report.story.Markup;
import windtunnel.scenario.run.Outcome;

/** How busy links are in one step: a table of the tiers, and a map of each tier from its first link to its last. */
final class LinkSection {
    private static final int DARKEST = 85;

    private LinkSection() {}

    static Optional<Section> of(Outcome outcome) {
        List<Outcome.StepAnatomy> steps =
                outcome.steps().stream().filter(step -> !step.links().isEmpty()).toList();
        if (steps.isEmpty()) {
            return Optional.empty();
        }
        Html html = new Html();
        for (Outcome.StepAnatomy step : steps) {
            if (steps.size() > 1) {
                html.element("h3", step.workload()).raw("\n");
            }
            html.table(
                    "Links",
                    Phone.BRIEF,
                    List.of(
                            Column.text("tier"),
                            Column.number("links"),
                            Column.number("mean"),
                            Column.main("busiest"),
                            Column.text("which")),
                    step.links().stream().map(LinkSection::row).toList(),
                    false);
            map(html, step.links());
            collectives(html, step.collectives());
        }
        return Optional.of(new Section(
                "links",
                "Links",
                "Share of their rate that links use in one undisturbed step. The map has a row for each tier, from its first link to its last; a"
                        + " cell shows the busiest link of its part. Collectives are counted whole, hidden behind computing or not; the link is"
                        + " the one that holds the longest of its kind back, busy for that share of its time. The rest is latency.",
                html.toString()));
    }

    private static List<String> row(Anatomy.Tier tier) {
        return List.of(
                Markup.escape(tier.name()),
                Integer.toString(tier.count()),
                Numbers.percent(tier.mean(), 1),
                Numbers.percent(tier.hottest(), 1),
                "<code>" + Markup.escape(tier.where()).replace("/", "/<wbr>") + "</code>");
    }

    private static void collectives(Html html, List<Anatomy.Transfer> collectives) {
        if (!collectives.isEmpty()) {
            html.table(
                    "Collectives",
                    Phone.BRIEF,
                    List.of(
                            Column.text("collective"),
                            Column.number("bytes"),
                            Column.number("time"),
                            Column.main("share"),
                            Column.text("held back by"),
                            Column.text("tier"),
                            Column.number("capacity"),
                            Column.number("busy")),
                    collectives.stream().map(LinkSection::row).toList(),
                    false);
        }
    }

    private static List<String> row(Anatomy.Transfer transfer) {
        Anatomy.Held held = transfer.held();
        String what = transfer.what() + (transfer.how().isEmpty() ? "" : ", " + transfer.how());
        return List.of(
                Markup.escape(what),
                Numbers.si(transfer.bytes(), 3) + "B",
                Numbers.duration(transfer.seconds()),
                Numbers.percent(transfer.share(), 1),
                "<code>" + Markup.escape(held.where()).replace("/", "/<wbr>") + "</code>",
                Markup.escape(held.tier()),
                Numbers.bandwidth(held.bytesPerSec()),
                Numbers.percent(held.busy(), 0));
    }

    private static void map(Html html, List<Anatomy.Tier> tiers) {
        double most = tiers.stream().mapToDouble(Anatomy.Tier::hottest).max().orElse(1);
        html.raw("<div class=\"fabric\" role=\"group\" aria-label=\"Map of the links\">\n");
        for (Anatomy.Tier tier : tiers) {
            html.element("span", tier.name(), "class", "tier").raw("<div class=\"cells\">");
            for (double use : tier.heat()) {
                String percent = Numbers.fixed(new BigDecimal(use / most * DARKEST), 1);
                html.element(
                        "i",
                        "",
                        "title",
                        Numbers.percent(use, 1),
                        "style",
                        "background:color-mix(in srgb,var(--communication) " + percent + "%,var(--wash))");
            }
            html.raw("</div>\n");
        }
        html.raw("</div>\n");
    }
}
