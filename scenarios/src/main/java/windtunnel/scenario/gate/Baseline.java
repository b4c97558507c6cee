package windtunnel.scenario.gate;

import java.util.Map;
import java.util.SortedMap;
import windtunnel.scenario.Scenario;
import windtunnel.scenario.explain.Figures;
import windtunnel.scenario.explain.LibraryDigests;
import windtunnel.scenario.explain.Past;
import windtunnel.scenario.explain.UsedPrices;
import windtunnel.scenario.library.Catalog;
import windtunnel.scenario.read.Inputs;
import windtunnel.scenario.run.Outcome;

/**
 * What a scenario answered when somebody last looked at it and found it good.
 *
 * @param version of windtunnel
 * @param models version of the models
 * @param name of the scenario
 * @param hash 16 hex digits of its inputs
 * @param seed root seed
 * @param replications how many runs
 * @param fingerprint 16 hex digits of the runs
 * @param inputs lines by path
 * @param library digests of library files by {@code KIND/NAME}
 * @param figures what came out
 */
public record Baseline(
        String version,
        String models,
        String name,
        String hash,
        long seed,
        int replications,
        String fingerprint,
        SortedMap<String, String> inputs,
        SortedMap<String, String> library,
        Figures figures) {

    /** The baseline that an answer of today makes. */
    public static Baseline of(Scenario scenario, Outcome outcome, String models, Inputs inputs, Catalog catalog) {
        Map<String, String> lines = inputs.lines(scenario);
        return new Baseline(
                outcome.head().version(),
                models,
                scenario.name(),
                scenario.hash(),
                scenario.seed(),
                scenario.replications(),
                outcome.fingerprint(),
                UsedPrices.of(lines, outcome),
                LibraryDigests.of(inputs, lines, catalog),
                Figures.of(outcome));
    }

    /** What an explanation needs of it. */
    Past past() {
        return new Past(models, inputs, library, figures);
    }
}
