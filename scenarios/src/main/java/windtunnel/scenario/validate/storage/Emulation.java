package windtunnel.scenario.validate.storage;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import windtunnel.scenario.validate.CaseRow;

/**
 * One result of MLPerf Storage: n emulated accelerators that each compute {@code c} seconds on b samples of s bytes.
 *
 * <p>Its benchmark (DLIO of 2024-09, statscounter.py) divides the computing of S - 1 of an epoch's S steps by the time without the first
 * batch's, and the samples of all S steps by the whole time. So X samples a second and accelerator mean {@code AU = X c / b (S - 1) /
 * (S - W)}, where the first batch takes as long as W steps: each of W reader threads fetches a whole batch, all share the same rate,
 * and none of them has its batch before the others. Where a file holds many samples, threads stream and the first batch takes two steps.
 * The rules ask for S such that an epoch has 500 steps and five times the memory of the hosts.
 *
 * @param accelerators n
 * @param hosts hosts that emulate them
 * @param workload name of the workload, which says how many threads read
 * @param batch b
 * @param computeSeconds c
 * @param sampleBytes s
 */
record Emulation(
        double accelerators, double hosts, String workload, double batch, double computeSeconds, double sampleBytes) {
    private static final double LEAST_STEPS = 500;
    /** Multiple of the hosts' memory that an epoch reads at least. */
    private static final double MEMORIES = 5;
    /** Median memory of the hosts of 50 published systems (storage_results_v1.0, 64c2ce4, 2024-09-25), in bytes. */
    private static final double HOST_BYTES = 266e9;
    /** Mean of reader.read_threads in the published configurations of the same results: 84 of U-Net3D, 54 of CosmoFlow. */
    private static final Map<String, Double> THREADS = Map.of("unet3d", 17.65, "cosmoflow", 4.30);
    /** Steps that a first batch takes from files of many samples. */
    private static final double STREAMED = 2;

    private static final double MIB = 1 << 20;
    private static final Pattern NICS = Pattern.compile("(\\d+)x(?:NDR|HDR|SlingShot)(\\d+)");
    private static final Pattern SERVERS = Pattern.compile("(\\d+)xStorageNode");

    /** The emulation of {@code row}, if it says everything. */
    static Optional<Emulation> of(CaseRow row) {
        for (String column :
                List.of("accelerators", "hosts", "batch", "compute_s", "sample_bytes", "mib_per_s", "au_pct")) {
            if (row.number(column).isEmpty()) {
                return Optional.empty();
            }
        }
        return Optional.of(new Emulation(
                number(row, "accelerators"),
                number(row, "hosts"),
                row.text("workload"),
                number(row, "batch"),
                number(row, "compute_s"),
                number(row, "sample_bytes")));
    }

    private static double number(CaseRow row, String column) {
        return row.number(column).orElseThrow();
    }

    /** Steps of an epoch. */
    double steps() {
        double memories = MEMORIES * HOST_BYTES * hosts;
        return Math.max(LEAST_STEPS, memories / (batch * sampleBytes * accelerators));
    }

    /** Steps that count as computing for each step that counts as throughput. */
    private double counted() {
        double first = THREADS.getOrDefault(workload, STREAMED);
        return (steps() - 1) / (steps() - first);
    }

    /** Utilisation in percent when storage delivers {@code mibPerSec}. */
    double utilisationPct(double mibPerSec) {
        double samples = mibPerSec * MIB / sampleBytes / accelerators;
        return Math.min(100, 100 * samples * computeSeconds / batch * counted());
    }

    /** Samples a second of all accelerators at a utilisation. */
    double samplesPerSec(double utilisationPct) {
        return utilisationPct / 100 / counted() * batch / computeSeconds * accelerators;
    }

    /** MiB a second that the accelerators take when they never wait. */
    double demandMibPerSec() {
        return accelerators * batch / computeSeconds * sampleBytes / MIB;
    }

    /** MiB a second that the NICs of the servers carry, where the name of the system counts them. */
    static Optional<Double> networkMibPerSec(CaseRow row) {
        Matcher nics = NICS.matcher(row.text("system"));
        if (!nics.find()) {
            return Optional.empty();
        }
        Matcher servers = SERVERS.matcher(row.text("system"));
        double each = servers.find() ? Double.parseDouble(servers.group(1)) : 1;
        double gigabits = Double.parseDouble(nics.group(1)) * Double.parseDouble(nics.group(2)) * each;
        return Optional.of(gigabits * 1e9 / 8 / MIB);
    }
}
