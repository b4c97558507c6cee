package windtunnel.scenario.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import windtunnel.model.LedgerState;

/** Copies before the first step: their time in the ledger, their requests in the bill. */
class StagingRunTest {
    private static final String JOB = """
            cluster:
              nodes: { count: 8, sku: azure-nd96isr-h100-v5 }
              storage:
                - { kind: lustre, name: fs, capacity: 80 TiB, tier: 125 MB/s per TiB, client-cap: 2 GB/s }
                - { kind: object-store, name: bucket, item: o, stored: 1 TB, connections: 1000, egress: 32 Gb/s, request: 1 MB }
            workloads:
              kind: training
              name: job
              steps: STEPS
              step: { measured: 1 s }
              batch: { global: 640 }
              EXTRA
            prices: { override: { gpu: $4/GPU-h, fs/125: $0.1/GB-month, o: 0 $/GB-month, o/read: $0.004/10k, o/write: $0.05/10k } }
            """;

    private static Outcome run(String extra) {
        return Runs.run(JOB.replace("STEPS", "10").replace("EXTRA", extra));
    }

    @ParameterizedTest
    @DisplayName("a copy takes what the slower storage, the nodes' connections or the broadcast allow")
    @CsvSource(
            delimiter = '|',
            value = {
                // The account gives 4 GB/s, the file system takes 10 GB/s.
                "{ from: bucket, to: fs, size: 1 TB } | 250",
                "{ from: bucket, to: fs, size: 1 TB, node-rate: 0.25 GB/s } | 500",
                // Eight nodes read 20 GB each over 10 GB/s; one reads at 2 GB/s.
                "{ from: fs, size: 20 GB } | 16",
                "{ from: fs, size: 20 GB, spread: tree, node-rate: 1 GB/s } | 80",
                "{ from: fs, size: 20 GB, spread: pipeline, piece: 10 MB, node-rate: 1 GB/s } | 40.06",
            })
    void oneCopy(String copy, double seconds) {
        Outcome outcome = run("stage: [ " + copy + " ]");
        assertThat(Runs.mean(outcome, "job.staging_time")).isCloseTo(seconds, within(1e-6));
        assertThat(Runs.gpuSeconds(outcome, LedgerState.PROVISION)).isCloseTo(seconds * 64, within(1e-4));
        assertThat(Runs.mean(outcome, "job.wall_time")).isCloseTo(seconds + 10, within(1e-6));
    }

    @Test
    @DisplayName(
            "copies come one after another; requests of the object store are billed, and dollars follow the GPU time")
    void severalCopies() {
        Outcome outcome = run("stage: [ { from: bucket, to: fs, size: 1 TB }, { from: fs, size: 20 GB } ]");
        assertThat(Runs.mean(outcome, "job.staging_time")).isCloseTo(266, within(1e-6));
        double requests = outcome.bill().items().stream()
                .filter(item -> item.item().equals("o/read"))
                .findFirst()
                .orElseThrow()
                .quantity()
                .doubleValue();
        assertThat(requests).isCloseTo(100, within(1e-3));
        double share = outcome.ledger().stream()
                .filter(line -> line.state() == LedgerState.PROVISION)
                .findFirst()
                .orElseThrow()
                .share();
        assertThat(share).isCloseTo(266.0 / 276, within(1e-9));
    }

    @Test
    @DisplayName("a lost machine makes the copy under way begin again, and no copy is made twice that was done")
    void lossDuringCopy() {
        String yaml = JOB.replace("STEPS", "10").replace("EXTRA", """
                stage: [ { from: bucket, to: fs, size: 1 TB }, { from: fs, size: 20 GB } ]
                  recovery: { detect: 0 s, restart: 10 s }""")
                + "disruptions: { kind: maintenance, every: 1000 d, first: 100 s, nodes: 1, lasts: 5 s, notice: 0 s }\n";
        Outcome outcome = Runs.run(yaml);
        assertThat(Runs.mean(outcome, "job.interruptions")).isEqualTo(1);
        double held = Runs.gpuSeconds(outcome, LedgerState.PROVISION) / 64;
        assertThat(held).isCloseTo(100 + 266, within(1e-3));
    }

    @Test
    @DisplayName(
            "files that are fetched at their first read: the first epoch waits for the bucket, the next for nothing")
    void importedLazily() {
        // 640 MB a step; an epoch is 10 steps. The bucket gives 320 MB/s: 2 s a step, then 1 s.
        String yaml = JOB.replace("STEPS", "30")
                .replace("egress: 32 Gb/s", "egress: 2.56 Gb/s")
                .replace(
                        "EXTRA",
                        "data: { format: samples, from: fs, imported-from: bucket, bytes-per-sample: 1 MB, dataset: 6400,"
                                + " first-batch: ready, prefetch: 1 }");
        Outcome outcome = Runs.run(yaml);
        assertThat(Runs.mean(outcome, "job.wall_time")).isBetween(38.0, 40.001);
        assertThat(Runs.gpuSeconds(outcome, LedgerState.IN_OBJECT) / 64).isBetween(8.0, 10.001);
        assertThat(Runs.gpuSeconds(outcome, LedgerState.IN_STORAGE_BW)).isZero();
    }

    @ParameterizedTest
    @DisplayName("copies that make no sense are refused with the key")
    @CsvSource(
            delimiter = '|',
            value = {
                "stage: [ { from: buckt, to: fs, size: 1 TB } ] | did you mean 'bucket'",
                "stage: [ { from: fs, to: fs, size: 1 TB } ] | is where it comes from",
                "stage: [ { from: bucket, to: fs, size: 1 TB, spread: tree } ] | belongs to copies to the nodes",
                "stage: [ { from: bucket, to: fs } ] | size",
                "data: { format: samples, from: fs, imported-from: bucket, bytes-per-sample: 1 MB } | samples of the data set",
                "data: { format: samples, from: fs, bytes-per-sample: 1 MB, sizes: lognormal } | standard deviation",
                "data: { format: samples, from: fs, bytes-per-sample: 1 MB, size-deviation: 1 MB } | say how sizes vary",
                "data: { format: samples, from: fs, bytes-per-sample: 1 MB, workers: 5000 } | more workers than any host",
            })
    void refused(String extra, String words) {
        assertThatThrownBy(() -> run(extra)).hasStackTraceContaining(words);
    }
}
