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
import windtunnel.core.measure.Timeline;
import windtunnel.model.LedgerState;
import windtunnel.scenario.Scenario;
import windtunnel.scenario.read.ScenarioReader;

/**
 * Elastic jobs by hand: four nodes from the beginning, one is lost at 100.5 s, another comes at 200 s. A step of 96 samples on 32 GPUs
 * takes 9 s (3 microbatches), on 24 of them 12 s (4).
 */
class ElasticTraceTest {
    private static final String JOB = """
            cluster:
              nodes: { count: 4, sku: azure-nd96amsr-a100-v4, market: spot }
            workloads:
              kind: training
              name: job
              steps: 100
              step: { measured: 9 s }
              batch: { global: 96 }
              checkpoint: { every: 5 steps, blocking: 0 s, restore: 7 s, final-save: false }
              recovery: { detect: 0 s, restart: 100 s }
              elastic: ELASTIC
            disruptions: { kind: spot-trace, file: t.csv, notice: NOTICE }
            prices: { override: { gpu: $4/GPU-h } }
            """;

    @TempDir
    private Path folder;

    private Outcome run(String elastic, String notice) throws IOException {
        Files.writeString(
                folder.resolve("t.csv"),
                "0,add,a\n0,add,b\n0,add,c\n0,add,d\n100500,remove,d\n200000,add,e\n1000000000,add,f\n");
        Path file = folder.resolve("f.yaml");
        Files.writeString(file, JOB.replace("ELASTIC", elastic).replace("NOTICE", notice));
        Scenario scenario =
                ScenarioReader.read(file, List.of()).experiment().orElseThrow().scenario();
        Outcome outcome = new ExperimentRunner(1, done -> {}).run(scenario, "test");
        Outcome slow = new ExperimentRunner(1, done -> {}).run(scenario, "test", false);
        assertThat(slow.runs().get(0).ledger()).isEqualTo(outcome.runs().get(0).ledger());
        return outcome;
    }

    private static void wall(Outcome outcome, double seconds) {
        assertThat(Runs.mean(outcome, "job.wall_time")).isCloseTo(seconds, within(1e-9));
    }

    private static void gpuSeconds(Outcome outcome, LedgerState state, double expected) {
        assertThat(Runs.gpuSeconds(outcome, state)).as(state.name()).isCloseTo(expected, within(1e-9));
    }

    @Test
    @DisplayName("immediate, state with peers: the step under way is lost, each change costs its rendezvous")
    void immediate() throws IOException {
        Outcome outcome = run("{ state: peers, restore: 20 s }", "0 s");
        // 11 steps by 99 s; 30 s to meet; from 130.5 s six steps of 12 s, to 202.5 s; 30 + 20 s; 83 steps of 9 s.
        wall(outcome, 252.5 + 83 * 9);
        gpuSeconds(outcome, LedgerState.LOST_WORK, 1.5 * 32);
        gpuSeconds(outcome, LedgerState.RESTART, 30 * 24 + 50 * 32);
        gpuSeconds(outcome, LedgerState.QUEUE_IDLE, 2.5 * 8);
        gpuSeconds(outcome, LedgerState.COMPUTE, 94 * 9 * 32 + 6 * 12 * 24);
        assertThat(Runs.mean(outcome, "job.resizes")).isEqualTo(2);
        assertThat(Runs.mean(outcome, "job.interruptions")).isEqualTo(1);
        double worked = (100.5 + 0.75 * 72 + 747) / 999.5;
        assertThat(Runs.mean(outcome, "job.world_size")).isCloseTo(worked, within(1e-9));
        double held = 4 * 999.5 - 99.5;
        assertThat(Runs.mean(outcome, "run.cost")).isCloseTo(held * 8 * 4 / 3600, within(1e-9));
        Timeline timeline = outcome.runs().get(0).timelines().get(0);
        assertThat(timeline.sizes())
                .containsExactly(
                        new Timeline.Size(0, 32),
                        new Timeline.Size(100_500_000_000L, 0),
                        new Timeline.Size(130_500_000_000L, 24),
                        new Timeline.Size(202_500_000_000L, 0),
                        new Timeline.Size(252_500_000_000L, 32),
                        new Timeline.Size(999_500_000_000L, 0));
        assertThat(timeline.interruptions())
                .extracting(Timeline.Interruption::cause)
                .containsExactly("eviction", "more machines");
    }

    @Test
    @DisplayName("state in checkpoints: the job falls back to step 10 and reads it; growing loses nothing")
    void fromCheckpoint() throws IOException {
        Outcome outcome = run("{ restore: 20 s }", "0 s");
        // 10 steps are saved; 30 + 7 s; from 137.5 s six steps of 12 s, to 209.5 s; 30 + 20 s; 84 steps of 9 s.
        wall(outcome, 259.5 + 84 * 9);
        gpuSeconds(outcome, LedgerState.LOST_WORK, 10.5 * 32);
        gpuSeconds(outcome, LedgerState.RESTART, 37 * 24 + 50 * 32);
    }

    @Test
    @DisplayName("a proportional batch: steps of 9 s for three quarters of the samples, so 12 s for all of them")
    void proportional() throws IOException {
        Outcome fixed = run("{ state: peers, restore: 20 s }", "0 s");
        Outcome outcome = run("{ state: peers, restore: 20 s, batch: proportional }", "0 s");
        wall(outcome, Runs.mean(fixed, "job.wall_time"));
    }

    @Test
    @DisplayName("morph: the step under way ends after the notice, and nothing is lost")
    void morph() throws IOException {
        Outcome outcome = run("{ policy: morph, state: peers, restore: 20 s }", "30 s");
        // Notice at 100.5 s, 12 steps by 108 s; 30 s; from 138 s six steps of 12 s, to 210 s; 50 s; 82 steps of 9 s.
        wall(outcome, 260 + 82 * 9);
        gpuSeconds(outcome, LedgerState.LOST_WORK, 0);
        assertThat(Runs.mean(outcome, "job.interruptions")).isEqualTo(1);
        assertThat(Runs.mean(outcome, "job.resizes")).isEqualTo(2);
    }

    @Test
    @DisplayName("redundant: a neighbour takes over at once, and steps are half as long again until the gap is filled")
    void redundant() throws IOException {
        Outcome outcome = run("{ unit: 2, policy: redundant, state: peers, restore: 20 s }", "0 s");
        // From 100.5 s eight steps of 13.5 s, to 208.5 s; 50 s; 81 steps of 9 s.
        wall(outcome, 258.5 + 81 * 9);
        gpuSeconds(outcome, LedgerState.LOST_WORK, 1.5 * 32);
        gpuSeconds(outcome, LedgerState.QUEUE_IDLE, 8.5 * 8);
        gpuSeconds(outcome, LedgerState.STRAGGLER_WAIT, 8 * 4.5 * 24);
        assertThat(Runs.mean(outcome, "job.resizes")).isEqualTo(0);
    }

    @Test
    @DisplayName("a healing group: the others go on at three quarters of the speed, and it joins between two steps")
    void healing() throws IOException {
        Outcome outcome = run("{ state: peers, rendezvous: 0 s, heal: 10 s }", "0 s");
        // From 100.5 s steps of 12 s; the machine of 200 s is ready at 210 s; ten steps by 220.5 s; 79 steps of 9 s.
        wall(outcome, 220.5 + 79 * 9);
        gpuSeconds(outcome, LedgerState.LOST_WORK, 1.5 * 32);
        gpuSeconds(outcome, LedgerState.RESTART, 10 * 8);
        gpuSeconds(outcome, LedgerState.QUEUE_IDLE, 10.5 * 8);
        assertThat(Runs.mean(outcome, "job.interruptions")).isEqualTo(1);
    }

    @Test
    @DisplayName("rigid, or fewer groups than the least: the job waits and starts from nothing")
    void waits() throws IOException {
        Outcome rigid = run("{ policy: rigid }", "0 s");
        // Machines at 200 s; 100 + 7 s; 90 steps of 9 s.
        wall(rigid, 307 + 90 * 9);
        Outcome least = run("{ min: 4, state: peers, restore: 20 s }", "0 s");
        // 11 steps stay with the three that wait; 100 + 20 s; 89 steps of 9 s.
        wall(least, 320 + 89 * 9);
        gpuSeconds(least, LedgerState.WAIT_REPLACEMENT, 99.5 * 24);
    }

    @Test
    @DisplayName("at most so many groups: the fourth machine is idle, and its loss stops nobody")
    void most() throws IOException {
        Outcome outcome = run("{ max: 2, state: peers }", "0 s");
        // Half the machines: 100 steps of 18 s, unless one of the two is lost.
        assertThat(Runs.mean(outcome, "job.wall_time")).isIn(1800.0, 1800.0 + 30 + 100.5 - 90);
    }
}
