package windtunnel.scenario.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import windtunnel.core.measure.RunResult;
import windtunnel.model.LedgerState;
import windtunnel.model.kinds.Kinds;
import windtunnel.scenario.Scenario;
import windtunnel.scenario.library.Catalog;
import windtunnel.scenario.read.ReadResult;
import windtunnel.scenario.read.ScenarioReader;

class GoldenRunTest {
    private static final ScenarioReader READER = new ScenarioReader(Kinds.all(), Catalog.builtIn(), true);

    private static final String G1 = """
            cluster:
              nodes: { count: 16, sku: azure-nd96amsr-a100-v4 }
            workloads:
              kind: training
              name: job
              steps: 100000
              step: { measured: 2 s }
              batch: { global: 1024 }
              checkpoint: { every: 500 steps, blocking: 30 s }
            prices: azure-eastus-2025-12
            """;

    /** Data runs short, saves share the file system with reads, and the buffer fills and empties. */
    private static final String BUSY = """
            cluster:
              nodes: { count: 16, sku: azure-nd96isr-h100-v5 }
              storage: { kind: lustre, name: fs, sku: amlfs, capacity: 112 TiB, tier: 250 MB/s per TiB }
            workloads:
              kind: training
              name: job
              model: llama3-8b
              steps: 3000
              step: { measured: 0.224 s }
              batch: { global: 51200 }
              data: { format: samples, from: fs, bytes-per-sample: BYTES B, prefetch: 5 }
              checkpoint: { every: 400 steps, to: fs }
            prices: { use: azure-eastus-2025-12, override: { amlfs/250: 0.2 $/GB-month } }
            """;

    private static Scenario scenario(String text) {
        ReadResult result = READER.readText(text, "golden.yaml", List.of());
        assertThat(result.errors()).isEmpty();
        return result.experiment().orElseThrow().scenario();
    }

    private static Outcome run(Scenario scenario, boolean fastForward) {
        return new ExperimentRunner(1, done -> {}).run(scenario, "test", fastForward);
    }

    private static double metric(Outcome outcome, String name) {
        return outcome.metrics().stream()
                .filter(metric -> metric.name().equals(name))
                .findFirst()
                .orElseThrow()
                .mean();
    }

    private static BigDecimal usd(Outcome outcome, LedgerState state) {
        return outcome.ledger().stream()
                .filter(line -> line.state() == state && line.lostFrom() == null)
                .findFirst()
                .orElseThrow()
                .usd();
    }

    private static BigDecimal round(BigDecimal value, int decimals) {
        return value.setScale(decimals, RoundingMode.HALF_EVEN);
    }

    @Test
    @DisplayName("clu-G1 deterministic run: 206,000 s, $30,002.7556, ETTR .970873786, CKPT_BLOCK $873.8667")
    void deterministicRun() {
        Outcome outcome = run(scenario(G1), true);
        // 100,000 x 2 s + 200 x 30 s = 206,000 s; x 16 nodes x $32.77/h = $30,002.7556.
        assertThat(metric(outcome, "job.wall_time")).isEqualTo(206_000);
        assertThat(round(outcome.bill().total(), 4)).isEqualByComparingTo("30002.7556");
        assertThat(metric(outcome, "job.ettr")).isCloseTo(0.970873786, within(5e-10));
        assertThat(round(usd(outcome, LedgerState.CKPT_BLOCK), 4)).isEqualByComparingTo("873.8667");
        double gpuHours = outcome.ledger().stream()
                        .mapToDouble(Outcome.LedgerLine::gpuSeconds)
                        .sum()
                / 3600;
        assertThat(gpuHours).isCloseTo(7324.444, within(5e-4));
    }

    @Test
    @DisplayName(
            "clu-G3 starving file system: AU .763125297, IN_STORAGE_BW .236874703, $124.198 an hour, 224/112/56 TiB")
    void starvingFileSystem() {
        Path example = Path.of(System.getProperty("windtunnel.root"), "scenarios/examples/02-starving-filesystem.yaml");
        Scenario scenario =
                READER.readFile(example, List.of()).experiment().orElseThrow().scenario();
        Outcome outcome = run(scenario, true);
        // Demand 128 x 400 x 114,660.07 B / 0.224 s = 26.208016 GB/s on 20 GB/s.
        assertThat(metric(outcome, "resnet50.au")).isCloseTo(0.763125297, within(5e-10));
        assertThat(metric(outcome, "resnet50.starvation")).isCloseTo(0.236874703, within(5e-10));
        double hours = metric(outcome, "run.wall_time") / 3600;
        assertThat(usd(outcome, LedgerState.IN_STORAGE_BW).doubleValue() / hours)
                .isCloseTo(124.198, within(5e-4));
        assertThat(outcome.bottlenecks().get(0).why())
                .contains("125 MB/s per TiB: 224 TiB (over the limit)")
                .contains("250 MB/s per TiB: 112 TiB")
                .contains("500 MB/s per TiB: 56 TiB");
    }

    @Test
    @DisplayName("links: a data-parallel step sends 6 bytes a parameter x 2(n-1)/n / 2 out of and into each NIC's rail")
    void utilisationOfLinks() {
        Outcome outcome = Runs.run("""
                cluster: { nodes: { count: 4, sku: azure-nd96isr-h100-v5 } }
                workloads:
                  kind: training
                  name: job
                  model: llama3-8b
                  steps: 10
                  batch: { global: 64, sequence: 8192 }
                  parallel: { tensor: 8 }
                prices: { override: { gpu: $4/GPU-h } }
                """);
        // Each of 32 GPUs reduces 4 and gathers 2 bytes of its 8.03e9/8 parameters (norms are held by all) over 4
        // replicas: x 3/4, out and in.
        double parameters = 1_003_782_656 + 65 * 4096 * 7.0 / 8;
        double bytes = 10 * 32 * 2 * 6 * 0.75 * parameters;
        assertThat(metric(outcome, "nic.bytes")).isCloseTo(bytes, within(1e-3 * bytes));
        double possible = 2 * 32 * 50e9 * metric(outcome, "run.wall_time");
        double usable = metric(outcome, "nic.bytes") / metric(outcome, "nic.utilisation");
        assertThat(usable / possible).isBetween(0.9, 1.0);
        assertThat(metric(outcome, "scale-up.utilisation")).isBetween(0.01, 0.9);
    }

    @ParameterizedTest
    @DisplayName("stepping every step and fast-forwarding give the same ledger, usage, bill and metrics")
    @ValueSource(strings = {"60000.5", "114660.07", "122499", "122500", "130000.25", "200000"})
    void steppingEqualsFastForwarding(String bytes) {
        Scenario scenario = scenario(BUSY.replace("BYTES", bytes));
        Outcome fast = run(scenario, true);
        Outcome stepped = run(scenario, false);
        RunResult a = fast.runs().get(0);
        RunResult b = stepped.runs().get(0);
        assertThat(b.ledger()).isEqualTo(a.ledger());
        assertThat(b.usage()).isEqualTo(a.usage());
        assertThat(b.metrics()).isEqualTo(a.metrics());
        assertThat(stepped.bill()).isEqualTo(fast.bill());
        assertThat(b.fingerprint()).isEqualTo(a.fingerprint());
        assertThat(b.events()).isGreaterThan(3000);
        assertThat(a.events()).isLessThan(200);
    }

    @ParameterizedTest
    @DisplayName("the same with evictions, spares, repairs, and async saves that contend with the reads")
    @ValueSource(strings = {"skip", "block", "queue"})
    void steppingEqualsFastForwardingThroughEvictions(String policy) {
        String storms = """
                disruptions:
                  - { kind: spot-eviction, rate: 0.6 per node-hour, notice: 25 s, replacement: 2 min }
                  - { kind: component-failures, rate: 10 per node-day, repair: { exponential: 10 min } }
                """;
        String text = BUSY.replace("BYTES", "122499")
                .replace("sku: azure-nd96isr-h100-v5 }", "sku: azure-nd96isr-h100-v5, market: spot, spares: 1 }")
                .replace("every: 400 steps", "mode: async, every: 5 steps, on-overrun: " + policy)
                .replace("prices:", "  recovery: { restart: 30 s }\nprices:")
                .replace("{ use: azure-eastus-2025-12, override: { ", "{ override: { gpu: $4/GPU-h, ");
        Scenario scenario = scenario(text + storms + "seed: 9\n");
        RunResult a = run(scenario, true).runs().get(0);
        RunResult b = run(scenario, false).runs().get(0);
        assertThat(b.ledger()).isEqualTo(a.ledger());
        assertThat(b.metrics()).isEqualTo(a.metrics());
        assertThat(b.timelines()).isEqualTo(a.timelines());
        assertThat(b.fingerprint()).isEqualTo(a.fingerprint());
        assertThat(a.metrics().get("job.interruptions").value()).isGreaterThan(5);
        assertThat(a.ledger()).anyMatch(row -> row.state().equals("WAIT_REPLACEMENT"));
        assertThat(a.ledger()).anyMatch(row -> row.state().equals("CKPT_EMERGENCY"));
        assertThat(a.metrics().get("job.checkpoint_overruns").value()).isPositive();
    }

    @ParameterizedTest
    @DisplayName("the same with failures that tear saves and empty the buffer")
    @ValueSource(strings = {"60000.5", "122499", "200000"})
    void steppingEqualsFastForwardingThroughFailures(String bytes) {
        String failures = "disruptions: { kind: component-failures, rate: 1 per node-day, multiplier: 30 }\n";
        Scenario scenario = scenario(BUSY.replace("BYTES", bytes) + failures + "seed: 5\n");
        Outcome fast = run(scenario, true);
        RunResult a = fast.runs().get(0);
        RunResult b = run(scenario, false).runs().get(0);
        assertThat(metric(fast, "job.interruptions")).isGreaterThan(2);
        assertThat(metric(fast, "job.lost_work")).isPositive();
        assertThat(b.ledger()).isEqualTo(a.ledger());
        assertThat(b.usage()).isEqualTo(a.usage());
        assertThat(b.metrics()).isEqualTo(a.metrics());
        assertThat(b.fingerprint()).isEqualTo(a.fingerprint());
    }

    @Test
    void aHorizonCutsAStepAndTheLedgerStillAddsUp() {
        Outcome outcome = run(scenario(G1 + "horizon: 12345.678 s\n"), true);
        assertThat(metric(outcome, "run.wall_time")).isEqualTo(12_345.678);
        // Eleven rounds of 500 steps and a save (1,030 s each), 500 more steps, then 15.678 s of the next save.
        assertThat(metric(outcome, "job.steps")).isEqualTo(6000);
        double seconds = outcome.ledger().stream()
                .mapToDouble(Outcome.LedgerLine::gpuSeconds)
                .sum();
        assertThat(seconds).isCloseTo(12_345.678 * 128, within(1e-6));
    }

    @Test
    @DisplayName("clu-G9 doubling every price doubles the invoice")
    void doublePricesDoubleTheBill() {
        Outcome once = run(scenario(G1.replace("azure-eastus-2025-12", "{ override: { gpu: $4/GPU-h } }")), true);
        Outcome twice = run(scenario(G1.replace("azure-eastus-2025-12", "{ override: { gpu: $8/GPU-h } }")), true);
        assertThat(twice.bill().total())
                .isEqualByComparingTo(once.bill().total().multiply(BigDecimal.valueOf(2)));
    }

    @Test
    @DisplayName("clu-G9 more storage bandwidth never lengthens a run")
    void moreBandwidthNeverHurts() {
        List<Double> walls = new ArrayList<>();
        for (int size : new int[] {64, 96, 112, 160, 320}) {
            Outcome outcome = run(scenario(BUSY.replace("BYTES", "122500").replace("112 TiB", size + " TiB")), true);
            walls.add(metric(outcome, "job.wall_time"));
        }
        for (int i = 1; i < walls.size(); i++) {
            assertThat(walls.get(i)).isLessThanOrEqualTo(walls.get(i - 1));
        }
    }

    @Test
    void theSameScenarioGivesTheSameFingerprintForAnyNumberOfWorkers() {
        Scenario scenario = scenario(BUSY.replace("BYTES", "130000") + "replications: 5\n");
        String one = new ExperimentRunner(1, done -> {}).run(scenario, "test").fingerprint();
        assertThat(new ExperimentRunner(2, done -> {}).run(scenario, "test").fingerprint())
                .isEqualTo(one);
        assertThat(new ExperimentRunner(8, done -> {}).run(scenario, "test").fingerprint())
                .isEqualTo(one);
    }

    @Test
    void aSlowLinkLengthensTheStepAndMoreSoTheSlowerItIs() {
        Path example = Path.of(System.getProperty("windtunnel.root"), "scenarios/examples/03-slow-link.yaml");
        List<Double> steps = new ArrayList<>();
        for (String factor : new String[] {"1", "0.5", "0.25"}) {
            ReadResult result = READER.readFile(example, List.of("disruptions.link-degraded.factor=" + factor));
            Outcome outcome = run(result.experiment().orElseThrow().scenario(), true);
            steps.add(metric(outcome, "finetune.allreduce_time"));
        }
        assertThat(steps.get(1) / steps.get(0)).isCloseTo(2, within(0.05));
        assertThat(steps.get(2) / steps.get(0)).isCloseTo(4, within(0.1));
    }
}
