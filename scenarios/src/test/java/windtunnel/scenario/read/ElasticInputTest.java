package windtunnel.scenario.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import windtunnel.model.kinds.Kinds;
import windtunnel.scenario.library.Catalog;

class ElasticInputTest {
    private static List<String> errors(String nodes, String job, String elastic) {
        String text = """
                cluster:
                  nodes: { count: NODES, sku: azure-nd96isr-h100-v5 }
                workloads:
                  kind: training
                  JOB
                  steps: 100
                  elastic: ELASTIC
                prices: { override: { gpu: $4/GPU-h } }
                """.replace("NODES", nodes).replace("JOB", job).replace("ELASTIC", elastic);
        return new ScenarioReader(Kinds.all(), Catalog.builtIn(), true)
                .readText(text, "f.yaml", List.of()).errors().stream()
                        .map(Object::toString)
                        .toList();
    }

    private static final String MEASURED = "step: { measured: 1 s }\n  batch: { global: 64 }";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ unit: 5 } | elastic.min: asks for 1 group of 5 nodes; the cluster of 4 has 0",
                "{ min: 5 } | asks for 5 groups of 1 node; the cluster of 4 has 4",
                "{ min: 3, max: 2 } | elastic.max: must not be less than 'min'",
                "{ policy: redundant, state: peers } | redundant needs groups of at least two nodes",
                "{ unit: 2, policy: redundant } | must be 'peers' with 'policy: redundant'",
                "{ heal: 5 min } | needs 'state: peers'",
                "{ heal: 5 min, state: peers, policy: morph } | goes with 'policy: immediate'",
                "{ slowdown: 0.5 } | must be at least 1",
                "{ policy: imediate } | did you mean 'immediate'",
                "{ unit: 0 } | a group has at least one node"
            })
    @DisplayName("what does not fit together is said with its key")
    void wrong(String elastic, String expected) {
        assertThat(errors("4", MEASURED, elastic)).singleElement().asString().contains(expected);
    }

    @Test
    @DisplayName("replicas must fill their groups, and the model must fit on the fewest")
    void layouts() {
        String model =
                "model: llama3-70b\n  parallel: { tensor: 8, pipeline: 2 }\n  batch: { global: 128, sequence: 8192 }";
        assertThat(errors("16", model, "{ unit: 3 }"))
                .anyMatch(error -> error.contains("a group of 3 nodes has 24 GPUs, which replicas of 16 GPUs"));
        assertThat(errors("16", model, "{ }"))
                .singleElement()
                .asString()
                .contains("elastic.min: must be at least")
                .contains("with 1, stage");
    }
}
