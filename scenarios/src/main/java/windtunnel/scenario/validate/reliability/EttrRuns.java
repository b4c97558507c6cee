package windtunnel.scenario.validate.reliability;

import java.util.List;
import windtunnel.model.disruption.failure.FailureRates;
import windtunnel.model.kinds.Kinds;
import windtunnel.scenario.library.Catalog;
import windtunnel.scenario.read.ScenarioReader;
import windtunnel.scenario.run.SingleRun;

/**
 * Share of productive time of a job, by runs of 30 days on nodes of eight GPUs.
 *
 * <p>What no source tells is the same for all: a save each 15 minutes that does not block, heartbeats by default, and ten minutes from
 * there until the job goes on, in the middle of the 5 to 20 that Kokolis et al. report.
 */
final class EttrRuns {
    /** Mean time to detection with the defaults of a scenario: (3 - 1/2) x 10 s. */
    static final double HEARTBEAT_SECONDS = 25;

    private static final int RUNS = 8;
    private static final String SCENARIO = """
            horizon: 30 d
            cluster: { nodes: { count: NODES, sku: azure-nd96isr-h100-v5 }, fabric: { kind: leaf-spine } }
            workloads:
              kind: training
              name: job
              steps: 1 G
              step: { measured: 10 s }
              batch: { global: 1000000 }
              checkpoint: { every: 15 min, blocking: 0 s }
              recovery: { restart: 10 min }
            disruptions: { kind: component-failures, rates: RATES }
            prices: { override: { gpu: $1/GPU-h } }
            """;

    private EttrRuns() {}

    static double ettr(FailureRates rates, int gpus) {
        String yaml = SCENARIO.replace("NODES", Integer.toString(Math.max(1, gpus / 8)))
                .replace("RATES", rates.toString());
        ScenarioReader reader = new ScenarioReader(Kinds.all(), Catalog.builtIn(), true);
        SingleRun run = new SingleRun(reader.readText(yaml, "ettr", List.of())
                .experiment()
                .orElseThrow()
                .scenario());
        double sum = 0;
        for (int replication = 0; replication < RUNS; replication++) {
            sum += run.run(replication).metrics().get("job.ettr").value();
        }
        return sum / RUNS;
    }
}
