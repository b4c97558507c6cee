package windtunnel.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import windtunnel.model.LedgerState;
import windtunnel.report.CourseSamples;
import windtunnel.report.Samples;
import windtunnel.report.chart.svg.Ink;
import windtunnel.report.story.Markup;
import windtunnel.scenario.run.StateWords;

class HtmlReportTest {
    private static List<String> sectionIds(String page) {
        return Pattern.compile("<section id=\"([a-z]+)\"")
                .matcher(page)
                .results()
                .map((MatchResult m) -> m.group(1))
                .toList();
    }

    @Test
    void sectionsOfSeveralRunsStandInReadingOrder() {
        assertThat(sectionIds(HtmlReport.render(Samples.twenty())))
                .containsExactly(
                        "verdict",
                        "money",
                        "losses",
                        "odds",
                        "timeline",
                        "step",
                        "links",
                        "utilisation",
                        "bill",
                        "findings",
                        "assumptions",
                        "metrics",
                        "glossary");
    }

    @Test
    void aSingleRunHasNoOdds() {
        assertThat(sectionIds(HtmlReport.render(Samples.single()))).doesNotContain("odds");
    }

    @Test
    void nothingIsFetchedAndNothingIsExecuted() {
        String page = HtmlReport.render(Samples.twenty()).replace("xmlns=\"http://www.w3.org/2000/svg\"", "");
        assertThat(page)
                .doesNotContain("http://")
                .doesNotContain("https://")
                .doesNotContain("<script")
                .doesNotContain("<link")
                .doesNotContain("<img")
                .doesNotContain("@import")
                .doesNotContain("url(")
                .contains("default-src 'none'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "]]>",
                "\"><svg onload=alert(1)>",
                "' onmouseover='alert(1)",
                "</style><b>",
                "<!--"
            })
    void hostileNamesAreShownAndNotObeyed(String name) {
        String page = HtmlReport.render(Samples.named(name));
        String own = HtmlReport.render(Samples.named("harmless"));
        assertThat(page).contains("<h1>" + Markup.escape(name) + "</h1>");
        assertThat(tags(page)).isEqualTo(tags(own));
    }

    /** Names of all elements, sorted, since metrics are sorted by the name; quoted attribute values cannot hide one, since quotes are escaped in them. */
    private static List<String> tags(String page) {
        return Pattern.compile("<(/?[a-zA-Z!][a-zA-Z0-9-]*)(?:\\s+[a-zA-Z:-]+=\"[^\"<>]*\")*\\s*/?>")
                .matcher(page.substring(page.indexOf("</style>")))
                .results()
                .map(m -> m.group(1))
                .filter(tag -> !tag.equals("wbr"))
                .sorted()
                .toList();
    }

    @Test
    void everyInkHasAColourInLightDarkAndPrint() throws Exception {
        String css =
                new String(HtmlReport.class.getResourceAsStream("report.css").readAllBytes(), StandardCharsets.UTF_8);
        for (Ink ink : Ink.values()) {
            assertThat(Pattern.compile("--" + ink.variable() + ": #")
                            .matcher(css)
                            .results()
                            .count())
                    .as(ink.variable())
                    .isEqualTo(3);
            assertThat(Pattern.compile("--" + ink.variable() + ": " + ink.hex() + ";")
                            .matcher(css)
                            .results()
                            .count())
                    .as(ink.variable() + " on paper")
                    .isEqualTo(2);
        }
    }

    @Test
    void chartsOnThePageTakeTheirColoursFromVariables() {
        String page = HtmlReport.render(Samples.twenty());
        String body = page.substring(page.indexOf("<body>"));
        assertThat(body).doesNotContainPattern("(fill|stroke)=\"(#|rgb|black|white)");
        assertThat(body).contains("fill:var(--productive,#1d7a63)");
    }

    @Test
    void assumedValuesAreMarkedAndCounted() {
        String page = HtmlReport.render(Samples.hundredAssumptions());
        assertThat(page).contains("was read: 100, of which 25 are assumed");
        String section = page.substring(page.indexOf("id=\"assumptions\""), page.indexOf("id=\"metrics\""));
        assertThat(Pattern.compile("class=\"tag assumed\">assumed<")
                        .matcher(section)
                        .results()
                        .count())
                .isEqualTo(25);
    }

    @Test
    void tablesHaveCaptionsAndHeadings() {
        String page = HtmlReport.render(Samples.twenty());
        long tables = Pattern.compile("<table ").matcher(page).results().count();
        assertThat(Pattern.compile("<caption ").matcher(page).results().count()).isEqualTo(tables);
        assertThat(page).contains("scope=\"col\"").contains("scope=\"row\"").contains("lang=\"en\"");
        assertThat(Pattern.compile("<svg ").matcher(page).results().count())
                .isEqualTo(Pattern.compile("role=\"img\" aria-label=\"[^\"]+\"")
                        .matcher(page)
                        .results()
                        .count());
    }

    @Test
    void theAnswerNamesTheOddsOfTheGoals() {
        assertThat(HtmlReport.render(Samples.twenty()).replace('\u00a0', ' '))
                .contains("The odds are 70 % (50 to 87) for the deadline and 95 % (75 to 100) for the budget.</p>");
        assertThat(HtmlReport.render(Samples.single())).doesNotContain("The odds");
    }

    @Test
    void everyStateHasItsRowItsBarAndItsMeaning() {
        String page = HtmlReport.render(CourseSamples.everyState());
        for (LedgerState state : LedgerState.values()) {
            String words = Markup.escape(StateWords.of(state));
            assertThat(page).contains("</span>" + words + "</th>").contains("<dt>" + words + "</dt>");
        }
    }

    @Test
    void withoutPricesNoSumIsNamedAndTheBillSaysSo() {
        String page = HtmlReport.render(CourseSamples.unpriced()).replace('\u00a0', ' ');
        assertThat(page)
                .contains("<p class=\"answer\">It ends after 7.25 h; 81 % of the GPU time advances the work.</p>")
                .contains("<p>Nothing that was used has a price.</p>")
                .contains(">47.1 GPU-h</text>");
    }

    @Test
    void aLossIsPrintedAsInTheWaterfall() {
        String page = HtmlReport.render(Samples.twenty());
        String losses = page.substring(page.indexOf("id=\"losses\""), page.indexOf("id=\"odds\""));
        String money = page.substring(page.indexOf("id=\"money\""), page.indexOf("id=\"losses\""));
        for (String dollars : Pattern.compile("class=\"usd\">([^<]+)<")
                .matcher(losses)
                .results()
                .map(m -> m.group(1))
                .toList()) {
            assertThat(money).contains("<div>" + dollars + "</div>");
        }
        assertThat(losses).contains("$179,137");
    }

    @Test
    void billShowsSourceDateKindAndGradeOfEachPrice() {
        String page = HtmlReport.render(Samples.twenty());
        assertThat(page.substring(page.indexOf("id=\"bill\"")))
                .contains("AWS price list API, us-east-2 <span class=\"date\">2026-08-14</span> "
                        + "<span class=\"tag\">vendor</span> <span class=\"tag\">A</span>");
    }

    @Test
    void footerIdentifiesTheResult() {
        String page = HtmlReport.render(Samples.twenty());
        assertThat(page.substring(page.indexOf("<footer>")))
                .contains("<dd>7</dd>", "<dd>0.1.0</dd>", "<dd>4d1b0c2f9a7e6358</dd>", "<dd>9f86d081884c7d65</dd>");
    }
}
