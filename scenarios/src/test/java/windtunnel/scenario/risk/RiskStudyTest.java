package windtunnel.scenario.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import windtunnel.model.kinds.Kinds;
import windtunnel.scenario.Experiment;
import windtunnel.scenario.library.Catalog;
import windtunnel.scenario.read.ReadResult;
import windtunnel.scenario.read.ScenarioReader;
import windtunnel.scenario.run.ExperimentRunner;
import windtunnel.scenario.run.Outcome;
import windtunnel.scenario.stats.Risk;

class RiskStudyTest {
    private static final String FILE = """
            name: Job
            seed: 3
            replications: REPLICATIONS
            cluster:
              nodes: { count: 4, sku: azure-nd96isr-h100-v5 }
            workloads:
              kind: training
              name: job
              steps: 18000
              step: { measured: 2 s }
              batch: { global: 8 }
              checkpoint: { every: 1800 steps, blocking: 10 s }
              recovery: { detect: 0 s, restart: 5 min }
            DISRUPTIONS
            prices: { override: { gpu: $2/GPU-h } }
            goals: { deadline: 11 h }
            uncertain:
              draws: DRAWS
              inputs:
            INPUTS
            """;
    private static final String FAILURES =
            "disruptions: { kind: component-failures, rate: 0.2 per node-day, repair: 0 s }";

    private static Experiment experiment(int replications, int draws, String disruptions, String... inputs) {
        String text = FILE.replace("REPLICATIONS", Integer.toString(replications))
                .replace("DRAWS", Integer.toString(draws))
                .replace("DISRUPTIONS\n", disruptions.isEmpty() ? "" : disruptions + "\n")
                .replace("INPUTS", "    " + String.join("\n    ", inputs));
        ReadResult read = new ScenarioReader(Kinds.all(), Catalog.builtIn(), true).readText(text, "s.yaml", List.of());
        assertThat(read.errors()).isEmpty();
        return read.experiment().orElseThrow();
    }

    private static Risk study(Experiment experiment, int workers) {
        return new RiskStudy(experiment, workers, done -> {}).run();
    }

    @Test
    @DisplayName("clu-T6.5 without luck the study is the propagation of the inputs: a sum of normals is normal")
    void deterministicModelPropagatesNormals() {
        // Time = 18,000 steps + 9 saves of 10 s; with a step of N(2, .1) and the last save's length N(10, 1) both
        // linear.
        Risk risk = study(
                experiment(
                        1,
                        400,
                        "",
                        "workloads.job.step.measured: { normal: { mean: 2 s, sd: 0.1 s } }",
                        "workloads.job.checkpoint.blocking: { normal: { mean: 100 s, sd: 10 s } }"),
                2);
        Risk.Figure time = risk.figures().get("run.wall_time");
        double saves = Math.rint(
                (study(experiment(1, 10, "", "workloads.job.checkpoint.blocking: { list: [100 s, 101 s] }"), 1)
                                        .figures()
                                        .get("run.wall_time")
                                        .split()
                                        .all()
                                        .max()
                                - 36_000)
                        / 101);
        double mean = 36_000 + saves * 100;
        double deviation = Math.hypot(1800, saves * 10);
        // A Latin hypercube of linear effects has almost no error in the mean; quantiles have that of slices and of
        // their sum.
        assertThat(time.split().all().mean()).isCloseTo(mean, within(deviation * 0.01));
        assertThat(time.split().all().p90()).isCloseTo(mean + 1.281552 * deviation, within(deviation * 0.05));
        assertThat(time.split().all().p10()).isCloseTo(mean - 1.281552 * deviation, within(deviation * 0.05));
        assertThat(time.split().inputShare()).isNaN();
        assertThat(risk.drivers().get(0).path()).isEqualTo("workloads.job.step.measured");
        assertThat(risk.drivers().get(0).effects().get("run.cost").correlation())
                .isGreaterThan(0.95);
    }

    @Test
    @DisplayName("clu-T6.5 an input that changes nothing leaves all spread to luck")
    void withoutInputVarianceTheOuterBandCollapses() {
        Risk risk = study(experiment(20, 20, FAILURES, "workloads.job.name: { list: [job, work] }"), 2);
        assertThat(risk.figures().get("run.wall_time").split().inputShare()).isLessThan(0.1);
        assertThat(Math.abs(risk.drivers().get(0).effects().get("run.wall_time").correlation()))
                .isLessThan(risk.noise() * 1.5);
    }

    @Test
    void aDrawIsAnOrdinaryScenarioAndWorkersChangeNothing() {
        String input = "workloads.job.step.measured: { uniform: { low: 1.8 s, high: 2.2 s } }";
        Experiment experiment = experiment(3, 10, FAILURES, input);
        Risk risk = study(experiment, 1);
        Risk again = study(experiment, 4);
        assertThat(again.figures().get("run.cost").values())
                .isDeepEqualTo(risk.figures().get("run.cost").values());
        String text = FILE.replace("REPLICATIONS", "3")
                .replace("DRAWS", "10")
                .replace("DISRUPTIONS", FAILURES)
                .replace("INPUTS", "    " + input);
        ReadResult read = new ScenarioReader(Kinds.all(), Catalog.builtIn(), true)
                .readText(
                        text,
                        "s.yaml",
                        List.of(
                                "seed=" + risk.seeds().get(4),
                                "workloads.job.step.measured="
                                        + risk.drawn().get(4).get("workloads.job.step.measured")));
        Outcome outcome = new ExperimentRunner(1, done -> {})
                .run(read.experiment().orElseThrow().scenario(), "test");
        for (int r = 0; r < 3; r++) {
            assertThat(outcome.runs().get(r).metrics().get("run.cost").value())
                    .isEqualTo(risk.figures().get("run.cost").values()[4][r]);
        }
        assertThat(risk.goals().get("run.deadline_met").of()).isEqualTo(30);
    }

    @Test
    void aDrawThatCannotBeRunSaysWhichAndWhy() {
        Experiment experiment =
                experiment(1, 2000, "", "workloads.job.step.measured: { normal: { mean: 1 s, sd: 0.31 s } }");
        assertThatThrownBy(() -> study(experiment, 1))
                .isInstanceOf(RiskException.class)
                .hasMessageContaining("workloads.job.step.measured=")
                .hasMessageContaining("negative");
    }
}
