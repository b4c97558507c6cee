package windtunnel.scenario.validate.reliability;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import windtunnel.model.disruption.failure.FailureRates;

/** Finds the cause that a text means among those of published rates. */
final class Causes {
    /** Patterns, most particular first, and the cause that they mean. */
    private static final List<Map.Entry<Pattern, String>> WORDS = List.of(
            word("silent", "silent data corruption"),
            word("watchdog|hang", "NCCL watchdog"),
            word("HBM", "HBM3"),
            word("SRAM", "GPU SRAM"),
            word("system processor|GSP", "GPU system processor"),
            word("thermal", "thermal"),
            word("faulty GPU|GPU fault", "faulty GPU"),
            word("software", "software"),
            word("switch|cable", "switch or cable"),
            word("maintenance", "host maintenance"),
            word("NIC", "NIC"),
            word("SSD", "SSD"),
            word("power", "power supply"),
            word("chassis", "chassis"),
            word("IO .*board", "IO board"),
            word("dependency", "dependency"),
            word("CPU", "CPU"),
            word("system memory|DRAM", "DRAM"));

    private static final List<String> IN_THE_GPU =
            List.of("faulty GPU", "HBM3", "GPU SRAM", "GPU system processor", "thermal");

    private Causes() {}

    private static Map.Entry<Pattern, String> word(String words, String cause) {
        return Map.entry(Pattern.compile("\\b(" + words + ")", Pattern.CASE_INSENSITIVE), cause);
    }

    /** Share of all failures of the cause that {@code component} means, if one is known. */
    static Optional<Double> share(FailureRates rates, String component) {
        return WORDS.stream()
                .filter(entry -> entry.getKey().matcher(component).find())
                .findFirst()
                .map(entry -> share(rates, List.of(entry.getValue())))
                .filter(share -> share > 0);
    }

    /** Share of failures of the GPU itself and its memory. */
    static Optional<Double> gpuShare(FailureRates rates) {
        return Optional.of(share(rates, IN_THE_GPU)).filter(share -> share > 0);
    }

    private static double share(FailureRates rates, List<String> names) {
        double all = rates.causes().stream().mapToInt(FailureRates.Cause::count).sum();
        return rates.causes().stream()
                        .filter(cause -> names.contains(cause.name()))
                        .mapToInt(FailureRates.Cause::count)
                        .sum()
                / all;
    }
}
