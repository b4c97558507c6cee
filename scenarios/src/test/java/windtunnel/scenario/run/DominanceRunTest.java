package windtunnel.scenario.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** clu-G9 by clu-E7: with failures or evictions, better hardware is no worse in the paired mean (one-sided, .001). */
class DominanceRunTest {
    private static final String JOB = """
            replications: 40
            cluster:
              nodes: { count: 16, sku: azure-nd96amsr-a100-v4, market: spot, spares: 1 }
            workloads:
              kind: training
              name: job
              steps: 20000
              step: { measured: 10 s }
              batch: { global: 1024 }
              checkpoint: { every: 30 min, blocking: 10 s, emergency: 1 min }
              recovery: { restart: 5 min }
            disruptions:
              - { kind: component-failures, rate: 0.1 per node-day, repair: 1 d, lemons: { fraction: 0.1 } }
              - { kind: spot-eviction, rate: 0.02 per node-hour, notice: 30 s, replacement: 5 min }
            prices: { override: { gpu: $4/GPU-h } }
            """;

    @ParameterizedTest
    @CsvSource({
        "rate: 0.1 per node-day, rate: 0.05 per node-day, run.cost",
        "rate: 0.02 per node-hour, rate: 0.01 per node-hour, job.wall_time",
        "notice: 30 s, notice: 90 s, job.wall_time",
        "fraction: 0.1, fraction: 0.05, job.wall_time",
        "repair: 1 d, repair: 6 h, job.wall_time",
        "restart: 5 min, restart: 2 min, run.cost"
    })
    @DisplayName(
            "clu-G9 fewer failures, evictions or lemons, a longer notice, shorter repairs and starts never cost more")
    void betterIsNoWorse(String worse, String better, String metric) {
        noWorse(Runs.run(JOB), Runs.run(JOB.replace(worse, better)), metric);
    }

    /** One of 16 nodes fails every five hours and is half a day in repair; changes of the size take no time. */
    private static final String REPAIRED = """
            replications: 40
            cluster:
              nodes: { count: 16, sku: azure-nd96amsr-a100-v4, spares: SPARES }
            workloads:
              kind: training
              name: job
              steps: 20000
              step: { measured: 10 s }
              batch: { global: 1024 }
              checkpoint: { every: 30 min, blocking: 10 s }
              recovery: { detect: 30 s, restart: 0 s }
              elastic: { unit: UNIT, policy: POLICY, rendezvous: 0 s, restore: 0 s, batch: proportional, state: STATE }
            disruptions: { kind: component-failures, rate: 0.3 per node-day, repair: { exponential: 12 h } }
            prices: { override: { gpu: $4/GPU-h } }
            """;

    private static Outcome repaired(int spares, int unit, String policy, String state) {
        return Runs.run(REPAIRED.replace("SPARES", Integer.toString(spares))
                .replace("UNIT", Integer.toString(unit))
                .replace("POLICY", policy)
                .replace("STATE", state));
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 2", "2, 4", "4, 8"})
    @DisplayName("clu-G9 more spares never take longer")
    void spares(int fewer, int more) {
        noWorse(repaired(fewer, 1, "rigid", "checkpoint"), repaired(more, 1, "rigid", "checkpoint"), "job.wall_time");
    }

    @ParameterizedTest
    @CsvSource({"rigid, checkpoint, immediate, checkpoint", "immediate, checkpoint, immediate, peers"})
    @DisplayName("clu-G9 where changes take no time, elastic is never slower than rigid, nor with the state at peers")
    void elastic(String worse, String from, String better, String to) {
        noWorse(repaired(1, 2, worse, from), repaired(1, 2, better, to), "job.wall_time");
    }

    @ParameterizedTest
    @CsvSource({"8, 4", "4, 2", "2, 1"})
    @DisplayName("clu-G9 smaller groups are never slower")
    void groups(int larger, int smaller) {
        noWorse(repaired(1, larger, "immediate", "peers"), repaired(1, smaller, "immediate", "peers"), "job.wall_time");
    }

    private static void noWorse(Outcome before, Outcome after, String metric) {
        SummaryStatistics gain = new SummaryStatistics();
        for (int r = 0; r < before.runs().size(); r++) {
            gain.addValue(before.runs().get(r).metrics().get(metric).value()
                    - after.runs().get(r).metrics().get(metric).value());
        }
        assertThat(gain.getMean()).isGreaterThan(-3.09 * gain.getStandardDeviation() / Math.sqrt(gain.getN()));
    }
}
