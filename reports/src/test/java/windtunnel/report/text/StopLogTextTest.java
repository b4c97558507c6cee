package windtunnel.report.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import windtunnel.model.kinds.Kinds;
import windtunnel.report.CourseSamples;
import windtunnel.report.chart.Chart;
import windtunnel.report.chart.Charts;
import windtunnel.report.files.ResultFolder;
import windtunnel.report.files.RunInfo;
import windtunnel.report.story.Course;
import windtunnel.report.story.StopLog;
import windtunnel.scenario.library.Catalog;
import windtunnel.scenario.read.ScenarioReader;
import windtunnel.scenario.run.ExperimentRunner;
import windtunnel.scenario.run.Outcome;

/** Every interruption of an elastic job, as text, as a file and in the chart. */
class StopLogTextTest {
    private static final String ELASTIC = """
            replications: 3
            cluster:
              nodes: { count: 4, sku: azure-nd96amsr-a100-v4 }
            workloads:
              kind: training
              name: job
              steps: 90 k
              step: { measured: 2 s }
              batch: { global: 1024 }
              checkpoint: { every: 500 steps, blocking: 30 s }
              elastic: { batch: proportional, state: peers }
            disruptions: { kind: component-failures, rate: 0.5 per node-day, repair: 5 h }
            prices: azure-eastus-2025-12
            """;

    private static Outcome outcome;

    @BeforeAll
    static void run() {
        outcome = new ExperimentRunner(1, done -> {})
                .run(
                        new ScenarioReader(Kinds.all(), Catalog.builtIn(), true)
                                .readText(ELASTIC, "f.yaml", List.of())
                                .experiment()
                                .orElseThrow()
                                .scenario(),
                        "test");
    }

    @Test
    void aLineForEachThatFitsEightyColumnsAndDollarsAddUp() {
        Course.Job job = Course.of(outcome).orElseThrow().jobs().get(0);
        List<StopLog.Entry> entries = StopLog.of(job);
        String text = StopLogText.render(outcome, Style.PLAIN);
        List<String> lines = text.lines().toList();
        assertThat(lines).allMatch(line -> line.length() <= 80).hasSize(entries.size() + 4);
        assertThat(lines.get(lines.size() - 1)).contains("total of " + entries.size());
        assertThat(entries).extracting(StopLog.Entry::cause).contains("failure", "more machines");
        assertThat(entries).extracting(StopLog.Entry::gpus).contains(24L, 32L);
        double seconds = entries.stream()
                .mapToDouble(entry -> entry.lostSeconds() + entry.downSeconds())
                .sum();
        double dollars =
                entries.stream().mapToDouble(entry -> entry.usd().doubleValue()).sum();
        assertThat(dollars / seconds * 3600).isCloseTo(4 * 32.77, within(4.0));
    }

    @Test
    void nothingToSayOfCalmRuns() {
        assertThat(StopLogText.render(CourseSamples.calm(), Style.PLAIN)).isEqualTo("\nNothing interrupted any run.\n");
    }

    @Test
    void filesHoldAllRuns(@TempDir Path folder) throws IOException {
        ResultFolder.write(
                folder.resolve("out"), outcome, new RunInfo("2026-01-01T00:00:00Z", 1, 1, 1, "os", "17"), false);
        int stops = outcome.runs().stream()
                .mapToInt(run -> run.timelines().get(0).interruptions().size())
                .sum();
        List<String> rows = Files.readAllLines(folder.resolve("out/interruptions.csv"));
        assertThat(rows).hasSize(stops + 1);
        assertThat(rows.get(0)).isEqualTo("replication,workload,stopped_s,back_s,cause,lost_s");
        assertThat(Files.readAllLines(folder.resolve("out/sizes.csv")).get(1)).isEqualTo("0,job,0,32");
    }

    @Test
    void theTimelineShowsGpusInUse() {
        Chart chart = Charts.timelines(outcome).get(0);
        assertThat(chart.label()).contains("GPUs in use; ").contains(" of 32 on average");
        assertThat(chart.standalone().svgFile()).contains("GPUs in use; ");
    }
}
