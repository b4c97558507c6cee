package windtunnel.report.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import windtunnel.report.CourseSamples;
import windtunnel.report.Samples;
import windtunnel.report.files.MarkdownReport;
import windtunnel.report.html.HtmlReport;
import windtunnel.report.text.Style;
import windtunnel.report.text.TextReport;

class CutTest {
    private static final String SENTENCE =
            "3 of 20 runs did not finish by the horizon of 30.4 d, with 90.0 % of the work done on average";

    @Test
    void cutRunsAreCounted() {
        Cut cut = Cut.of(CourseSamples.cut());
        assertThat(cut.any()).isTrue();
        assertThat(cut.finished()).isEqualTo(17);
        assertThat(cut.sentence()).isEqualTo(SENTENCE);
    }

    @Test
    void finishedRunsAreNotMentioned() {
        assertThat(Cut.of(Samples.twenty()).sentence()).isEmpty();
        assertThat(TextReport.render(Samples.twenty(), Style.PLAIN)).doesNotContain("horizon");
        assertThat(MarkdownReport.render(Samples.twenty())).doesNotContain("horizon");
        assertThat(HtmlReport.render(Samples.twenty())).doesNotContain("horizon");
    }

    @Test
    void wordsFitOneRunSomeRunsAndAllRuns() {
        assertThat(new Cut(1, 1, 3600, OptionalDouble.of(0.9999)).sentence())
                .isEqualTo("The run did not finish by the horizon of 60 min, with 99.9 % of the work done");
        assertThat(new Cut(1, 20, 3600, OptionalDouble.empty()).sentence())
                .isEqualTo("1 of 20 runs did not finish by the horizon of 60 min");
        assertThat(new Cut(20, 20, 3600, OptionalDouble.empty()).sentence())
                .isEqualTo("None of the 20 runs finished by the horizon of 60 min");
    }

    @ParameterizedTest
    @CsvSource({"18, 0.9, false", "19, 0.9, true", "10, 0.5, false", "11, 0.5, true", "2, 0.1, false", "3, 0.1, true"})
    void aQuantileIsKnownWhenTheRunsAroundItFinished(int finished, double share, boolean known) {
        // Type 7 of 20 runs: P90 lies between the 18th and the 19th, P50 between the 10th and the 11th, P10 between 2nd
        // and 3rd.
        assertThat(new Cut(20 - finished, 20, 1, OptionalDouble.empty()).knows(share))
                .isEqualTo(known);
    }

    @Test
    void theEndOfACutRunIsNoFinish() {
        Verdict.Figure finish = Verdict.of(CourseSamples.cut()).figure("finish").orElseThrow();
        assertThat(finish.mean()).startsWith("> ");
        assertThat(finish.p10()).doesNotStartWith(">");
        assertThat(finish.p50()).doesNotStartWith(">");
        assertThat(finish.p90()).startsWith("> ");
        assertThat(Verdict.of(CourseSamples.cut()).figure("time").orElseThrow().mean())
                .startsWith("> ");
        assertThat(Verdict.of(CourseSamples.cut()).figure("cost").orElseThrow().mean())
                .doesNotStartWith(">");
    }

    @Test
    void everyReportSaysIt() {
        assertThat(TextReport.render(CourseSamples.cut(), Style.PLAIN).replace("\n", " "))
                .contains(SENTENCE);
        assertThat(TextReport.quiet(CourseSamples.cut()).replace("\n", " ")).contains(SENTENCE);
        assertThat(MarkdownReport.render(CourseSamples.cut())).contains("- " + SENTENCE);
        assertThat(HtmlReport.render(CourseSamples.cut()).replace('\u00a0', ' '))
                .contains("<p class=\"answer\">" + SENTENCE
                        + ". Until then, or until it is done, a run costs $2,523,061 on average;")
                .doesNotContain("On average it ends after");
    }

    @Test
    void aSingleCutRunMissesItsDeadlineAndSaysWhy() {
        assertThat(TextReport.render(CourseSamples.singleCut(), Style.PLAIN).replace("\n", " "))
                .contains("time     > 7.25 h")
                .contains("The run did not finish by the horizon of 7.25 h, with 90.0 % of the work done");
    }

    @Test
    void theBudgetOfCutRunsHasACaveat() {
        assertThat(Verdict.of(CourseSamples.cut()).goals().get(1).odds())
                .endsWith("; what was cut counts with its cost up to the horizon");
        assertThat(Verdict.of(CourseSamples.cut()).goals().get(0).odds()).endsWith(")");
    }
}
