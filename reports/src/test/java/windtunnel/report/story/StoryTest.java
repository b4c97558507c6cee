package windtunnel.report.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import windtunnel.model.LedgerState;
import windtunnel.report.Outcomes;
import windtunnel.report.Samples;
import windtunnel.scenario.run.Outcome;
import windtunnel.scenario.run.StateWords;

class StoryTest {
    @Test
    void waterfallStartsWithComputingAndFallsByDollars() {
        List<Waterfall.Row> tops = Waterfall.of(Samples.twenty(), 2).rows().stream()
                .filter(row -> !row.part())
                .toList();
        assertThat(tops.get(0).state()).isEqualTo(LedgerState.COMPUTE);
        assertThat(tops.subList(1, tops.size()))
                .isSortedAccordingTo(Comparator.comparing(Waterfall.Row::usd).reversed());
    }

    @Test
    void waterfallColumnsAddUpToTheirTotals() {
        Waterfall fall = Waterfall.of(Samples.twenty(), 2);
        List<Waterfall.Row> tops =
                fall.rows().stream().filter(row -> !row.part()).toList();
        assertThat(sum(tops.stream().map(Waterfall.Row::usd).toList())).isEqualByComparingTo(fall.usd());
        assertThat(sum(tops.stream().map(Waterfall.Row::hours).toList())).isEqualByComparingTo(fall.hours());
        assertThat(tops.stream().mapToLong(Waterfall.Row::tenths).sum()).isEqualTo(1000);
    }

    @Test
    void statesThatPrintAsZeroHaveNoRow() {
        Outcome o = Samples.twenty();
        List<Outcome.LedgerLine> lines = new ArrayList<>(o.ledger());
        lines.add(new Outcome.LedgerLine(
                "pretrain", LedgerState.LOST_WORK, LedgerState.CKPT_BLOCK, 1e-3, 1e-12, new BigDecimal("0.001")));
        lines.add(new Outcome.LedgerLine("pretrain", LedgerState.FAILED, null, 1e-3, 1e-12, BigDecimal.ZERO));
        Outcome tiny = Outcomes.bare(
                o.head(),
                o.fingerprint(),
                o.runs(),
                o.metrics(),
                lines,
                o.bill(),
                List.of(new Outcome.Bottleneck(
                        StateWords.of(LedgerState.FAILED), "cluster", 1e-12, new BigDecimal("0.001"), "")),
                o.steps(),
                o.utilisation(),
                o.assumptions(),
                o.issues(),
                o.notes());
        Waterfall fall = Waterfall.of(tiny, 2);
        assertThat(fall.rows()).noneMatch(row -> row.state() == LedgerState.FAILED);
        assertThat(fall.rows()).hasSameSizeAs(Waterfall.of(o, 2).rows());
        assertThat(fall.printed(tiny.bottlenecks())).isEmpty();
        assertThat(fall.printed(o.bottlenecks())).isEqualTo(o.bottlenecks());
    }

    @Test
    void partsOfLostWorkFollowItAndAddUpToIt() {
        List<Waterfall.Row> rows = Waterfall.of(Samples.twenty(), 2).rows();
        Waterfall.Row lost = rows.stream()
                .filter(row -> row.state() == LedgerState.LOST_WORK && !row.part())
                .findFirst()
                .orElseThrow();
        List<Waterfall.Row> parts = rows.stream().filter(Waterfall.Row::part).toList();
        assertThat(rows.subList(rows.indexOf(lost) + 1, rows.indexOf(lost) + 1 + parts.size()))
                .isEqualTo(parts);
        assertThat(sum(parts.stream().map(Waterfall.Row::usd).toList())).isEqualByComparingTo(lost.usd());
        assertThat(sum(parts.stream().map(Waterfall.Row::hours).toList())).isEqualByComparingTo(lost.hours());
    }

    private static BigDecimal sum(List<BigDecimal> values) {
        return values.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    @Test
    void verdictOfSeveralRunsCarriesQuantilesDatesAndOdds() {
        Verdict verdict = Verdict.of(Samples.twenty());
        assertThat(verdict.figures())
                .extracting(Verdict.Figure::label)
                .containsExactly("time", "finish", "cost", "goodput");
        assertThat(verdict.figures()).allMatch(Verdict.Figure::spread);
        assertThat(verdict.figure("finish").orElseThrow().mean()).isEqualTo("2027-02-03 00:18 UTC");
        assertThat(verdict.goals().get(0).odds()).isEqualTo("met in 14 of 20 runs: 70 % (95 % interval 50 to 87 %)");
    }

    @Test
    void verdictOfASingleRunHasNoQuantilesAndNoDates() {
        Verdict verdict = Verdict.of(Samples.single());
        assertThat(verdict.figures()).extracting(Verdict.Figure::label).containsExactly("time", "cost", "goodput");
        assertThat(verdict.figures()).noneMatch(Verdict.Figure::spread);
        assertThat(verdict.goals()).isEmpty();
    }

    @Test
    void everyStateHasAMeaning() {
        for (LedgerState state : LedgerState.values()) {
            assertThat(Glossary.meaning(state)).endsWith(".");
        }
    }

    @Test
    void glossaryExplainsTheStatesOfTheLedgerAndNoOthers() {
        List<String> words =
                Glossary.of(Samples.single()).stream().map(Glossary.Entry::word).toList();
        assertThat(words).contains("computing", "GPU-hour").doesNotContain("standing by as hot spare", "P10, P50, P90");
    }

    @Test
    void valuesAreWordedByTheirUnit() {
        assertThat(Words.value(90, "s")).isEqualTo("90 s");
        assertThat(Words.value(0.1234, "share")).isEqualTo("12.3 %");
        assertThat(Words.value(1234.5, "USD")).isEqualTo("$1,234.50");
        assertThat(Words.value(5e9, "bytes")).isEqualTo("5 GB");
        assertThat(Words.value(31, "1")).isEqualTo("31");
        assertThat(Words.value(518_769.4, "1")).isEqualTo("518,769");
        assertThat(Words.value(390_100, "tokens/s")).isEqualTo("390.1 k tokens/s");
        assertThat(Words.value(12, "tokens/s")).isEqualTo("12 tokens/s");
    }

    @Test
    void aLineDoesNotBreakBetweenANumberAndItsUnit() {
        assertThat(Words.unbroken("30 min of 7.5 h lost, 18.3 % of 3 days"))
                .isEqualTo("30\u00a0min of 7.5\u00a0h lost, 18.3\u00a0% of 3 days");
    }

    @Test
    void datesAreUtcWhateverTheMachine() {
        Instant instant = Instant.parse("2027-02-03T04:05:59Z");
        assertThat(Words.instant(instant)).isEqualTo("2027-02-03 04:05 UTC");
        assertThat(Words.longDay(instant)).isEqualTo("3 February 2027");
        assertThat(Words.shortDay(instant)).isEqualTo("3 Feb");
    }

    @Test
    void controlAndDirectionCharactersNeverReachTheReader() {
        assertThat(Words.plain("a\u001b[31mb\nc\u202ed")).isEqualTo("a [31mb c d");
    }
}
