package windtunnel.scenario.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import windtunnel.model.LedgerState;
import windtunnel.scenario.read.ReadResult;
import windtunnel.scenario.read.ScenarioReader;

class SpotCapacityRunTest {
    private static final String JOB = """
            horizon: HORIZON
            cluster:
              nodes: { count: 2, sku: azure-nd96amsr-a100-v4, market: spot }
            workloads:
              kind: training
              name: job
              steps: 100
              step: { measured: 1 s }
              batch: { global: 16 }
              checkpoint: { every: 10 steps, blocking: 0 s, final-save: false }
              recovery: { detect: 0 s, restart: 5 s }
            disruptions: { kind: spot-trace, file: FILE, notice: 0 s }
            prices: { override: { gpu: $4/GPU-h } }
            """;

    @TempDir
    private Path folder;

    private ReadResult read(String file, String horizon) throws IOException {
        Path scenario = folder.resolve("inner/f.yaml");
        Files.createDirectories(scenario.getParent());
        Files.writeString(scenario, JOB.replace("FILE", file).replace("HORIZON", horizon));
        return ScenarioReader.read(scenario, List.of());
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    @DisplayName("a job waits for its first machines, loses one, and goes on when the trace brings another: by hand")
    void aJobUnderATrace() throws IOException {
        write("inner/t.csv", "20000,add,a\n30000,add,b\n56500,remove,b\n70000,add,c\n100000000,add,d\n");
        var scenario = read("t.csv", "1 d").experiment().orElseThrow().scenario();
        Outcome outcome = new ExperimentRunner(1, done -> {}).run(scenario, "test");
        // Both machines at 30 s, restart 5 s: 21 steps by 56 s, 20 saved; again at 70 + 5 s, 80 steps more: 155 s.
        assertThat(Runs.mean(outcome, "job.wall_time")).isCloseTo(155, within(1e-9));
        assertThat(Runs.mean(outcome, "job.interruptions")).isEqualTo(1);
        assertThat(Runs.gpuSeconds(outcome, LedgerState.WAIT_REPLACEMENT)).isCloseTo(8 * (10 + 13.5), within(1e-9));
        assertThat(Runs.gpuSeconds(outcome, LedgerState.LOST_WORK)).isCloseTo(16 * 1.5, within(1e-9));
        double held = 135 + 26.5 + 85;
        assertThat(Runs.mean(outcome, "run.cost")).isCloseTo(held * 8 * 4 / 3600, within(1e-9));
    }

    private List<String> errors(String file) throws IOException {
        return read(file, "1 d").errors().stream().map(Object::toString).toList();
    }

    @Test
    @DisplayName("a trace lies beside the scenario or below, exists, can be read, and has enough machines")
    void badTraces() throws IOException {
        write("secret.csv", "0,add,a\n");
        write("inner/bad.csv", "0,add,a\n5,drop,a\n");
        write("inner/few.csv", "0,add,a\n");
        assertThat(errors("../secret.csv")).singleElement().asString().contains("outside the scenario's folder");
        assertThat(errors(folder.resolve("secret.csv").toString().replace('\\', '/')))
                .singleElement()
                .asString()
                .contains("outside the scenario's folder");
        assertThat(errors("none.csv"))
                .singleElement()
                .asString()
                .contains("disruptions.file")
                .contains("names 'none.csv', which does not exist");
        assertThat(errors("bad.csv"))
                .singleElement()
                .asString()
                .contains("'bad.csv', line 2: 'drop' is neither add nor remove");
        assertThat(errors("few.csv")).singleElement().asString().contains("never has more than 1 machines");
        Files.createSymbolicLink(folder.resolve("inner/link.csv"), folder.resolve("secret.csv"));
        assertThat(errors("link.csv")).singleElement().asString().contains("outside the scenario's folder");
    }

    @Test
    @DisplayName("another content is another question, though the name is the same")
    void contentIsPartOfTheQuestion() throws IOException {
        write("inner/t.csv", "0,add,a\n0,add,b\n");
        String before =
                read("t.csv", "1 d").experiment().orElseThrow().scenario().hash();
        write("inner/t.csv", "0,add,a\n1,add,b\n");
        assertThat(read("t.csv", "1 d").experiment().orElseThrow().scenario().hash())
                .isNotEqualTo(before);
    }
}
