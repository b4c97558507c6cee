package windtunnel.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Options of every command that runs scenarios. */
final class ScenarioOptions {
    @Option(names = "--set", paramLabel = "PATH=VALUE", description = "Value in place of the file's; may be repeated.")
    private List<String> sets = new ArrayList<>();

    @Option(names = "--seed", paramLabel = "N", description = "Root of all random numbers, in place of the file's.")
    private Long seed;

    @Option(names = "--replications", paramLabel = "N", description = "Number of runs, in place of the file's.")
    private Integer replications;

    @Option(names = "--detail", paramLabel = "D", description = "analytic, step or microbatch, in place of the file's.")
    private String detail;

    @Option(names = "--fidelity", paramLabel = "F", description = "analytic, fluid or steps, in place of the file's.")
    private String fidelity;

    @Option(names = "--workers", paramLabel = "N", description = "Threads; by default one for each core.")
    private Integer workers;

    /** The values in place of the file's, as {@code path=value}. */
    List<String> overrides() {
        List<String> all = new ArrayList<>(sets);
        add(all, "seed", seed);
        add(all, "replications", replications);
        add(all, "detail", detail);
        add(all, "fidelity", fidelity);
        return all;
    }

    private static void add(List<String> sets, String key, Object value) {
        if (value != null) {
            sets.add(key + "=" + value);
        }
    }

    /** Whether the number of runs was given. */
    boolean replicationsGiven() {
        return replications != null;
    }

    /** How many threads may work. */
    int threads() {
        if (workers != null && workers < 1) {
            throw new InputException("--workers must be at least 1");
        }
        return workers == null ? Runtime.getRuntime().availableProcessors() : workers;
    }
}
