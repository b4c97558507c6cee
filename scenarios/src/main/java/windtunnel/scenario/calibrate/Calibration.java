package windtunnel.scenario.calibrate;

import java.util.List;

/** Turns one kind of log into YAML for scenarios. */
public interface Calibration {
    /** Name of the kind of log, which is the option of {@code calibrate} that takes one: {@code nccl-tests}. */
    String name();

    /**
     * Fits to a log.
     *
     * @param file its name, for messages and the head of the YAML
     * @param text its content
     * @throws CalibrationException if nothing in it can be used
     */
    Fitted fit(String file, String text);

    /**
     * What came of it.
     *
     * @param yaml a file that a scenario can include
     * @param columns headings of the residuals
     * @param residuals measured and fitted values, row by row
     * @param notes sentences for the reader: what was fitted how well, what was skipped and why
     */
    record Fitted(String yaml, List<String> columns, List<List<String>> residuals, List<String> notes) {
        /** Takes copies. */
        public Fitted {
            columns = List.copyOf(columns);
            residuals = List.copyOf(residuals);
            notes = List.copyOf(notes);
        }
    }
}
