package windtunnel.scenario.calibrate;

import java.util.List;

/**
 * Collectives fitted to a log.
 *
 * @param yaml a file that a scenario can include
 * @param columns headings of the residuals
 * @param residuals measured and fitted values, row by row
 * @param notes sentences for the reader: what was fitted how well, what was skipped and why
 */
public record CollectiveFit(String yaml, List<String> columns, List<List<String>> residuals, List<String> notes) {
    /** Takes copies. */
    public CollectiveFit {
        columns = List.copyOf(columns);
        residuals = List.copyOf(residuals);
        notes = List.copyOf(notes);
    }
}
