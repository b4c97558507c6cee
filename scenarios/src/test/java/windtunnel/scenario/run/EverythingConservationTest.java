package windtunnel.scenario.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import windtunnel.core.measure.RunResult;
import windtunnel.model.LedgerState;
import windtunnel.scenario.Scenario;

/** Random scenarios with storage, caches, saves, retention, copies, failures and spares all at once. */
class EverythingConservationTest {
    private static final double SAMPLE = 1e6;

    private static String yaml(Random random, int nodes, int spares, int batch, boolean cached) {
        String fs = random.nextBoolean()
                ? "{ kind: lustre, name: fs, capacity: " + nodes * (2 + random.nextInt(8))
                        + " TiB, tier: 125 MB/s per TiB }"
                : "{ kind: nfs, name: fs, capacity: " + nodes * (2 + random.nextInt(8))
                        + " TiB, tier: 125 MB/s per TiB, connection: 400 MB/s, connections: 2 }";
        return "horizon: " + (100 + random.nextInt(4000)) + " s\nseed: " + random.nextInt(1000) + "\ndetail: "
                + (random.nextInt(12) == 0 ? "microbatch" : "step") + "\ncluster:\n  nodes: { count: " + nodes
                + ", sku: azure-nd96isr-h100-v5, spares: " + spares + " }\n  storage:\n    - " + fs + "\n"
                + "    - { kind: object-store, name: bucket, item: o, stored: 1 TB, connections: 64 }\n"
                + (cached
                        ? "    - { kind: nvme-cache, name: nv, of: fs, capacity: " + (1 + random.nextInt(40))
                                + " GB, sku: azure-nd-h100-v5-nvme }\n"
                        : "")
                + "workloads:\n  kind: training\n  name: job\n  model: llama3-8b\n  steps: "
                + (50 + random.nextInt(3000))
                + "\n  step: { measured: " + (50 + random.nextInt(900)) + " ms }\n  batch: { global: " + batch + " }\n"
                + (random.nextBoolean()
                        ? "  stage: [ { from: bucket, to: fs, size: 200 GB }, { from: fs, size: 4 GB } ]\n"
                        : "")
                + "  data: { format: samples, bytes-per-sample: 1 MB, from: " + (cached ? "nv" : "fs") + ", dataset: "
                + (batch + random.nextInt(100_000)) + ", prefetch: " + (1 + random.nextInt(6)) + ", decode: "
                + random.nextInt(15) + " ms, sizes: lognormal, size-deviation: 0.3 MB"
                + (random.nextInt(3) == 0 ? ", imported-from: bucket" : "") + " }\n"
                + "  checkpoint: { to: fs, mode: " + (random.nextBoolean() ? "sync" : "async") + ", every: "
                + (20 + random.nextInt(200)) + " steps, on-overrun: " + (random.nextBoolean() ? "queue" : "skip")
                + ", keep: { last: 2, every: 3, in: aws-s3-standard, then: [ { to: aws-s3-glacier-flexible, after: 1 d } ] } }\n"
                + "  recovery: { detect: 5 s, restart: 20 s }\n"
                + "disruptions: { kind: component-failures, rate: " + (1 + random.nextInt(40)) + " per node-day }\n"
                + "prices: { use: aws-us-east-1-2026-08, override: { gpu: $4/GPU-h, fs/125: $0.1/GB-month,"
                + " o: 0 $/GB-month, o/read: $1/10k, o/write: $1/10k } }\n";
    }

    @Property(tries = 200)
    @Label(
            "saves, caches, copies and failures together: GPU-seconds, dollars and bytes add up; stepping = fast-forwarding")
    void allAddsUp(@ForAll long seed) {
        Random random = new Random(seed);
        int nodes = 1 + random.nextInt(6);
        int spares = random.nextInt(3);
        int batch = nodes * 8 * (1 + random.nextInt(12));
        boolean cached = random.nextBoolean();
        String yaml = yaml(random, nodes, spares, batch, cached);
        Scenario scenario = Runs.scenario(yaml);
        Outcome outcome = new ExperimentRunner(1, done -> {}).run(scenario, "test", true);
        RunResult run = outcome.runs().get(0);
        double wall = run.endNanos() * 1e-9;
        double held = 0;
        for (LedgerState state : LedgerState.values()) {
            assertThat(Runs.gpuSeconds(outcome, state)).isNotNegative();
            held += Runs.gpuSeconds(outcome, state);
        }
        assertThat(held).as(yaml).isCloseTo(wall * (nodes + spares) * 8, within(1e-6 * held + 1e-6));
        double dollars = outcome.ledger().stream()
                .filter(line -> line.lostFrom() == null)
                .mapToDouble(line -> line.usd().doubleValue())
                .sum();
        assertThat(dollars).isCloseTo(outcome.bill().total().doubleValue(), within(1e-6));
        // What was taken is at most what was read; what was read is no more than the file system could carry.
        double steps = Runs.mean(outcome, "job.steps");
        double bytes = Runs.mean(outcome, "fs.bytes");
        if (!cached) {
            assertThat(bytes).as(yaml).isGreaterThan((steps - 1) * batch * SAMPLE * (1 - 1e-9));
        }
        assertThat(Runs.mean(outcome, "fs.utilisation")).isLessThanOrEqualTo(1 + 1e-9);
        RunResult stepped = new ExperimentRunner(1, done -> {})
                .run(scenario, "test", false)
                .runs()
                .get(0);
        assertThat(stepped.ledger()).as(yaml).isEqualTo(run.ledger());
        assertThat(stepped.usage()).isEqualTo(run.usage());
    }
}
