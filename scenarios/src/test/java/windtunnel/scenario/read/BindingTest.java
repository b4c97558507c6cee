package windtunnel.scenario.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import windtunnel.model.hardware.Sourced;
import windtunnel.model.hardware.Tag;
import windtunnel.scenario.Scenario;
import windtunnel.scenario.yaml.Finding;

/** Each rule of the binder, with the place of each finding. */
final class BindingTest {
    private static final String HEAD = """
            cluster:
              nodes: { count: 2, sku: aws-p5-48xlarge }
              storage: { kind: lustre, name: fs, capacity: 96 TiB, tier: 125 MB/s per TiB }
            """;
    private static final String WORK = """
            workloads:
              - kind: training
                tokens: 1 G
                batch: { global: 8 }
            """;

    private static ReadResult read(String text) {
        return TestKinds.reader().readText(text, "f", List.of());
    }

    private static List<String> findings(String text) {
        return read(text).findings().stream().map(Finding::toString).toList();
    }

    private static Scenario scenario(String text) {
        ReadResult result = read(text);
        assertThat(result.findings()).isEmpty();
        return result.experiment().orElseThrow().scenario();
    }

    private static TestKinds.Job job(Scenario scenario) {
        return (TestKinds.Job) scenario.workloads().get(0);
    }

    @Test
    void scenarioWithoutMistakesIsBound() {
        Scenario scenario = scenario(TestKinds.BASE);
        assertThat(scenario.name()).isEqualTo("base");
        assertThat(scenario.seed()).isEqualTo(7);
        assertThat(scenario.replications()).isEqualTo(3);
        assertThat(scenario.start().orElseThrow()).hasToString("2027-01-04T08:00:00Z");
        assertThat(scenario.horizon().orElseThrow().seconds()).isEqualTo(90 * 86_400.0);
        assertThat(scenario.cluster().storage()).hasSize(2);
        assertThat(scenario.prices().orElseThrow().discount().value()).isEqualTo(0.1);
        assertThat(job(scenario).checkpoint().orElseThrow().mode()).isEqualTo(TestKinds.Save.Mode.ASYNC);
        assertThat(job(scenario).labels()).containsEntry("cost.centre", "4711");
    }

    @Test
    void allMistakesAreReportedInOneGoInTheOrderOfTheFile() {
        assertThat(findings("""
                        seed: seven
                        cluster:
                          nodes: { cuont: 2, sku: aws-p5-48xlage, market: 5 }
                          fabric: { kind: startt }
                        workloads:
                          - kind: training
                            tokens: 1000 GB
                            batch: { global: true }
                            checkpoint: { every: 30, mode: Async, final-save: yes }
                        """))
                .containsExactly(
                        "f:1:7: seed: 'seven' is no whole number",
                        "f:3:10: cluster.nodes.count: is missing (How many nodes.); for instance 'count: 64'",
                        "f:3:12: cluster.nodes.cuont: is no key here; did you mean 'count'?",
                        "f:3:27: cluster.nodes.sku: 'aws-p5-48xlage' is no node of the library; did you mean"
                                + " 'aws-p5-48xlarge'?",
                        "f:3:51: cluster.nodes.market: '5' is a number, not text; if text is meant, put it in quotes",
                        "f:4:19: cluster.fabric.kind: 'startt' is no kind of fabric; did you mean 'star'?",
                        "f:7:13: workloads.training.tokens: '1000 GB' has the unknown unit 'GB' (did you mean 'G'?); a"
                                + " count is written like '1024' or '1.5 T'",
                        "f:8:22: workloads.training.batch.global: 'true' is not a number with a unit; a count is written"
                                + " like '1024' or '1.5 T'",
                        "f:9:26: workloads.training.checkpoint.every: '30' has no unit; a time is written like '30 s',"
                                + " '5 min', '12 h' or '90 d'",
                        "f:9:36: workloads.training.checkpoint.mode: 'Async' is not one of sync, async, rank-zero; did"
                                + " you mean 'async'?",
                        "f:9:55: workloads.training.checkpoint.final-save: 'yes' is neither true nor false");
    }

    @Test
    void missingKeysAreReportedWhereTheirMapBegins() {
        assertThat(findings("seed: 1\n"))
                .containsExactly(
                        "f:1:1: cluster: is missing (The hardware.)",
                        "f:1:1: workloads: is missing (The work, one or a list.)");
    }

    @Test
    void keysWithoutValueAreReported() {
        assertThat(findings(HEAD + WORK + "horizon:\nnotes: ~\n"))
                .containsExactly(
                        "f:8:9: horizon: has no value; it takes a time span",
                        "f:9:8: notes: has no value; it takes text");
    }

    @Test
    void valuesOfTheWrongStructureAreReported() {
        assertThat(findings("cluster: 5\nworkloads: hello\nseed: [1]\ngoals: [x]\naxes: 3\nname: {a: b}\n"))
                .containsExactly(
                        "f:1:10: cluster: is '5'; it takes a map with the keys nodes, fabric, collective, storage",
                        "f:2:12: workloads: is 'hello'; a workload is a map with a 'kind'; known are training",
                        "f:3:7: seed: is a list; it takes a whole number",
                        "f:4:8: goals: is a list; it takes a map with the keys deadline, budget, probability",
                        "f:5:7: axes: is '3'; it takes a map from names to list of any value",
                        "f:6:7: name: is a map; it takes text");
    }

    @Test
    void familiesNeedTheirKind() {
        assertThat(findings(
                        "cluster:\n  nodes: { count: 2, sku: aws-p5-48xlarge }\n  fabric: { port: 5 GB/s }\n" + WORK))
                .containsExactly("f:3:11: cluster.fabric.kind: is missing; known are rail-optimised, star");
        assertThat(findings("cluster:\n  nodes: { count: 2, sku: aws-p5-48xlarge }\n  fabric: { kind: [] }\n" + WORK))
                .containsExactly(
                        "f:3:19: cluster.fabric.kind: a list is no kind of fabric; known are rail-optimised, star");
    }

    @Test
    void singleValuesStandForListsOfOne() {
        assertThat(scenario(HEAD + WORK).cluster().storage()).hasSize(1);
        assertThat(findings(HEAD + "workloads: []\n"))
                .containsExactly("f:4:12: workloads: has no workload: there is nothing to simulate");
    }

    @Test
    void nothingIsCoerced() {
        assertThat(findings(HEAD + WORK + "name: 5\nseed: 1.0\nreplications: '3'\nnotes: true\n"))
                .containsExactly(
                        "f:8:7: name: '5' is a number, not text; if text is meant, put it in quotes",
                        "f:9:7: seed: '1.0' is no whole number",
                        "f:10:15: replications: '3' is no whole number in quotes, which makes it text",
                        "f:11:8: notes: 'true' is a truth value, not text; if text is meant, put it in quotes");
        assertThat(findings(HEAD + WORK + "seed: 012\nreplications: 3000000000\nname: ' '\ndetail: on\n"))
                .containsExactly(
                        "f:8:7: seed: '012' is no whole number",
                        "f:9:15: replications: '3000000000' is out of range",
                        "f:10:7: name: is empty; it takes text",
                        "f:11:9: detail: 'on' is not one of analytic, step, microbatch; known are analytic, step,"
                                + " microbatch");
    }

    @Test
    void numbersBeyondTheRangeOfDoublesAreRefused() {
        assertThat(findings(HEAD + WORK + "horizon: 1e999 d\n"))
                .containsExactly("f:8:10: horizon: '1e999 d' is out of range");
        assertThat(findings(HEAD + WORK + "horizon: 1" + "0".repeat(300) + " d\n"))
                .containsExactly("f:8:10: horizon: '1" + "0".repeat(59) + "...' is too long for a time span");
    }

    @Test
    void instantsNeedDateTimeAndOffset() {
        assertThat(scenario(HEAD + WORK + "start: 2027-01-04T08:00+02:00\n")
                        .start()
                        .orElseThrow())
                .hasToString("2027-01-04T06:00:00Z");
        for (String wrong : List.of("2027-01-04", "2027-02-30T00:00Z", "+9999999-01-01T00:00Z", "2027-01-04T08:00")) {
            assertThat(findings(HEAD + WORK + "start: " + wrong + "\n"))
                    .containsExactly("f:8:8: start: '" + wrong
                            + "' is no instant; an instant is written like '2027-01-04T08:00Z'");
        }
    }

    @Test
    void constructorsThatThrowBecomeFindings() {
        assertThat(findings(HEAD + WORK.replace("global: 8", "global: 13")))
                .containsExactly("f:7:12: workloads.training.batch: thirteen samples bring bad luck");
        assertThat(findings(HEAD + WORK.replace("global: 8", "global: 14")))
                .containsExactly("f:7:12: workloads.training.batch: has values that do not fit together (boom)");
    }

    @Test
    void checksOfRecordsPointAtTheKeyThatTheyName() {
        assertThat(findings(HEAD + WORK.replace("1 G", "0")))
                .containsExactly("f:6:13: workloads.training.tokens: is no work");
        assertThat(findings(HEAD + WORK.replace("global: 8", "sequence: 0, global: 8")))
                .containsExactly("f:7:24: workloads.training.batch.sequence: is no step");
        assertThat(findings(HEAD.replace("count: 2", "count: 0") + WORK))
                .containsExactly("f:2:19: cluster.nodes.count: a cluster needs at least one node");
    }

    @Test
    void checksThatNameADefaultPointAtItsMap() {
        assertThat(findings(HEAD + WORK.replace("global: 8", "global: 0")))
                .containsExactly("f:7:12: workloads.training.batch.sequence: is no step");
    }

    @Test
    void checksThatThrowBecomeFindings() {
        assertThat(findings(HEAD + WORK.replace("global: 8", "global: 8 E, sequence: 8 E")))
                .containsExactly("f:5:5: workloads.training: has values that do not fit together (long overflow)");
    }

    @Test
    void warningsDoNotKeepAScenarioFromBeingRun() {
        ReadResult result = read(HEAD.replace("96 TiB", "96 TB") + WORK);
        assertThat(result.findings())
                .extracting(Finding::toString)
                .containsExactly("f:3:48: warning: cluster.storage.capacity: is no whole number of TiB");
        assertThat(result.experiment().orElseThrow().scenario().warnings()).isEqualTo(result.findings());
    }

    @Test
    void plainValuesOfAScenarioHaveItAsTheirSource() {
        Scenario scenario = scenario(HEAD + WORK + "prices: { override: { aws-p5-48xlarge: $90/h } }\n");
        Sourced<?> price = scenario.prices().orElseThrow().override().get("aws-p5-48xlarge");
        assertThat(price.source()).isEqualTo("the scenario");
        assertThat(price.asOf()).isEqualTo("undated");
        assertThat(price.tag()).isEqualTo(Tag.ASSUMED);
    }

    @Test
    void longFormsCarryTheirOwnSource() {
        Scenario scenario = scenario(HEAD + WORK
                + "prices: { override: { aws-p5-48xlarge: { value: $90/h, source: our contract, as-of: 2026-10, tag:"
                + " vendor } } }\n");
        assertThat(scenario.prices().orElseThrow().override().get("aws-p5-48xlarge"))
                .extracting(Sourced::source, Sourced::asOf, Sourced::tag)
                .containsExactly("our contract", "2026-10", Tag.VENDOR);
        assertThat(findings(HEAD + WORK + "prices: { override: { gpu: { value: 90, tag: guess, sorce: x } } }\n"))
                .containsExactly("f:8:53: prices.override.gpu.sorce: is no key here; did you mean 'source'?");
        assertThat(findings(HEAD + WORK + "prices: { override: { gpu: { tag: guess, source: x } } }\n"))
                .containsExactly(
                        "f:8:28: prices.override.gpu.value: is missing",
                        "f:8:35: prices.override.gpu.tag: 'guess' is no tag; known are measured, vendor, derived, assumed");
    }

    @Test
    void citedSourcesGiveTheirDate() {
        Scenario scenario =
                scenario(HEAD + WORK + "prices: { override: { aws-p5-48xlarge: { value: $90/h, source: AMLFS } } }\n");
        Sourced<?> price = scenario.prices().orElseThrow().override().get("aws-p5-48xlarge");
        assertThat(price.source()).isEqualTo("Azure Managed Lustre, page on creating a file system [AMLFS]");
        assertThat(price.asOf()).isEqualTo("2024-11-11");
    }

    @Test
    void libraryEntriesCanBeNamedByAliasChangedOrSpeltOut() {
        Scenario alias = scenario(HEAD.replace("aws-p5-48xlarge", "P5.48XLARGE") + WORK);
        assertThat(alias.cluster().nodes().sku().name()).isEqualTo("aws-p5-48xlarge");
        Scenario changed = scenario(HEAD.replace(
                        "sku: aws-p5-48xlarge",
                        "sku: { use: aws-p5-48xlarge, gpus: 4, gpu: { use: h100-sxm-80gb, power: 1 W } }")
                + WORK);
        assertThat(changed.cluster().nodes().gpus()).isEqualTo(8);
        assertThat(changed.cluster().nodes().sku().gpus().source()).isEqualTo("the scenario");
        assertThat(changed.cluster().nodes().sku().nics())
                .isEqualTo(alias.cluster().nodes().sku().nics());
        assertThat(changed.cluster()
                        .nodes()
                        .sku()
                        .gpu()
                        .power()
                        .orElseThrow()
                        .value()
                        .watts())
                .isEqualTo(1);
    }

    @Test
    void ownValuesDoNotInheritTheSourceOfWhatTheyReplace() {
        Scenario scenario = scenario(HEAD
                + WORK.replace("tokens:", "gpu: { use: mi325x, measured-bf16: { value: 700 TFLOP/s } }\n    tokens:"));
        assertThat(job(scenario)
                        .gpu()
                        .orElseThrow()
                        .measuredBf16()
                        .orElseThrow()
                        .source())
                .isEqualTo("the scenario");
    }

    @Test
    void wrongNamesAndKeysBesideUseAreReported() {
        assertThat(findings(HEAD.replace("sku: aws-p5-48xlarge", "sku: { use: aws-p5-48xlage, gpus: 4 }") + WORK))
                .containsExactly(
                        "f:2:34: cluster.nodes.sku.use: 'aws-p5-48xlage' is no node of the library; did you mean"
                                + " 'aws-p5-48xlarge'?");
        assertThat(findings(HEAD.replace("sku: aws-p5-48xlarge", "sku: { use: aws-p5-48xlarge, gpuss: 4 }") + WORK))
                .containsExactly("f:2:51: cluster.nodes.sku.gpuss: is no key here; did you mean 'gpus'?");
        assertThat(findings(HEAD.replace("aws-p5-48xlarge", "completely-unknown-thing-of-nobody") + WORK))
                .containsExactly("f:2:27: cluster.nodes.sku: 'completely-unknown-thing-of-nobody' is no node of the"
                        + " library; 'windtunnel catalog list node' shows all");
    }

    @Test
    void taggedDefaultsThatHoldAreRemembered() {
        assertThat(scenario(HEAD + WORK).defaults())
                .extracting(a -> a.key() + "=" + a.value() + " " + a.tag().text() + " " + a.source() + " " + a.asOf())
                .containsExactlyInAnyOrder(
                        "cluster.fabric.oversubscription=1 assumed a test, 2026-11-24 2026-11-24",
                        "workloads.training.share=85 % assumed a test undated");
        assertThat(scenario(TestKinds.BASE).defaults())
                .extracting(a -> a.key())
                .containsExactlyInAnyOrder("workloads.pretrain.share", "workloads.finetune.share");
    }

    @Test
    void mergeKeysAndAnchorsWorkInScenarios() {
        Scenario scenario = scenario(HEAD + """
                workloads:
                  - &first { kind: training, name: one, tokens: 1 G, batch: &b { global: 8 } }
                  - { <<: *first, name: two, tokens: 2 G }
                  - { kind: training, name: three, tokens: 3 G, batch: { <<: *b, micro: 2 } }
                """);
        assertThat(scenario.workloads()).extracting(w -> w.name()).containsExactly("one", "two", "three");
        assertThat(((TestKinds.Job) scenario.workloads().get(2))
                        .batch()
                        .global()
                        .value())
                .isEqualTo(8);
    }
}
