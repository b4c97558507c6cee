package windtunnel.scenario.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import windtunnel.model.LedgerState;
import windtunnel.model.cost.Bill;

class StorageScalingRunTest {
    /** Sixteen nodes that read 8 GB/s of an 8 TiB file system of 2 GB/s; 32 TiB deliver 8 GB/s. */
    private static final String YAML = """
            horizon: 2 h
            cluster:
              nodes: { count: 16, sku: azure-nd96isr-h100-v5 }
              storage: { kind: lustre, name: fs, sku: amlfs-2024-11, capacity: 8 TiB, tier: 250 MB/s per TiB }
            workloads:
              kind: training
              name: job
              steps: 1 M
              step: { measured: 1 s }
              batch: { global: 128 }
              data: { format: samples, from: fs, bytes-per-sample: 62.5 MB, prefetch: 1, first-batch: ready }
            disruptions:
              { kind: storage-scaling, storage: fs, way: WAY, per-gpu: 62.5 MB/s, provision: 30 min, data: 3.6 TB, fill: 4 GB/s }
            prices: { override: { gpu: $4/GPU-h, amlfs-2024-11/250: $0.2/TiB-h } }
            """;

    @ParameterizedTest
    @DisplayName(
            "fixed: 16 TiB-h and three quarters of the time waiting; recreated: both billed from 30 to 45 min, then no waits")
    @CsvSource({
        "fixed, 16, 7200",
        "linked, 64, 0",
        "grow, 52, 1800",
        // 8 TiB for 45 min and 32 TiB from 30 min on.
        "recreate, 54, 2700"
    })
    void ways(String way, double tebibyteHours, double starvedSeconds) {
        Outcome outcome = Runs.run(YAML.replace("WAY", way));
        Bill.Item item = outcome.bill().items().stream()
                .filter(line -> line.item().startsWith("amlfs"))
                .findFirst()
                .orElseThrow();
        assertThat(item.quantity().doubleValue()).isCloseTo(tebibyteHours, within(1e-9));
        double waited = Runs.gpuSeconds(outcome, LedgerState.IN_STORAGE_BW) / 128;
        assertThat(waited).isCloseTo(starvedSeconds * 0.75, within(4.0));
        if (!way.equals("fixed")) {
            double after = way.equals("linked") ? 0 : starvedSeconds;
            assertThat(Runs.mean(outcome, "fs.scaled_after")).isCloseTo(after, within(1e-9));
            assertThat(Runs.mean(outcome, "fs.paid_twice")).isEqualTo(way.equals("recreate") ? 900 : 0);
        }
    }
}
