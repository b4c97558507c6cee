package windtunnel.scenario.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import windtunnel.model.kinds.Kinds;
import windtunnel.scenario.Scenario;
import windtunnel.scenario.library.Catalog;

class InputsTest {
    private static final Inputs INPUTS = new Inputs(Kinds.all());

    static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("windtunnel.root"), "scenarios/examples"))) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    private static Scenario read(Path file) {
        return ScenarioReader.read(file, List.of()).experiment().orElseThrow().scenario();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void linesOfAnExampleMakeTheSameScenarioAgain(Path example) {
        Scenario scenario = read(example);
        Map<String, String> lines = INPUTS.lines(scenario);
        Scenario restored = INPUTS.with(scenario, lines);
        assertThat(restored.hash()).isEqualTo(scenario.hash());
        assertThat(restored.inputs()).isEqualTo(scenario.inputs());
        assertThat(lines).hasSameSizeAs(scenario.inputs());
    }

    @Test
    void linesOfEveryRuleOfTheReaderMakeTheSameScenarioAgain() {
        Inputs inputs = new Inputs(TestKinds.ALL);
        Scenario scenario = new ScenarioReader(TestKinds.ALL, Catalog.builtIn(), false)
                .readText(TestKinds.BASE, "base.yaml", List.of())
                .experiment()
                .orElseThrow()
                .scenario();
        Map<String, String> lines = inputs.lines(scenario);
        assertThat(inputs.with(scenario, lines).hash()).isEqualTo(scenario.hash());
        lines.put("disruptions.link-degraded.factor", "0.25");
        Scenario changed = inputs.with(scenario, lines);
        assertThat(changed.inputs()).containsEntry("disruptions.link-degraded.factor", "0.25");
        assertThat(changed.hash()).isNotEqualTo(scenario.hash());
    }

    @Test
    void aPriceIsCalledByItemAndMarket() {
        Scenario scenario = read(examplesPath("01-first-run.yaml"));
        assertThat(INPUTS.lines(scenario)).containsKey("prices.use.entries.azure-nd96isr-h100-v5@on-demand.price.usd");
    }

    @Test
    void holdersAreTheRecordsThatCanBeExchanged() {
        Scenario scenario = read(examplesPath("01-first-run.yaml"));
        assertThat(INPUTS.holders("cluster.nodes.sku.gpu.memory", INPUTS.lines(scenario)))
                .containsExactly(
                        new Inputs.Holder("cluster.nodes.sku", "node"),
                        new Inputs.Holder("cluster.nodes.sku.gpu", "gpu"));
        assertThat(INPUTS.holders("workloads.train.batch.global", INPUTS.lines(scenario)))
                .containsExactly(new Inputs.Holder("workloads.train", ""));
    }

    @Test
    void linesThatMakeNoScenarioAreRefused() {
        Scenario scenario = read(examplesPath("01-first-run.yaml"));
        Map<String, String> lines = INPUTS.lines(scenario);
        lines.remove("cluster.nodes.count");
        assertThatThrownBy(() -> INPUTS.with(scenario, lines))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("count");
    }

    private static Path examplesPath(String name) {
        return Path.of(System.getProperty("windtunnel.root"), "scenarios/examples", name);
    }
}
