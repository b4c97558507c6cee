package windtunnel.scenario.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import windtunnel.model.kinds.Kinds;
import windtunnel.scenario.Scenario;
import windtunnel.scenario.library.Catalog;
import windtunnel.scenario.read.Inputs;
import windtunnel.scenario.read.ReadResult;
import windtunnel.scenario.read.ScenarioReader;
import windtunnel.scenario.run.ExperimentRunner;

class SensitivityTest {
    private static final String FILE = """
            name: Job
            replications: 20
            cluster:
              nodes: { count: 16, sku: azure-nd96isr-h100-v5 }
            workloads:
              kind: training
              name: job
              steps: 36000
              step: { measured: 2 s }
              batch: { global: 128 }
              checkpoint: { every: 900 steps, blocking: 20 s }
            disruptions: { kind: component-failures, rate: 0.15 per node-day, repair: 0 s }
            prices: { override: { gpu: $2/GPU-h } }
            """;

    private static Audit audit() {
        ReadResult read = new ScenarioReader(Kinds.all(), Catalog.builtIn(), true).readText(FILE, "s.yaml", List.of());
        assertThat(read.errors()).isEmpty();
        Scenario scenario = read.experiment().orElseThrow().scenario();
        ExperimentRunner runner = new ExperimentRunner(2, done -> {});
        return new Sensitivity(new Inputs(Kinds.all()), scenario, variant -> runner.run(variant, "test"))
                .of(runner.run(scenario, "test"));
    }

    @Test
    @DisplayName(
            "clu-10.7 the price of all there is has elasticity 1, and a restart the share of time that restarts take")
    void elasticities() {
        Audit audit = audit();
        Elasticity price = audit.elasticities().get(0);
        assertThat(price.key()).startsWith("price.");
        assertThat(price.cost()).isCloseTo(1, within(1e-9));
        assertThat(price.needsMeasurement()).isTrue();
        Elasticity restart = audit.elasticities().stream()
                .filter(e -> e.key().endsWith("recovery.restart"))
                .findFirst()
                .orElseThrow();
        // 2.4 failures a day and 4 min each: .0067 of the time, of which a part is itself hit by failures.
        assertThat(restart.time()).isBetween(0.003, 0.014);
        assertThat(restart.cost()).isCloseTo(restart.time(), within(1e-6));
        assertThat(restart.needsMeasurement()).isFalse();
        assertThat(audit.words()).isNotEmpty();
    }
}
