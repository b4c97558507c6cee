package windtunnel.scenario.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import windtunnel.model.LedgerState;
import windtunnel.scenario.Scenario;

class StragglerRunTest {
    private static String job(int nodes, String disruption) {
        return """
                cluster:
                  nodes: { count: NODES, sku: azure-nd96amsr-a100-v4 }
                workloads:
                  kind: training
                  name: job
                  steps: 20000
                  step: { measured: 1 s }
                  batch: { global: 16384 }
                disruptions: DISRUPTION
                prices: { override: { gpu: $4/GPU-h } }
                """.replace("NODES", Integer.toString(nodes)).replace("DISRUPTION", disruption);
    }

    @ParameterizedTest
    @CsvSource({"8, 2.717857", "128, 5.433147", "1024, 7.509176", "2048, 8.202079"})
    @DisplayName("clu-T4.11 exponential jitter of mean j: a step takes t + j H_N, to 1.28 j / sqrt(steps)")
    void jitter(int nodes, double harmonic) {
        Outcome outcome = Runs.run(job(nodes, "{ kind: stragglers, jitter: 10 ms }"));
        double wait = Runs.mean(outcome, "job.wall_time") - 20_000;
        assertThat(wait / 20_000 / 0.01).isCloseTo(harmonic, within(3.29 * 1.283 / Math.sqrt(20_000)));
        assertThat(Runs.gpuSeconds(outcome, LedgerState.STRAGGLER_WAIT)).isCloseTo(wait * nodes * 8, within(1e-3));
        assertThat(Runs.gpuSeconds(outcome, LedgerState.COMPUTE)).isCloseTo(20_000.0 * nodes * 8, within(1e-3));
    }

    @ParameterizedTest
    @CsvSource({"8, 1.002392", "128, 1.036061", "1024, 1.192309", "2048, 1.261342"})
    @DisplayName("clu-T4.12 a node is 1.3 times slower with chance .001: t (1 + .3 (1 - .999^N))")
    void nowAndThen(int nodes, double factor) {
        Outcome outcome = Runs.run(job(nodes, "{ kind: stragglers, probability: 0.001, factor: 1.3 }"));
        double any = (factor - 1) / 0.3;
        double error = 0.3 * Math.sqrt(any * (1 - any) / 20_000);
        assertThat(Runs.mean(outcome, "job.wall_time") / 20_000).isCloseTo(factor, within(3.29 * error));
    }

    @Test
    @DisplayName(
            "a node that stays slow until found: steps are slow for 1 - e^(-N l T) of the time, and each find is a restart")
    void slowUntilFound() {
        // 100 nodes, one each 100 h, an hour to find: N l T nearly 1 (a slow node cannot become slow again: 100 x
        // 1/101).
        String yaml = job(100, "{ kind: stragglers, rate: 0.01 per node-hour, factor: 1.5, detected: 1 h }")
                .replace("steps: 20000", "steps: 2000000")
                .replace(
                        "16384 }",
                        "16384 }\n  checkpoint: { every: 1 steps, blocking: 0 s, final-save: false }"
                                + "\n  recovery: { detect: 0 s, restart: 0 s }");
        Outcome outcome = Runs.run(yaml.replace("1 steps", "60 steps"));
        double wall = Runs.mean(outcome, "job.wall_time");
        double slow = Runs.gpuSeconds(outcome, LedgerState.STRAGGLER_WAIT) / 800 / 0.5;
        double none = Math.pow(1 - 1 / 101.0, 100);
        // Slow spells last 1 to 2 h: some 600 independent hours, of which a share .63 is slow.
        double lost = Runs.gpuSeconds(outcome, LedgerState.LOST_WORK) / 800;
        assertThat(slow * 1.5 / (wall - lost)).isCloseTo(1 - none, within(0.06));
        assertThat(Runs.mean(outcome, "job.interruptions") / (wall / 3600)).isCloseTo(100 / 101.0, within(0.14));
    }

    private static Outcome reading(String bytes, String disruption) {
        return Runs.run("""
                cluster:
                  nodes: { count: 16, sku: azure-nd96isr-h100-v5 }
                  storage: { kind: lustre, name: fs, sku: amlfs-2024-11, capacity: 80 TiB, tier: 250 MB/s per TiB }
                workloads:
                  kind: training
                  name: job
                  steps: 5000
                  step: { measured: 0.224 s }
                  batch: { global: 51200 }
                  data: { format: samples, from: fs, bytes-per-sample: BYTES B, first-batch: ready }
                DISRUPTION
                prices: { override: { gpu: $4/GPU-h, amlfs-2024-11/250: 0 $/GB-month } }
                """.replace("BYTES", bytes).replace("DISRUPTION", disruption));
    }

    @Test
    @DisplayName(
            "where data sets the pace, stragglers hide in the waits for it; where it does not, data changes nothing")
    void withData() {
        String jitter = "disruptions: { kind: stragglers, jitter: 4 ms }";
        double starved = Runs.mean(reading("114660.07", ""), "job.wall_time");
        Outcome delayed = reading("114660.07", jitter);
        // A batch is there each .2935 s; of 5,000 steps of .224 + .0135 s hardly one is longer than that.
        assertThat(Runs.mean(delayed, "job.wall_time")).isCloseTo(starved, within(0.1));
        assertThat(Runs.gpuSeconds(delayed, LedgerState.STRAGGLER_WAIT)).isPositive();
        double fed = Runs.mean(reading("1000", jitter), "job.wall_time");
        assertThat(fed).isCloseTo(5000 * (0.224 + 0.004 * 3.380729), within(3.29 * 0.004 * 1.283 * Math.sqrt(5000)));
    }

    @Test
    @DisplayName("stepping and fast-forwarding meet the same delays")
    void theSameDelaysEitherWay() {
        Scenario scenario = Runs.scenario(
                job(64, "[{ kind: stragglers, jitter: 10 ms }, { kind: stragglers, probability: 0.01 }]"));
        Outcome fast = new ExperimentRunner(1, done -> {}).run(scenario, "test");
        Outcome slow = new ExperimentRunner(1, done -> {}).run(scenario, "test", false);
        assertThat(slow.runs().get(0).fingerprint())
                .isEqualTo(fast.runs().get(0).fingerprint());
        double any = 1 - Math.pow(0.99, 64);
        double mean = 1 + 0.01 * 4.743891 + 0.3 * any;
        assertThat(Runs.mean(fast, "job.wall_time") / 20_000)
                .isCloseTo(mean, within(3.29 * (0.0128 + 0.3 * Math.sqrt(any * (1 - any))) / Math.sqrt(20_000)));
    }
}
