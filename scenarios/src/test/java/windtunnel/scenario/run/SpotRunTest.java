package windtunnel.scenario.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import windtunnel.core.measure.RunResult;
import windtunnel.core.measure.Timeline;
import windtunnel.model.LedgerState;

class SpotRunTest {
    /** 16 nodes, saves of a minute each quarter of an hour, eight minutes until training goes on, all as in T5.4. */
    private static final String GANG = """
            replications: REPS
            cluster:
              nodes: { count: 16, sku: azure-nd96amsr-a100-v4, market: MARKET }
            workloads:
              kind: training
              name: job
              steps: STEPS
              step: { measured: 0.5 s }
              batch: { global: 1024 }
              checkpoint: { every: EVERY, blocking: 60 s, emergency: 30 s, final-save: false }
              recovery: { detect: 0 s, restart: 8 min, failures-during-recovery: DURING }
            disruptions: { kind: spot-eviction, rate: RATE per node-hour, notice: NOTICE, replacement: 0 s }
            prices: { override: { gpu: $4/GPU-h } }
            """;

    private static String gang(String rate, String notice, String every, boolean during, int reps, int hours) {
        return GANG.replace("REPS", Integer.toString(reps))
                .replace("MARKET", "spot")
                .replace("STEPS", Integer.toString(hours * 7200))
                .replace("EVERY", every)
                .replace("DURING", Boolean.toString(during))
                .replace("RATE", rate)
                .replace("NOTICE", notice);
    }

    /** Useful time over wall time of all runs together, against the closed form of a run without end. */
    private static void goodputIs(String yaml, double hours, double expected, double slack) {
        Outcome outcome = Runs.run(yaml);
        assertThat(hours * 3600 / Runs.mean(outcome, "job.wall_time")).isCloseTo(expected, within(slack));
    }

    @Test
    @DisplayName("clu-T5.4 no notice: .75999, and .75596 when recoveries fail too")
    void withoutNotice() {
        // 400 runs of 50 h: some 26,000 interruptions, standard error of g about .0006.
        goodputIs(gang("0.05", "0 s", "15 min", false, 400, 50), 50, 0.75999, 0.0022);
        goodputIs(gang("0.05", "0 s", "15 min", true, 400, 50), 50, 0.75596, 0.0022);
    }

    @Test
    @DisplayName("clu-T5.4 notice sufficient: .84207; with emergency saves alone .89820")
    void withNotice() {
        goodputIs(gang("0.05", "30 s", "15 min", false, 400, 50), 50, 0.84207, 0.0015);
        goodputIs(gang("0.05", "30 s", "1000 h", false, 400, 50), 50, 0.89820, 0.0015);
    }

    @Test
    @DisplayName("clu-T5.4 sixteen nodes at .611 per hour without notice: .08449, and .05286 when recoveries fail too")
    void aStormyZone() {
        goodputIs(gang("0.611", "0 s", "15 min", false, 100, 10), 10, 0.08449, 0.0025);
        goodputIs(gang("0.611", "0 s", "15 min", true, 60, 10), 10, 0.05286, 0.0022);
    }

    @Test
    @DisplayName(
            "clu-T5.5 at 11 % of the price an hour of work costs .1447 of on-demand, in the stormy zone 1.302; P(one in 1 h) .550671")
    void whetherSpotPays() {
        String calm = gang("0.05", "0 s", "15 min", false, 400, 50);
        String owned = GANG.replace("REPS", "1")
                .replace("MARKET", "on-demand")
                .replace("STEPS", "360000")
                .replace("EVERY", "1000 h")
                .replace("DURING", "false")
                .replace("RATE", "0.05")
                .replace("NOTICE", "0 s");
        double onDemand = Runs.mean(Runs.run(owned), "run.cost");
        assertThat(onDemand).isCloseTo(50 * 128 * 4, within(1e-9));
        String cheap = calm.replace("$4/GPU-h", "$0.44/GPU-h");
        assertThat(Runs.mean(Runs.run(cheap), "run.cost") / onDemand).isCloseTo(0.1447, within(0.0005));
        String stormy = gang("0.611", "0 s", "15 min", false, 100, 10).replace("$4/GPU-h", "$0.44/GPU-h");
        assertThat(Runs.mean(Runs.run(stormy), "run.cost") / (10 * 128 * 4)).isCloseTo(1.302, within(0.05));
        // At least one eviction in an hour of work: 1 - e^-.8; 4,000 runs, standard error .008. A run without one is
        // over in that hour.
        Outcome hour = Runs.run(gang("0.05", "0 s", "1000 h", false, 4000, 1));
        double hit = hour.runs().stream()
                .filter(run -> run.metrics().get("job.interruptions").value() > 0)
                .count();
        assertThat(hit / 4000).isCloseTo(0.550671, within(0.026));
    }

    @Test
    @DisplayName(
            "an emergency save in time loses the step under way and no more; one too late loses all since the last save")
    void whatANoticeIsWorth() {
        Outcome saved = Runs.run(gang("0.05", "30 s", "15 min", false, 20, 50));
        double stops = Runs.mean(saved, "job.interruptions");
        assertThat(Runs.gpuSeconds(saved, LedgerState.LOST_WORK)).isPositive().isLessThan(stops * 128 * 0.5 * 1.5);
        // An announced stop in the middle of a periodic save lets that save finish; 30 s of haste otherwise.
        double haste = Runs.gpuSeconds(saved, LedgerState.CKPT_EMERGENCY) / 128 / stops;
        assertThat(haste).isBetween(25.0, 30.0);
        assertThat(Runs.gpuSeconds(saved, LedgerState.DETECT)).isZero();

        Outcome late = Runs.run(gang("0.05", "29 s", "15 min", false, 20, 50));
        assertThat(Runs.gpuSeconds(late, LedgerState.CKPT_EMERGENCY)).isZero();
        assertThat(late.ledger())
                .anyMatch(line -> line.lostFrom() == LedgerState.CKPT_EMERGENCY && line.gpuSeconds() > 0);
        for (RunResult run : late.runs()) {
            for (Timeline.Interruption stop : run.timelines().get(0).interruptions()) {
                assertThat(stop.lostNanos()).isLessThanOrEqualTo((15 * 60 + 60 + 60 + 30) * 1_000_000_000L);
            }
        }
    }

    @Test
    @DisplayName("a machine that is gone is neither held nor paid; those that stay wait and are")
    void absentMachinesAreNotPaid() {
        String yaml = gang("0.05", "30 s", "15 min", false, 1, 50).replace("replacement: 0 s", "replacement: 1 h");
        Outcome outcome = Runs.run(yaml);
        double stops = Runs.mean(outcome, "job.interruptions");
        double wall = Runs.mean(outcome, "run.wall_time");
        assertThat(stops).isGreaterThan(10);
        assertThat(Runs.gpuSeconds(outcome, LedgerState.WAIT_REPLACEMENT))
                .isCloseTo(stops * 15 * 8 * 3600, within(1e-3));
        double paid = (16 * wall - stops * 3600) / 3600 * 8 * 4;
        assertThat(outcome.bill().total()).isCloseTo(BigDecimal.valueOf(paid), within(BigDecimal.valueOf(1e-6)));
        assertThat(Runs.mean(outcome, "nodes.short")).isCloseTo(stops * 3600 / wall, within(1e-9));
    }

    @Test
    @DisplayName("a notice while the last save is written ends the job when its emergency save is durable")
    void aNoticeDuringTheLastSave() {
        String yaml = gang("0.05", "120 s", "15 min", true, 60, 1)
                .replace(
                        "blocking: 60 s, emergency: 30 s, final-save: false",
                        "mode: async, blocking: 5 s, persist: 30 min, emergency: 30 s");
        Outcome outcome = Runs.run(yaml);
        assertThat(outcome.finishedRuns()).isEqualTo(60);
        for (RunResult run : outcome.runs()) {
            Timeline timeline = run.timelines().get(0);
            assertThat(timeline.progress().get(timeline.progress().size() - 1).done())
                    .isEqualTo(7200);
        }
        // An hour of work, a stall of 5 s at each quarter and the end, 30 min for the last save, unless a notice cuts
        // that short.
        assertThat(outcome.runs()).anyMatch(run -> run.endNanos() == (3600 + 2 * 5 + 1800) * 1_000_000_000L);
        assertThat(outcome.runs()).anyMatch(run -> run.endNanos() < (3600 + 2 * 5 + 1800) * 1_000_000_000L);
    }

    @Test
    void evictionsDoNothingToNodesThatAreNotSpot() {
        Outcome outcome =
                Runs.run(gang("5", "30 s", "15 min", false, 1, 1).replace("market: spot", "market: on-demand"));
        assertThat(Runs.mean(outcome, "job.interruptions")).isZero();
    }

    @Test
    @DisplayName(
            "clu-G4 16 ND96amsr A100 v4 spot: g .870967742, $3,679.18 at $3.605 an hour; on-demand with saves $30,099.85")
    void spotGang() {
        String yaml = """
                replications: 400
                cluster:
                  nodes: { count: 16, sku: azure-nd96amsr-a100-v4, market: spot }
                workloads:
                  kind: training
                  name: job
                  steps: 100 k
                  step: { measured: 2 s }
                  batch: { global: 1024 }
                  checkpoint: { every: 900 s, blocking: 30 s, emergency: 20 s }
                  recovery: { detect: 0 s, restart: 480 s, failures-during-recovery: false }
                disruptions: { kind: spot-eviction, rate: 0.05 per node-hour, notice: 30 s, replacement: 0 s }
                prices: azure-eastus-2025-12
                """;
        Outcome spot = Runs.run(yaml);
        // Wall time of 200,000 s of work: standard error some 170 s of 229,630.
        assertThat(200_000 / Runs.mean(spot, "job.wall_time")).isCloseTo(0.870967742, within(0.0022));
        assertThat(Runs.mean(spot, "run.cost")).isCloseTo(3679.18, within(9.5));
        Outcome owned =
                Runs.run(yaml.replace("market: spot", "market: on-demand").replace("replications: 400", ""));
        // 222 saves on the way and one at the end, or 200,000 / 900 x 30 s as the closed form counts: 206,666.67 s.
        double seconds = 200_000 + 223 * 30;
        assertThat(Runs.mean(owned, "run.cost")).isCloseTo(seconds / 3600 * 16 * 32.77, within(1e-6));
        assertThat(200_000 * (1 + 30.0 / 900) / 3600 * 16 * 32.77).isCloseTo(30_099.85, within(0.005));
    }
}
