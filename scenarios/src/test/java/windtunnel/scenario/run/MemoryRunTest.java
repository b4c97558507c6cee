package windtunnel.scenario.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import windtunnel.core.measure.RunResult;
import windtunnel.core.measure.Timeline;
import windtunnel.model.LedgerState;
import windtunnel.scenario.Scenario;

class MemoryRunTest {
    private static String job(int steps, String checkpoint, String disruption) {
        return """
                seed: 5
                replications: 20
                cluster:
                  nodes: { count: 16, sku: azure-nd96amsr-a100-v4 }
                workloads:
                  kind: training
                  name: job
                  steps: STEPS
                  step: { measured: 2 s }
                  batch: { global: 1024 }
                  checkpoint: { CHECKPOINT }
                  recovery: { detect: 0 s, restart: 100 s, failures-during-recovery: false }
                disruptions: { DISRUPTION }
                prices: { override: { gpu: $4/GPU-h } }
                """.replace("STEPS", Integer.toString(steps))
                .replace("CHECKPOINT", checkpoint)
                .replace("DISRUPTION", disruption);
    }

    private static final String NODES = "kind: component-failures, rate: 1 per node-day";
    private static final String MEMORY = "blocking: 1 s, persist: 6 s, restore: 10 s";

    /** Steps at the top and the foot of each fall, and the time since the start of the try. */
    private record Fall(double top, double foot, double start, double ran) {}

    private static List<Fall> falls(Outcome outcome) {
        return outcome.runs().stream()
                .map(RunResult::timelines)
                .flatMap(timelines -> falls(timelines.get(0)).stream())
                .toList();
    }

    private static List<Fall> falls(Timeline timeline) {
        List<Timeline.Point> points = timeline.progress();
        return java.util.stream.IntStream.range(1, points.size() - 1)
                .filter(i -> points.get(i).atNanos() == points.get(i + 1).atNanos()
                        && points.get(i + 1).done() < points.get(i).done())
                .mapToObj(i -> new Fall(
                        points.get(i).done(),
                        points.get(i + 1).done(),
                        points.get(i - 1).done(),
                        (points.get(i).atNanos() - points.get(i - 1).atNanos()) * 1e-9))
                .toList();
    }

    @Test
    @DisplayName(
            "a lost node falls back to the newest copy that peers have, 7 s after its snapshot, and reads it in 10 s")
    void fallsBackToPeers() {
        Outcome outcome = Runs.run(job(20_000, "mode: memory, every: 20 steps, memory: { " + MEMORY + " }", NODES));
        List<Fall> falls = falls(outcome);
        assertThat(falls).hasSizeGreaterThan(100);
        for (Fall fall : falls) {
            // Rounds of 20 steps and 1 s; the first round of a try ends at the next multiple of 20.
            double first = (20 - fall.start() % 20) * 2;
            double copies = fall.ran() >= first + 7 ? Math.floor((fall.ran() - first - 7) / 41) + 1 : 0;
            double expected = copies == 0 ? fall.start() : fall.start() + first / 2 + (copies - 1) * 20;
            assertThat(fall.foot()).isEqualTo(expected);
        }
        double early = outcome.runs().stream()
                        .flatMap(run -> run.timelines().get(0).interruptions().stream())
                        .filter(stop -> stop.atNanos() < 48_000_000_000L)
                        .count()
                / 20.0;
        double stops = Runs.mean(outcome, "job.interruptions");
        assertThat(Runs.gpuSeconds(outcome, LedgerState.RESTART) / 128)
                .isCloseTo(stops * 110 - early * 10, within(1e-6));
    }

    @Test
    @DisplayName(
            "two levels: a node's loss costs at most 47 s, a rack's takes neighbours' copies and falls back to storage")
    void nearestSurvivingTier() {
        String levels =
                "every: 1000 steps, blocking: 30 s, restore: 60 s, memory: { every: 20 steps, PLACE, " + MEMORY + " }";
        String racks = "kind: domain-failures, domain: rack, size: 2, rate: 1 per domain-day";
        List<Fall> node = falls(Runs.run(job(20_000, levels.replace("PLACE", "placement: adjacent"), NODES)));
        assertThat(node)
                .hasSizeGreaterThan(100)
                .allSatisfy(fall -> assertThat(fall.top() - fall.foot()).isLessThanOrEqualTo(23.5));
        List<Fall> rack = falls(Runs.run(job(20_000, levels.replace("PLACE", "placement: adjacent"), racks)));
        assertThat(rack)
                .hasSizeGreaterThan(50)
                .allSatisfy(fall -> assertThat(fall.foot() % 1000).isZero());
        List<Fall> apart = falls(Runs.run(job(20_000, levels.replace("PLACE", "placement: spread"), racks)));
        assertThat(apart)
                .hasSizeGreaterThan(50)
                .allSatisfy(fall -> assertThat(fall.top() - fall.foot()).isLessThanOrEqualTo(23.5));
    }

    @Test
    @DisplayName("lost work of two levels is the sum of its sub-labels, and only what no surviving save holds")
    void lostWork() {
        String levels =
                "mode: async, every: 1000 steps, blocking: 2 s, persist: 300 s, restore: 60 s, memory: { every: 20 steps, "
                        + MEMORY + " }";
        Outcome outcome = Runs.run(job(20_000, levels, NODES));
        double lost = Runs.gpuSeconds(outcome, LedgerState.LOST_WORK) / 128;
        double stops = Runs.mean(outcome, "job.interruptions");
        // Half a round of 41 s and the 7 s until the peers have it.
        assertThat(lost / stops).isBetween(22.0, 33.0);
        double parts = outcome.ledger().stream()
                .filter(line -> line.lostFrom() != null)
                .mapToDouble(Outcome.LedgerLine::gpuSeconds)
                .sum();
        assertThat(parts / 128).isCloseTo(lost, within(1e-6));
    }

    @Test
    @DisplayName("two levels step by step book the same as whole runs of steps, to the nanosecond")
    void steppingAndFastForwardingAgree() {
        String levels =
                "mode: async, every: 300 steps, blocking: 2 s, persist: 90 s, restore: 60 s, memory: { every: 20 steps, "
                        + MEMORY + " }";
        Scenario scenario = Runs.scenario(job(2_000, levels, NODES));
        Outcome fast = new ExperimentRunner(1, done -> {}).run(scenario, "test", true);
        Outcome slow = new ExperimentRunner(1, done -> {}).run(scenario, "test", false);
        assertThat(Runs.mean(fast, "job.interruptions")).isPositive();
        for (int run = 0; run < fast.runs().size(); run++) {
            assertThat(slow.runs().get(run).ledger())
                    .isEqualTo(fast.runs().get(run).ledger());
            assertThat(slow.runs().get(run).metrics())
                    .isEqualTo(fast.runs().get(run).metrics());
        }
    }

    @Test
    @DisplayName("copies hide in the idle network, or what does not fit in it blocks")
    void hiddenOrExposed() {
        String yaml = """
                cluster:
                  nodes: { count: 64, sku: azure-nd96isr-h100-v5 }
                workloads:
                  kind: training
                  name: job
                  model: llama3-405b
                  steps: 100
                  step: { measured: 1 s }
                  batch: { global: 1024 }
                  checkpoint: { mode: memory, every: 10 steps, overlap: 1, memory: { replicas: REPLICAS, idle: IDLE } }
                prices: { override: { gpu: $4/GPU-h } }
                """;
        // A node holds 88.78 GB: .2288 s to one peer at 388 GB/s, in ten steps of 1 s.
        Outcome hidden = Runs.run(yaml.replace("REPLICAS", "2").replace("IDLE", "0.5"));
        assertThat(Runs.mean(hidden, "job.wall_time")).isCloseTo(100, within(1e-9));
        Outcome exposed = Runs.run(yaml.replace("REPLICAS", "3").replace("IDLE", "0.01"));
        double sent = 5_681_947_443_200.0 / 64 * 2 / 388e9;
        assertThat(Runs.mean(exposed, "job.wall_time")).isCloseTo(100 + 9 * (sent - 0.1), within(1e-6));
    }
}
