package windtunnel.scenario.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import windtunnel.model.LedgerState;
import windtunnel.oracle.CheckpointOracle;
import windtunnel.oracle.SparesOracle;

class RecoveryRunTest {
    /** One node that fails every six hours on average. */
    private static String single(int replications, int steps, String every, String blocking, String recovery) {
        return """
                replications: REPS
                cluster:
                  nodes: { count: 1, sku: azure-nd96amsr-a100-v4 }
                workloads:
                  kind: training
                  name: job
                  steps: STEPS
                  step: { measured: 1 s }
                  batch: { global: 8 }
                  checkpoint: { every: EVERY, blocking: BLOCKING }
                  recovery: RECOVERY
                disruptions: { kind: component-failures, rate: 4 per node-day }
                prices: { override: { gpu: $4/GPU-h } }
                """.replace("REPS", Integer.toString(replications))
                .replace("STEPS", Integer.toString(steps))
                .replace("EVERY", every)
                .replace("BLOCKING", blocking)
                .replace("RECOVERY", recovery);
    }

    @Test
    @DisplayName("clu-T3.6 mean wall time of 500 h is the closed form's 610.22 h, and shortest at the exact interval")
    void wallTimeAtTheOptimum() {
        String recovery = "{ detect: 0 s, restart: 10 min }";
        int best = 3403; // 56.714 min
        double mean = wall(best, recovery);
        double expected = CheckpointOracle.expectedWall(1_800_000, best, 300, 600, 21_600) / 3600;
        assertThat(expected).isCloseTo(610.22, within(0.01));
        assertThat(mean).isCloseTo(expected, within(2.1)); // 3.29 x 8.9 h / sqrt(200)
        assertThat(wall(best / 2, recovery)).isGreaterThan(mean + 5);
        assertThat(wall(best * 2, recovery)).isGreaterThan(mean + 5);
    }

    private static double wall(int everySteps, String recovery) {
        return Runs.mean(Runs.run(single(200, 1_800_000, everySteps + " steps", "5 min", recovery)), "job.wall_time")
                / 3600;
    }

    @Test
    @DisplayName("clu-T4.10 500 segments of 65 min at 1/6 h, recovery 10 min: mean 610.138 h, sd 8.150 h, n = 200")
    void segments() {
        Outcome outcome = Runs.run(single(
                200,
                1_800_000,
                "3600 steps",
                "5 min",
                "{ detect: 0 s, restart: 10 min, failures-during-recovery: false }"));
        double mean = Runs.mean(outcome, "job.wall_time") / 3600;
        assertThat(mean).isCloseTo(610.138, within(3.29 * 8.15 / Math.sqrt(200)));
        double sd = Runs.metric(outcome, "job.wall_time").halfWidth95() / 3600 * Math.sqrt(200) / 1.972;
        // Standard error of a standard deviation: sd / sqrt(2 n) = .41 h.
        assertThat(sd).isCloseTo(8.150, within(3.29 * 8.15 / Math.sqrt(400)));
    }

    @Test
    @DisplayName("clu-T4.5 three missed heartbeats of 10 s are noticed after 25 s on average, between 20 and 30 s")
    void heartbeats() {
        Outcome outcome = Runs.run(
                single(200, 360_000, "3600 steps", "10 s", "{ failures-during-recovery: false, restart: 1 s }"));
        double stops = Runs.mean(outcome, "job.interruptions") * 200;
        double each = Runs.gpuSeconds(outcome, LedgerState.DETECT) * 200 / 8 / stops;
        // Uniform over 10 s: sd 2.89 s.
        assertThat(stops).isGreaterThan(2500);
        assertThat(each).isCloseTo(25, within(3.29 * 2.89 / Math.sqrt(stops)));
    }

    /** 128 nodes whose machines fail 6.5 times in 1000 days and are three days in repair. */
    private static String repaired(int spares, int days, int replications, String law) {
        return """
                replications: REPS
                horizon: DAYS d
                cluster:
                  nodes: { count: 128, sku: azure-nd96amsr-a100-v4, spares: SPARES }
                workloads:
                  kind: training
                  name: job
                  steps: 1 G
                  step: { measured: 10 s }
                  batch: { global: 1024 }
                  checkpoint: { every: 6 h, blocking: 1 s }
                  recovery: { detect: 0 s, swap: 60 s, restart: 4 min }
                disruptions: { kind: component-failures, rate: 6.5e-3 per node-day, repair: LAW }
                prices: { override: { gpu: $4/GPU-h } }
                """.replace("REPS", Integer.toString(replications))
                .replace("DAYS", Integer.toString(days))
                .replace("SPARES", Integer.toString(spares))
                .replace("LAW", law);
    }

    @Test
    @DisplayName("clu-T4.6 machines in repair are Poisson with mean N lambda T = 2.496, whatever the law of the repair")
    void machinesInRepair() {
        // Variance of the mean over time t of M/G/infinity is at most 2 rho T / t for a fixed repair, (1 + cv^2) rho T
        // / t in general.
        for (String law : new String[] {"3 d", "{ lognormal: { mean: 3 d, cv: 1 } }"}) {
            double cv2 = law.equals("3 d") ? 0 : 1;
            Outcome outcome = Runs.run(repaired(20, 2000, 10, law));
            double error = Math.sqrt((1 + cv2) * 2.496 * 3 / 20_000);
            // The first repairs end after three days: the empty start takes away rho x T of 2000 days.
            double start = 2.496 * 3 * (1 + cv2) / 2 / 2000;
            assertThat(Runs.mean(outcome, "nodes.in_repair")).isCloseTo(2.496 - start, within(3.29 * error));
            double failed = Runs.gpuSeconds(outcome, LedgerState.FAILED) / 8 / (2000 * 86_400.0);
            assertThat(failed).isCloseTo(Runs.mean(outcome, "nodes.in_repair"), within(1e-9));
            double spare = Runs.gpuSeconds(outcome, LedgerState.SPARE) / 8 / (2000 * 86_400.0);
            assertThat(spare + failed).isCloseTo(20, within(1e-9));
        }
    }

    @Test
    @DisplayName("clu-T4.6 share of time without a spare: Poisson tail; spares for 90, 95, 99 and 99.9 % of the time")
    void spares() {
        assertThat(SparesOracle.spares(2048 * 6.5e-3 * 3, 0.90)).isEqualTo(48);
        assertThat(SparesOracle.spares(2048 * 6.5e-3 * 3, 0.95)).isEqualTo(51);
        assertThat(SparesOracle.spares(2048 * 6.5e-3 * 3, 0.99)).isEqualTo(55);
        assertThat(SparesOracle.spares(2048 * 6.5e-3 * 3, 0.999)).isEqualTo(61);
        assertThat(SparesOracle.spares(2.496, 0.90)).isEqualTo(5);
        assertThat(SparesOracle.spares(2.496, 0.95)).isEqualTo(5);
        assertThat(SparesOracle.spares(2.496, 0.99)).isEqualTo(7);
        assertThat(SparesOracle.spares(2.496, 0.999)).isEqualTo(9);
        Outcome outcome = Runs.run(repaired(5, 2000, 20, "3 d"));
        // Some 1,300 shortages of half a day each, in clusters: standard error about .0015. A vacant node cannot fail:
        // under 1 % less.
        assertThat(Runs.mean(outcome, "nodes.short")).isCloseTo(SparesOracle.shortage(2.496, 5), within(0.005));
        assertThat(Runs.gpuSeconds(outcome, LedgerState.WAIT_REPLACEMENT)).isPositive();
    }

    @Test
    @DisplayName("a swap of a spare takes its time once for each loss; without repair no spare is ever needed")
    void swaps() {
        Outcome outcome = Runs.run(repaired(20, 2000, 1, "3 d"));
        double stops = Runs.mean(outcome, "job.interruptions");
        // Losses during a restart begin it anew, so at least 299 s each and at most 300 s.
        double restart = Runs.gpuSeconds(outcome, LedgerState.RESTART) / 1024;
        assertThat(restart / stops).isBetween(298.0, 300.0 + 1e-9);
        Outcome replaced = Runs.run(repaired(20, 200, 1, "3 d").replace(", repair: 3 d", ""));
        assertThat(Runs.gpuSeconds(replaced, LedgerState.SPARE)).isCloseTo(20 * 8 * 200 * 86_400.0, within(1e-3));
        assertThat(Runs.gpuSeconds(replaced, LedgerState.FAILED)).isZero();
    }
}
