package windtunnel.scenario.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import windtunnel.core.unit.Bytes;
import windtunnel.core.unit.Numbers;
import windtunnel.model.kinds.Kinds;
import windtunnel.scenario.library.Catalog;
import windtunnel.scenario.read.ReadResult;
import windtunnel.scenario.read.ScenarioReader;

class CalibrationTest {
    private static String fio(double operation, double rate, int... blocks) {
        StringBuilder jobs = new StringBuilder();
        for (int block : blocks) {
            double bytes = block * 1024.0;
            jobs.append(jobs.length() == 0 ? "" : ",")
                    .append("{\"jobname\":\"j\",\"job options\":{\"rw\":\"read\",\"bs\":\"")
                    .append(block)
                    .append("k\"},\"read\":{\"bw_bytes\":")
                    .append(Numbers.json(bytes / (operation + bytes / rate)))
                    .append("},\"write\":{\"bw_bytes\":0}}");
        }
        return "fio: a warning\n{\"fio version\":\"fio-3.36\",\"timestamp\":1764000000,\"jobs\":[" + jobs + "]}";
    }

    @Test
    @DisplayName("fio: rates of s / (a + s / B) give a and B back")
    void fioIsExactOnItsOwnLaw() {
        Fitted fitted = new FioCalibration().fit("mine", "f.json", fio(2e-6, 7e9, 4, 64, 1024));
        assertThat(fitted.kind()).isEqualTo("drive");
        assertThat(fitted.yaml())
                .contains("read: { value: 7000 MB/s, source: measured by fio-3.36, as-of: 2025-11-24, tag: measured }")
                .contains("read-operations: { value: 500000 op/s,");
        assertThat(fitted.residuals()).hasSize(3).allMatch(r -> Math.abs(r.errorPct()) < 1e-6);
        assertThat(fitted.remarks()).anyMatch(remark -> remark.startsWith("Nothing was written"));
    }

    @Test
    @DisplayName("fio: one block size, and blocks that are no faster when large, leave no time for operations")
    void fioWithoutOperations() {
        assertThat(Transfers.fit(new double[] {4096}, new double[] {3e9})).isEqualTo(new Transfers(0, 3e9));
        Transfers falling = Transfers.fit(new double[] {4096, 1 << 20}, new double[] {4e9, 3e9});
        assertThat(falling.operationSeconds()).isZero();
        assertThat(falling.bytesPerSec()).isBetween(3e9, 4e9);
    }

    private static String ior(int nodes, double read, double write) {
        return """
                IOR-4.0.0: MPI Coordinated Test of Parallel I/O
                Began               : Mon Jul  7 10:00:00 2025
                Options:
                access              : file-per-process
                nodes               : NODES
                tasks               : 64
                clients per node    : 8
                Results:
                access    bw(MiB/s)  IOPS       Latency(s)  block(KiB) xfer(KiB)  open(s)    wr/rd(s)   close(s)   total(s)   iter
                ------    ---------  ----       ----------  ---------- ---------  --------   --------   --------   --------   ----
                write     WRITE     1196.85    1.38        16384      1024.00    1.45       34.22      33.07      34.44      0
                read      READ     1261.46    0.437619    16384      1024.00    0.403822   32.47      28.97      32.50      0
                """.replace("NODES", Integer.toString(nodes))
                .replace("READ", Numbers.json(read))
                .replace("WRITE", Numbers.json(write));
    }

    @Test
    @DisplayName("IOR: runs on 1, 2, 4, 8 nodes of min(n c, T) give c and T back, and the slower way counts")
    void iorIsExactOnItsOwnLaw() {
        StringBuilder log = new StringBuilder("mpirun says hello\n");
        for (int nodes : new int[] {1, 2, 4, 8}) {
            log.append(ior(nodes, Math.min(nodes * 4000, 10_000), Math.min(nodes * 3000, 8000)));
        }
        Fitted fitted = new IorCalibration(Bytes.parse("100 TiB")).fit("mine", "f.log", log.toString());
        assertThat(fitted.residuals()).hasSize(8).allMatch(r -> Math.abs(r.errorPct()) < 1e-9);
        double perTib = 8000 * 1048576.0 / 1e6 / 100;
        assertThat(fitted.yaml())
                .contains("rate: { value: " + Numbers.json(perTib).substring(0, 6))
                .contains("as-of: 2025-07-07")
                .contains("client: { value: 3145.73 MB/s,");
        assertThat(fitted.remarks()).singleElement().asString().contains("here that of writes");
    }

    @Test
    @DisplayName("IOR: where nodes limit every run, the largest rate is a lower bound")
    void iorWithoutSaturation() {
        Saturation law = Saturation.fit(new double[] {1, 2}, new double[] {1e9, 2e9});
        assertThat(law.reached()).isFalse();
        assertThat(law.totalBytesPerSec()).isEqualTo(2e9);
        assertThat(law.nodeBytesPerSec()).isCloseTo(1e9, within(1.0));
        Fitted fitted = new IorCalibration(Bytes.parse("1 TiB")).fit("mine", "f.log", ior(2, 100, 90));
        assertThat(fitted.remarks()).anyMatch(remark -> remark.contains("lower bound"));
    }

    @Test
    @DisplayName("a fitted file system stands in a scenario in place of a name and limits its jobs")
    void fittedEntriesCanBeUsed() {
        String log = ior(1, 4000, 4000) + ior(2, 5000, 5000) + ior(4, 5000, 5000);
        String entry = new IorCalibration(Bytes.parse("10 TiB"))
                .fit("mine", "f.log", log)
                .yaml();
        String tier = entry.lines()
                .filter(line -> line.contains("rate:"))
                .map(line -> line.substring(line.indexOf("value: ") + 7, line.indexOf(", source")))
                .findFirst()
                .orElseThrow();
        String yaml = "horizon: 10 s\ncluster:\n  nodes: { count: 1, sku: azure-nd96isr-h100-v5 }\n  storage:\n"
                + "    kind: lustre\n    name: fs\n    capacity: 10 TiB\n    tier: " + tier + "\n    sku:\n"
                + entry.indent(6)
                + "workloads: { kind: training, name: j, steps: 5, step: { measured: 1 s }, batch: { global: 8 },"
                + " data: { format: samples, from: fs, bytes-per-sample: 1 MB } }\n"
                + "prices: { override: { gpu: $4/GPU-h, mine/"
                + Numbers.json(Double.parseDouble(tier.substring(0, tier.indexOf(' '))))
                + ": 0 $/GB-month } }\n";
        ReadResult read = new ScenarioReader(Kinds.all(), Catalog.builtIn(), true).readText(yaml, "f.yaml", List.of());
        assertThat(read.errors()).isEmpty();
    }

    private static String job(int group, String bs, long read, long write) {
        return "{\"jobname\":\"j\",\"groupid\":" + group + ",\"job options\":{\"bs\":\"" + bs
                + "\"},\"read\":{\"bw_bytes\":" + read + "},\"write\":{\"bw_bytes\":" + write + "}}";
    }

    @Test
    @DisplayName("fio: jobs of a group ran side by side and add up; jobs that did both ways are left out")
    void fioGroups() {
        String jobs = String.join(
                ",",
                job(0, "1M", 2_000_000_000L, 0),
                job(0, "1M", 3_000_000_000L, 0),
                job(1, "1M", 0, 4_000_000_000L),
                job(2, "64k,256k", 1_000_000_000L, 1_000_000_000L));
        Fitted fitted = new FioCalibration().fit("mine", "f.json", "{\"jobs\":[" + jobs + "]}");
        assertThat(fitted.yaml()).contains("read: { value: 5000 MB/s").contains("write: { value: 4000 MB/s");
        assertThat(fitted.residuals()).hasSize(2);
        assertThat(fitted.remarks()).anyMatch(remark -> remark.startsWith("Jobs that read and wrote at once"));
        String only = job(0, "64k,256k", 1_000_000_000L, 2_000_000_000L);
        Fitted both = new FioCalibration().fit("mine", "f.json", "{\"jobs\":[" + only + "]}");
        assertThat(both.residuals()).extracting(Fitted.Residual::what).containsExactly("j, read 64k", "j, write 256k");
    }

    @Test
    @DisplayName("IOR: the summary at the end is no further result")
    void iorSummary() {
        String summary = """
                Summary of all tests:
                Operation   Max(MiB)   Min(MiB)  Mean(MiB)     StdDev   Max(OPs)
                write        90.00    90.00    90.00      0.00    90.00
                read         100.00    100.00    100.00      0.00    100.00
                """;
        Fitted fitted = new IorCalibration(Bytes.parse("1 TiB")).fit("mine", "f.log", ior(2, 100, 90) + summary);
        assertThat(fitted.residuals()).hasSize(2);
    }

    @Test
    @DisplayName("text that is no measurement is refused with the name of the file")
    void nonsense() {
        assertThatThrownBy(() -> new FioCalibration().fit("a", "x.json", "{ \"jobs\": [ "))
                .isInstanceOf(CalibrationException.class)
                .hasMessageStartingWith("x.json:1: is no JSON of fio");
        assertThatThrownBy(() -> new FioCalibration().fit("a", "x.json", "{}"))
                .hasMessageStartingWith("x.json: has no job");
        assertThatThrownBy(() -> new IorCalibration(new Bytes(1)).fit("a", "x.log", "read 5 5 5"))
                .hasMessageStartingWith("x.log: has no result of IOR");
    }
}
