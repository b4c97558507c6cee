package windtunnel.scenario.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Metrics that had one way to their number get a second one here: arithmetic that a reader can follow. */
class ByHandRunTest {
    /** Three jobs on two nodes of eight: 10 h of team a on one, then on the other 5 h of half of it and 2 h of all of it of team b. */
    private static final String TEAMS = """
            cluster:
              nodes: { count: 2, sku: azure-nd96isr-h100-v5 }
              storage: { kind: lustre, name: fs, capacity: 100 TB, tier: 125 MB/s per TiB }
            workloads:
              kind: job-queue
              name: shared
              teams: [ { name: a }, { name: b } ]
              jobs:
                - { team: a, gpus: 8, length: 10 h }
                - { team: b, gpus: 4, length: 5 h }
                - { team: b, gpus: 8, length: 2 h, arrives: 1 h }
            prices: { override: { gpu: $10/GPU-h, fs/125: $0.01/GB-month } }
            """;

    @Test
    @DisplayName("teams pay what they held, storage in the same parts: 80, 36 and 44 of 160 GPU-hours of $1,613.70")
    void teamsPayWhatTheyHeld() {
        Outcome outcome = Runs.run(TEAMS);
        double bill = 160 * 10 + 100_000 * 0.01 / 730 * 10;
        assertThat(Runs.mean(outcome, "run.cost")).isCloseTo(bill, within(1e-6));
        assertThat(Runs.mean(outcome, "a.gpu_hours")).isCloseTo(80, within(1e-9));
        assertThat(Runs.mean(outcome, "b.gpu_hours")).isCloseTo(36, within(1e-9));
        assertThat(Runs.mean(outcome, "a.cost")).isCloseTo(bill / 2, within(1e-6));
        assertThat(Runs.mean(outcome, "b.cost")).isCloseTo(bill * 36 / 160, within(1e-6));
        assertThat(Runs.mean(outcome, "shared.allocated")).isCloseTo(116 / 160.0, within(1e-12));
        // The last job waits from 1 h to 5 h for a whole node.
        assertThat(Runs.mean(outcome, "b.wait")).isCloseTo(4 * 3600 / 2.0, within(1e-6));
        assertThat(Runs.mean(outcome, "shared.stranded")).isZero();
    }

    @Test
    @DisplayName("eight rings over two leaves cross each boundary once: leaf uplinks carry a quarter of what NICs do")
    void ringsOverLeaves() {
        Outcome outcome = Runs.run("""
                cluster:
                  nodes: { count: 8, sku: azure-nd96isr-h100-v5 }
                  fabric: { kind: leaf-spine }
                  collective: { kind: ring }
                workloads:
                  kind: training
                  name: job
                  model: llama3-8b
                  steps: 10
                  batch: { global: 64, sequence: 8192 }
                  parallel: { tensor: 8 }
                prices: { override: { gpu: $4/GPU-h } }
                """);
        // A leaf has 32 NICs down and 32 uplinks: four nodes. A ring of eight nodes goes 3 -> 4 and 7 -> 0, each up
        // from one leaf and
        // down to the other; out of a GPU and into one go 16 ends of each ring.
        double nics = Runs.mean(outcome, "nic.bytes");
        assertThat(Runs.mean(outcome, "leaf-uplinks.bytes")).isCloseTo(nics * 4 / 16, within(1e-9 * nics));
        double uplinks = 2 * 2 * 32 * 48.5e9 * Runs.mean(outcome, "run.wall_time");
        assertThat(Runs.mean(outcome, "leaf-uplinks.utilisation")).isCloseTo(nics / 4 / uplinks, within(1e-9));
    }

    @Test
    @DisplayName(
            "a file system that only feeds tokens delivers 4 bytes of each, and its use is that over what it could")
    void storageUse() {
        Outcome outcome = Runs.run("""
                cluster:
                  nodes: { count: 1, sku: azure-nd96isr-h100-v5 }
                  storage: { kind: lustre, name: fs, capacity: 16 TiB, tier: 125 MB/s per TiB }
                workloads:
                  kind: training
                  name: job
                  model: llama3-8b
                  steps: 100
                  batch: { global: 64, sequence: 8192 }
                  parallel: { tensor: 8 }
                  data: { format: tokens, from: fs }
                prices: { override: { gpu: $4/GPU-h, fs/125: $0.01/GB-month } }
                """);
        // At the end of step 100 two batches lie in the prefetch buffer, and one has been fetched for the step that
        // would follow.
        double bytes = 103.0 * 64 * 8192 * 4;
        assertThat(Runs.mean(outcome, "fs.bytes")).isCloseTo(bytes, within(1e-5 * bytes));
        assertThat(Runs.mean(outcome, "fs.utilisation"))
                .isCloseTo(bytes / (16 * 125e6 * Runs.mean(outcome, "run.wall_time")), within(1e-5));
    }
}
