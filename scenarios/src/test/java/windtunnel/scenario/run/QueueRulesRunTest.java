package windtunnel.scenario.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import windtunnel.model.LedgerState;
import windtunnel.model.kinds.Kinds;
import windtunnel.scenario.library.Catalog;
import windtunnel.scenario.read.ScenarioReader;

/** Reservations, moves, shrinking and failures of queues from the file to the money. */
class QueueRulesRunTest {
    private static String queue(String rules, String jobs) {
        return """
                cluster: { nodes: { count: 2, sku: azure-nd96isr-h100-v5 } }
                workloads:
                  kind: job-queue
                  teams: [ { name: a } ]
                  RULES
                  jobs: [ JOBS ]
                prices: { override: { gpu: $4/GPU-h } }
                """.replace("RULES", rules).replace("JOBS", jobs);
    }

    @Test
    void keysReachTheRun() {
        Outcome outcome = Runs.run(queue(
                "order: priority\n  preemption: { protected-for: 0 s }\n  defragment: { save: 1 min }\n  failed-priority: 2",
                "{ team: a, gpus: 16, length: 10 h, restart: 1 h, shrinks-to: 50 %, checkpoint-every: 1 h },"
                        + " { team: a, gpus: 8, length: 4 h, arrives: 5 h, priority: 1 },"
                        + " { team: a, gpus: 16, length: 2 h, starts-at: 20 h }"));
        // 5 h whole, a restart, 3 h at half speed, a restart at 9 h, 3.5 h: done at 13.5 h; the reserved one ends at 22
        // h.
        assertThat(Runs.mean(outcome, "queue.shrinks")).isEqualTo(1);
        assertThat(Runs.mean(outcome, "queue.moves")).isZero();
        assertThat(Runs.mean(outcome, "queue.reserved_delay")).isZero();
        assertThat(Runs.mean(outcome, "run.wall_time")).isCloseTo(22 * 3600, within(1e-6));
        assertThat(Runs.gpuSeconds(outcome, LedgerState.RESTART)).isCloseTo((8 + 16) * 3600, within(1e-6));
        assertThat(Runs.gpuSeconds(outcome, LedgerState.COMPUTE)).isCloseTo((160 + 32 + 32) * 3600, within(1e-6));
    }

    @Test
    void oneJobsFailureIsAnothersLossInTheBill() {
        Outcome outcome = Runs.run(
                queue(
                                "order: priority\n  preemption: { protected-for: 0 s }\n  failed-priority: 2",
                                "{ team: a, gpus: 8, length: 200 h, checkpoint-every: 1 h },"
                                        + " { team: a, gpus: 8, length: 200 h, checkpoint-every: 5 h, restart: 1 h }")
                        + "disruptions: { kind: component-failures, rate: 0.1 per node-day, repair: 10 h }\nreplications: 10\n");
        double stopped = Runs.mean(outcome, "queue.failure_preemptions");
        assertThat(stopped).isGreaterThan(0.5);
        double lost = Runs.mean(outcome, "queue.failure_preemption_loss");
        double state = Runs.gpuSeconds(outcome, LedgerState.PREEMPTED_BY_FAILURE) / 3600;
        // What was lost, and at most an hour of eight GPUs to restart after each stop (the first job has none).
        assertThat(state).isBetween(lost, lost + stopped * 8);
        assertThat(outcome.ledger())
                .anyMatch(line -> line.state() == LedgerState.PREEMPTED_BY_FAILURE
                        && line.usd().signum() > 0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "failed-priority: 1 | x: 0 | failed-priority: counts only with 'order: priority'",
                "defragment: { save: 1 min } | x: 0 | defragment: moves only jobs that can save",
                "backfill: easy | arrives: 2 h, starts-at: 1 h | starts-at: must not be before the job arrives",
                "backfill: easy | shrinks-to: 0 % | shrinks-to: must be above 0; leave it out",
                "backfill: easy | shrinks-to: 0.5 | shrink only where 'preemption' is given",
                "backfill: easy | shrink-to: 0.5 | did you mean 'shrinks-to'?"
            })
    void badInputIsRefusedWithItsPlace(String rules, String key, String problem) {
        String job = "{ team: a, gpus: 8, length: 1 h" + (key.equals("x: 0") ? "" : ", " + key) + " }";
        String errors = new ScenarioReader(Kinds.all(), Catalog.builtIn(), true)
                .readText(queue(rules, job), "bad.yaml", List.of())
                .errors()
                .toString();
        assertThat(errors).contains(problem);
    }
}
