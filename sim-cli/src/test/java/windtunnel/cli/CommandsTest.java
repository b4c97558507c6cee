package windtunnel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {
    private static final String FIRST = Cli.example("01-first-run.yaml");
    private static final String SLOW = Cli.example("03-slow-link.yaml");

    @TempDir
    private Path folder;

    @Test
    void aRunLeavesAWholeResultFolderTwiceTheSame() throws IOException {
        Path one = folder.resolve("one");
        Path two = folder.resolve("two");
        assertThat(Cli.run("run", FIRST, "--out", one.toString()).code()).isZero();
        assertThat(Cli.run("run", FIRST, "--out", two.toString()).code()).isZero();
        for (String file : List.of("result.json", "runs.jsonl", "metrics.csv", "report.md", "report.html")) {
            assertThat(Files.readAllBytes(two.resolve(file))).as(file).isEqualTo(Files.readAllBytes(one.resolve(file)));
        }
        assertThat(one.resolve("run-info.json")).exists();
    }

    @Test
    void jsonOnStandardOutputIsTheResultFile() throws IOException {
        Cli cli = Cli.run("run", FIRST, "--format", "json");
        JsonNode json = new ObjectMapper().readTree(cli.out());
        assertThat(json.at("/schema").asText()).isEqualTo("windtunnel/result/1");
        assertThat(json.at("/metrics/train.wall_time/n").asInt()).isEqualTo(1);
        double ledger = 0;
        for (JsonNode row : json.at("/ledger")) {
            ledger += Double.parseDouble(row.at("/usd").asText());
        }
        assertThat(ledger).isCloseTo(json.at("/bill/total").asDouble(), org.assertj.core.api.Assertions.within(0.005));
        assertThat(json.at("/assumptions")).isNotEmpty();
    }

    @Test
    void aFolderThatHoldsSomethingElseIsRefused() throws IOException {
        Files.writeString(folder.resolve("thesis.doc"), "precious");
        Cli cli = Cli.run("run", FIRST, "--out", folder.toString());
        assertThat(cli.code()).isEqualTo(Exit.INPUT);
        assertThat(folder.resolve("thesis.doc")).hasContent("precious");
        assertThat(cli.out()).isEmpty();
    }

    @Test
    void aFolderThatCannotBeMadeIsToldBeforeTheWork() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        for (String command : List.of("run", "sweep")) {
            Cli cli = Cli.run(command, FIRST, "--out", file.resolve("results").toString());
            assertThat(cli.code()).isEqualTo(Exit.INPUT);
            assertThat(cli.err()).contains("cannot be written: there is a file " + file);
            assertThat(cli.out()).isEmpty();
        }
    }

    @Test
    void globalOptionsStandBeforeOrAfterTheCommand() {
        String quiet = Cli.run("--quiet", "run", FIRST).out();
        assertThat(quiet.lines()).hasSize(2);
        assertThat(Cli.run("run", FIRST, "--quiet").out()).isEqualTo(quiet);
        assertThat(Cli.run("run", FIRST, "--color", "always").out()).contains("\033[");
    }

    @Test
    void withoutACommandAllOfThemAreNamed() {
        String told = Cli.run().err();
        for (String command : List.of("init", "run", "history", "query", "completion")) {
            assertThat(told).contains(command);
        }
    }

    @Test
    void workOfMoreThanThreeHundredYearsIsRefused() {
        Cli cli = Cli.run("run", FIRST, "--set", "workloads.train.tokens=9000 P");
        assertThat(cli.code()).isEqualTo(Exit.INPUT);
        assertThat(cli.err()).contains("longer than 292 years").doesNotContain("fault");
    }

    @Test
    void valuesCanBeSetFromTheCommandLine() {
        Cli slower = Cli.run("--quiet", "run", SLOW, "--set", "disruptions.link-degraded.factor=0.25");
        Cli faster = Cli.run("--quiet", "run", SLOW, "--set", "disruptions.link-degraded.factor=1");
        assertThat(slower.code()).isZero();
        assertThat(slower.out()).isNotEqualTo(faster.out());
        Cli wrong = Cli.run("run", SLOW, "--set", "disruptions.link-degraded.facto=1");
        assertThat(wrong.code()).isEqualTo(Exit.INPUT);
        assertThat(wrong.err()).contains("factor");
    }

    @Test
    void unmetExpectationsEndWithThree() throws IOException {
        Path file = folder.resolve("s.yaml");
        Files.writeString(file, Files.readString(Path.of(FIRST)) + "expect: [{ metric: run.cost, at-most: $100 }]\n");
        Cli cli = Cli.run("run", file.toString());
        assertThat(cli.code()).isEqualTo(Exit.UNMET);
        assertThat(cli.err()).contains("expected run.cost of at most");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "count: 1, | count: one, | :4:19: cluster.nodes.count",
                "count: 1, | '' | cluster.nodes.count",
                "azure-nd96isr-h100-v5 | azure-nd96isr-h100-v6 | did you mean 'azure-nd96isr-h100-v5'",
                "tokens: 1 G | tokens: 1 GB | tokens",
                "model: llama3-8b | model: llama3-9b | llama3-8b",
                "kind: single-domain | kind: singel-domain | did you mean 'single-domain'",
                "tensor: 4 | tensor: 3 | parallel",
                "tensor: 4 | tensor: 1 | out of memory",
                "azure-eastus-2025-12 | aws-us-east-2-2026-08 | there is no price for azure-nd96isr-h100-v5",
                "batch: | batsh: | batch",
                "global: 64 | global: 63 | must be a multiple of",
                "name: First run | name: [ | broken.yaml",
            })
    void brokenInputEndsWithTwoAPositionAndAHint(String from, String to, String told) throws IOException {
        String text = Files.readString(Path.of(FIRST));
        assertThat(text).contains(from);
        Path file = folder.resolve("broken.yaml");
        Files.writeString(file, text.replace(from, to.replace("\\n", "\n")));
        Cli cli = Cli.run("run", file.toString());
        assertThat(cli.code()).as(cli.err()).isEqualTo(Exit.INPUT);
        assertThat(cli.err()).containsPattern("broken\\.yaml:[0-9]+:[0-9]+: ").contains(told);
        assertThat(cli.err()).doesNotContain("Exception").doesNotContain("\tat ");
        assertThat(cli.out()).isEmpty();
    }

    @Test
    void anUnknownLinkNamesTheNearest() {
        Cli cli = Cli.run("run", SLOW, "--set", "disruptions.link-degraded.link=node-3/nic-8");
        assertThat(cli.code()).isEqualTo(Exit.INPUT);
        assertThat(cli.err()).contains("no link is named 'node-3/nic-8'").contains("node-3/nic-7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-such-file.yaml", "."})
    void filesThatCannotBeReadEndWithTwo(String name) {
        Cli cli = Cli.run("run", name);
        assertThat(cli.code()).isEqualTo(Exit.INPUT);
        assertThat(cli.err()).doesNotContain("Exception");
    }

    @Test
    void misusedCommandsEndWithTwoAndAHint() {
        assertThat(Cli.run("rum").code()).isEqualTo(Exit.INPUT);
        assertThat(Cli.run("rum").err()).contains("run");
        assertThat(Cli.run().code()).isEqualTo(Exit.INPUT);
        assertThat(Cli.run("run").err()).contains("FILE");
    }

    @Test
    void catalogShowsWhereValuesComeFrom() {
        assertThat(Cli.run("catalog", "list", "gpu").out()).contains("gpu h100-sxm-80gb\n");
        assertThat(Cli.run("catalog", "show", "gpu", "h100-sxm-80gb").out())
                .contains("memory: 80 GB")
                .contains("# ML-ACC: ");
        Cli wrong = Cli.run("catalog", "show", "gpu", "h100-sxm-80bg");
        assertThat(wrong.code()).isEqualTo(Exit.INPUT);
        assertThat(wrong.err()).contains("did you mean");
    }

    @Test
    void describeTellsMeaningDefaultAndSource() {
        Cli cli = Cli.run("describe", "workloads.training.checkpoint.every");
        assertThat(cli.out())
                .contains("Distance between saves")
                .contains("\n  type: every\n")
                .contains("\n  how: one is written like '500 steps', '30 min' or 'optimal'\n");
        assertThat(Cli.run("describe", "checkpoint.evry").code()).isEqualTo(Exit.INPUT);
    }

    @Test
    void aMisusedCommandOfACommandNamesItWhole() {
        assertThat(Cli.run("catalog", "show", "gpu").err()).contains("Try 'windtunnel catalog show --help'.");
        assertThat(Cli.run("nccl", "foo").err()).contains("there is no operation 'foo'. Known are all_reduce");
        assertThat(Cli.run("catalog", "list", "foo").err()).contains("the library has no kind 'foo'. Kinds are ");
    }

    @Test
    void schemaIsJson() throws IOException {
        assertThat(new ObjectMapper().readTree(Cli.run("schema").out()).has("$schema"))
                .isTrue();
    }

    @Test
    void versionNamesTheLibrarysDate() {
        assertThat(Cli.run("--version").out()).startsWith("windtunnel 0.").contains("library of 20");
    }

    @Test
    void runsGoOnUntilTheMeansAreKnownWellEnough() {
        String example = Cli.ROOT
                .resolve("scenarios/examples/04-checkpoints-and-failures.yaml")
                .toString();
        Cli rough = Cli.run("run", example, "--precision", "5%");
        assertThat(rough.code()).isZero();
        assertThat(rough.out()).containsPattern("known to [0-9.]+ %\\s+after\\s+10\\s+runs");
        Cli capped = Cli.run("run", example, "--precision", "0.0001 %", "--replications", "15");
        assertThat(capped.out()).containsPattern("after\\s+15\\s+runs");
        Cli one = Cli.run("run", example, "--precision", "0.1 %", "--workers", "1");
        assertThat(Cli.run("run", example, "--precision", "0.1 %", "--workers", "3")
                        .out())
                .isEqualTo(one.out());
        assertThat(Cli.run("run", example, "--precision", "2").code()).isEqualTo(Exit.INPUT);
        assertThat(Cli.run("run", example, "--precision", "0 %").err()).contains("--precision must lie between");
    }
}
