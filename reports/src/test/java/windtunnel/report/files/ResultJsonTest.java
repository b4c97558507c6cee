package windtunnel.report.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import windtunnel.report.CourseSamples;
import windtunnel.report.Outcomes;
import windtunnel.report.Samples;
import windtunnel.scenario.run.Outcome;

class ResultJsonTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String HOSTILE = "<script> ]]> \" ' \\ \u0000\n\t | , \ud83d\ude00 \u2028";

    private static JsonNode parse(Outcome outcome) throws Exception {
        return MAPPER.readTree(ResultJson.render(outcome));
    }

    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void membersStandAsInTheContract() throws Exception {
        JsonNode json = parse(Samples.twenty());
        assertThat(names(json))
                .startsWith(
                        "schema",
                        "windtunnel",
                        "scenario",
                        "metrics",
                        "ledger",
                        "bill",
                        "bottlenecks",
                        "assumptions",
                        "issues");
        assertThat(json.at("/schema").asText()).isEqualTo("windtunnel/result/1");
        assertThat(json.at("/windtunnel/fingerprint").asText()).isEqualTo("9f86d081884c7d65");
        assertThat(json.at("/scenario/seed").asLong()).isEqualTo(7);
        assertThat(json.at("/scenario/replications").asInt()).isEqualTo(20);
    }

    @Test
    void severalRunsCarryAllStatistics() throws Exception {
        JsonNode metric = parse(Samples.twenty()).get("metrics").get("run.wall_time");
        assertThat(names(metric))
                .containsExactly("unit", "n", "mean", "halfWidth95", "min", "p10", "p50", "p90", "p95", "max");
        Outcome.MetricSummary summary = Samples.twenty().metrics().stream()
                .filter(m -> m.name().equals("run.wall_time"))
                .findFirst()
                .orElseThrow();
        assertThat(metric.get("mean").doubleValue()).isEqualTo(summary.mean());
        assertThat(metric.get("p90").doubleValue()).isEqualTo(summary.p90());
    }

    @Test
    void aSingleRunCarriesOnlyItsValue() throws Exception {
        assertThat(names(parse(Samples.single()).get("metrics").get("run.wall_time")))
                .containsExactly("unit", "n", "value");
    }

    @Test
    void probabilitiesCarryTheirInterval() throws Exception {
        JsonNode metric = parse(Samples.twenty()).get("metrics").get("run.deadline_met");
        assertThat(names(metric)).endsWith("low95", "high95");
        assertThat(metric.get("low95").doubleValue())
                .isLessThan(metric.get("mean").doubleValue());
    }

    @Test
    void ledgerAndBillAddUpToThePrintedTotal() throws Exception {
        for (Outcome outcome : List.of(Samples.single(), Samples.twenty())) {
            JsonNode json = parse(outcome);
            BigDecimal total = new BigDecimal(json.at("/bill/total").asText());
            assertThat(total.scale()).isEqualTo(2);
            assertThat(usd(json.get("ledger"))).isEqualTo(total);
            assertThat(usd(json.at("/bill/items"))).isEqualTo(total);
        }
    }

    @Test
    void lostWorkIsSplitIntoWhatItWas() throws Exception {
        for (JsonNode row : parse(Samples.twenty()).get("ledger")) {
            boolean lost = row.get("state").asText().equals("LOST_WORK");
            assertThat(row.has("lost")).isEqualTo(lost);
            if (lost) {
                assertThat(row.get("lost")).hasSize(3);
                assertThat(usd(row.get("lost")))
                        .isEqualTo(new BigDecimal(row.get("usd").asText()));
            }
        }
    }

    private static BigDecimal usd(JsonNode rows) {
        BigDecimal sum = BigDecimal.ZERO;
        for (JsonNode row : rows) {
            sum = sum.add(new BigDecimal(row.get("usd").asText()));
        }
        return sum;
    }

    @Test
    void rowsOfNoWorkloadHaveANull() throws Exception {
        Outcome o = Samples.single();
        List<Outcome.LedgerLine> ledger = new ArrayList<>(o.ledger());
        Outcome.LedgerLine last = ledger.remove(ledger.size() - 1);
        ledger.add(new Outcome.LedgerLine(
                null, windtunnel.model.LedgerState.UNUSED, null, last.gpuSeconds(), last.share(), last.usd()));
        JsonNode rows = parse(Outcomes.bare(
                        o.head(),
                        o.fingerprint(),
                        o.runs(),
                        o.metrics(),
                        ledger,
                        o.bill(),
                        o.bottlenecks(),
                        o.steps(),
                        o.utilisation(),
                        o.assumptions(),
                        o.issues(),
                        o.notes()))
                .get("ledger");
        assertThat(rows.get(rows.size() - 1).get("workload").isNull()).isTrue();
    }

    @Test
    void assumptionsAreSplitIntoValueAndUnit() throws Exception {
        JsonNode assumptions = parse(Samples.single()).get("assumptions");
        assertThat(assumptions.get(0).get("value").asText()).isEqualTo("989");
        assertThat(assumptions.get(0).get("unit").asText()).isEqualTo("TFLOP/s");
        assertThat(assumptions.get(0).get("tag").asText()).isEqualTo("vendor");
        assertThat(assumptions.get(2).get("unit").asText()).isEqualTo("USD/h");
        assertThat(assumptions).hasSize(6);
    }

    @Test
    void hostileNamesComeBackAsTheyWere() throws Exception {
        JsonNode json = parse(Samples.named(HOSTILE));
        assertThat(json.at("/scenario/name").asText()).isEqualTo(HOSTILE);
        assertThat(json.at("/notes/0").asText()).isEqualTo(HOSTILE);
        assertThat(json.get("metrics").has(HOSTILE + ".goodput")).isTrue();
    }

    @Test
    void runsAreOneLineEachWithExactQuantitiesAsStrings() throws Exception {
        List<String> lines = RunsJsonl.render(Samples.twenty()).lines().toList();
        assertThat(lines).hasSize(20);
        JsonNode run = MAPPER.readTree(lines.get(3));
        assertThat(names(run))
                .containsExactly(
                        "replication", "seed", "endNanos", "finished", "fingerprint", "metrics", "ledger", "usage");
        assertThat(run.at("/usage/0/quantity").isTextual()).isTrue();
        assertThat(run.at("/usage/0/quantity").asText())
                .isEqualTo(
                        Samples.twenty().runs().get(3).usage().get(0).quantity().toString());
        assertThat(run.at("/ledger/0/gpuNanos").isTextual()).isTrue();
    }

    @Test
    void runsOfHostileNamesAreStillOneLineEach() throws Exception {
        List<String> lines = RunsJsonl.render(Samples.named(HOSTILE)).lines().toList();
        assertThat(lines).hasSize(1);
        assertThat(MAPPER.readTree(lines.get(0)).get("metrics").has(HOSTILE + ".goodput"))
                .isTrue();
    }

    @Test
    void metricsCsvIsSortedByMetricThenReplication() {
        List<String> lines = MetricsCsv.render(Samples.twenty()).lines().toList();
        assertThat(lines.get(0)).isEqualTo("replication,metric,unit,value");
        assertThat(lines.get(1)).startsWith("0,fs.bytes,bytes,1234000000000000");
        assertThat(lines.get(2)).startsWith("1,fs.bytes,");
        assertThat(lines).hasSize(1 + 20 * Samples.twenty().metrics().size());
        List<String> metrics = lines.stream()
                .skip(1)
                .map(line -> line.split(",")[1])
                .distinct()
                .toList();
        assertThat(metrics).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void csvFieldsWithCommasAndQuotesAreQuoted() {
        assertThat(MetricsCsv.render(Samples.named("a,\"b\""))).contains("0,\"a,\"\"b\"\".goodput\",share,");
    }

    @Test
    void runInfoIsTheOnlyPlaceForVolatileValues() throws Exception {
        JsonNode info = MAPPER.readTree(new RunInfo("2026-11-24T09:00:00Z", 0.5, 1000, 2, "a \"b\"", "17").render());
        assertThat(info.get("eventsPerSecond").asDouble()).isEqualTo(2000);
        assertThat(info.get("machine").asText()).isEqualTo("a \"b\"");
        assertThat(RunsJsonl.render(Samples.twenty())).doesNotContain("events");
    }

    @Test
    void markdownHasTheTimelineInShort() {
        assertThat(MarkdownReport.render(Samples.twenty()))
                .contains("## Timeline")
                .contains("One typical run: run 8 of 20, the one of median length.")
                .contains("| HBM3 | 1 | 30 min | 10 min | \\$2,361.39 | 1 |")
                .contains("| 2027-01-24 00:14 UTC | eviction | 0 s | 20 min | \\$1,180.70 |")
                .contains("| total |  | 30 min | 30 min | \\$3,542.09 |");
        assertThat(MarkdownReport.render(CourseSamples.calm())).contains("Nothing interrupted any run.");
        assertThat(MarkdownReport.render(Samples.single()))
                .contains("## Timeline")
                .doesNotContain("typical");
    }

    @Test
    void markdownHasTheLinkThatHoldsEachCollectiveBack() {
        assertThat(MarkdownReport.render(Samples.twenty()))
                .contains("| collective | bytes | time | share | held back by | tier | capacity | busy |")
                .contains("| tensor all-reduce, NVLS/Simple | 86 GB | 468.5 ms | 7.6 % | node-0/gpu-0/up | scale-up"
                        + " | 370.8 GB/s | 71 % |");
    }

    @Test
    void markdownShowsNamesAsTheyAreWritten() {
        String text = MarkdownReport.render(Samples.named("<script>|`x`*[a](b)"));
        assertThat(text).doesNotContain("<script>").contains("&lt;script&gt;\\|\\`x\\`\\*\\[a\\]\\(b\\)");
    }
}
