package windtunnel.scenario.sweep;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import windtunnel.scenario.read.ReadResult;
import windtunnel.scenario.read.ScenarioReader;

/**
 * Where a sweep comes from; text only, so that a worker on another machine that sees the same files can read it too.
 *
 * @param file the scenario
 * @param sets values in place of the file's: {@code path=value}
 * @param varies further axes: {@code path=a | b | c}
 */
public record SweepSource(String file, List<String> sets, List<String> varies) implements Serializable {
    /** Reads the experiment. */
    public ReadResult read() {
        return ScenarioReader.read(Path.of(file), sets, varies);
    }
}
