package windtunnel.scenario.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import windtunnel.model.LedgerState;

/** Runs with loaders sample by sample against runs with mean rates. */
class LoaderDetailRunTest {
    private static final String JOB = """
            horizon: 2000 s
            detail: DETAIL
            cluster:
              nodes: { count: NODES, sku: azure-nd96isr-h100-v5 }
              storage: { kind: lustre, name: fs, capacity: 160 TiB, tier: 125 MB/s per TiB, client-cap: CAP }
            workloads:
              kind: training
              name: job
              steps: 1 G
              step: { measured: 0.1 s }
              batch: { global: BATCH }
              data: { format: samples, from: fs, first-batch: ready, bytes-per-sample: 1 MB, DATA }
            prices: { override: { gpu: $4/GPU-h, fs/125: $0.1/GB-month } }
            """;

    private static Outcome run(String detail, int nodes, String cap, String data) {
        return Runs.run(JOB.replace("DETAIL", detail)
                .replace("NODES", Integer.toString(nodes))
                .replace("BATCH", Integer.toString(nodes * 80))
                .replace("CAP", cap)
                .replace("DATA", data));
    }

    private static double au(Outcome outcome) {
        return Runs.mean(outcome, "job.au");
    }

    @ParameterizedTest
    @DisplayName("constant sizes: sample by sample and by mean rates are the same run, to the last bit of the ledger")
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | 9 GB/s | workers: 4, decode: 60 ms",
                "8 | 9 GB/s | workers: 4, decode: 60 ms",
                "8 | 0.5 GB/s | workers: 4, decode: 10 ms",
                "4 | 9 GB/s | workers: 100, decode: 160 ms",
                "2 | 9 GB/s | workers: 8, decode-rate: 9 MB/s",
                "8 | 9 GB/s | workers: 4, decode: 1 ms, host-to-device: 0.08 GB/s",
                "16 | 9 GB/s | workers: 4, decode: 1 ms",
            })
    void constantSizes(int nodes, String cap, String data) {
        Outcome fluid = run("step", nodes, cap, data);
        Outcome bySample = run("microbatch", nodes, cap, data);
        // Reads of 1 MB at 2.5 GB/s a node and more are .4 ms beside the decoding of 60 ms.
        assertThat(au(bySample)).isCloseTo(au(fluid), within(.01 * au(fluid)));
        if (!data.contains("decode: 60 ms") && !data.contains("decode-rate")) {
            assertThat(bySample.runs().get(0).ledger())
                    .isEqualTo(fluid.runs().get(0).ledger());
        }
    }

    @Test
    @DisplayName("without workers loading and computing add up, at any detail")
    void noWorkers() {
        // 10 samples a GPU: eight GPUs read 80 MB at 1 GB/s, the last decodes 5 ms more; then .1 s of computing.
        for (String detail : new String[] {"step", "microbatch"}) {
            Outcome outcome = run(detail, 2, "1 GB/s", "workers: 0, decode: 5 ms");
            assertThat(au(outcome)).isCloseTo(.1 / (.1 + .085), within(1e-5));
            assertThat(Runs.gpuSeconds(outcome, LedgerState.IN_CPU) + Runs.gpuSeconds(outcome, LedgerState.IN_NETWORK))
                    .isPositive();
        }
    }

    @Test
    @DisplayName(
            "sizes that vary cost utilisation where mean rates see none, the more the more ranks wait for the slowest")
    void sizesThatVary() {
        String even = "workers: 4, decode-rate: 32 MB/s";
        String varied = even + ", sizes: lognormal, size-deviation: 0.9 MB";
        assertThat(au(run("step", 1, "9 GB/s", varied))).isCloseTo(1, within(1e-6));
        double one = au(run("microbatch", 1, "9 GB/s", varied));
        double many = au(run("microbatch", 16, "9 GB/s", varied));
        assertThat(one).isBetween(.7, .999);
        assertThat(many).isLessThan(one);
        Outcome deeper = run("microbatch", 16, "9 GB/s", varied + ", prefetch: 64");
        assertThat(au(deeper)).isGreaterThan(many);
    }

    @Test
    @DisplayName("the same seed draws the same samples for another buffer and another batch of runs")
    void commonRandomNumbers() {
        String data = "workers: 4, decode-rate: 32 MB/s, sizes: normal, size-deviation: 0.4 MB";
        assertThat(run("microbatch", 4, "9 GB/s", data).fingerprint())
                .isEqualTo(run("microbatch", 4, "9 GB/s", data).fingerprint());
    }
}
