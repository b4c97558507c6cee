package windtunnel.scenario.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import windtunnel.core.unit.Numbers;
import windtunnel.model.LedgerState;
import windtunnel.model.SaveBurst;
import windtunnel.model.kinds.Kinds;
import windtunnel.scenario.Scenario;
import windtunnel.scenario.library.Catalog;
import windtunnel.scenario.read.ScenarioReader;

/** Storage and collectives on the same NICs. */
class OneNetworkRunTest {
    /**
     * Two nodes of one GPU and one NIC of 50 GB/s: 1 s of computing, then an all-reduce of 50 GB over two ranks, 2 x 25 GB / 50 GB/s = 1 s, none of
     * it hidden. At half of the NIC a step takes 3 s, of which the all-reduce is 2/3, so storage gets 50 (1 - 2/3 x 1/2) = 33.3 GB/s of a node.
     */
    private static String job(String network, double serverGigabytes, String keys) {
        return """
                cluster:
                  nodes:
                    count: 2
                    sku:
                      use: azure-nd96isr-h100-v5
                      gpus: 1
                      nics: 1
                      scale-up-domain: 1
                      front-end: 50 GB/s
                      nic: { use: ndr400, usable: 50 GB/s, latency: 0 s }
                  fabric: { kind: leaf-spine, radix: 64 }
                  collective: { kind: ring }
                  storage: { kind: lustre, name: fs, capacity: CAPACITY TiB, tier: 125 MB/s per TiB, network: NETWORK }
                workloads:
                  kind: training
                  name: job
                  model: llama3-8b
                  steps: 100
                  step: { fixed: 1 s, per-sample: 1 ns, gradients: 50 GB }
                  batch: { global: 2 }
                  KEYS
                disruptions: []
                prices: { override: { gpu: $4/GPU-h, fs/125: $0.1/GB-month } }
                """.replace("CAPACITY", Numbers.json(serverGigabytes * 8))
                .replace("NETWORK", network)
                .replace("KEYS", keys);
    }

    private static String saves(double gigabytesOfNode) {
        return "checkpoint: { mode: async, every: 10 steps, to: fs, blocking: 0 s, serialise: 1 TB/s, device-to-host: 1 TB/s, bytes-per-parameter: "
                + Numbers.json(2 * gigabytesOfNode * 1e9 / 8_030_261_248.0) + " B }";
    }

    private static String reads(double gigabytesOfNode) {
        return "data: { format: samples, from: fs, first-batch: ready, prefetch: 1, bytes-per-sample: "
                + Numbers.json(gigabytesOfNode) + " GB }";
    }

    private static double wall(Outcome outcome) {
        return Runs.mean(outcome, "job.wall_time");
    }

    @ParameterizedTest
    @DisplayName(
            "net-3.1 clu-T2.7 saves of W GB a node beside an all-reduce: burst, longest step, and what all steps lose")
    @CsvSource({
        // 33.3 GB/s for 3 s: 2 s x 25 while the all-reduce is active, 1 s x 50 else; one step of 3 s. The final save
        // alone takes 100 / 50 s.
        "100, 1000, 3, 3, 1, 2",
        // 1.5 s: the step has computed 1 s and reduced for .5 s at half the rate; the other 3/4 take .75 s.
        "50, 1000, 1.5, 3, 0.25, 1",
        // Two steps and a half: 7.5 s; the third has computed 1 s and reduced .5 s, as above.
        "250, 1000, 7.5, 3, 2.25, 5",
        // The servers give 10 GB/s a node, which leaves 40: an all-reduce of 1.25 s, two steps of 2.25 s.
        "45, 20, 4.5, 2.25, 0.5, 4.5",
        // No storage at all.
        "0.001, 1000, 0.00003, 3, 0, 0.00002"
    })
    void bursts(double save, double servers, double burst, double during, double lost, double last) {
        Outcome outcome = Runs.run(job("fabric", servers, saves(save)));
        assertThat(wall(outcome)).isCloseTo(200 + 9 * lost + last, within(1e-3));
        assertThat(Runs.gpuSeconds(outcome, LedgerState.COMM_STORAGE)).isCloseTo(2 * 9 * lost, within(1e-3));
        assertThat(Runs.gpuSeconds(outcome, LedgerState.COMM_DP)).isCloseTo(200, within(1e-3));
        assertThat(Runs.mean(outcome, "fs.bytes")).isCloseTo(10 * 2 * save * 1e9, within(10.0));
        SaveBurst seen = outcome.bursts().get(0);
        assertThat((seen.toNanos() - seen.fromNanos()) * 1e-9).isCloseTo(burst, within(1e-4));
        assertThat(seen.beforeNanos() * 1e-9).isCloseTo(2, within(1e-4));
        assertThat(seen.duringNanos() * 1e-9).isCloseTo(during, within(1e-4));
        assertThat(seen.afterNanos() * 1e-9).isCloseTo(2, within(1e-4));
    }

    @Test
    @DisplayName("clu-2 on a network of its own storage takes nothing from collectives")
    void separateNetworks() {
        Outcome outcome = Runs.run(job("front-end", 1000, saves(100)));
        assertThat(wall(outcome)).isCloseTo(202, within(1e-3));
        assertThat(Runs.gpuSeconds(outcome, LedgerState.COMM_STORAGE)).isZero();
        assertThat(outcome.bursts()).isEmpty();
    }

    @Test
    @DisplayName("clu-3 reads of 22.5 GB a step: T = 1 + 1 / (1 - 22.5 / (50 T)) = 2.25 s")
    void reads() {
        Outcome outcome = Runs.run(job("fabric", 1000, reads(22.5)));
        assertThat(wall(outcome)).isCloseTo(225, within(0.5));
        assertThat(Runs.gpuSeconds(outcome, LedgerState.COMM_STORAGE)).isCloseTo(2 * 100 * 0.25, within(1.0));
    }

    @Test
    @DisplayName(
            "clu-3 readers that wait because collectives hold the NICs: 150 GB a step take 2 s x 25 + 2 s x 50, 4 s of which 3 are the step")
    void starved() {
        Outcome outcome = Runs.run(job("fabric", 1000, reads(150)));
        assertThat(wall(outcome)).isCloseTo(400, within(4.0));
        assertThat(Runs.gpuSeconds(outcome, LedgerState.IN_NETWORK)).isCloseTo(2 * 100, within(4.0));
        assertThat(Runs.gpuSeconds(outcome, LedgerState.COMM_STORAGE)).isCloseTo(2 * 100, within(4.0));
        assertThat(Runs.gpuSeconds(outcome, LedgerState.IN_CKPT_INTERFERENCE)).isZero();
        // What both moved over the two NICs is no more than they can; the last step has no wait behind it, of which the
        // mean of steps knows nothing.
        double most = 2 * 50e9 * (wall(outcome) + 1);
        assertThat(Runs.mean(outcome, "fs.bytes") + 100 * 2 * 50e9).isLessThanOrEqualTo(most);
    }

    @ParameterizedTest
    @DisplayName("stepping and fast-forwarding agree to the ns")
    @ValueSource(doubles = {3, 50, 77.7, 400})
    void stepping(double save) {
        for (String more : List.of("", "\n  " + reads(22.5), "\n  " + reads(90))) {
            Scenario scenario = Runs.scenario(job("fabric", 70, saves(save) + more));
            Outcome fast = new ExperimentRunner(1, done -> {}).run(scenario, "test");
            Outcome stepped = new ExperimentRunner(1, done -> {}).run(scenario, "test", false);
            assertThat(stepped.runs().get(0).fingerprint())
                    .isEqualTo(fast.runs().get(0).fingerprint());
        }
    }

    @Test
    @DisplayName("more bytes in a save never end the job earlier, nor does a share of the NIC with storage")
    void monotone() {
        double before = 0;
        for (double save : new double[] {1, 10, 33, 50, 66, 100, 101, 150, 240, 400, 600}) {
            double now = wall(Runs.run(job("fabric", 500, saves(save) + "\n  " + reads(20))));
            assertThat(now).isGreaterThanOrEqualTo(before);
            assertThat(now)
                    .isGreaterThanOrEqualTo(wall(Runs.run(job("front-end", 500, saves(save) + "\n  " + reads(20)))));
            before = now;
        }
    }

    @ParameterizedTest
    @DisplayName("a step under way is re-timed: NICs that fall to a half at t, and are sound again later")
    @CsvSource({
        // Computing until 1 s, .5 s of the all-reduce, the other half at half the rate; then a step from 2.5 s on as
        // long as 3.
        "1.5 s, 3 s, 2.5",
        // While it computes: the all-reduce takes 2 s.
        "0.3 s, 60 s, 3",
        // From 1.2 to 1.6 s: .2 + .2 of the all-reduce are done, .6 are left at 1.6 s.
        "1.2 s, 0.4 s, 2.2"
    })
    void retimed(String from, String lasts, double end) {
        String neighbour =
                "{ kind: background-traffic, where: nic, share: 0.5, start: " + from + ", lasts: " + lasts + " }";
        String one = job("fabric", 100, "")
                .replace("disruptions: []", "disruptions: " + neighbour)
                .replace("steps: 100", "steps: 1");
        assertThat(wall(Runs.run(one))).isCloseTo(end, within(1e-4));
    }

    @Test
    @DisplayName("net-3.9 with TCP reads over nine round trips get a tenth beside a collective")
    void tcp() {
        String tcp = "{ kind: leaf-spine, radix: 64, congestion: { profile: tcp } }";
        String near = job("fabric", 1000, saves(100)).replace("{ kind: leaf-spine, radix: 64 }", tcp);
        String far = near.replace("network: fabric", "network: fabric, round-trip: 50 ms");
        double beside = Runs.run(near).bursts().get(0).duringNanos() * 1e-9;
        double behind = Runs.run(far).bursts().get(0).duringNanos() * 1e-9;
        assertThat(beside).isGreaterThan(behind + 0.5);
    }

    private static String error(String yaml) {
        return new ScenarioReader(Kinds.all(), Catalog.builtIn(), true)
                .readText(yaml, "f.yaml", List.of())
                .errors()
                .toString();
    }

    @Test
    @DisplayName("a network that is not there, and a round trip without TCP, are said")
    void badInput() {
        String fine = job("fabric", 10, "");
        assertThat(error(fine.replace("network: fabric", "network: back-end")))
                .contains("network")
                .contains("fabric");
        assertThat(error(fine.replace("network: fabric", "network: fabric, round-trip: 2 ms")))
                .contains("counts with 'network: fabric' on a fabric with 'congestion: tcp' only");
        String without = fine.replace("azure-nd96isr-h100-v5", "dgx-h100").replace("      front-end: 50 GB/s\n", "");
        assertThat(error(without)).isEqualTo("[]");
        assertThat(error(without.replace("network: fabric", "network: front-end")))
                .contains("has no front-end network that is known; take 'fabric'");
    }
}
