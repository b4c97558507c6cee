package windtunnel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibrateCommandTest {
    @TempDir
    private Path folder;

    /** What the program itself prints for nccl is a log that it reads, and a scenario that includes the result says so. */
    @Test
    void aLogBecomesAnIncludeThatAScenarioRunsWith() throws IOException {
        Cli table = Cli.run(
                "nccl", "all_reduce", "--cluster", "azure-nd96isr-h100-v5", "--nodes", "4", "--gpus-per-node", "1");
        Path log = Files.writeString(folder.resolve("nccl.log"), table.out());
        Path yaml = folder.resolve("collectives.yaml");
        Cli fitted = Cli.run("calibrate", "--nccl-tests", log.toString(), "--out", yaml.toString());
        assertThat(fitted.code()).isZero();
        assertThat(fitted.out()).contains("measured us", "all_reduce, 4 ranks on 4 nodes: T = ", "written to");
        String scenario = Files.readString(Path.of(Cli.example("03-slow-link.yaml")));
        Path own = Files.writeString(folder.resolve("own.yaml"), "include: collectives.yaml\n" + scenario);
        for (String method : new String[] {"table", "abc", "ratio"}) {
            Cli run = Cli.run("run", own.toString(), "--set", "cluster.collective.method=" + method);
            assertThat(run.err()).isEmpty();
            assertThat(run.code()).isZero();
        }
    }

    @Test
    void badLogsAreToldInOneLine() throws IOException {
        Path log = Files.writeString(folder.resolve("x.log"), "hello\n");
        Cli none = Cli.run("calibrate", "--nccl-tests", log.toString());
        assertThat(none.code()).isEqualTo(2);
        assertThat(none.err()).contains("no table of nccl-tests can be used");
        assertThat(Cli.run("calibrate", "--nccl-tests", folder.resolve("none").toString())
                        .code())
                .isEqualTo(2);
        assertThat(Cli.run("calibrate").code()).isEqualTo(2);
    }
}
