package windtunnel.scenario.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import windtunnel.core.measure.RunResult;
import windtunnel.core.unit.Numbers;
import windtunnel.model.LedgerState;
import windtunnel.scenario.Scenario;

/** Nothing is lost or made up between a storage and the GPUs, whatever lies between them. */
class InputConservationTest {
    private static final double SAMPLE = 1e6;

    /** A scenario of random make, and what is needed to judge it. */
    private record Drawn(
            String yaml, int nodes, int batch, int prefetch, boolean ready, boolean cached, boolean saves) {
        static Drawn of(long seed) {
            Random random = new Random(seed);
            int nodes = 1 << random.nextInt(5);
            int batch = nodes * 8 * (1 + random.nextInt(20));
            int prefetch = 1 + random.nextInt(8);
            boolean ready = random.nextBoolean();
            boolean cached = random.nextInt(3) == 0;
            boolean saves = !cached && random.nextInt(3) == 0;
            String from = cached ? "nv" : "fs";
            StringBuilder yaml = new StringBuilder();
            yaml.append("horizon: ").append(20 + random.nextInt(2000)).append(" s\ncluster:\n");
            yaml.append("  nodes: { count: ").append(nodes).append(", sku: azure-nd96isr-h100-v5 }\n  storage:\n");
            yaml.append("    - ").append(storage(random, nodes)).append('\n');
            if (cached) {
                yaml.append("    - { kind: nvme-cache, name: nv, of: fs, capacity: ")
                        .append(1 + random.nextInt(40))
                        .append(" GB, sku: azure-nd-h100-v5-nvme, policy: ")
                        .append(random.nextBoolean() ? "lru" : "pin")
                        .append(" }\n");
            }
            yaml.append("workloads:\n  kind: training\n  name: job\n  model: llama3-8b\n  steps: ")
                    .append(1 + random.nextInt(5000))
                    .append("\n  step: { measured: ")
                    .append(20 + random.nextInt(1000))
                    .append(" ms }\n  batch: { global: ")
                    .append(batch)
                    .append(" }\n  data: { format: samples, bytes-per-sample: 1 MB, from: ")
                    .append(from)
                    .append(", prefetch: ")
                    .append(prefetch)
                    .append(", first-batch: ")
                    .append(ready ? "ready" : "cold")
                    .append(", dataset: ")
                    .append(batch + random.nextInt(200_000))
                    .append(random.nextBoolean() ? ", samples-per-file: " + (1 + random.nextInt(100)) : "")
                    .append(", decode: ")
                    .append(random.nextInt(20))
                    .append(" ms, shard-partition: ")
                    .append(random.nextBoolean() ? "fixed" : "reshuffled")
                    .append(" }\n");
            if (saves) {
                yaml.append("  checkpoint: { to: fs, mode: ")
                        .append(random.nextBoolean() ? "sync" : "async")
                        .append(", every: ")
                        .append(3 + random.nextInt(60))
                        .append(" steps }\n");
            }
            yaml.append(
                    "prices: { override: { gpu: $4/GPU-h, fs/125: $0.1/GB-month, o: 0 $/GB-month, o/read: $1/10k, o/write: $1/10k } }\n");
            return new Drawn(yaml.toString(), nodes, batch, prefetch, ready, cached, saves);
        }

        private static String storage(Random random, int nodes) {
            int tebibytes = nodes * (1 + random.nextInt(16));
            return switch (random.nextInt(3)) {
                case 0 ->
                    "{ kind: lustre, name: fs, capacity: " + tebibytes + " TiB, tier: 125 MB/s per TiB, metadata: "
                            + (100 + random.nextInt(20_000)) + " op/s }";
                case 1 ->
                    "{ kind: nfs, name: fs, capacity: " + tebibytes + " TiB, tier: 125 MB/s per TiB, connection: "
                            + (100 + random.nextInt(900)) + " MB/s, connections: 2 }";
                default ->
                    "{ kind: object-store, name: fs, item: o, stored: 1 TB, connections: " + (1 + random.nextInt(64))
                            + ", egress: " + nodes + " GB/s, ingress: 10 GB/s }";
            };
        }
    }

    @Property(tries = 200)
    @Label(
            "bytes read = bytes of the batches taken and of those in the buffer; GPU-seconds add up; stepping = fast-forwarding")
    void bytesAndGpuSecondsAreConserved(@ForAll long seed) {
        Drawn drawn = Drawn.of(seed);
        Scenario scenario = Runs.scenario(drawn.yaml());
        Outcome outcome = new ExperimentRunner(1, done -> {}).run(scenario, "test", true);
        RunResult run = outcome.runs().get(0);
        double held = 0;
        for (LedgerState state : LedgerState.values()) {
            double seconds = Runs.gpuSeconds(outcome, state);
            assertThat(seconds).isNotNegative();
            held += seconds;
        }
        assertThat(held).isCloseTo(run.endNanos() * 1e-9 * drawn.nodes() * 8, within(1e-6 * held + 1e-6));
        assertThat(outcome.ledger().stream()
                        .filter(line -> line.lostFrom() == null)
                        .mapToDouble(line -> line.usd().doubleValue())
                        .sum())
                .isCloseTo(outcome.bill().total().doubleValue(), within(1e-6));
        checkBytes(drawn, outcome);
        RunResult stepped = new ExperimentRunner(1, done -> {})
                .run(scenario, "test", false)
                .runs()
                .get(0);
        assertThat(stepped.ledger()).isEqualTo(run.ledger());
        assertThat(stepped.usage()).isEqualTo(run.usage());
    }

    private static void checkBytes(Drawn drawn, Outcome outcome) {
        double batch = drawn.batch() * SAMPLE;
        double steps = Runs.mean(outcome, "job.steps");
        double read = Runs.mean(outcome, "fs.bytes") + (drawn.ready() ? batch : 0);
        String what = Numbers.json(read / batch) + " batches for " + steps + " steps of\n" + drawn.yaml();
        if (!drawn.saves() && !drawn.cached()) {
            assertThat(read).as(what).isGreaterThan(steps * batch * (1 - 1e-9));
        }
        if (!drawn.saves()) {
            // One step under way, the buffer, and up to a batch that a full buffer reads ahead (decision 2).
            double most = (steps + 2 + drawn.prefetch()) * batch;
            assertThat(read).as(what).isLessThan(most * (1 + 1e-9));
        }
    }
}
