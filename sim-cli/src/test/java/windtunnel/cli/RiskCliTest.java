package windtunnel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RiskCliTest {
    private static final String UNCERTAIN =
            Cli.ROOT.resolve("scenarios/examples/25-uncertain-inputs.yaml").toString();
    private static final String FAILURES = Cli.ROOT
            .resolve("scenarios/examples/04-checkpoints-and-failures.yaml")
            .toString();

    @Test
    void aStudyLeavesItsDrawsAndTheirSeeds(@TempDir Path folder) throws IOException {
        Path out = folder.resolve("out");
        Cli cli = Cli.run(
                "run", UNCERTAIN, "--set", "uncertain.draws=10", "--replications", "2", "--out", out.toString());
        assertThat(cli.code()).as(cli.err()).isZero();
        assertThat(Files.readAllLines(out.resolve("draws.csv"))).hasSize(21);
        assertThat(Files.readString(out.resolve("result.json"))).contains("\"uncertain\": {\"draws\": 10, \"runs\": 2");
        assertThat(Files.readString(out.resolve("report.html"))).contains("If the inputs are uncertain");
        // The odds of the answer are followed by those over all draws.
        for (String file : List.of("report.html", "report.md")) {
            assertThat(Files.readString(out.resolve(file)).replace('\u00a0', ' '))
                    .containsPattern("With the inputs uncertain they are \\d+ % .{5,20} for the deadline and \\d+ %");
        }
        Cli.run("run", FAILURES, "--replications", "1", "--out", out.toString());
        assertThat(out.resolve("draws.csv")).doesNotExist();
    }

    @Test
    void intervalsAndElasticitiesArePrintedOnRequest() {
        Cli cli = Cli.run("run", FAILURES, "--replications", "20", "--intervals", "--sensitivity");
        assertThat(cli.code()).as(cli.err()).isZero();
        assertThat(cli.out()).contains("How sure that is").contains("open: too few runs");
        assertThat(cli.out()).contains("Assumptions that no source backs");
        assertThat(cli.out().lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void aDrawThatCannotBeRunIsTheUsersInput() {
        Cli cli = Cli.run(
                "run",
                UNCERTAIN,
                "--set",
                "uncertain.inputs={ workloads.job.step.measured: { uniform: { low: 1 s, high: 2 GB } } }");
        assertThat(cli.code()).isEqualTo(2);
        assertThat(cli.err()).contains("another unit");
    }
}
