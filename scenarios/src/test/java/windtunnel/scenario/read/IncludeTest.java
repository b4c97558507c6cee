package windtunnel.scenario.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import windtunnel.model.Workload;
import windtunnel.scenario.Scenario;
import windtunnel.scenario.yaml.Finding;

/** Files on disk: includes, folders of the user, and files that are no scenario. */
final class IncludeTest {
    private static final String CLUSTER = "cluster: { nodes: { count: 2, sku: aws-p5-48xlarge } }\n";
    private static final String WORK = "workloads: { kind: training, tokens: 1 G, batch: { global: 8 } }\n";

    @TempDir
    private Path outside;

    private Path folder;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createDirectories(outside.resolve("here"));
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private List<String> findings(String text, String... sets) throws IOException {
        ReadResult result = TestKinds.reader().readFile(write("main.yaml", text), List.of(sets));
        assertThat(result.experiment().isEmpty()).isEqualTo(!result.errors().isEmpty());
        String prefix = folder.toString().replace('\\', '/') + "/";
        return result.findings().stream()
                .map(Finding::toString)
                .map(line -> line.replace(prefix, ""))
                .toList();
    }

    private Scenario scenario(String text) throws IOException {
        ReadResult result = TestKinds.reader().readFile(write("main.yaml", text), List.of());
        assertThat(result.findings()).isEmpty();
        return result.experiment().orElseThrow().scenario();
    }

    @Test
    void includedKeysLieBelowTheFilesOwn() throws IOException {
        write("parts/cluster.yaml", "cluster: { nodes: { count: 2, sku: aws-p5-48xlarge, market: spot } }\nseed: 3\n");
        write("work.yaml", WORK + "seed: 4\n");
        Scenario scenario = scenario("include: [parts/cluster.yaml, work.yaml]\ncluster: { nodes: { count: 5 } }\n");
        assertThat(scenario.cluster().nodes().count().value()).isEqualTo(5);
        assertThat(scenario.cluster().nodes().market()).isEqualTo("spot");
        assertThat(scenario.seed()).isEqualTo(4);
        assertThat(scenario.workloads()).extracting(Workload::name).containsExactly("train");
        assertThat(scenario.name()).isEqualTo("main");
    }

    @Test
    void mistakesOfIncludedFilesAreReportedThere() throws IOException {
        write("parts/cluster.yaml", "cluster:\n  nodes: { count: x, sku: aws-p5-48xlarge }\n");
        assertThat(findings("include: parts/cluster.yaml\n" + WORK))
                .containsExactly(
                        "parts/cluster.yaml:2:19: cluster.nodes.count: 'x' is not a number with a unit; a count"
                                + " is written like '1024' or '1.5 T'");
    }

    @Test
    void includesCannotLeaveTheFolder() throws IOException {
        Files.writeString(outside.resolve("secret.yaml"), "seed: 1\n");
        assertThat(findings("include: ../secret.yaml\n" + CLUSTER + WORK))
                .containsExactly(
                        "main.yaml:1:10: include: names '../secret.yaml', which is outside the scenario's folder");
        assertThat(findings("include: " + outside.resolve("secret.yaml") + "\n" + CLUSTER + WORK))
                .singleElement()
                .asString()
                .endsWith("an include is relative to this file");
    }

    @Test
    void includesCannotLeaveTheFolderThroughLinks() throws IOException {
        Files.writeString(outside.resolve("secret.yaml"), "seed: 1\n");
        Files.createSymbolicLink(folder.resolve("link.yaml"), outside.resolve("secret.yaml"));
        Files.createSymbolicLink(folder.resolve("up"), outside);
        assertThat(findings("include: [link.yaml, up/secret.yaml]\n" + CLUSTER + WORK))
                .containsExactly(
                        "main.yaml:1:11: include: names 'link.yaml', which is outside the scenario's folder",
                        "main.yaml:1:22: include: names 'up/secret.yaml', which is outside the scenario's folder");
    }

    @Test
    void circlesOfIncludesAreRefused() throws IOException {
        write("a.yaml", "include: b.yaml\n");
        write("b.yaml", "include: a.yaml\n");
        assertThat(findings("include: a.yaml\n" + CLUSTER + WORK))
                .containsExactly("b.yaml:1:10: include: includes 'a.yaml', which includes this file again");
        assertThat(findings("include: main.yaml\n" + CLUSTER + WORK))
                .containsExactly("main.yaml:1:10: include: includes 'main.yaml', which includes this file again");
    }

    @Test
    void treesOfIncludesAreLimited() throws IOException {
        write("leaf.yaml", "seed: 1\n");
        write("many.yaml", "include: [" + "leaf.yaml, ".repeat(40) + "leaf.yaml]\n");
        assertThat(findings("include: [many.yaml, many.yaml]\n" + CLUSTER + WORK))
                .anyMatch(line -> line.contains("includes more than 50 files"));
    }

    @Test
    void includesThatAreNoFilesOrNoMapsAreReported() throws IOException {
        write("list.yaml", "- 1\n");
        Files.createDirectories(folder.resolve("sub"));
        assertThat(findings("include: [nothing.yaml, sub, list.yaml, 5, {a: b}]\n" + CLUSTER + WORK))
                .containsExactly(
                        "list.yaml:1:1: include: is a list; an included file holds a map",
                        "main.yaml:1:11: include: names 'nothing.yaml', which does not exist",
                        "main.yaml:1:25: 'sub' is a folder, not a file",
                        "main.yaml:1:41: include: takes the name of a file, or a list of names",
                        "main.yaml:1:44: include: takes the name of a file, or a list of names");
    }

    @Test
    void filesThatAreNoScenarioAreReported() throws IOException {
        ReadResult missing = TestKinds.reader().readFile(Path.of("no/such.yaml"), List.of());
        assertThat(missing.findings())
                .extracting(Finding::toString)
                .containsExactly("no/such.yaml:1:1: 'no/such.yaml' does not exist");
        ReadResult directory = TestKinds.reader().readFile(folder, List.of());
        assertThat(directory.findings()).singleElement().asString().endsWith("is a folder, not a file");
        assertThat(findings("- 1\n")).containsExactly("main.yaml:1:1: is a list; a scenario is a map");
        assertThat(findings("")).containsExactly("main.yaml:1:1: is empty");
    }

    @Test
    void bytesThatAreNoTextAreRefusedWhereTheyStand() throws IOException {
        byte[] bytes = "seed: 1\nname: 'x?'\n".getBytes(StandardCharsets.UTF_8);
        bytes[16] = (byte) 0xff;
        Path file = Files.write(folder.resolve("bad.yaml"), bytes);
        assertThat(TestKinds.reader().readFile(file, List.of()).findings())
                .singleElement()
                .asString()
                .endsWith("bad.yaml:2:9: has a byte that is not UTF-8 text");
    }

    @Test
    void byteOrderMarksAreSkipped() throws IOException {
        assertThat(findings("\uFEFF" + CLUSTER + WORK)).isEmpty();
    }

    @Test
    void filesLargerThanTheLimitAreRefused() throws IOException {
        assertThat(findings("# " + "x".repeat(4 << 20) + "\n" + CLUSTER + WORK))
                .containsExactly("main.yaml:1:1: is larger than 4 MiB; a scenario or library file is not");
    }

    @Test
    void entriesOfALibraryBesideTheFileCanBeUsed() throws IOException {
        write("library/node/mine.yaml", """
                defaults: { source: our lab, as-of: 2026-11, tag: measured }
                name: mine
                cloud: none
                gpu: h100-sxm-80gb
                gpus: 4
                scale-up-domain: 4
                scale-up: nvlink4
                nics: 4
                """);
        Scenario scenario = scenario("cluster: { nodes: { count: 2, sku: mine } }\n" + WORK);
        assertThat(scenario.cluster().nodes().gpus()).isEqualTo(8);
        assertThat(scenario.cluster().nodes().sku().gpus().source()).isEqualTo("our lab");
    }

    @Test
    void mistakesOfALibraryBesideTheFileAreReportedThere() throws IOException {
        write("library/node/mine.yaml", "name: mine\ncloud: none\ngpu: h100-sxm-80gb\ngpus: 4\nnics: many\n");
        assertThat(findings("cluster: { nodes: { count: 2, sku: mine } }\n" + WORK))
                .containsExactly(
                        "library/node/mine.yaml:1:1: node.mine.scale-up-domain: is missing (GPUs that reach each other"
                                + " over the scale-up link; may span nodes.); for instance 'scale-up-domain: 8'",
                        "library/node/mine.yaml:1:1: node.mine.scale-up: is missing (Link between the GPUs of a scale-up"
                                + " domain.); for instance 'scale-up: nvlink4'",
                        "library/node/mine.yaml:4:7: node.mine.gpus: does not say where it comes from; give the file"
                                + " 'defaults: { source, as-of, tag }', or write { value, source, as-of, tag }",
                        "library/node/mine.yaml:5:7: node.mine.nics: 'many' is not a number with a unit; a count is"
                                + " written like '1024' or '1.5 T'");
    }
}
