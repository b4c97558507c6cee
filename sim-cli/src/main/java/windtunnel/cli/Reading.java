package windtunnel.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import windtunnel.scenario.Experiment;
import windtunnel.scenario.read.ReadResult;
import windtunnel.scenario.read.ScenarioReader;
import windtunnel.scenario.yaml.Finding;

/** Reads scenario files for commands and tells what is wrong with them. */
final class Reading {
    private Reading() {}

    /** The experiment of a file, or nothing when it has errors, which have been told then. */
    static Optional<Experiment> read(Path file, List<String> sets, Console console) {
        ReadResult result = ScenarioReader.read(file, sets);
        boolean failed = result.experiment().isEmpty();
        tell(failed ? result.errors() : result.findings(), failed, file, console);
        return result.experiment();
    }

    /** Tells what is wrong, and that nothing was run where that is so. */
    static void tell(List<Finding> findings, boolean failed, Path file, Console console) {
        findings.forEach(finding -> console.tell(finding.toString()));
        if (failed) {
            int errors = findings.size();
            console.tell("windtunnel: " + errors + (errors == 1 ? " error" : " errors") + " in " + file
                    + "; nothing was run.");
        }
    }
}
