package windtunnel.report.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import windtunnel.report.story.Words;
import windtunnel.scenario.run.Outcome;

/** {@code report.html}: the whole answer on one page, put together from sections that each know their part. */
public final class HtmlReport {
    private HtmlReport() {}

    /** The page. */
    public static String render(Outcome outcome) {
        List<Section> sections = sections(outcome);
        Html html = new Html();
        html.raw("<!DOCTYPE html>\n").open("html", "lang", "en").raw("\n");
        head(html, outcome);
        html.raw("<body>\n");
        header(html, outcome, sections);
        html.raw("<main>\n");
        sections.forEach(section -> section(html, section));
        html.raw("</main>\n");
        footer(html, outcome);
        return html.raw("</body>\n").close("html").toString();
    }

    /** What the page holds, in reading order; sections without data are left out. */
    private static List<Section> sections(Outcome outcome) {
        List<Section> sections = new ArrayList<>();
        sections.add(VerdictSection.of(outcome));
        sections.add(MoneySections.waterfall(outcome));
        MoneySections.bottlenecks(outcome).ifPresent(sections::add);
        TeamsSection.of(outcome).ifPresent(sections::add);
        PoolsSection.of(outcome).ifPresent(sections::add);
        InputSection.of(outcome).ifPresent(sections::add);
        OddsSection.of(outcome).ifPresent(sections::add);
        RiskSection.of(outcome).ifPresent(sections::add);
        TimelineSection.of(outcome).ifPresent(sections::add);
        StoredSection.of(outcome).ifPresent(sections::add);
        StepSection.of(outcome).ifPresent(sections::add);
        LinkSection.of(outcome).ifPresent(sections::add);
        DetailSections.utilisation(outcome).ifPresent(sections::add);
        sections.add(MoneySections.bill(outcome));
        DetailSections.findings(outcome).ifPresent(sections::add);
        sections.add(DetailSections.assumptions(outcome));
        sections.add(DetailSections.metrics(outcome));
        sections.add(DetailSections.glossary(outcome));
        return sections;
    }

    private static void head(Html html, Outcome outcome) {
        html.raw("<head>\n<meta charset=\"utf-8\">\n");
        html.raw(
                "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n");
        html.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        html.raw("<meta name=\"color-scheme\" content=\"light dark\">\n");
        html.element("title", outcome.head().name() + ", windtunnel").raw("\n");
        html.raw("<style>\n").raw(style()).raw("</style>\n</head>\n");
    }

    private static String style() {
        try (InputStream in = HtmlReport.class.getResourceAsStream("report.css")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void header(Html html, Outcome outcome, List<Section> sections) {
        html.raw("<header>\n");
        html.element("p", "Simulated before anyone signs", "class", "eyebrow").raw("\n");
        html.element("h1", outcome.head().name()).raw("\n");
        String runs =
                outcome.head().replications() == 1 ? "1 run" : outcome.head().replications() + " runs";
        String start = outcome.head()
                .start()
                .map(instant -> ", starting " + Words.longDay(instant))
                .orElse("");
        html.element("p", outcome.head().cluster() + start + ", " + runs, "class", "cluster");
        html.raw("\n<nav aria-label=\"Contents\"><ul>");
        for (Section section : sections) {
            if (!section.id().equals(VerdictSection.ID)) {
                html.raw("<li>")
                        .element("a", section.title(), "href", "#" + section.id())
                        .raw("</li>");
            }
        }
        html.raw("</ul></nav>\n</header>\n");
    }

    private static void section(Html html, Section section) {
        html.open("section", "id", section.id(), "aria-labelledby", section.id() + "-title");
        html.raw("\n<div class=\"side\">");
        html.element("h2", section.title(), "id", section.id() + "-title");
        if (!section.lead().isEmpty()) {
            html.element("p", section.lead());
        }
        html.raw("</div>\n<div class=\"body\">\n")
                .raw(section.body())
                .raw("</div>\n")
                .close("section");
    }

    private static void footer(Html html, Outcome outcome) {
        Outcome.Head head = outcome.head();
        html.raw("<footer>");
        html.element(
                "p",
                "Made by windtunnel " + head.version()
                        + ". The same version, scenario and seed give the same result, byte for byte.");
        html.raw("<dl>");
        pair(html, "seed", Long.toString(head.seed()));
        pair(html, "runs", Integer.toString(head.replications()));
        pair(html, "version", head.version());
        pair(html, "scenario", head.hash());
        pair(html, "fingerprint", outcome.fingerprint());
        html.raw("</dl></footer>\n");
    }

    private static void pair(Html html, String word, String value) {
        html.raw("<div>").element("dt", word).element("dd", value).raw("</div>");
    }
}
