package windtunnel.scenario.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import windtunnel.model.compute.ModelShape;
import windtunnel.model.kinds.Kinds;
import windtunnel.model.training.Training;
import windtunnel.scenario.read.ReadResult;
import windtunnel.scenario.read.ScenarioReader;

/** Parameters of the library's models against what their owners publish, in billions: a slip in one size would show. */
class ModelCountsTest {
    private static final ScenarioReader READER = new ScenarioReader(Kinds.all(), Catalog.builtIn(), false);

    private static ModelShape shape(String model) {
        ReadResult result = READER.readText(
                "cluster: { nodes: { count: 1, sku: dgx-h100 }, fabric: { kind: rail-optimised, host: pcie4-x16 } }\n"
                        + "workloads: { kind: training, model: " + model
                        + ", steps: 1, step: { measured: 1 s }, batch: { global: 8, sequence: 2048 } }\n",
                "case",
                List.of());
        Training training = (Training)
                result.experiment().orElseThrow().scenario().spec().workloads().get(0);
        return training.model().orElseThrow().shape();
    }

    @ParameterizedTest
    @DisplayName("clu-1.2 parameters of models of the library, in billions, as their owners publish them")
    @CsvSource({
        "llama2-7b, 6.74",
        "llama2-13b, 13.02",
        "llama3.2-1b, 1.24",
        "llama3.2-3b, 3.21",
        "codellama-34b, 33.7",
        "llama4-scout, 109",
        "mistral-7b, 7.24",
        "mistral-large-123b, 123",
        "mixtral-8x22b, 141",
        "gemma-2b, 2.51",
        "gemma-7b, 8.54",
        "gemma2-2b, 2.61",
        "gemma2-9b, 9.24",
        "gemma2-27b, 27.2",
        "gemma3-12b, 11.8",
        "gemma3-27b, 27.0",
        "qwen2.5-0.5b, 0.49",
        "qwen2.5-1.5b, 1.54",
        "qwen2.5-3b, 3.09",
        "qwen2.5-7b, 7.61",
        "qwen2.5-14b, 14.7",
        "qwen2.5-32b, 32.5",
        "qwen2.5-72b, 72.7",
        "qwen3-0.6b, 0.6",
        "qwen3-1.7b, 1.7",
        "qwen3-4b, 4.0",
        "qwen3-8b, 8.2",
        "qwen3-14b, 14.8",
        "qwen3-32b, 32.8",
        "qwen3-coder-480b-a35b, 480",
        "gpt-oss-20b, 20.9",
        "deepseek-v2, 236",
        "deepseek-v2-lite, 15.7",
        "moonlight-16b-a3b, 16",
        "glm4-9b, 9.4",
        "glm4.5-air, 106",
        "glm4.5-355b-a32b, 355",
        "glm-130b, 130",
        "minimax-m2, 230",
        "phi3-mini, 3.82",
        "phi4, 14.7",
        "phi4-mini, 3.84",
        "falcon-7b, 6.92",
        "falcon-40b, 41.3",
        "falcon-180b, 180",
        "pythia-1.4b, 1.4146",
        "pythia-2.8b, 2.7752",
        "pythia-6.9b, 6.8573",
        "pythia-12b, 11.846",
        "gpt-neox-20b, 20.6",
        "olmo-7b, 6.89",
        "olmo2-7b, 7.3",
        "olmo2-13b, 13.7",
        "opt-1.3b, 1.32",
        "opt-13b, 12.9",
        "opt-30b, 30.0",
        "opt-66b, 65.7",
        "dbrx-132b, 132",
        "nemotron3-super, 120.7",
        "nemotron3-ultra, 550",
        "nemotron3.5-lightning, 31.6",
        "llama3-8b, 8.03",
        "llama3-70b, 70.6",
        "llama3-405b, 405.9",
        "llama2-70b, 69.0",
        "mixtral-8x7b, 46.7",
        "deepseek-v3, 671",
        "kimi-k2, 1026",
        "qwen3-235b-a22b, 235",
        "qwen3-30b-a3b, 30.5",
        "gpt-oss-120b, 117",
        "llama4-maverick, 400",
        "bloom-176b, 176.2",
        "nemotron4-340b, 341",
        "nemotronh-56b, 56.3"
    })
    void countsAreThePublishedOnes(String model, double billions) {
        assertThat(shape(model).parameters() / 1e9).isCloseTo(billions, withPercentage(1.5));
    }
}
