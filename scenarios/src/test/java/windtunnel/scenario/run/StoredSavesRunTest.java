package windtunnel.scenario.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import windtunnel.model.kinds.Kinds;
import windtunnel.scenario.library.Catalog;
import windtunnel.scenario.read.ReadResult;
import windtunnel.scenario.read.ScenarioReader;

class StoredSavesRunTest {
    /** 90 days of steps of 86,400 s, each saved at once: 112.4 GB each. */
    private static final String YAML = """
            cluster:
              nodes: { count: 1, sku: azure-nd96isr-h100-v5 }
            workloads:
              kind: training
              name: job
              model: llama3-8b
              steps: 90
              step: { measured: 24 h }
              batch: { global: 8 }
              checkpoint:
                mode: async
                every: EVERY
                blocking: 0 s
                persist: 0 s
                final-save: false
                keep:
                  last: 1
                  every: 1
                  in: azure-blob-lrs-hot
                  then: [ { to: azure-blob-lrs-cool, after: 7 d }, { to: azure-blob-lrs-archive, after: AFTER } ]
            prices:
              override:
                gpu: $4/GPU-h
                azure-blob-lrs/hot: $0.018/GB-month
                azure-blob-lrs/cool: $0.010/GB-month
                azure-blob-lrs/archive: $0.00099/GB-month
            """;

    private static String yaml(String every, String after) {
        return YAML.replace("EVERY", every).replace("AFTER", after);
    }

    @Test
    @DisplayName(
            "clu-T3.9 in a run: bill rows by class with the fee of moves that come too early, and the way to avoid it")
    void billByClass() {
        Outcome outcome = Runs.run(yaml("1 step", "30 d"));
        StoredSaves stored = outcome.stored().get(0);
        double gb = 14 * 8_030_261_248.0 / 1e9;
        // Saves of days 1 to 89; months of 730 h.
        double hot = gb * (21 + 7 * 83) / (730 / 24.0) * 0.018;
        double early = gb * 7 * 59 / (730 / 24.0) * 0.010;
        assertThat(item(outcome, "azure-blob-lrs/hot")).isCloseTo(hot, within(1e-6));
        assertThat(item(outcome, "azure-blob-lrs/cool, early deletion")).isCloseTo(early, within(1e-6));
        BigDecimal billed = outcome.bill().items().stream()
                .filter(line -> line.item().startsWith("azure-blob"))
                .map(line -> line.usd())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(stored.written().total()).isEqualByComparingTo(billed);
        StoredSaves.PolicyCost better = stored.better().orElseThrow();
        assertThat(better.rules()).contains("azure-blob-lrs/archive after 37 d");
        assertThat(better.early()).isEqualByComparingTo(BigDecimal.ZERO);
        assertThat(better.total()).isLessThan(stored.written().total());
    }

    @Test
    @DisplayName("requests of saves, moves of files and what a restore retrieves are billed where the prices have them")
    void requestsAndRetrieval() {
        String cool = "azure-blob-lrs/cool: $0.010/GB-month";
        String yaml = yaml("1 step", "30 d")
                .replace(
                        cool,
                        cool + "\n    azure-blob-lrs/hot/write: $0.055/10k\n    azure-blob-lrs/cool/write: $0.1/10k")
                .replace("last: 1", "last: 1\n      request: 1 GB");
        Outcome outcome = Runs.run(yaml);
        // 89 saves by 8 ranks: 14.05 GB each are 15 requests. 82 are moved to cool, none of the price of the archive.
        assertThat(quantity(outcome, "azure-blob-lrs/hot/write")).isCloseTo(89 * 8 * 15 / 1e4, within(1e-9));
        assertThat(quantity(outcome, "azure-blob-lrs/cool/write")).isCloseTo(82 * 8 / 1e4, within(1e-9));
        assertThat(outcome.bill().items()).noneMatch(line -> line.item().contains("archive/write"));
        assertThat(outcome.stored().get(0).written().moves().doubleValue()).isCloseTo(82 * 8 / 1e4 * .1, within(1e-12));
    }

    private static double quantity(Outcome outcome, String name) {
        return outcome.bill().items().stream()
                .filter(line -> line.item().equals(name))
                .findFirst()
                .orElseThrow()
                .quantity()
                .doubleValue();
    }

    @Test
    @DisplayName("a restore from S3 pays its requests and, from infrequent access, each GB")
    void restoreRetrieves() {
        String yaml = """
                seed: 3
                cluster: { nodes: { count: 4, sku: aws-p5-48xlarge } }
                workloads:
                  kind: training
                  name: job
                  model: llama3-8b
                  steps: 4000
                  step: { measured: 3 s }
                  batch: { global: 64 }
                  parallel: { tensor: 8 }
                  checkpoint: { every: 100 steps, blocking: 5 s, restore: 60 s, keep: { in: aws-s3-standard-ia, request: 1 GB } }
                  recovery: { detect: 0 s, restart: 10 s, failures-during-recovery: false }
                disruptions: { kind: component-failures, rate: 20 per node-day }
                prices: { use: aws-us-east-1-2026-08, override: { gpu: $4/GPU-h } }
                """;
        Outcome outcome = Runs.run(yaml);
        double gb = quantity(outcome, "aws-s3/standard-ia/retrieval");
        double reads = quantity(outcome, "aws-s3/standard-ia/read") * 1e3;
        // Optimizer's state once and the weights for four replicas.
        double each = 8_030_261_248.0 * (14 + 3 * 2) / 1e9;
        double restores = Math.round(gb / each);
        assertThat(restores).isGreaterThan(2).isLessThanOrEqualTo(Runs.mean(outcome, "job.interruptions"));
        assertThat(gb).isCloseTo(restores * each, within(1e-6 * gb));
        assertThat(reads).isCloseTo(restores * Math.ceil(each), within(1e-6));
        assertThat(item(outcome, "aws-s3/standard-ia/retrieval")).isCloseTo(gb * .01, within(1e-6));
    }

    private static double item(Outcome outcome, String name) {
        return outcome.bill().items().stream()
                .filter(line -> line.item().equals(name))
                .findFirst()
                .orElseThrow()
                .usd()
                .doubleValue();
    }

    private static List<String> warnings(String yaml) {
        ReadResult result =
                new ScenarioReader(Kinds.all(), Catalog.builtIn(), true).readText(yaml, "f.yaml", List.of());
        assertThat(result.errors()).isEmpty();
        return result.experiment().orElseThrow().scenario().warnings().stream()
                .map(warning -> warning.path() + ": " + warning.message())
                .toList();
    }

    @Test
    @DisplayName("lint: saves so rare that all of them can be in the archive")
    void warnings() {
        assertThat(warnings(yaml("1 step", "37 d"))).noneMatch(text -> text.contains("keep"));
        assertThat(warnings(yaml("40 steps", "37 d")))
                .anyMatch(text -> text.contains("every save can be offline when it is needed: saves are 40 d apart"));
    }

    @Test
    @DisplayName("a class without a price is refused, not free")
    void missingPrice() {
        String yaml = yaml("1 step", "37 d").replace("azure-blob-lrs/archive: $0.00099/GB-month", "other: $1/h");
        ReadResult result =
                new ScenarioReader(Kinds.all(), Catalog.builtIn(), true).readText(yaml, "f.yaml", List.of());
        assertThat(result.errors().toString()).contains("there is no price for azure-blob-lrs/archive");
    }
}
