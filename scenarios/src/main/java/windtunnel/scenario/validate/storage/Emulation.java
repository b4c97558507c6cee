package windtunnel.scenario.validate.storage;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import windtunnel.scenario.validate.CaseRow;

/**
 * One result of MLPerf Storage: n emulated accelerators that each compute {@code c} seconds on b samples of s bytes.
 *
 * <p>Its benchmark (DLIO, statscounter.py) counts S - 1 of S steps as computing and S - 2 of them as throughput, over the same
 * time, so that {@code AU = X c / b (S - 1) / (S - 2)} for X samples a second and accelerator; the rules ask for at least 500
 * steps. What is left is compute time that the emulated step really took beyond c, on hosts whose cores decode at the same time.
 *
 * @param accelerators n
 * @param batch b
 * @param computeSeconds c
 * @param sampleBytes s
 */
record Emulation(double accelerators, double batch, double computeSeconds, double sampleBytes) {
    private static final double STEPS = 500;
    private static final double COUNTED = (STEPS - 1) / (STEPS - 2);
    private static final double MIB = 1 << 20;
    private static final Pattern NICS = Pattern.compile("(\\d+)x(?:NDR|HDR|SlingShot)(\\d+)");
    private static final Pattern SERVERS = Pattern.compile("(\\d+)xStorageNode");

    /** The emulation of {@code row}, if it says everything. */
    static Optional<Emulation> of(CaseRow row) {
        for (String column : List.of("accelerators", "batch", "compute_s", "sample_bytes", "mib_per_s", "au_pct")) {
            if (row.number(column).isEmpty()) {
                return Optional.empty();
            }
        }
        return Optional.of(new Emulation(
                number(row, "accelerators"),
                number(row, "batch"),
                number(row, "compute_s"),
                number(row, "sample_bytes")));
    }

    private static double number(CaseRow row, String column) {
        return row.number(column).orElseThrow();
    }

    /** Utilisation in percent when storage delivers {@code mibPerSec}. */
    double utilisationPct(double mibPerSec) {
        double samples = mibPerSec * MIB / sampleBytes / accelerators;
        return Math.min(100, 100 * samples * computeSeconds / batch * COUNTED);
    }

    /** Samples a second of all accelerators at a utilisation. */
    double samplesPerSec(double utilisationPct) {
        return utilisationPct / 100 / COUNTED * batch / computeSeconds * accelerators;
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
