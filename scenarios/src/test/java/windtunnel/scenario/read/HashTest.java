package windtunnel.scenario.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import windtunnel.scenario.Scenario;

/** The hash: equal for the same question however it is written, different for different questions. */
final class HashTest {
    private static final String SHORT = """
            cluster: { nodes: { count: 2, sku: aws-p5-48xlarge } }
            workloads: { kind: training, tokens: 1 G, batch: { global: 8 } }
            """;

    private static Scenario scenario(String text) {
        ReadResult result = TestKinds.reader().readText(text, "f", List.of());
        assertThat(result.errors()).isEmpty();
        return result.experiment().orElseThrow().scenario();
    }

    private static String base(String from, String to) {
        assertThat(TestKinds.BASE).contains(from);
        return scenario(TestKinds.BASE.replace(from, to)).hash();
    }

    private static final String HASH = scenario(TestKinds.BASE).hash();

    @Test
    void hashIsSha256OfTheCanonicalJson() throws Exception {
        String json =
                "{\"cluster\":{\"collective\":{\"calibration\":\"model\",\"kind\":\"nccl\",\"measured\":[],\"method\":\"table\"},\"fabric\":{\"kind\":\"star\",\"port\":5000000000},\"nodes\":{\"count\":2,"
                        + "\"market\":\"on-demand\",\"sku\":{\"cloud\":\"c\",\"gpu\":{\"architecture\":\"a\",\"memory\":1000,"
                        + "\"memory-bandwidth\":2.5,\"name\":\"g\",\"peak-bf16\":1000},\"gpus\":1,\"name\":\"n\",\"nics\":0,"
                        + "\"scale-up\":{\"latency\":0.000001,\"name\":\"l\",\"protocols\":[\"LL\",\"LL128\",\"Simple\"],\"raw\":1,"
                        + "\"usable\":1,\"wiring\":\"switch\"},\"scale-up-domain\":1},\"spares\":0},"
                        + "\"storage\":[]},\"detail\":\"step\",\"disruptions\":[],\"fidelity\":\"fluid\",\"workloads\":[{"
                        + "\"batch\":{\"global\":8,\"micro\":1,\"sequence\":1},\"kind\":\"training\",\"labels\":{},\"name\":"
                        + "\"train\",\"retries\":0,\"share\":0.85,\"tokens\":1000000000}]}";
        Scenario scenario = scenario("""
                workloads: { kind: training, tokens: 1 G, batch: { global: 8 } }
                cluster:
                  fabric: { kind: star, port: 40 Gb/s }
                  nodes:
                    count: 2
                    sku:
                      name: n
                      cloud: c
                      gpu: { name: g, architecture: a, memory: 1 kB, memory-bandwidth: 20 b/s, peak-bf16: 1 kFLOP/s }
                      gpus: 1
                      scale-up-domain: 1
                      scale-up: { name: l, raw: 1 B/s, usable: 1 B/s, latency: 1 us }
                      nics: 0
                """);
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(json.getBytes(StandardCharsets.UTF_8));
        assertThat(scenario.hash()).isEqualTo(HexFormat.of().formatHex(digest).substring(0, 16));
    }

    @Test
    void spellingDoesNotMatter() {
        assertThat(base("capacity: 96 TiB", "capacity: 98304 GiB")).isEqualTo(HASH);
        assertThat(base("horizon: 90 d", "horizon: 2160 h # the same")).isEqualTo(HASH);
        assertThat(base("aws-p5-48xlarge, market", "p5.48XLARGE, market")).isEqualTo(HASH);
        assertThat(base("count: 64, sku: aws-p5-48xlarge", "sku: 'aws-p5-48xlarge', count: 6.4e1"))
                .isEqualTo(HASH);
        assertThat(base("$90/h", "$90.00/h")).isEqualTo(HASH);
        assertThat(base("budget: 3 M$", "budget: $3000000")).isEqualTo(HASH);
        assertThat(base("2027-01-04T08:00Z", "2027-01-04T09:00:00+01:00")).isEqualTo(HASH);
        assertThat(base("memory: 94 GB", "memory: { value: 94 GB, source: a letter }"))
                .isEqualTo(HASH);
        assertThat(base("detail: step\n", "")).isEqualTo(HASH);
    }

    @Test
    void anchorsAndMergesDoNotMatter() {
        String written = SHORT + "disruptions:\n  - { kind: link-degraded, link: x, factor: 0.5 }\n"
                + "  - { kind: link-degraded, link: y, factor: 0.5 }\n";
        String merged = SHORT + "disruptions:\n  - &d { kind: link-degraded, link: x, factor: 50 % }\n"
                + "  - { <<: *d, link: y }\n";
        assertThat(scenario(merged).hash()).isEqualTo(scenario(written).hash());
    }

    @Test
    void singleValuesAndListsOfOneAreTheSame() {
        assertThat(scenario(SHORT.replace("workloads: {", "workloads: [{").replace("8 } }", "8 } }]"))
                        .hash())
                .isEqualTo(scenario(SHORT).hash());
    }

    @Test
    void whatIsOutsideTheQuestionDoesNotMatter() {
        String other = TestKinds.BASE
                .replace("name: base", "name: other")
                .replace("seed: 7", "seed: 8")
                .replace("replications: 3", "replications: 4")
                .replace("notes: nothing", "notes: something")
                .replace("[1024, 2048, 4096]", "[1024]")
                .replace("at-least: 0.85", "at-least: 0.86");
        assertThat(scenario(other).hash()).isEqualTo(HASH);
    }

    @Test
    void everythingElseMatters() {
        Set<String> hashes = new LinkedHashSet<>();
        hashes.add(HASH);
        hashes.add(base("count: 64", "count: 65"));
        hashes.add(base("market: spot", "market: on-demand"));
        hashes.add(base("oversubscription: 2", "oversubscription: 3"));
        hashes.add(base("sku: aws-p5-48xlarge", "sku: aws-p5en-48xlarge"));
        hashes.add(base("mode: async", "mode: sync"));
        hashes.add(base("detail: step", "detail: analytic"));
        hashes.add(base("fidelity: fluid", "fidelity: steps"));
        hashes.add(base("discount: 10 %", "discount: 11 %"));
        hashes.add(base("horizon: 90 d\n", ""));
        hashes.add(base("memory: 94 GB", "memory: 95 GB"));
        hashes.add(base("rate: 0.05 per", "rate: 0.06 per"));
        assertThat(hashes).hasSize(12).allMatch(hash -> hash.matches("[0-9a-f]{16}"));
    }

    @Test
    void inputsNameEveryValueByThePathThatSetsIt() {
        Scenario scenario = scenario(TestKinds.BASE);
        assertThat(scenario.inputs())
                .containsEntry("workloads.pretrain.batch.global", "1024")
                .containsEntry("cluster.storage.scratch.capacity", "4398046511104")
                .containsEntry("disruptions.spot-eviction.notice", "120")
                .containsEntry("workloads.pretrain.labels[\"cost.centre\"]", "\"4711\"")
                .doesNotContainKey("seed");
    }
}
