package windtunnel.scenario.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import windtunnel.model.LedgerState;

class FailureDepthRunTest {
    private static String job(int nodes, int steps, String checkpoint, String recovery, String disruption) {
        return """
                replications: 40
                cluster:
                  nodes: { count: NODES, sku: azure-nd96amsr-a100-v4 }
                workloads:
                  kind: training
                  name: job
                  steps: STEPS
                  step: { measured: 1 min }
                  batch: { global: 16384 }
                  checkpoint: CHECKPOINT
                  recovery: RECOVERY
                disruptions: DISRUPTION
                prices: { override: { gpu: $4/GPU-h } }
                """.replace("NODES", Integer.toString(nodes))
                .replace("STEPS", Integer.toString(steps))
                .replace("CHECKPOINT", checkpoint)
                .replace("RECOVERY", recovery)
                .replace("DISRUPTION", disruption);
    }

    /** Seconds of the job in a state, mean over the runs. */
    private static double seconds(Outcome outcome, LedgerState state, int nodes) {
        return Runs.gpuSeconds(outcome, state) / nodes / 8;
    }

    @Test
    @DisplayName(
            "silent corruption found after d falls back beyond saves: d + half an interval and what is under way is lost")
    void corruptionReachesBack() {
        // One wrong value in 50 h, found after 5 h; saves each hour cost nothing.
        Outcome outcome = Runs.run(job(
                10,
                60_000,
                "{ every: 60 steps, blocking: 0 s, final-save: false, keep: { last: 20 } }",
                "{ detect: 0 s, restart: 0 s }",
                "{ kind: silent-corruption, rate: 0.002 per node-hour, detected: 5 h }"));
        double finds = Runs.mean(outcome, "job.interruptions");
        double lost = seconds(outcome, LedgerState.LOST_WORK, 10) / finds / 3600;
        assertThat(finds).isGreaterThan(18);
        // Of 22 finds a run some come within 5 h of each other: the later one was undone by the fall-back of the first.
        double both = 1 - Math.exp(-0.02 * 5.5);
        double alone = 5 + 0.5;
        assertThat(lost).isBetween(alone * (1 - both), alone);
        Outcome kept = Runs.run(job(
                10,
                600,
                "{ every: 60 steps, blocking: 0 s, final-save: false, keep: { last: 2 } }",
                "{ detect: 0 s, restart: 0 s }",
                "{ kind: silent-corruption, rate: 0.002 per node-hour, detected: 5 h }"));
        // Two saves reach back two hours: everything since the beginning is lost.
        double each = seconds(kept, LedgerState.LOST_WORK, 10) / Runs.mean(kept, "job.interruptions") / 3600;
        assertThat(each).isBetween(5.0, 10.0);
    }

    @ParameterizedTest
    @DisplayName("silent corruption taints the copies in memory too: they save a crash, and not a wrong value")
    @CsvSource({"true, 1", "false, 10"})
    void copiesInMemoryHoldTheWrongValueToo(boolean peers, double crashMinutes) {
        String memory = peers ? "" : ", memory: { every: 10 steps, blocking: 0 s, persist: 0 s, restore: 0 s }";
        String recovery = "{ detect: 0 s, restart: 0 s" + (peers ? ", peers: { restore: 0 s } }" : " }");
        String saves = "{ every: 60 steps, blocking: 0 s, final-save: false, keep: { last: 20 }" + memory + " }";
        Outcome wrong = Runs.run(job(
                10, 60_000, saves, recovery, "{ kind: silent-corruption, rate: 0.002 per node-hour, detected: 5 h }"));
        double each = seconds(wrong, LedgerState.LOST_WORK, 10) / Runs.mean(wrong, "job.interruptions") / 3600;
        double both = 1 - Math.exp(-0.02 * 5.5);
        assertThat(each).isBetween(5.5 * (1 - both), 5.5);
        Outcome crash =
                Runs.run(job(10, 60_000, saves, recovery, "{ kind: component-failures, rate: 0.002 per node-hour }"));
        double minutes = seconds(crash, LedgerState.LOST_WORK, 10) / Runs.mean(crash, "job.interruptions") / 60;
        // Half an interval between copies: of the step under way, or of ten steps.
        assertThat(minutes).isCloseTo(crashMinutes / 2, within(0.1 * crashMinutes));
    }

    @ParameterizedTest
    @CsvSource({"'', 600", "', step-timer: { factor: 2, steps: 4 }', 480", "', watchdog: 2 min', 120"})
    @DisplayName(
            "a hang is noticed by the watchdog or, where sooner, by four missing steps of two minutes; not by heartbeats")
    void hangs(String recovery, double expected) {
        Outcome outcome = Runs.run(job(
                16,
                3000,
                "{ every: 60 steps, blocking: 0 s }",
                "{ restart: 1 s, failures-during-recovery: false" + recovery + " }",
                "{ kind: component-failures, rate: 0.1 per node-day, hangs: 1 }"));
        double each = seconds(outcome, LedgerState.DETECT, 16) / Runs.mean(outcome, "job.interruptions");
        assertThat(each).isCloseTo(expected, within(1e-6));
    }

    @Test
    @DisplayName(
            "with copies in the memory of peers a loss costs the step under way, a rack's loss falls back to the save")
    void peersKeepTheState() {
        String recovery =
                "{ detect: 0 s, restart: 60 s, peers: { copies: 2, restore: 30 s }, failures-during-recovery: false }";
        String saves = "{ every: 600 steps, blocking: 0 s, restore: 10 min, final-save: false }";
        Outcome alone =
                Runs.run(job(16, 20_000, saves, recovery, "{ kind: component-failures, rate: 0.1 per node-day }"));
        double losses = Runs.mean(alone, "job.interruptions");
        assertThat(losses).isGreaterThan(20);
        // Half a step of 60 s on average, uniform: sd 17.3 s.
        assertThat(seconds(alone, LedgerState.LOST_WORK, 16) / losses)
                .isCloseTo(30, within(3.29 * 17.3 / Math.sqrt(losses * 40)));
        assertThat(seconds(alone, LedgerState.RESTART, 16) / losses).isCloseTo(90, within(1e-6));
        Outcome racks = Runs.run(job(
                16,
                20_000,
                saves,
                recovery,
                "{ kind: domain-failures, domain: rack, size: 4, rate: 0.4 per domain-day }"));
        double shocks = Runs.mean(racks, "job.interruptions");
        assertThat(seconds(racks, LedgerState.LOST_WORK, 16) / shocks).isGreaterThan(5000);
        // Before the first save there is nothing to read.
        assertThat(seconds(racks, LedgerState.RESTART, 16) / shocks).isBetween(400.0, 660.0);
    }

    /** One node that fails a tenth as often as 2,048 at 6.5 in 1000 node-days: a failure costs 40 min and half of ten, a drain five. */
    private static double tenfoldLossMinutesPerHour(String predictor) {
        String yaml = job(
                        1,
                        648_000,
                        "{ every: 60 steps, blocking: 0 s, emergency: 5 min, final-save: false }",
                        "{ detect: 40 min, restart: 0 s, failures-during-recovery: false }",
                        "{ kind: component-failures, rate: 1.3312 per node-day" + predictor + " }")
                .replace("1 min", "10 s")
                .replace("replications: 40", "replications: 200");
        Outcome outcome = Runs.run(yaml);
        double lost = seconds(outcome, LedgerState.LOST_WORK, 1);
        double running = seconds(outcome, LedgerState.COMPUTE, 1) + lost;
        double saving = seconds(outcome, LedgerState.CKPT_EMERGENCY, 1);
        return 600 * (lost + saving + seconds(outcome, LedgerState.DETECT, 1)) / running;
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 24.9600", "0.5, 0.5, 16.9564", "0.8, 0.6, 11.4146", "0.8, 0.1, 29.9035"})
    @DisplayName(
            "clu-T4.8 predictive drain: loss in minutes an hour without and with predictors, one of them worse than none")
    void predictiveDrain(double recall, double precision, double closedForm) {
        String predictor = recall == 0 ? "" : ", predictor: { recall: " + recall + ", precision: " + precision + " }";
        double measured = tenfoldLossMinutesPerHour(predictor);
        // What the form leaves out: a save that the failure overtakes (30 - 35 e^(-1/6) min of it), and half a step at
        // each
        // alarm. Some 20,000 failures: sd of the count .7 %.
        double rate = 13.312 / 24;
        double overtaken = rate * recall * (30 - 35 * Math.exp(-1 / 6.0));
        double drains = rate * (recall * Math.exp(-1 / 6.0) + recall * (1 - precision) / precision);
        double expected = closedForm + overtaken + drains / 12;
        assertThat(measured).isCloseTo(expected, within(0.025 * expected));
    }

    @Test
    @DisplayName("Llama 3: 419 +- 3 sigma unexpected interruptions of 16,384 GPUs in 54 days, over 90 % productive")
    void llama3() {
        Outcome outcome = Runs.run("""
                horizon: 54 d
                replications: 20
                cluster:
                  nodes: { count: 2048, sku: azure-nd96isr-h100-v5 }
                workloads:
                  kind: training
                  name: job
                  steps: 1 G
                  step: { measured: 5 s }
                  batch: { global: 16384 }
                  checkpoint: { every: 15 min, blocking: 0 s }
                  recovery: { restart: 9.5 min }
                disruptions: { kind: component-failures, rates: llama3 }
                prices: { override: { gpu: $4/GPU-h } }
                """);
        Outcome.MetricSummary counts = Runs.metric(outcome, "job.interruptions");
        assertThat(counts.min()).isGreaterThan(419 - 3.29 * 20.47);
        assertThat(counts.max()).isLessThan(419 + 3.29 * 20.47);
        assertThat(counts.mean()).isCloseTo(419, within(3.29 * 20.47 / Math.sqrt(20)));
        assertThat(Runs.mean(outcome, "job.ettr")).isBetween(0.90, 0.925);
    }

    /** The published defaults of AIReSim: 15 % of servers are bad (six times the rate) until a repair in 76 of 100 cures them. */
    private static Outcome airesim(String saves, String recovery, int steps) {
        return Runs.run(
                """
                replications: 10
                cluster:
                  nodes: { count: 4096, sku: azure-nd96isr-h100-v5, spares: 264 }
                workloads:
                  kind: training
                  name: job
                  steps: STEPS
                  step: { measured: 1 s }
                  batch: { global: 32768 }
                  SAVES
                  recovery:
                    { detect: 0 s, swap: 0 s, restart: 20 min, failures-during-recovery: false RECOVERY }
                disruptions:
                  - kind: component-failures
                    rate: 0.01 per node-day
                    lemons: { fraction: 0.15, multiplier: 6, cured: 0.76 }
                    repair: { exponential: 40.4 h }
                prices: { override: { gpu: $4/GPU-h } }
                """.replace("SAVES", saves).replace("RECOVERY", recovery).replace("STEPS", Integer.toString(steps)));
    }

    @Test
    @DisplayName("AIReSim's default: 9,866 h, ETR 62.3 %, 11,146 failures, within 1 %; and lost work on top")
    void airesimDefault() {
        Outcome same = airesim("", ", peers: { restore: 0 s }", 22_118_400);
        assertThat(Runs.mean(same, "job.wall_time") / 3600).isCloseTo(9866, within(98.66));
        assertThat(Runs.mean(same, "job.ettr")).isCloseTo(0.623, within(0.00623));
        assertThat(Runs.mean(same, "job.interruptions")).isCloseTo(11_146, within(111.46));
        // A tenth of the work with a save each 15 min: on average half of the time between two saves is lost at each
        // failure.
        Outcome lost = airesim("checkpoint: { every: 15 min, blocking: 0 s, final-save: false }", "", 2_211_840);
        double each = seconds(lost, LedgerState.LOST_WORK, 4096) / Runs.mean(lost, "job.interruptions");
        assertThat(each).isBetween(360.0, 450.0);
        assertThat(Runs.mean(lost, "job.ettr")).isLessThan(0.55);
    }

    @Test
    @DisplayName(
            "maintenance each 10 h for 2 h: saved before, every run takes the same, and it is told apart from failures")
    void maintenance() {
        String stop = "{ kind: maintenance, every: 10 h, lasts: 2 h, notice: 10 min }";
        String saves = "{ every: 600 steps, blocking: 0 s, emergency: 3 min, final-save: false }";
        Outcome outcome = Runs.run(job(4, 1200, saves, "{ restart: 5 min }", stop));
        // Stops at 10 and 20 h; ten minutes before, the job saves for 3, leaves its machines for 2 h and starts in 5
        // min: 590 min of work before
        // the first, 10 h - 10 min - 3 - 2 h - 5 min = 462 (the step under way is lost: none, they end on the minute)
        // before the second, 148 after.
        Outcome.MetricSummary wall = Runs.metric(outcome, "job.wall_time");
        assertThat(wall.max()).isEqualTo(wall.min()).isCloseTo((1200 + 2 * (3 + 120 + 5)) * 60, within(1e-6));
        assertThat(Runs.mean(outcome, "job.planned_interruptions")).isEqualTo(2);
        // One node at a time with a spare in its place: nobody waits.
        Outcome rolling = Runs.run(job(4, 1200, saves, "{ restart: 5 min }", stop.replace("lasts", "nodes: 1, lasts"))
                .replace("count: 4,", "count: 4, spares: 1,"));
        assertThat(Runs.mean(rolling, "job.wall_time")).isCloseTo((1200 + 2 * (3 + 1 + 5)) * 60, within(1e-6));
        // A job that saves nothing and heeds nothing begins again.
        Outcome deaf = Runs.run(
                job(4, 700, saves.replace("{", "{ on-notice: ignore,"), "{ detect: 0 s, restart: 5 min }", stop));
        assertThat(Runs.mean(deaf, "job.wall_time")).isCloseTo((700 + 120 + 5) * 60, within(1e-6));
    }
}
