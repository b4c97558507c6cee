package windtunnel.scenario.gate;

import java.nio.file.Path;
import java.util.List;
import windtunnel.scenario.explain.Cause;
import windtunnel.scenario.explain.InputChange;

/**
 * What the gate says about one scenario.
 *
 * @param file the scenario
 * @param name its name, or its file when it cannot be read
 * @param rows what is classed, worst first
 * @param changes inputs that differ from the baseline's
 * @param causes what moved the figures, largest first; empty when every metric is fine
 * @param notes what the reader should know: a stale baseline, another seed in the file
 */
public record ScenarioVerdict(
        Path file, String name, List<Row> rows, List<InputChange> changes, List<Cause> causes, List<String> notes) {
    /** The worst level of any row. */
    public Row.Level level() {
        return rows.stream()
                .map(Row::level)
                .min(java.util.Comparator.naturalOrder())
                .orElse(Row.Level.FINE);
    }

    /** The rows of one class. */
    public List<Row> rows(Row.Verdict verdict) {
        return rows.stream().filter(row -> row.verdict() == verdict).toList();
    }

    /** The rows that a reader has to look at: all but those that are fine and hardly moved. */
    public List<Row> notable() {
        return rows.stream()
                .filter(row -> row.verdict() != Row.Verdict.SAME && row.verdict() != Row.Verdict.WITHIN)
                .toList();
    }
}
