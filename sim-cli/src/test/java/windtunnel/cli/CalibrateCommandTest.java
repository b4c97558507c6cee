package windtunnel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibrateCommandTest {
    private static final String FIO = "{\"fio version\":\"fio-3.36\",\"jobs\":[{\"jobname\":\"seq\","
            + "\"job options\":{\"rw\":\"read\",\"bs\":\"1M\"},\"read\":{\"bw_bytes\":6000000000},"
            + "\"write\":{\"bw_bytes\":0}},{\"jobname\":\"seq\",\"job options\":{\"rw\":\"write\",\"bs\":\"1M\"},"
            + "\"read\":{\"bw_bytes\":0},\"write\":{\"bw_bytes\":3000000000}}]}";

    @TempDir
    private Path folder;

    @Test
    void anEntryBesideAScenarioCanBeUsedByName() throws IOException {
        Path log = Files.writeString(folder.resolve("fio.json"), FIO);
        Path library = folder.resolve("library");
        Path one = folder.resolve("one.yaml");
        Cli.run("calibrate", "--fio", log.toString(), "--name", "ours", "--out", one.toString());
        assertThat(one).content().startsWith("name: ours");
        Cli made = Cli.run("calibrate", "--fio", log.toString(), "--name", "ours", "--out", library.toString());
        assertThat(made.code()).isZero();
        assertThat(made.out()).contains("seq, read 1M", "6000", "0.0", "Entry of kind drive:");
        Path scenario = Files.writeString(
                folder.resolve("s.yaml"),
                "cluster:\n  nodes: { count: 1, sku: azure-nd96isr-h100-v5 }\n  storage:\n"
                        + "    - { kind: nfs, name: home, capacity: 1 TiB, tier: 16 MiB/s per TiB }\n"
                        + "    - { kind: nvme-cache, of: home, sku: ours, capacity: 1 TB }\n"
                        + "workloads: { kind: training, name: j, steps: 5, step: { measured: 1 s }, batch: { global: 8 },"
                        + " data: { format: samples, from: nvme-cache, bytes-per-sample: 1 MB } }\n"
                        + "prices: { override: { gpu: $4/GPU-h, home/16.777216: 0 $/GB-month } }\n");
        Cli run = Cli.run("run", scenario.toString());
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
    }

    @Test
    void mistakesAreToldWithFileAndOption() throws IOException {
        Path log = Files.writeString(folder.resolve("fio.json"), "{");
        assertThat(Cli.run("calibrate", "--fio", log.toString()).err()).contains("fio.json:1: is no JSON of fio");
        assertThat(Cli.run("calibrate", "--ior", log.toString()).err()).contains("--ior needs --capacity");
        Cli size = Cli.run("calibrate", "--ior", log.toString(), "--capacity", "480");
        assertThat(size.err()).contains("--capacity: '480' has no unit");
        assertThat(size.code()).isEqualTo(2);
        assertThat(Cli.run("calibrate", "--fio", "nowhere.json").err()).contains("cannot be read");
        assertThat(Cli.run("calibrate", "--fio", log.toString(), "--name", "A B")
                        .err())
                .contains("is no name of an entry");
    }

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
        String scenario =
                Files.readString(Path.of(Cli.example("03-slow-link.yaml"))).replaceFirst("  collective: .*\n", "");
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
