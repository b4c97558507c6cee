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
