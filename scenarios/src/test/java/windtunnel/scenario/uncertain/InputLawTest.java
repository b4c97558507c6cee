package windtunnel.scenario.uncertain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import windtunnel.core.unit.QuantityException;
import windtunnel.model.kinds.Kinds;
import windtunnel.scenario.library.Catalog;
import windtunnel.scenario.read.ReadResult;
import windtunnel.scenario.read.ScenarioReader;
import windtunnel.scenario.yaml.Finding;
import windtunnel.scenario.yaml.Origin;
import windtunnel.scenario.yaml.Position;
import windtunnel.scenario.yaml.YamlNode;

class InputLawTest {
    private static final String FILE = """
            name: Job
            cluster:
              nodes: { count: 1, sku: azure-nd96isr-h100-v5 }
            workloads:
              kind: training
              name: job
              steps: 100
              step: { measured: 2 s }
              batch: { global: 8 }
            prices: { override: { gpu: $2/GPU-h } }
            uncertain:
              draws: 10
              inputs:
                workloads.job.step.measured: LAW
            """;

    private static ReadResult read(String law) {
        return new ScenarioReader(Kinds.all(), Catalog.builtIn(), true)
                .readText(FILE.replace("LAW", law), "s.yaml", List.of());
    }

    private static InputLaw law(String text) {
        ReadResult read = read(text);
        assertThat(read.errors()).isEmpty();
        return read.experiment()
                .orElseThrow()
                .scenario()
                .spec()
                .uncertain()
                .orElseThrow()
                .inputs()
                .get("workloads.job.step.measured");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ uniform: { low: 1 s, high: 3 s } } | 0.25 | 1.5",
                // Below the mode F = (x - low)^2 / ((high - low)(mode - low)): x = 1 + sqrt(.125 x 4 x 1).
                "{ triangular: { low: 1 s, mode: 2 s, high: 5 s } } | 0.125 | 1.70710678",
                "{ normal: { mean: 10 s, sd: 1 s } } | 0.97724987 | 12",
                "{ lognormal: { p50: 2 s, p95: 8 s } } | 0.95 | 8",
                "{ lognormal: { p50: 2 s, p95: 8 s } } | 0.5 | 2"
            })
    void quantiles(String text, double u, double value) {
        assertThat(law(text).order(u)).isCloseTo(value, within(1e-6));
    }

    @Test
    void aDrawIsWrittenInTheUnitOfItsLaw() {
        Position at = new Position(Origin.scenario("x"), 1, 1);
        InputLaw law = law("{ uniform: { low: 1 s, high: 2 s } }");
        assertThat(((YamlNode.Scalar) law.value(1 / 3.0, at)).text()).isEqualTo("1.33333 s");
        assertThat(Amount.parse("$2.50/GPU-h").with(3)).isEqualTo("$3/GPU-h");
        assertThat(Amount.parse("6.5e-3 per node-day").with(1e-6)).isEqualTo("1e-6 per node-day");
        assertThatThrownBy(() -> Amount.parse("soon")).isInstanceOf(QuantityException.class);
        InputLaw list = law("{ list: [1 s, 2 s, 4 s] }");
        assertThat(((YamlNode.Scalar) list.value(0.99, at)).text()).isEqualTo("4 s");
        assertThat(list.order(0.5)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ uniform: { low: 1 s, high: 2 min } } | another unit",
                "{ uniform: { low: 2 s, high: 1 s } } | must be above low",
                "{ triangular: { low: 1 s, mode: 4 s, high: 3 s } } | between low and high",
                "{ normal: { mean: 1 s, sd: 0 s } } | must be above 0",
                "{ lognormal: { p50: 3 s, p95: 2 s } } | above p50",
                "{ list: [] } | give one of",
                "{ uniform: { low: 1 s, high: 2 s }, list: [1 s] } | give one of",
                "{ uniform: { low: soon, high: 2 s } } | no number with a unit",
                "{ uniform: { low: 1 GB, high: 2 GB } } | GB",
                "{ normal: { mean: 1 s, sd: 1 s } } | negative"
            })
    void badLawsAreFoundBeforeAnythingRuns(String text, String message) {
        assertThat(read(text).errors()).extracting(Finding::message).anyMatch(m -> m.contains(message));
    }

    @Test
    void aPathThatDoesNotExistIsAnError() {
        ReadResult read = new ScenarioReader(Kinds.all(), Catalog.builtIn(), true)
                .readText(
                        FILE.replace("workloads.job.step.measured: LAW", "workloads.job.stepp: { list: [1 s] }"),
                        "s.yaml",
                        List.of());
        assertThat(read.errors()).hasSize(1);
        assertThat(read.errors().get(0).line()).isEqualTo(14);
        assertThat(read.errors().get(0).suggestion()).contains("step");
        ReadResult self = new ScenarioReader(Kinds.all(), Catalog.builtIn(), true)
                .readText(
                        FILE.replace("workloads.job.step.measured: LAW", "uncertain.draws: { list: [20] }"),
                        "s.yaml",
                        List.of());
        assertThat(self.errors()).extracting(Finding::message).anyMatch(m -> m.contains("uncertain block itself"));
    }

    @Test
    void aPriceThatTheFileDoesNotHaveIsAnErrorSinceItWouldChangeNothing() {
        ReadResult read = new ScenarioReader(Kinds.all(), Catalog.builtIn(), true)
                .readText(
                        FILE.replace("workloads.job.step.measured: LAW", "prices.override.gpuu: { list: [$1/GPU-h] }"),
                        "s.yaml",
                        List.of());
        assertThat(read.errors()).hasSize(1);
        assertThat(read.errors().get(0).line()).isEqualTo(14);
        assertThat(read.errors().get(0).suggestion()).contains("prices.override.gpu");
    }
}
