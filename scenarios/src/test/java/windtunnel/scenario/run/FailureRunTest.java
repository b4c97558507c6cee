package windtunnel.scenario.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import windtunnel.model.InfeasibleException;
import windtunnel.model.LedgerState;
import windtunnel.model.disruption.failure.FailureRates;
import windtunnel.model.kinds.Kinds;
import windtunnel.scenario.Scenario;
import windtunnel.scenario.library.Catalog;
import windtunnel.scenario.read.ReadResult;
import windtunnel.scenario.read.ScenarioReader;

class FailureRunTest {
    private static final ScenarioReader READER = new ScenarioReader(Kinds.all(), Catalog.builtIn(), true);

    private static String job(
            int nodes, String steps, String step, String every, String blocking, String rate, String rest) {
        return """
                replications: REPLICATIONS
                cluster:
                  nodes: { count: NODES, sku: azure-nd96amsr-a100-v4 }
                workloads:
                  kind: training
                  name: job
                  steps: STEPS
                  step: { measured: STEP }
                  batch: { global: 1024 }
                  checkpoint: { every: EVERY, blocking: BLOCKING }
                  recovery: RECOVERY
                disruptions: { kind: component-failures, rate: RATE }
                prices: azure-eastus-2025-12
                """.replace("NODES", Integer.toString(nodes))
                .replace("STEPS", steps)
                .replace("STEP", step)
                .replace("EVERY", every)
                .replace("BLOCKING", blocking)
                .replace("RATE", rate)
                .replace("RECOVERY", rest);
    }

    private static Outcome run(String text, int replications) {
        ReadResult result =
                READER.readText(text.replace("REPLICATIONS", Integer.toString(replications)), "f.yaml", List.of());
        assertThat(result.errors()).isEmpty();
        Scenario scenario = result.experiment().orElseThrow().scenario();
        return new ExperimentRunner(2, done -> {}).run(scenario, "test");
    }

    private static Outcome.MetricSummary metric(Outcome outcome, String name) {
        return outcome.metrics().stream()
                .filter(metric -> metric.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The mean lies within 3.29 standard errors of the expectation (two-sided, .001). */
    private static void meanIs(Outcome.MetricSummary metric, double expected) {
        double error = metric.halfWidth95() / 1.96 * 3.29;
        assertThat(metric.mean()).isCloseTo(expected, within(error));
    }

    @Test
    @DisplayName("clu-G2 G1 with 6.5 failures per 1000 node-days and 600 s of recovery, n = 2000")
    void deterministicRunWithFailures() {
        String text = job(
                16,
                "100000",
                "2 s",
                "500 steps",
                "30 s",
                "6.5e-3 per node-day",
                "{ detect: 0 s, restart: 600 s, failures-during-recovery: false }");
        Outcome outcome = run(text, 2000);
        meanIs(metric(outcome, "job.wall_time"), 206_276.624);
        meanIs(metric(outcome, "job.interruptions"), 0.248117);
        meanIs(metric(outcome, "run.cost"), 30_043.04);
        double deviation = metric(outcome, "job.wall_time").halfWidth95() / 1.961 * Math.sqrt(2000) / 3600;
        assertThat(deviation).isCloseTo(0.159746, within(0.02));
    }

    @Test
    @DisplayName("clu-T4.9 2048 nodes, 6.5e-3 per node-day, tau 30 min, delta 30 s, D 10 min: ETTR .77940")
    void steadyStateOfALargeJob() {
        String text = job(
                2048,
                "14400",
                "60 s",
                "30 steps",
                "30 s",
                "6.5e-3 per node-day",
                "{ detect: 0 s, restart: 10 min, failures-during-recovery: false }");
        Outcome outcome = run(text, 30);
        double ettr = 14_400 * 60 / metric(outcome, "job.wall_time").mean();
        assertThat(ettr).isCloseTo(0.77940, within(0.006));
    }

    @Test
    @DisplayName("clu-T4.9 with failures during recovery: .77626")
    void failuresDuringRecoveryStartItOver() {
        String text = job(
                2048, "14400", "60 s", "30 steps", "30 s", "6.5e-3 per node-day", "{ detect: 0 s, restart: 10 min }");
        Outcome outcome = run(text, 30);
        double ettr = 14_400 * 60 / metric(outcome, "job.wall_time").mean();
        assertThat(ettr).isCloseTo(0.77626, within(0.006));
    }

    @Test
    @DisplayName("clu-T4.1 Llama-3 rates: 1.9733e-5 per GPU-hour, 3.7887e-3 per node-day, job MTTI 3.0931 h")
    void publishedRates() {
        double perGpuHour = FailureRates.LLAMA3.perGpuSecond() * 3600;
        assertThat(perGpuHour).isCloseTo(1.9733e-5, within(5e-10));
        assertThat(perGpuHour * 8 * 24).isCloseTo(3.7887e-3, within(5e-8));
        assertThat(1 / (perGpuHour * 16_384)).isCloseTo(3.0931, within(5e-5));
        assertThat(FailureRates.LLAMA3.cause(0.1).name()).isEqualTo("faulty GPU");
        assertThat(FailureRates.LLAMA3.cause(0.9999).name()).isEqualTo("DRAM");
    }

    @Test
    void lostWorkIsWhatWasDoneSinceTheNewestDurableSave() {
        String text =
                job(64, "20000", "2 s", "300 steps", "20 s", "1 per node-month", "{ detect: 25 s, restart: 240 s }");
        Outcome outcome = run(text, 5);
        double lost = 0;
        double parts = 0;
        for (Outcome.LedgerLine line : outcome.ledger()) {
            lost += line.state() == LedgerState.LOST_WORK && line.lostFrom() == null ? line.gpuSeconds() : 0;
            parts += line.lostFrom() != null ? line.gpuSeconds() : 0;
        }
        double failures = metric(outcome, "job.interruptions").mean();
        assertThat(failures).isGreaterThan(0.5);
        assertThat(lost).isPositive().isCloseTo(parts, within(1e-6 * lost));
        // Never more than an interval, its save and a step for each failure.
        assertThat(lost).isLessThanOrEqualTo(failures * 512 * (300 * 2 + 20 + 2));
    }

    @Test
    void aJobThatFailsFasterThanItSavesIsRefused() {
        String text =
                job(64, "20000", "2 s", "10000 steps", "20 s", "1 per node-hour", "{ detect: 0 s, restart: 1 s }");
        assertThatThrownBy(() -> run(text, 1))
                .isInstanceOf(InfeasibleException.class)
                .hasMessageContaining("fails faster than it saves");
    }

    @Test
    @DisplayName("clu-G2 optimal means 7,040.195 s: 3,521 steps of 2 s")
    void optimalIntervalFollowsFromTheFailures() {
        String text = job(16, "10562", "2 s", "optimal", "30 s", "6.5e-3 per node-day", "{}");
        // Two saves on the way and one at the end: floor(10562 / 3521) = 2, plus the last.
        double saves = run(text, 1).ledger().stream()
                .filter(line -> line.state() == LedgerState.CKPT_BLOCK)
                .mapToDouble(Outcome.LedgerLine::gpuSeconds)
                .sum();
        assertThat(saves / 128 / 30).isCloseTo(3, within(1e-9));
    }

    @Test
    void theSameLuckForAnyNumberOfWorkers() {
        String text = job(64, "20000", "2 s", "300 steps", "20 s", "1 per node-month", "{}");
        ReadResult result = READER.readText(text.replace("REPLICATIONS", "6"), "f.yaml", List.of());
        Scenario scenario = result.experiment().orElseThrow().scenario();
        String one = new ExperimentRunner(1, done -> {}).run(scenario, "test").fingerprint();
        assertThat(new ExperimentRunner(2, done -> {}).run(scenario, "test").fingerprint())
                .isEqualTo(one);
        assertThat(new ExperimentRunner(8, done -> {}).run(scenario, "test").fingerprint())
                .isEqualTo(one);
    }
}
