package windtunnel.scenario.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import windtunnel.core.measure.RunResult;
import windtunnel.core.measure.Timeline;
import windtunnel.model.LedgerState;

class SaveRunTest {
    private static final String ASYNC = """
            cluster:
              nodes: { count: 16, sku: azure-nd96amsr-a100-v4 }
            workloads:
              kind: training
              name: job
              steps: STEPS
              step: { measured: 2 s }
              batch: { global: 1024 }
              checkpoint: { mode: async, every: EVERY, blocking: STALL, persist: PERSIST, on-overrun: OVERRUN }
              recovery: { detect: 25 s, restart: 240 s }
            prices: { override: { gpu: $4/GPU-h } }
            """;

    private static String async(int steps, String every, String stall, String persist, String overrun) {
        return ASYNC.replace("STEPS", Integer.toString(steps))
                .replace("EVERY", every)
                .replace("STALL", stall)
                .replace("PERSIST", persist)
                .replace("OVERRUN", overrun);
    }

    @ParameterizedTest
    @DisplayName("saves of 250 s that are due every 100 s: skipped, waited for, or queued")
    @CsvSource({
        // Saves at 100, 400 and 700 s count, six are left out; the last one is written from 1000 to 1250 s.
        "skip, 1250, 6, 250",
        // Each later save waits for the one before: release k at 100 + 250 (k - 1); the last is queued at 2200 and
        // written 2350-2600.
        "block, 2600, 8, 1600",
        // The newest waits: written 100-350, 350-600, 600-850, 850-1100 and the last 1100-1350.
        "queue, 1350, 8, 350"
    })
    void overruns(String policy, double wall, double overruns, double blocked) {
        Outcome outcome = Runs.run(async(500, "50 steps", "0 s", "250 s", policy));
        assertThat(Runs.mean(outcome, "job.wall_time")).isCloseTo(wall, within(1e-9));
        assertThat(Runs.mean(outcome, "job.checkpoint_overruns")).isEqualTo(overruns);
        assertThat(Runs.gpuSeconds(outcome, LedgerState.CKPT_BLOCK)).isCloseTo(128 * blocked, within(1e-6));
    }

    @Test
    @DisplayName("an async save blocks for its snapshot only, and the job ends when its last save is durable")
    void asyncBlocksForTheSnapshot() {
        Outcome outcome = Runs.run(async(500, "100 steps", "3 s", "90 s", "skip"));
        // Five snapshots of 3 s; the job ends 90 s after the last.
        assertThat(Runs.mean(outcome, "job.wall_time")).isCloseTo(1000 + 5 * 3 + 90, within(1e-9));
        assertThat(Runs.gpuSeconds(outcome, LedgerState.CKPT_BLOCK)).isCloseTo(128 * (15 + 90), within(1e-6));
    }

    @Test
    @DisplayName(
            "clu-E1 a failure falls back to the newest save that is durable, 300 s after its snapshot, not to the newest snapshot")
    void onlyDurableSavesCount() {
        String yaml = async(20_000, "450 steps", "0 s", "300 s", "skip") + """
                disruptions: { kind: component-failures, rate: 1 per node-day }
                replications: 40
                """;
        Outcome outcome = Runs.run(yaml);
        int late = 0;
        for (RunResult run : outcome.runs()) {
            late += checkFalls(run.timelines().get(0));
        }
        // A third of all failures find the newest snapshot not yet durable.
        assertThat(late).isGreaterThan(60);
    }

    /** Checks every fall of a timeline by hand and counts those between a snapshot and its durable instant. */
    private static int checkFalls(Timeline timeline) {
        List<Timeline.Point> points = timeline.progress();
        int late = 0;
        for (int i = 1; i + 1 < points.size(); i++) {
            Timeline.Point top = points.get(i);
            Timeline.Point bottom = points.get(i + 1);
            Timeline.Point start = points.get(i - 1);
            if (top.atNanos() != bottom.atNanos() || bottom.done() > top.done()) {
                continue;
            }
            double ran = (top.atNanos() - start.atNanos()) * 1e-9;
            // The first snapshot of this try is at the next multiple of 450 steps, then every 900 s.
            double first = (450 - start.done() % 450) * 2;
            double durable = ran >= first + 300 ? Math.floor((ran - first - 300) / 900) + 1 : 0;
            double expected = durable == 0 ? start.done() : start.done() + first / 2 + (durable - 1) * 450;
            assertThat(bottom.done()).isEqualTo(expected);
            double snapshots = ran >= first ? Math.floor((ran - first) / 900) + 1 : 0;
            late += snapshots > durable ? 1 : 0;
        }
        return late;
    }

    private static String sized(String checkpoint) {
        return """
                cluster:
                  nodes: { count: 64, sku: azure-nd96isr-h100-v5 }
                  storage: { kind: lustre, name: fs, capacity: 512 TiB, tier: 125 MB/s per TiB, client-cap: 5 GB/s }
                workloads:
                  kind: training
                  name: job
                  model: llama3-405b
                  steps: 100
                  step: { measured: 100 s }
                  batch: { global: 1024 }
                  checkpoint: { every: 50 steps, to: fs, CHECKPOINT }
                prices: { override: { gpu: $4/GPU-h, fs/125: $0.1/GB-month } }
                """.replace("CHECKPOINT", checkpoint);
    }

    @Test
    @DisplayName(
            "clu-T3.3 405B, 5.6819e12 B: 88.780 s sharded at 64 GB/s, 1136.4 s by rank 0 at 5 GB/s, snapshot .5549 s")
    void timesOfALargeSave() {
        Outcome sharded = Runs.run(sized("mode: sync"));
        assertThat(Runs.gpuSeconds(sharded, LedgerState.CKPT_BLOCK) / 512 / 2).isCloseTo(88.780, within(5e-4));
        Outcome single = Runs.run(sized("mode: sync, writers: rank0, serialise: 10 GB/s"));
        assertThat(Runs.gpuSeconds(single, LedgerState.CKPT_BLOCK) / 512 / 2).isCloseTo(1136.4, within(0.05));
        Outcome async = Runs.run(sized("mode: async"));
        assertThat(Runs.gpuSeconds(async, LedgerState.CKPT_BLOCK) / 512).isCloseTo(2 * 0.5549 + 88.780, within(1e-3));
        Outcome hidden = Runs.run(sized("mode: async, overlap: 0.01"));
        assertThat(Runs.gpuSeconds(hidden, LedgerState.CKPT_BLOCK) / 512).isCloseTo(88.780, within(5e-4));
    }

    @ParameterizedTest
    @DisplayName("clu-T3.1 14 bytes a parameter are MLPerf Storage v2.0's checkpoint sizes in GiB, within .2 %")
    @CsvSource({"llama3-8b, 104.70", "MLPERF_70B, 911.2", "llama3-405b, 5291.7"})
    void sizes(String model, double gib) {
        // MLPerf's 70B has 128 heads, so that its keys and values are narrower than those of Llama 3.
        String shape = model.equals("MLPERF_70B")
                ? "{ name: mlperf-70b, layers: 80, hidden: 8192, heads: 128, kv-heads: 8, ffn: 28672, vocab: 128256 }"
                : model;
        Outcome outcome = Runs.run(sized("mode: sync").replace("llama3-405b", shape));
        double bytes = Runs.mean(outcome, "job.checkpoint_bytes_stored_peak") / 2;
        assertThat(bytes / (1L << 30)).isCloseTo(gib, within(0.002 * gib));
    }

    @Test
    @DisplayName("clu-T3.2 BLOOM-176B: 720 saves of 40 s are 8.0 h of 2,160 h, 0.3704 %")
    void bloomsSaves() {
        Outcome outcome = Runs.run("""
                cluster:
                  nodes: { count: 48, sku: azure-nd96amsr-a100-v4 }
                workloads:
                  kind: training
                  name: job
                  steps: 774720
                  step: { measured: 10 s }
                  batch: { global: 2048 }
                  checkpoint: { every: 1076 steps, blocking: 40 s }
                prices: { override: { gpu: $4/GPU-h } }
                """);
        assertThat(Runs.mean(outcome, "job.wall_time")).isCloseTo(2160 * 3600, within(1e-6));
        assertThat(Runs.gpuSeconds(outcome, LedgerState.CKPT_BLOCK) / 384).isCloseTo(8 * 3600, within(1e-6));
        assertThat(Runs.mean(outcome, "job.checkpoint_overhead")).isCloseTo(0.3704e-2, within(5e-7));
    }

    @Test
    @DisplayName("one aggregator a node writes at its own rate: 5.6819e12 B by 64 of them at .5 GB/s in 177.56 s")
    void aggregators() {
        Outcome outcome = Runs.run(sized("mode: sync, writers: per-node, serialise: 0.5 GB/s"));
        assertThat(Runs.gpuSeconds(outcome, LedgerState.CKPT_BLOCK) / 512 / 2).isCloseTo(177.56, within(5e-3));
    }

    @Test
    @DisplayName(
            "clu-E20 weights written by the first replica: snapshot of 15.85 GB at 20 GB/s, .7923 s for 11.10 GB's .5549 s")
    void firstReplicaWritesWeights() {
        String uneven = sized("mode: async, shards: first-replica")
                .replace("  step: {", "  parallel: { tensor: 8, pipeline: 16 }\n  step: {");
        double snapshot = (2 * 405_853_388_800.0 / 128 + 12 * 405_853_388_800.0 / 512) / 20e9;
        assertThat(snapshot * 20).isCloseTo(15.85, within(5e-3));
        // The write still takes the whole at 64 GB/s: 16 nodes write 77 to 127 GB each, none is held back by its
        // client.
        assertThat(Runs.gpuSeconds(Runs.run(uneven), LedgerState.CKPT_BLOCK) / 512)
                .isCloseTo(2 * snapshot + 88.780, within(1e-3));
        // With clients of 1 GB/s the fullest node takes 126.83 s.
        String slow = uneven.replace("client-cap: 5 GB/s", "client-cap: 1 GB/s");
        assertThat(Runs.gpuSeconds(Runs.run(slow), LedgerState.CKPT_BLOCK) / 512)
                .isCloseTo(2 * snapshot + 8 * snapshot * 20, within(1e-3));
    }

    @Test
    @DisplayName("clu-E19 an optimal async interval is never shorter than a save takes to become durable")
    void optimalAsyncInterval() {
        String yaml = sized("mode: async")
                        .replace("every: 50 steps", "every: optimal")
                        .replace("100 s }", "1 s }")
                + "disruptions: { kind: component-failures, rate: 1 per node-day, multiplier: 1e-6 }\n";
        // Exact for a stall of .5549 s and 1/M = 64e-6 a day: sqrt(2 x .5549 x 1.35e9) = 38,700 s, longer than the run:
        // only the last save.
        assertThat(Runs.gpuSeconds(Runs.run(yaml), LedgerState.CKPT_BLOCK) / 512)
                .isCloseTo(0.5549 + 88.780, within(1e-3));
        // Stalls of 0 s and constant failures: as often as the writes allow, 89 steps, so one save on the way and one
        // at the end.
        String often = yaml.replace("1e-6", "1").replace("mode: async", "mode: async, overlap: 1");
        Outcome outcome = Runs.run(often.replace("disruptions", "seed: 2\ndisruptions"));
        assertThat(Runs.mean(outcome, "job.checkpoint_overruns")).isZero();
    }

    @Test
    @DisplayName("a restored job reads the optimizer's state once and the weights for every replica, or once")
    void restoreReads() {
        String yaml = """
                seed: 3
                cluster:
                  nodes: { count: 4, sku: azure-nd96isr-h100-v5 }
                  storage: { kind: lustre, name: fs, capacity: 8 TiB, tier: 125 MB/s per TiB }
                workloads:
                  kind: training
                  name: job
                  model: llama3-8b
                  steps: 4000
                  batch: { global: 64, sequence: 8192 }
                  parallel: { tensor: 8 }
                  checkpoint: { every: 100 steps, to: fs, restore-reads: READS }
                  recovery: { detect: 0 s, restart: 10 s, failures-during-recovery: false }
                disruptions: { kind: component-failures, rate: 20 per node-day }
                prices: { override: { gpu: $4/GPU-h, fs/125: $0.1/GB-month } }
                """;
        double parameters = 8_030_261_248.0;
        for (String reads : List.of("every-replica", "once")) {
            Outcome outcome = Runs.run(yaml.replace("READS", reads));
            double bytes = parameters * (14 + (reads.equals("once") ? 0 : 2 * 3));
            // The other replicas get 2 P over the eight NICs of 48.5 GB/s of their node.
            double sent = reads.equals("once") ? 2 * parameters / 388e9 : 0;
            double each = 10 + bytes / 1e9 + sent;
            double stops = Runs.mean(outcome, "job.interruptions");
            // Failures before the first save have nothing to read.
            double early = early(outcome.runs().get(0).timelines().get(0));
            assertThat(stops).isGreaterThan(early + 2);
            assertThat(Runs.gpuSeconds(outcome, LedgerState.RESTART) / 32)
                    .isCloseTo(stops * 10 + (stops - early) * (each - 10), within(1e-3));
        }
    }

    private static double early(Timeline timeline) {
        List<Timeline.Point> points = timeline.progress();
        int early = 0;
        for (int i = 1; i < points.size(); i++) {
            boolean fall = points.get(i).atNanos() == points.get(i - 1).atNanos()
                    && points.get(i).done() < points.get(i - 1).done();
            early += fall && points.get(i).done() == 0 ? 1 : 0;
        }
        return early;
    }

    /** Eight nodes that each need 1 GB/s of a 10 GB/s file system, and write 400 GB behind step ten. */
    private static String burst(int prefetch) {
        return """
                horizon: 205 s
                cluster:
                  nodes: { count: 8, sku: azure-nd96isr-h100-v5 }
                  storage: { kind: lustre, name: fs, capacity: 80 TiB, tier: 125 MB/s per TiB }
                workloads:
                  kind: training
                  name: job
                  model: llama3-8b
                  steps: 1000
                  step: { measured: 1 s }
                  batch: { global: 8000 }
                  data: { format: samples, from: fs, bytes-per-sample: 1 MB, first-batch: ready, prefetch: PREFETCH }
                  checkpoint: { mode: async, every: 100 steps, to: fs, bytes-per-parameter: BYTES, blocking: 0 s, serialise: 100 GB/s }
                prices: { override: { gpu: $4/GPU-h, fs/125: $0.1/GB-month } }
                """.replace("PREFETCH", Integer.toString(prefetch))
                .replace("BYTES", windtunnel.core.unit.Numbers.json(400e9 / 8_030_261_248.0) + " B");
    }

    @Test
    @DisplayName(
            "clu-T2.7 a burst of 400 GB beside reads of 8 on 10 GB/s: 80 s, reads at .625, 30 s of stall, all by the checkpoint")
    void aBurstSlowsTheReaders() {
        Outcome outcome = Runs.run(burst(1));
        // One batch in the buffer spares up to a second; the second burst lies behind the horizon.
        double stall = Runs.gpuSeconds(outcome, LedgerState.IN_CKPT_INTERFERENCE) / 64;
        assertThat(stall).isCloseTo(29.5, within(0.5));
        assertThat(Runs.gpuSeconds(outcome, LedgerState.IN_STORAGE_BW)).isZero();
        // Twenty batches spare 19 to 20 s of it.
        double less = Runs.gpuSeconds(Runs.run(burst(20)), LedgerState.IN_CKPT_INTERFERENCE) / 64;
        assertThat(less).isCloseTo(10.5, within(0.5));
    }

    /** Reads of a job that saves every ten steps, 1 GB each step, from a file system that gives {@code gigabytes} a second. */
    private static String reading(int gigabytes, String every, String blocking) {
        return """
                cluster:
                  nodes: { count: 8, sku: azure-nd96isr-h100-v5 }
                  storage: { kind: lustre, name: fs, capacity: CAPACITY TiB, tier: 125 MB/s per TiB }
                workloads:
                  kind: training
                  name: job
                  steps: 1000
                  step: { measured: 1 s }
                  batch: { global: 1000 }
                  data: { format: samples, from: fs, bytes-per-sample: 1 MB, first-batch: ready, prefetch: 4 }
                  checkpoint: { every: EVERY, blocking: BLOCKING, final-save: false }
                prices: { override: { gpu: $4/GPU-h, fs/125: $0.1/GB-month } }
                """.replace("CAPACITY", Integer.toString(8 * gigabytes))
                .replace("EVERY", every)
                .replace("BLOCKING", blocking);
    }

    @ParameterizedTest
    @DisplayName("a save takes no batch: a thousand steps read a thousand batches and at most a buffer more")
    @CsvSource({"10 steps, 2 s", "10 steps, 1 s", "7 steps, 3 s"})
    void aSaveTakesNoBatch(String every, String blocking) {
        Outcome outcome = Runs.run(reading(2, every, blocking));
        assertThat(Runs.mean(outcome, "fs.bytes")).isBetween(999e9, 1004e9);
        assertThat(Runs.mean(outcome, "job.au")).isEqualTo(1);
    }

    @ParameterizedTest
    @DisplayName("a buffer that fills up at the very end of a step does not put off the save that is due then")
    @CsvSource({"2", "3", "5"})
    void aSaveIsTakenWhateverElseHappensThen(int gigabytes) {
        // On 2 GB/s the buffer of 4 GB gains 1 GB a step and fills up at a whole second; every second has its save.
        Outcome outcome = Runs.run(reading(gigabytes, "1 steps", "1 s"));
        assertThat(Runs.gpuSeconds(outcome, LedgerState.CKPT_BLOCK)).isCloseTo(64 * 999, within(1e-6));
        assertThat(Runs.mean(outcome, "job.wall_time")).isCloseTo(1999, within(1e-6));
    }
}
