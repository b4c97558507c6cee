package windtunnel.scenario.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import windtunnel.model.LedgerState;

/** What each resource on the way to the GPUs does to a job when it alone is short. */
class InputRunTest {
    private static final String JOB = """
            horizon: HORIZON
            cluster:
              nodes: { count: NODES, sku: azure-nd96isr-h100-v5 }
              storage: STORAGE
            workloads:
              kind: training
              name: job
              steps: 1 G
              step: { measured: STEP }
              batch: { global: BATCH }
              data: { format: samples, first-batch: ready, DATA }
            prices: { override: { gpu: $4/GPU-h, fs/125: $0.1/GB-month, o: $0.02/GB-month, o/read: $0.004/10k, o/write: $0.05/10k } }
            """;

    private static String job(int nodes, String step, int batch, String storage, String data) {
        return JOB.replace("HORIZON", "1000 s")
                .replace("NODES", Integer.toString(nodes))
                .replace("STEP", step)
                .replace("BATCH", Integer.toString(batch))
                .replace("STORAGE", storage)
                .replace("DATA", data);
    }

    /** Accelerator utilisation, after making sure that all waiting is in {@code only}. */
    private static double au(Outcome outcome, LedgerState only) {
        Set<LedgerState> others = EnumSet.noneOf(LedgerState.class);
        for (LedgerState state : LedgerState.values()) {
            if (state.group() == LedgerState.Group.INPUT && state != only) {
                others.add(state);
            }
        }
        for (LedgerState other : others) {
            assertThat(Runs.gpuSeconds(outcome, other)).as(other.name()).isZero();
        }
        return Runs.mean(outcome, "job.au");
    }

    @Test
    @DisplayName(
            "clu-T2.6 64 CosmoFlow H100 on 12,000 metadata operations a second, 3 a file: AU .21875, all IN_METADATA")
    void metadata() {
        Outcome outcome = Runs.run(job(
                8,
                "3.5 ms",
                64,
                "{ kind: lustre, name: fs, capacity: 8000 TiB, tier: 125 MB/s per TiB, client-cap: 1 TB/s, metadata: 12000 op/s }",
                "from: fs, bytes-per-sample: 2828486 B, samples-per-file: 1"));
        assertThat(au(outcome, LedgerState.IN_METADATA)).isCloseTo(0.21875, within(1e-6));
    }

    @ParameterizedTest
    @DisplayName("clu-T2.1 AU = min(1, slowest stage / need): one stage short at a time")
    @CsvSource({
        "IN_STORAGE_BW, 40 TiB, '', '', .625",
        "IN_METADATA, 80 TiB, 'metadata: 12000 op/s', 'samples-per-file: 1', .5",
        "IN_NETWORK, 80 TiB, 'client-cap: 0.75 GB/s', '', .75",
        "IN_CPU, 80 TiB, '', 'workers: 4, decode: 40 ms', .8",
        "IN_CPU, 80 TiB, '', 'workers: 4, decode-rate: 20 MB/s', .64",
        "IN_CPU, 80 TiB, '', 'workers: 100, decode: 160 ms', .6",
        "IN_H2D, 80 TiB, '', 'host-to-device: 0.5 GB/s, expansion: 5', .8",
        "IN_STORAGE_BW, 80 TiB, 'targets: 100', 'workers: 1, samples-per-file: 1', .8",
    })
    void oneStageShort(LedgerState state, String capacity, String storage, String data, double expected) {
        // 8 nodes need 1,000 samples of 1 MB a second each, 8 GB/s together.
        String fs = "{ kind: lustre, name: fs, capacity: " + capacity + ", tier: 125 MB/s per TiB"
                + (storage.isEmpty() ? "" : ", " + storage) + " }";
        String own = "from: fs, bytes-per-sample: 1 MB" + (data.isEmpty() ? "" : ", " + data);
        assertThat(au(Runs.run(job(8, "0.1 s", 800, fs, own)), state)).isCloseTo(expected, within(1e-5));
    }

    @Test
    @DisplayName("clu-T2.8 more of what is not short changes nothing")
    void moreOfTheRestChangesNothing() {
        String fs =
                "{ kind: lustre, name: fs, capacity: 40 TiB, tier: 125 MB/s per TiB, metadata: OPS, client-cap: CAP }";
        String data = "from: fs, bytes-per-sample: 1 MB, samples-per-file: 10, decode: 1 ms, workers: WORKERS";
        String yaml = job(8, "0.1 s", 800, fs, data);
        String base = yaml.replace("OPS", "9000 op/s").replace("CAP", "2 GB/s").replace("WORKERS", "4");
        double wall = Runs.gpuSeconds(Runs.run(base), LedgerState.IN_STORAGE_BW);
        assertThat(wall).isPositive();
        String more = yaml.replace("OPS", "90000 op/s").replace("CAP", "9 GB/s").replace("WORKERS", "12");
        assertThat(Runs.gpuSeconds(Runs.run(more), LedgerState.IN_STORAGE_BW)).isEqualTo(wall);
    }

    @ParameterizedTest
    @DisplayName("an object store is as fast as its connections, the account's bytes or its requests allow")
    @CsvSource({
        // A connection moves 8 MiB / (22.37 ms + 8 MiB / 60 MB/s) = 51.7 MB/s; a node needs 1 GB/s.
        "'connections: 8', '', .413802",
        "'egress: 32 Gb/s', '', .5",
        "'requests: 4 kop/s', 'samples-per-file: 1', .5",
        // A file of 10 MB is two requests.
        "'requests: 800 op/s', 'samples-per-file: 10', .5",
    })
    void objectStore(String limits, String data, double expected) {
        String store = "{ kind: object-store, name: bucket, item: o, stored: 1 TB, connections: 1000, " + limits + " }";
        String yaml = job(
                8,
                "0.1 s",
                800,
                store.replace("connections: 1000, connections", "connections"),
                "from: bucket, bytes-per-sample: 1 MB" + (data.isEmpty() ? "" : ", " + data));
        assertThat(au(Runs.run(yaml), LedgerState.IN_OBJECT)).isCloseTo(expected, within(1e-5));
    }

    @Test
    @DisplayName("an object store's requests are billed: one of 8 MiB each")
    void requestsAreBilled() {
        String store = "{ kind: object-store, name: bucket, item: o, stored: 1 TB, connections: 1000, request: 1 MB }";
        Outcome outcome = Runs.run(job(8, "0.1 s", 800, store, "from: bucket, bytes-per-sample: 1 MB"));
        // 8,000 samples a second for 1,000 s and a buffer of two batches, of which one was there.
        assertThat(outcome.bill().items().stream()
                        .filter(item -> item.item().startsWith("o/read"))
                        .findFirst()
                        .orElseThrow()
                        .quantity()
                        .doubleValue())
                .isCloseTo(800.08, within(0.17));
    }

    @Test
    @DisplayName("a file service is as fast as a node's mount or its operations allow")
    void fileService() {
        String nfs =
                "{ kind: nfs, name: fs, capacity: 80 TiB, tier: 125 MB/s per TiB, connection: 100 MB/s, connections: 6 }";
        String data = "from: fs, bytes-per-sample: 1 MB";
        assertThat(au(Runs.run(job(8, "0.1 s", 800, nfs, data)), LedgerState.IN_NETWORK))
                .isCloseTo(.6, within(1e-5));
        String busy = "{ kind: nfs, name: fs, capacity: 80 TiB, tier: 125 MB/s per TiB, operations: 6000 op/s }";
        assertThat(au(Runs.run(job(8, "0.1 s", 800, busy, data + ", samples-per-file: 1")), LedgerState.IN_METADATA))
                .isCloseTo(.25, within(1e-5));
    }

    @ParameterizedTest
    @DisplayName("a cache of half the set: the first epoch at the storage's rate, then 1 / (1 - hits) times that")
    @CsvSource({"pin, fixed, .5", "lru, fixed, .153426", "pin, reshuffled, .5"})
    void cachedEpochs(String policy, String partition, double hits) {
        // 4 nodes need 8 GB/s, the file system gives 2.5; an epoch of 1 TB lasts 400 s at first.
        double room = partition.equals("fixed") ? .125 : .5;
        String storage = "[{ kind: lustre, name: fs, capacity: 20 TiB, tier: 125 MB/s per TiB },"
                + " { kind: nvme-cache, name: nv, of: fs, capacity: " + room
                + " TB, read: 50 GB/s, write: 25 GB/s, policy: "
                + policy + " }]";
        String data = "from: nv, bytes-per-sample: 1 MB, dataset: 1 M, shard-partition: " + partition;
        String yaml = job(4, "0.1 s", 800, storage, data).replace("1000 s", "20000 s");
        double late = Runs.mean(Runs.run(yaml), "job.samples_per_second");
        double soon = Runs.mean(Runs.run(yaml.replace("20000 s", "400 s")), "job.samples_per_second");
        assertThat(soon).isCloseTo(2500, within(30.0));
        double warm = 2500 / (1 - hits);
        double epochs = partition.equals("fixed") ? 1 : 5;
        assertThat(late).isBetween(warm * (1 - epochs * 400 / 20000), warm * 1.0001);
    }

    @Test
    @DisplayName("clu-T2.7 with reads first the burst takes 200 s and no reader waits")
    void readsFirst() {
        String fs = "{ kind: lustre, name: fs, capacity: 80 TiB, tier: 125 MB/s per TiB, sharing: SHARING }";
        String yaml = job(8, "1 s", 8000, fs, "from: fs, bytes-per-sample: 1 MB")
                .replace("1000 s", "360 s")
                .replace(
                        "  kind: training\n",
                        "  kind: training\n  model: llama3-8b\n  checkpoint: { mode: async, every: 100 steps, to: fs,"
                                + " bytes-per-parameter: " + windtunnel.core.unit.Numbers.json(400e9 / 8_030_261_248.0)
                                + " B, blocking: 0 s, serialise: 100 GB/s, on-overrun: skip }\n");
        Outcome first = Runs.run(yaml.replace("SHARING", "reads-first"));
        // The save at 100 s lasts until 300 s; the one due at 200 s is skipped, the one at 300 s begins.
        assertThat(Runs.mean(first, "job.checkpoint_overruns")).isEqualTo(1);
        for (LedgerState state : LedgerState.values()) {
            double wait = Runs.gpuSeconds(first, state);
            assertThat(state.group() == LedgerState.Group.INPUT ? wait : 0).isLessThan(64 * 1e-3);
        }
        Outcome fair = Runs.run(yaml.replace("SHARING", "fair"));
        assertThat(Runs.gpuSeconds(fair, LedgerState.IN_CKPT_INTERFERENCE)).isGreaterThan(64 * 50);
    }
}
