package windtunnel.report.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import windtunnel.report.CourseSamples;
import windtunnel.report.Samples;
import windtunnel.scenario.run.Outcome;

class CourseTest {
    private static final long MINUTE = 60_000_000_000L;

    private static Course.Job job(Outcome outcome) {
        return Course.of(outcome).orElseThrow().jobs().get(0);
    }

    private static Stops stops(Outcome outcome) {
        Course course = Course.of(outcome).orElseThrow();
        return Stops.of(course, course.jobs().get(0), outcome.head().start());
    }

    private static BigDecimal dollars(String text) {
        return new BigDecimal(text.replace("$", "").replace(",", ""));
    }

    @Test
    void theTypicalRunIsTheLowerOfTheTwoInTheMiddle() {
        // Lengths grow with r * 7 mod 20, so the tenth shortest of twenty is r = 7: 7 * 7 mod 20 = 9.
        assertThat(Course.of(Samples.twenty()).orElseThrow().name()).isEqualTo("run 8 of 20");
    }

    @Test
    void dollarsAreTimeTimesThePriceOfTheRunForThatTime() {
        // 64 nodes at $55.04/h and 98,304 GB at $0.145 a month of 730 h: 3,522.56 + 14,254.08 / 730 = $3,542.086/h.
        Course.Job job = job(Samples.twenty());
        assertThat(job.stops().get(0).usd().doubleValue()).isCloseTo(3542.086137 * 40 / 60, within(1e-3));
        assertThat(job.stops().get(1).usd().doubleValue()).isCloseTo(3542.086137 * 20 / 60, within(1e-3));
        assertThat(job.total().usd().doubleValue()).isCloseTo(3542.086137, within(1e-3));
    }

    @Test
    void rowsSayWhenWhyHowLongAndHowMuch() {
        // A third of 29.6 d x 0.997125 after 4 January 08:00 is 850,029 s, so 14 January 04:07.
        assertThat(stops(Samples.twenty()).costliest())
                .containsExactly(
                        new Stops.StopRow("2027-01-14 04:07 UTC", "HBM3", "30 min", "10 min", "$2,361.39"),
                        new Stops.StopRow("2027-01-24 00:14 UTC", "eviction", "0 s", "20 min", "$1,180.70"),
                        new Stops.StopRow("total", "", "30 min", "30 min", "$3,542.09"));
        assertThat(stops(Samples.twenty()).causes())
                .containsExactly(
                        new Stops.CauseRow("HBM3", "1", "30 min", "10 min", "$2,361.39", "1"),
                        new Stops.CauseRow("eviction", "1", "0 s", "20 min", "$1,180.70", "1"),
                        new Stops.CauseRow("total", "2", "30 min", "30 min", "$3,542.09", "2"));
    }

    @Test
    void withoutDatesTheTimeFromTheStartIsSaid() {
        assertThat(stops(Samples.single()).costliest().get(0).when()).isEqualTo("after 2.417 h");
    }

    @Test
    void hundredsOfInterruptionsAreTenRowsAndTheOthers() {
        List<Stops.StopRow> rows = stops(CourseSamples.everyState()).costliest();
        assertThat(rows).hasSize(12);
        assertThat(rows.get(10).when()).isEqualTo("230 others");
        assertThat(rows.subList(0, 10))
                .isSortedAccordingTo(Comparator.comparing((Stops.StopRow row) -> dollars(row.usd()))
                        .reversed());
        assertThat(sum(rows.subList(0, 11).stream().map(Stops.StopRow::usd).toList()))
                .isEqualByComparingTo(dollars(rows.get(11).usd()));
    }

    @Test
    void twelveCausesAreEightRowsAndTheOthers() {
        List<Stops.CauseRow> rows = stops(CourseSamples.everyState()).causes();
        assertThat(rows).hasSize(10);
        assertThat(rows.get(8).cause()).isEqualTo("4 other causes");
        assertThat(rows.subList(0, 9).stream()
                        .mapToInt(row -> Integer.parseInt(row.times()))
                        .sum())
                .isEqualTo(240);
        assertThat(sum(rows.subList(0, 9).stream().map(Stops.CauseRow::usd).toList()))
                .isEqualByComparingTo(dollars(rows.get(9).usd()));
    }

    private static BigDecimal sum(List<String> dollars) {
        return dollars.stream().map(CourseTest::dollars).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    @Test
    void totalsAreTheSumsOfTheInterruptions() {
        Course.Job job = job(CourseSamples.everyState());
        long lost = job.timeline().interruptions().stream()
                .mapToLong(stop -> stop.lostNanos())
                .sum();
        assertThat(job.total().lostNanos()).isEqualTo(lost);
        assertThat(job.total().times()).isEqualTo(240);
        assertThat(job.most()).isEqualTo(240);
    }

    @Test
    void windowsOfGoodputAddUpToTheWholeRun() {
        Course.Job job = job(Samples.twenty());
        double kept = job.windows().stream()
                .mapToDouble(window -> window.goodput() * (window.toNanos() - window.fromNanos()))
                .sum();
        // 358,386 steps of 6.137 s in 2,550,087 s.
        assertThat(kept / job.endNanos()).isCloseTo(358_386 * 6.137 / 2_550_087.36, within(1e-5));
        assertThat(job.windows()).hasSize(30);
    }

    @Test
    void theHourThatLostWorkHasTheLowestGoodput() {
        // 7.25 h in windows of 15 min; the half hour before 2.417 h is lost and 10 min after it are down.
        List<KeptWork.Window> windows = job(Samples.single()).windows();
        KeptWork.Window worst = windows.stream()
                .min(Comparator.comparingDouble(KeptWork.Window::goodput))
                .orElseThrow();
        assertThat(worst.goodput()).isCloseTo(0, within(1e-9));
        assertThat(worst.fromNanos()).isBetween(115 * MINUTE - 15 * MINUTE, 155 * MINUTE);
    }

    @Test
    void summaryOfOneRunHasNoNumberAndNoMean() {
        assertThat(stops(Samples.single()).summary())
                .isEqualTo(
                        "2 interruptions, 30 min of work lost, 30 min down, together 13.8 % of its time and $74.57.");
    }

    @Test
    void summaryOfSeveralRunsSaysWhichOneIsShown() {
        assertThat(stops(Samples.twenty()).summary())
                .isEqualTo(
                        "Run 8 of 20: 2 interruptions, 30 min of work lost, 30 min down, together 0.1 % of its time and "
                                + "$3,542.09. All 20 runs: 2 interruptions in a run on average, 2 at most.");
    }

    @Test
    void withoutInterruptionsThereAreNoRows() {
        Course course = Course.of(CourseSamples.calm()).orElseThrow();
        assertThat(course.interrupted()).isFalse();
        assertThat(stops(CourseSamples.calm()).costliest()).isEmpty();
        assertThat(stops(CourseSamples.calm()).summary()).isEqualTo("Nothing interrupted run 8 of 20.");
    }

    @Test
    void withoutPricesInterruptionsAreOrderedByTime() {
        Course course = Course.of(CourseSamples.unpriced()).orElseThrow();
        assertThat(course.priced()).isFalse();
        assertThat(course.jobs().get(0).stops())
                .extracting(stop -> stop.interruption().cause())
                .containsExactly("HBM3", "eviction");
        assertThat(stops(CourseSamples.unpriced()).summary()).doesNotContain("$");
    }
}
