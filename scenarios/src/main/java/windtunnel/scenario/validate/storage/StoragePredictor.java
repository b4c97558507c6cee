package windtunnel.scenario.validate.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import windtunnel.model.compute.ModelPreset;
import windtunnel.model.hardware.StorageSku;
import windtunnel.scenario.read.ScenarioLanguage;
import windtunnel.scenario.validate.Answer;
import windtunnel.scenario.validate.CaseRow;
import windtunnel.scenario.validate.Predictor;

/**
 * Predicts storage cases: sizes of checkpoints, rates of tiers and disks, and the two halves of a result of MLPerf Storage from
 * each other, since such a result publishes what the storage delivered and not what it can.
 */
public final class StoragePredictor implements Predictor {
    /** Weights in bf16 and Adam's state in fp32: what {@code checkpoint.bytes-per-parameter} is by default. */
    private static final double BYTES_PER_PARAMETER = 14;

    private static final Pattern DISK_LIMIT = Pattern.compile("([0-9.]+) MB/s limit");
    /** Models whose shape in the benchmark is not that of the model people train. */
    private static final String AS_BENCHMARKED = "-mlperf-storage";

    private static final String AZURE_LUSTRE = "amlfs";

    private final ScenarioLanguage language = ScenarioLanguage.builtIn();

    @Override
    public String category() {
        return "storage";
    }

    @Override
    public String band(CaseRow row) {
        return switch (row.text("metric")) {
            case "io_throughput" -> "training data";
            case "checkpoint_size" -> "checkpoint size";
            case "checkpoint_write" -> "checkpoint rate";
            default -> "devices";
        };
    }

    @Override
    public List<Answer> answers(CaseRow row) {
        return switch (row.text("metric")) {
            case "io_throughput" ->
                Emulation.of(row)
                        .map(emulation -> emulated(row, emulation))
                        .orElseGet(
                                () -> List.of(new Answer.Skipped("the row does not describe the emulated training")));
            case "checkpoint_size" -> List.of(checkpointSize(row));
            case "throughput_per_tib" -> List.of(tier(row));
            case "throughput", "bandwidth" -> List.of(disk(row));
            case "copy_time" ->
                List.of(new Answer.Skipped("the metadata operations a second of the file system are not published"));
            case "checkpoint_write" ->
                List.of(new Answer.Skipped("the capability of the file system is not published"));
            default -> List.of(new Answer.Input("a fact about a device that scenarios take in"));
        };
    }

    private static List<Answer> emulated(CaseRow row, Emulation emulation) {
        double mib = row.number("mib_per_s").orElseThrow();
        double utilisation = row.number("au_pct").orElseThrow();
        List<Answer> answers = new ArrayList<>();
        answers.add(
                new Answer.Given("au", "%", utilisation, emulation.utilisationPct(mib), "given the published MiB/s"));
        row.number("samples_per_s")
                .ifPresent(published -> answers.add(new Answer.Given(
                        "samples_per_second",
                        "samples/s",
                        published,
                        emulation.samplesPerSec(utilisation),
                        "given the published AU")));
        Optional<Double> network = Emulation.networkMibPerSec(row);
        double pass = row.number("au_threshold_pct").orElse(100) / 100;
        network.ifPresent(
                nics -> answers.add(
                        new Answer.Value(
                                row.text("metric"),
                                row.text("unit"),
                                mib,
                                Math.min(nics, pass * emulation.demandMibPerSec()),
                                Answer.Bound.EQUAL,
                                false,
                                "what accelerators take at the pass mark, which submitters approach, at most what the servers' NICs carry")));
        return answers;
    }

    /** MLPerf Storage prints its checkpoint sizes in GB and means GiB: 14 bytes a parameter agree to 0.5 % then, for the shapes that it configures. */
    private Answer checkpointSize(CaseRow row) {
        boolean benchmark = row.text("system").startsWith("MLPerf Storage");
        Optional<ModelPreset> model = (benchmark
                        ? model(row.text("workload") + AS_BENCHMARKED)
                        : Optional.<ModelPreset>empty())
                .or(() -> model(row.text("workload")));
        if (model.isEmpty()) {
            return new Answer.Skipped("the library has no such model");
        }
        double bytes = model.get().shape().parameters() * BYTES_PER_PARAMETER;
        return Answer.of(row, bytes / (benchmark ? 1 << 30 : 1e9));
    }

    private Optional<ModelPreset> model(String name) {
        return language.entry("model", name).value().map(ModelPreset.class::cast);
    }

    private Answer tier(CaseRow row) {
        double published = row.number("value").orElseThrow();
        StorageSku service = language.entry("storage", AZURE_LUSTRE)
                .value()
                .map(StorageSku.class::cast)
                .orElseThrow();
        return service.tiers().stream()
                .map(tier -> tier.rate().value().bytesPerSecPerTiB() / 1e6)
                .filter(rate -> rate == published)
                .findFirst()
                .<Answer>map(rate -> Answer.of(row, rate))
                .orElseGet(() -> new Answer.Skipped("the library has no such tier"));
    }

    private static Answer disk(CaseRow row) {
        Matcher limit = DISK_LIMIT.matcher(row.text("system"));
        if (!limit.find()) {
            return new Answer.Input("a fact about a device that scenarios take in");
        }
        return Answer.of(row, Double.parseDouble(limit.group(1)));
    }
}
