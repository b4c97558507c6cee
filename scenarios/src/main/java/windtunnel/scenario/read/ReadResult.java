package windtunnel.scenario.read;

import java.util.List;
import java.util.Optional;
import windtunnel.scenario.Experiment;
import windtunnel.scenario.yaml.Finding;

/**
 * What reading a scenario yields.
 *
 * @param experiment what to run, if there is no error
 * @param findings errors and warnings, in the order of the file where it has one
 */
public record ReadResult(Optional<Experiment> experiment, List<Finding> findings) {
    /** The findings that keep the scenario from being run. */
    public List<Finding> errors() {
        return findings.stream().filter(Finding::isError).toList();
    }
}
