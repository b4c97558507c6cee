package windtunnel.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import windtunnel.report.CourseSamples;
import windtunnel.report.Samples;
import windtunnel.scenario.run.Outcome;

class TimelineSectionTest {
    private static String section(Outcome outcome) {
        String page = HtmlReport.render(outcome);
        int start = page.indexOf("<section id=\"timeline\"");
        return page.substring(start, page.indexOf("</section>", start)).replace('\u00a0', ' ');
    }

    private static long rows(String section) {
        return Pattern.compile("<tr role=\"row\" class=")
                .matcher(section)
                .results()
                .count();
    }

    @Test
    void saysThatItIsOneTypicalRun() {
        assertThat(section(Samples.twenty()))
                .contains("One typical run: run 8 of 20, the one of median length.")
                .contains("Run 8 of 20: 2 interruptions, 30 min of work lost");
    }

    @Test
    void showsWhenWhyAndWhatItCost() {
        assertThat(section(Samples.twenty()))
                .contains("2027-01-14 04:07 UTC", "<div>HBM3</div>", "<div>30 min</div>", "<div>$2,361.39</div>")
                .contains("The costliest interruptions</caption>", "Interruptions by cause</caption>");
    }

    @Test
    void chartSaysInWordsWhatItShows() {
        // Undisturbed 358,386 x 6.137 s = 25.46 d; a quiet day yields 2,199,415 / (2,550,087 - 3,600) = 86.4 %, and the
        // one
        // that loses 40 of its 1,440 minutes 84.0 %.
        assertThat(section(Samples.twenty()))
                .contains("<title>How pretrain went in run 8 of 20</title>")
                .contains(
                        "<desc>Done after 29.51 d, undisturbed after 25.46 d; HBM3: 1; eviction: 1; lowest goodput 84.0 % from 2027-01-13</desc>");
    }

    @Test
    void hundredsOfInterruptionsKeepItShort() {
        // Eight causes, the others, the total; ten interruptions, the others, the total.
        assertThat(rows(section(CourseSamples.everyState()))).isEqualTo(10 + 12);
        assertThat(section(CourseSamples.everyState())).contains("230 others").contains("5 other causes");
    }

    @Test
    void aSingleRunHasNoMeanOfAllRuns() {
        assertThat(section(Samples.single())).doesNotContain("mean of all runs").doesNotContain("typical");
        assertThat(section(Samples.twenty())).contains("mean of all runs");
    }

    @Test
    void withoutPricesThereAreNoDollars() {
        assertThat(section(CourseSamples.unpriced()))
                .doesNotContain("$")
                .doesNotContain("dollars")
                .contains("HBM3");
    }

    @Test
    void withoutInterruptionsOneSentenceIsEnough() {
        assertThat(section(CourseSamples.calm()))
                .contains("<p>Nothing interrupted any run.</p>")
                .doesNotContain("<svg")
                .doesNotContain("<table");
    }

    @Test
    void aCutRunIsNotSaidToBeDone() {
        assertThat(section(CourseSamples.singleCut()))
                .contains("cut after 7.25 h, 90.0 % done")
                .contains("<desc>90.0 % done when cut after 7.25 h, undisturbed after")
                .doesNotContain("this run:");
    }
}
