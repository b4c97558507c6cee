package windtunnel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayoutsCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = write("parallel: { tensor: 4 }");
    }

    private Path write(String lines) throws IOException {
        return Files.writeString(folder.resolve("job.yaml"), """
                cluster: { nodes: { count: 2, sku: azure-nd96isr-h100-v5 } }
                workloads:
                  kind: training
                  name: pretrain
                  model: llama3-8b
                  tokens: 1 G
                  batch: { global: 64, sequence: 8192 }
                  %s
                prices: azure-eastus-2025-12
                """.formatted(lines));
    }

    private JsonNode json(String... more) throws IOException {
        Cli cli = run(more, "--json");
        assertThat(cli.code()).as(cli.err()).isZero();
        return JSON.readTree(cli.out());
    }

    private Cli run(String[] more, String last) {
        String[] words = new String[more.length + 3];
        words[0] = "layouts";
        words[1] = file.toString();
        System.arraycopy(more, 0, words, 2, more.length);
        words[words.length - 1] = last;
        return Cli.run(words);
    }

    @Test
    void winnerRunsInTheTimeThatWasPromised() throws IOException {
        JsonNode found = json();
        JsonNode best = found.path("layouts").path(0);
        String parallel = found.path("yaml").path(1).asText();
        String micro = found.path("yaml").path(0).asText();
        assertThat(micro).startsWith("batch: ");
        Cli run = Cli.run(
                "run",
                file.toString(),
                "--format",
                "json",
                "--set",
                "workloads.pretrain.parallel=" + parallel.substring("parallel: ".length()),
                "--set",
                "workloads.pretrain.batch=" + micro.substring("batch: ".length()));
        JsonNode metrics = JSON.readTree(run.out()).path("metrics");
        assertThat(metrics.path("pretrain.step_time").path("value").asDouble())
                .isEqualTo(best.path("stepSeconds").asDouble());
        assertThat(metrics.path("run.cost").path("value").asDouble())
                .isCloseTo(best.path("runUsd").asDouble(), org.assertj.core.api.Assertions.within(0.01));
        assertThat(best.path("stepSeconds").asDouble())
                .isLessThanOrEqualTo(found.path("today").path("stepSeconds").asDouble());
    }

    @Test
    void sameBytesForAnyNumberOfWorkers() {
        String one = run(new String[] {"--workers", "1"}, "--json").out();
        assertThat(run(new String[] {"--workers", "3"}, "--json").out()).isEqualTo(one);
    }

    @Test
    void bestOfEachSplitIsTheBestOfEvery() throws IOException {
        JsonNode few = json("--fix", "context=1");
        JsonNode every = json("--fix", "context=1", "--every");
        assertThat(few.path("layouts").path(0).path("layout"))
                .isEqualTo(every.path("layouts").path(0).path("layout"));
        assertThat(few.path("counts").path("tried"))
                .isEqualTo(every.path("counts").path("tried"));
        assertThat(few.path("counts").path("timed").asLong())
                .isLessThan(every.path("counts").path("timed").asLong());
    }

    @Test
    void fixedKeysHoldInEveryRow() throws IOException {
        JsonNode found = json("--fix", "tensor=2|4", "--fix", "sharding=parameters", "--top", "50");
        assertThat(found.path("layouts")).isNotEmpty().allSatisfy(row -> {
            assertThat(row.path("layout").path("tensor").asInt()).isIn(2, 4);
            assertThat(row.path("layout").path("sharding").asText()).isEqualTo("parameters");
        });
    }

    @Test
    void costRanksClustersOfSeveralSizes() throws IOException {
        JsonNode found = json("--by", "cost", "--nodes", "1,2,4", "--top", "100");
        double before = 0;
        for (JsonNode row : found.path("layouts")) {
            assertThat(row.path("runUsd").asDouble()).isGreaterThanOrEqualTo(before);
            before = row.path("runUsd").asDouble();
        }
        assertThat(found.path("layouts").findValuesAsText("nodes")).contains("1", "2", "4");
    }

    @Test
    void memoryRanksByHeadroom() throws IOException {
        double before = Double.POSITIVE_INFINITY;
        for (JsonNode row : json("--by", "memory").path("layouts")) {
            double free = row.path("memory").path("headroomBytes").asDouble();
            assertThat(free).isPositive().isLessThanOrEqualTo(before);
            before = free;
        }
    }

    @Test
    void layoutThatDoesNotFitIsToldWithThoseNearby() throws IOException {
        file = write("parallel: { tensor: 1, sharding: none }");
        Cli run = Cli.run("run", file.toString());
        assertThat(run.code()).isEqualTo(Exit.INPUT);
        assertThat(run.err()).contains("out of memory: stage 0 needs").contains("nearest that fit: sharding: ");
        Cli found = run(new String[0], "--workers=2");
        assertThat(found.code()).isZero();
        assertThat(found.err()).isEmpty();
        assertThat(found.out()).contains("Today's layout (tensor 1").contains("runs out of memory");
        assertThat(found.out().lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void modelThatFitsNowhereSaysByHowMuch() throws IOException {
        JsonNode found = json("--set", "workloads.pretrain.model=llama3-405b");
        JsonNode row = found.path("layouts").path(0);
        assertThat(row.path("feasible").asBoolean()).isFalse();
        assertThat(row.path("overBytes").asLong()).isPositive();
        Cli text = run(new String[] {"--set", "workloads.pretrain.model=llama3-405b"}, "--top=3");
        assertThat(text.code()).isZero();
        assertThat(text.out()).contains("No layout fits.").contains("closest");
        // 405,853,388,800 parameters of 18 bytes over 8 GPUs of 80 GB less 2 GiB: 11.7 nodes.
        assertThat(row.path("leastNodes").asLong()).isEqualTo(12);
        assertThat(text.out()).contains("12 nodes: weights, gradients and");
        assertThat(text.out().lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void jobWhoseStepWasMeasuredIsRefusedWithItsPlace() throws IOException {
        file = write("step: { measured: 2 s }");
        Cli cli = run(new String[0], "--json");
        assertThat(cli.code()).isEqualTo(Exit.INPUT);
        assertThat(cli.err()).contains("job.yaml:8:").contains("says nothing about other layouts");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "--by=speed; there is no 'speed'. Known are time, cost, memory.",
                "--by=tiem; did you mean 'time'?",
                "--fix=tensr=8; did you mean 'tensor'?",
                "--fix=tensor; is not written as KEY=VALUE",
                "--fix=tensor=eight; tensor is a whole number from 1, not 'eight'",
                "--fix=recompute=al; recompute cannot be 'al'",
                "--fix=tensor=7; no layout of llama3-8b",
                "--top=0; --top must be at least 1",
                "--nodes=many; is no number of nodes",
                "--workers=0; --workers must be at least 1"
            })
    void badOptionsAreNamedWithWhatWouldDo(String option, String message) {
        Cli cli = run(new String[0], option);
        assertThat(cli.code()).isEqualTo(Exit.INPUT);
        assertThat(cli.err()).contains(message);
        assertThat(cli.out()).isEmpty();
    }

    @Test
    void quietSaysTheBestOnly() {
        Cli cli = Cli.run("--quiet", "layouts", file.toString());
        assertThat(cli.out().lines()).hasSize(1);
        assertThat(cli.out()).contains(" a step: tensor ");
    }

    @Test
    void coloursComeOnRequestOnly() {
        assertThat(Cli.run("--color", "always", "layouts", file.toString()).out())
                .contains("\u001b[");
        assertThat(Cli.run("layouts", file.toString()).out()).doesNotContain("\u001b[");
    }
}
