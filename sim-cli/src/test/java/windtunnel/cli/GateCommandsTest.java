package windtunnel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

class GateCommandsTest {
    @TempDir
    private Path folder;

    private Path file;
    private String baselines;

    @BeforeEach
    void scenario() throws IOException {
        file = folder.resolve("slow.yaml");
        Files.copy(Path.of(Cli.example("03-slow-link.yaml")), file);
        baselines = folder.resolve("baselines").toString();
    }

    private Cli check(String... more) {
        java.util.List<String> args =
                new java.util.ArrayList<>(java.util.List.of("check", file.toString(), "--baseline", baselines));
        args.addAll(java.util.List.of(more));
        return Cli.run(args.toArray(String[]::new));
    }

    private void change(String from, String to) throws IOException {
        String text = Files.readString(file);
        assertThat(text).contains(from);
        Files.writeString(file, text.replace(from, to));
    }

    @Test
    void withoutAnyBaselineTheGateSaysHowToWriteOne() {
        Cli cli = check();
        assertThat(cli.code()).isEqualTo(Exit.INPUT);
        assertThat(cli.err()).contains("--update");
    }

    @Test
    void anUnchangedRepositoryPassesTenTimesWithTheSameBytes() throws IOException {
        assertThat(check("--update").code()).isZero();
        Path comment = folder.resolve("comment.md");
        String first = check("--markdown", comment.toString()).out();
        String markdown = Files.readString(comment);
        for (int i = 0; i < 10; i++) {
            Cli cli = check("--markdown", comment.toString());
            assertThat(cli.code()).isZero();
            assertThat(cli.out()).isEqualTo(first);
            assertThat(comment).hasContent(markdown);
        }
        assertThat(first).isEqualTo("pass  slow.yaml (Slow link)\n1 scenario: 1 pass, 0 warn, 0 fail\n");
    }

    @Test
    void aWorseScenarioClosesTheGateInEveryFormat() throws Exception {
        check("--update");
        change("factor: 0.5 }", "factor: 0.25 }");
        Path junit = folder.resolve("out/junit.xml");
        Path comment = folder.resolve("out/comment.md");
        Cli cli = check("--junit", junit.toString(), "--markdown", comment.toString(), "--annotations");
        assertThat(cli.code()).isEqualTo(Exit.UNMET);
        assertThat(cli.out())
                .contains("FAIL  slow.yaml (Slow link)")
                .contains("drift: run.cost")
                .contains("why 1: disruptions.link-degraded.factor: 0.5 -> 0.25")
                .contains("exposed data-parallel communication +$")
                .contains("::error file=" + file + ",line=15,title=windtunnel%3A Slow link::drift");
        assertThat(cli.out().lines().filter(line -> !line.startsWith("::"))).allMatch(line -> line.length() <= 80);
        Element suites = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(junit.toFile())
                .getDocumentElement();
        assertThat(suites.getAttribute("failures")).isEqualTo("4");
        assertThat(suites.getElementsByTagName("failure").getLength()).isEqualTo(4);
        assertThat(Files.readString(comment))
                .contains("| slow.yaml | FAIL | drift | run.cost |")
                .contains("<details><summary>Slow link: why</summary>");
    }

    @Test
    void aPolicyDecidesWhatCounts() throws IOException {
        check("--update");
        change("factor: 0.5 }", "factor: 0.45 }");
        Path policy = Path.of(baselines, "windtunnel-policy.yaml");
        Files.writeString(policy, "- { metric: \"*\", tolerance: 90 % }\n");
        assertThat(check().code()).isZero();
        assertThat(check("--max-increase", "0.5").code()).isEqualTo(Exit.UNMET);
        Files.writeString(policy, "- { metric: run.cost, at-most: $1 }\n");
        Cli limit = check();
        assertThat(limit.code()).isEqualTo(Exit.UNMET);
        assertThat(limit.out()).contains("limit: run.cost").contains("is more than 1 USD");
        Files.writeString(policy, "- { metric: run.cost, at-most: 1 h }\n");
        assertThat(check().code()).isEqualTo(Exit.INPUT);
        Files.writeString(policy, "- { metric: run.cost, tolerence: 1 % }\n");
        Cli broken = check();
        assertThat(broken.code()).isEqualTo(Exit.INPUT);
        assertThat(broken.err()).contains("windtunnel-policy.yaml:1:23").contains("did you mean 'tolerance'");
    }

    @Test
    void aBaselineIsSmall() throws IOException {
        check("--update");
        assertThat(Files.size(Path.of(baselines, "slow.baseline.json"))).isLessThan(10_000);
    }

    @Test
    void compareNamesTheWinnerAndWritesItsFiles() throws IOException {
        Path other = folder.resolve("other.yaml");
        Files.writeString(other, Files.readString(file).replace("factor: 0.5 }", "factor: 1 }"));
        Path out = folder.resolve("comparison");
        Cli cli = Cli.run("compare", file.toString(), other.toString(), "--out", out.toString());
        assertThat(cli.code()).as(cli.err()).isZero();
        assertThat(cli.out())
                .contains("B is cheaper than A (one run).")
                .contains("disruptions.link-degraded.factor: 0.5 -> 1");
        JsonNode json =
                new ObjectMapper().readTree(out.resolve("comparison.json").toFile());
        JsonNode cost = json.at("/comparisons/0/metrics/run.cost");
        assertThat(cost.get("delta").asDouble())
                .isEqualTo(cost.get("meanB").asDouble() - cost.get("meanA").asDouble());
        assertThat(Files.readString(out.resolve("comparison.html")))
                .contains("B is cheaper than A")
                .doesNotContain("<script");
    }

    @Test
    void finishedRunsCompareLikeTheirScenarios() {
        Path out = folder.resolve("result");
        assertThat(Cli.run("run", file.toString(), "--out", out.toString()).code())
                .isZero();
        Cli cli = Cli.run("compare", out.toString(), file.toString());
        assertThat(cli.code()).as(cli.err()).isZero();
        assertThat(cli.out()).contains("A and B are equal in cost in every run.");
        assertThat(cli.out()).doesNotContain("Where the difference goes");
        Cli wrong = Cli.run("compare", out.toString(), folder.toString());
        assertThat(wrong.code()).isEqualTo(Exit.INPUT);
        assertThat(wrong.err()).contains("has no result.json");
    }

    @Test
    void aSweepWritesTablesAndAPage() throws IOException {
        Path out = folder.resolve("sweep");
        Cli cli = Cli.run("sweep", file.toString(), "--vary", "cluster.nodes.count=4 | 8", "--out", out.toString());
        assertThat(cli.code()).as(cli.err()).isZero();
        assertThat(cli.out()).contains("6 combinations, 6 runs").contains("Worth considering");
        assertThat(Files.readAllLines(out.resolve("points.csv"))).hasSize(7);
        assertThat(Files.readString(out.resolve("sweep.html")))
                .contains("class=\"heat\"")
                .contains("<svg")
                .doesNotContain("<script");
        Cli wrong = Cli.run("sweep", file.toString(), "--vary", "cluster.nodes.cuont=4", "--out", out + "2");
        assertThat(wrong.code()).isEqualTo(Exit.INPUT);
        assertThat(wrong.err()).startsWith("--vary:1:").contains("did you mean 'cluster.nodes.count'");
        assertThat(Path.of(out + "2")).doesNotExist();
    }
}
