package windtunnel.scenario.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import windtunnel.model.compute.Ahead;
import windtunnel.model.kinds.Kinds;
import windtunnel.model.training.Training;
import windtunnel.scenario.library.Catalog;
import windtunnel.scenario.yaml.Finding;

/** The key {@code predict-ahead} of a model. */
class PredictAheadInputTest {
    private static final ScenarioReader READER = new ScenarioReader(Kinds.all(), Catalog.builtIn(), false);

    private static ReadResult read(String model) {
        return READER.readText(
                "cluster: { nodes: { count: 1, sku: dgx-h100 }, fabric: { kind: rail-optimised, host: pcie4-x16 } }\n"
                        + "workloads: { kind: training, steps: 1, step: { measured: 1 s }, batch: { global: 8, sequence: 2048 },\n"
                        + "  model: " + model + " }\n",
                "f",
                List.of());
    }

    private static Ahead ahead(String model) {
        Training training = (Training) read(model)
                .experiment()
                .orElseThrow()
                .scenario()
                .spec()
                .workloads()
                .get(0);
        return training.model().orElseThrow().shape().ahead();
    }

    @ParameterizedTest
    @CsvSource({
        "deepseek-v3, 1, false, false",
        "glm4.5-air, 1, false, false",
        "glm4.5-355b-a32b, 1, false, false",
        "nemotron3-super, 2, true, true",
        "nemotron3-ultra, 2, true, true",
        "nemotron3.5-lightning, 2, true, true",
        "nemotron3-nano, 0, false, false",
        "kimi-k2, 0, false, false",
    })
    void presetsTrainWhatTheirOwnersDo(String model, int depths, boolean shared, boolean unquantised) {
        assertThat(ahead(model)).isEqualTo(new Ahead(depths, shared, unquantised));
    }

    @Test
    void aModelOfOnesOwnMayHaveThem() {
        assertThat(ahead(own("predict-ahead: { depths: 3, shared: true }"))).isEqualTo(new Ahead(3, true, false));
    }

    @Test
    void badValuesAreReportedWhereTheyAre() {
        assertThat(findings("predict-ahead: { depths: 17 }"))
                .singleElement()
                .asString()
                .startsWith("f:3:")
                .endsWith("model.predict-ahead.depths: must be from 0 to 16");
        assertThat(findings("predict-ahead: { deptsh: 1 }"))
                .anySatisfy(finding -> assertThat(finding)
                        .startsWith("f:3:")
                        .contains("deptsh")
                        .contains("did you mean 'depths'?"));
        assertThat(findings("family: gpt, predict-ahead: { depths: 1 }"))
                .singleElement()
                .asString()
                .startsWith("f:3:")
                .endsWith("predict-ahead needs a model without biases (family llama)");
    }

    private static String own(String more) {
        return "{ layers: 8, hidden: 1024, ffn: 4096, heads: 8, kv-heads: 8, vocab: 32000, " + more + " }";
    }

    private static List<String> findings(String more) {
        return read(own(more)).findings().stream().map(Finding::toString).toList();
    }
}
