package windtunnel.bench.workload;

import java.util.List;
import windtunnel.model.kinds.Kinds;
import windtunnel.scenario.Scenario;
import windtunnel.scenario.library.Catalog;
import windtunnel.scenario.read.ReadResult;
import windtunnel.scenario.read.ScenarioReader;

/** Whole scenarios of months on thousands of nodes that fail and are repaired. */
public final class LongRuns {
    private static final String FLEET = """
            cluster:
              nodes: { count: NODES, sku: azure-nd96isr-h100-v5, spares: SPARES }
            workloads:
              kind: training
              name: job
              steps: STEPS
              step: { measured: 1 s }
              batch: { global: 100000 }
              checkpoint: { every: 15 min, blocking: 5 s, restore: 1 min }
            disruptions: DISRUPTION
            prices: { override: { gpu: $4/GPU-h } }
            """;
    private static final String AIRESIM = """
            cluster:
              nodes: { count: 4096, sku: azure-nd96isr-h100-v5, spares: 264 }
            workloads:
              kind: training
              name: job
              steps: 22118400
              step: { measured: 1 s }
              batch: { global: 32768 }
              recovery:
                { detect: 0 s, swap: 0 s, restart: 20 min, peers: { restore: 0 s }, failures-during-recovery: false }
            disruptions:
              - kind: component-failures
                rate: 0.01 per node-day
                lemons: { fraction: 0.15, multiplier: 6, cured: 0.76 }
                repair: { exponential: 40.4 h }
            prices: { override: { gpu: $4/GPU-h } }
            """;

    private LongRuns() {}

    /**
     * The scenario of one run: {@code airesim}, the defaults of that simulator; {@code days-N-D}, N nodes for D days of work at 6.5 failures
     * in 1000 node-days, with spares and repairs of three days.
     */
    public static Scenario of(String name) {
        if (name.equals("airesim")) {
            return read(AIRESIM);
        }
        String[] words = name.split("-");
        int nodes = Integer.parseInt(words[1]);
        return read(
                FLEET.replace("NODES", words[1])
                        .replace("SPARES", Integer.toString(nodes / 20))
                        .replace("STEPS", Integer.toString(Integer.parseInt(words[2]) * 86_400))
                        .replace(
                                "DISRUPTION",
                                "{ kind: component-failures, rate: 6.5e-3 per node-day, repair: { lognormal: { mean: 3 d } } }"));
    }

    private static Scenario read(String yaml) {
        ScenarioReader reader = new ScenarioReader(Kinds.all(), Catalog.builtIn(), true);
        ReadResult result = reader.readText(yaml, "bench.yaml", List.of());
        return result.experiment()
                .orElseThrow(() -> new IllegalStateException(result.errors().toString()))
                .scenario();
    }
}
