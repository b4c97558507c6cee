package windtunnel.scenario.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import windtunnel.model.LedgerState;

class SeverityRunTest {
    private static Outcome run(String disruption, String recovery) {
        return Runs.run("""
                replications: 20
                horizon: 400 d
                cluster:
                  nodes: { count: 16, sku: azure-nd96amsr-a100-v4 }
                workloads:
                  kind: training
                  name: job
                  steps: 1 G
                  step: { measured: 1 s }
                  batch: { global: 8192 }
                  checkpoint: { every: 1 h, blocking: 0 s, restore: 0 s, keep: { last: 40 } }
                  recovery: RECOVERY
                disruptions: DISRUPTION
                prices: { override: { gpu: $4/GPU-h } }
                """.replace("DISRUPTION", disruption).replace("RECOVERY", recovery));
    }

    @Test
    @DisplayName("slow machines found after T: none is slow (1 / (1 + l T))^N of the time, else steps take 1 / f")
    void degrades() {
        Outcome outcome = run(
                "{ kind: component-failures, rate: 0.01 per node-hour,"
                        + " severity: { degrades: 100 %, factor: 0.5, found: { exponential: 5 h } } }",
                "{ detect: 0 s, restart: 0 s, peers: { copies: 17, restore: 0 s } }");
        double fast = Math.pow(1 / 1.05, 16);
        Runs.meanIs(outcome, "job.goodput", fast + (1 - fast) * 0.5);
        double slow = Runs.gpuSeconds(outcome, LedgerState.STRAGGLER_WAIT) / (400 * 86_400.0 * 128);
        assertThat(slow).isCloseTo((1 - fast) / 2, within(0.01));
        // Each machine is found once every 100 + 5 h.
        Runs.meanIs(outcome, "job.interruptions", 16 * 400 * 24 / 105.0);
    }

    @Test
    @DisplayName("failures that are silent cost what silent corruption of the same rate costs")
    void silent() {
        String recovery = "{ detect: 0 s, restart: 0 s }";
        Outcome kind =
                run("{ kind: silent-corruption, rate: 0.001 per node-hour, detected: { exponential: 3 h } }", recovery);
        Outcome share = run(
                "{ kind: component-failures, rate: 0.002 per node-hour, severity: { degrades: 0 %, silent: 50 %,"
                        + " found: { exponential: 3 h } } }",
                recovery);
        Outcome kills = run("{ kind: component-failures, rate: 0.001 per node-hour }", recovery);
        double extra = lost(share).getMean() - lost(kills).getMean();
        double error = Math.sqrt((lost(kind).getVariance()
                        + lost(share).getVariance()
                        + lost(kills).getVariance())
                / 20);
        assertThat(extra).isCloseTo(lost(kind).getMean(), within(3.29 * error));
        assertThat(lost(kind).getMean()).isGreaterThan(10 * error);
    }

    private static SummaryStatistics lost(Outcome outcome) {
        SummaryStatistics lost = new SummaryStatistics();
        outcome.runs()
                .forEach(run -> lost.addValue(run.metrics().get("job.lost_work").value()));
        return lost;
    }
}
