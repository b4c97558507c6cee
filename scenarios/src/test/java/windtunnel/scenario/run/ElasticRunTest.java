package windtunnel.scenario.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.math3.distribution.BinomialDistribution;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import windtunnel.model.LedgerState;

class ElasticRunTest {
    /** Machines that are up 90 h and down 10 h on average, each by itself: availability .9. */
    private static String upAndDown(int nodes, int replications, String elastic) {
        return """
                replications: REPS
                horizon: 400 d
                cluster:
                  nodes: { count: NODES, sku: azure-nd96amsr-a100-v4 }
                workloads:
                  kind: training
                  name: job
                  steps: 1 G
                  step: { measured: 1 s }
                  batch: { global: 8192 }
                  recovery: { detect: 0 s, restart: 0 s, peers: { copies: 33, restore: 0 s } }
                  elastic: ELASTIC
                disruptions:
                  - { kind: component-failures, rate: 0.0111111111111111 per node-hour, repair: { exponential: 10 h } }
                prices: { override: { gpu: $4/GPU-h } }
                """.replace("REPS", Integer.toString(replications))
                .replace("NODES", Integer.toString(nodes))
                .replace("ELASTIC", elastic);
    }

    private static double shareOfWholeGroups(int nodes, int unit) {
        BinomialDistribution up = new BinomialDistribution(nodes, 0.9);
        double mean = 0;
        for (int k = 0; k <= nodes; k++) {
            mean += up.probability(k) * (k / unit);
        }
        return mean / ((double) nodes / unit);
    }

    @ParameterizedTest
    @CsvSource({"16, 1, .900000", "16, 4, .792073", "32, 8, .757760"})
    @DisplayName("clu-T5.6 groups of g of N machines work E[floor(K/g)] / (N/g) of the time, K ~ Bin(N, .9)")
    void wholeGroups(int nodes, int unit, double printed) {
        double expected = shareOfWholeGroups(nodes, unit);
        assertThat(expected).isCloseTo(printed, within(5e-7));
        Outcome outcome = Runs.run(upAndDown(
                nodes,
                20,
                "{ unit: UNIT, rendezvous: 0 s, restore: 0 s, batch: proportional, state: peers }"
                        .replace("UNIT", Integer.toString(unit))));
        Runs.meanIs(outcome, "job.goodput", expected);
        Runs.meanIs(outcome, "job.world_size", expected);
    }

    @ParameterizedTest
    @CsvSource({"16, .185302", "32, .034337"})
    @DisplayName("clu-T5.6 a rigid gang works A^N of the time")
    void rigid(int nodes, double printed) {
        double expected = Math.pow(0.9, nodes);
        assertThat(expected).isCloseTo(printed, within(5e-7));
        Outcome outcome = Runs.run(upAndDown(nodes, 20, "{ policy: rigid }"));
        Runs.meanIs(outcome, "job.goodput", expected);
    }

    @Test
    @DisplayName("GPUs beyond whole groups are held and idle; with those that work they are what is held")
    void idleWhileHeld() {
        Outcome outcome = Runs.run(
                upAndDown(16, 20, "{ unit: 4, rendezvous: 0 s, restore: 0 s, batch: proportional, state: peers }"));
        double whole = 400 * 86_400.0 * 128;
        double idle = Runs.gpuSeconds(outcome, LedgerState.QUEUE_IDLE) / whole;
        double worked = Runs.mean(outcome, "job.world_size");
        double failed = Runs.gpuSeconds(outcome, LedgerState.FAILED) / whole;
        double waits = Runs.gpuSeconds(outcome, LedgerState.WAIT_REPLACEMENT) / whole;
        assertThat(idle).isGreaterThan(0.1);
        assertThat(worked + idle + failed + waits).isCloseTo(1, within(1e-9));
        assertThat(Runs.gpuSeconds(outcome, LedgerState.COMPUTE) / whole).isCloseTo(worked, within(1e-3));
    }

    @ParameterizedTest
    @CsvSource({"1, 5, .951229", "2, 5, .904837", "4, 10, .670320"})
    @DisplayName("groups of g machines that heal for T after each loss work exp(-g l T) of the time")
    void healing(int unit, int hours, double printed) {
        double expected = Math.exp(-0.01 * unit * hours);
        assertThat(expected).isCloseTo(printed, within(5e-7));
        Outcome outcome =
                Runs.run("""
                replications: 20
                horizon: 400 d
                cluster:
                  nodes: { count: 32, sku: azure-nd96amsr-a100-v4 }
                workloads:
                  kind: training
                  name: job
                  steps: 1 G
                  step: { measured: 1 s }
                  batch: { global: 8192 }
                  recovery: { detect: 0 s, restart: 0 s }
                  elastic: { unit: UNIT, rendezvous: 0 s, batch: proportional, state: peers, heal: HEAL h }
                disruptions: { kind: component-failures, rate: 0.01 per node-hour }
                prices: { override: { gpu: $4/GPU-h } }
                """.replace("UNIT", Integer.toString(unit)).replace("HEAL", Integer.toString(hours)));
        Runs.meanIs(outcome, "job.world_size", expected);
        Runs.meanIs(outcome, "job.goodput", expected);
    }
}
