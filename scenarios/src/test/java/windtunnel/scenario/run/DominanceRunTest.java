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
        Outcome before = Runs.run(JOB);
        Outcome after = Runs.run(JOB.replace(worse, better));
        SummaryStatistics gain = new SummaryStatistics();
        for (int r = 0; r < before.runs().size(); r++) {
            gain.addValue(before.runs().get(r).metrics().get(metric).value()
                    - after.runs().get(r).metrics().get(metric).value());
        }
        assertThat(gain.getMean()).isGreaterThan(-3.09 * gain.getStandardDeviation() / Math.sqrt(gain.getN()));
    }
}
