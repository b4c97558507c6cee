package windtunnel.scenario.calibrate;

import java.util.List;

/**
 * An entry that was fitted, and how well.
 *
 * @param kind kind of the library's entries: {@code drive}, {@code storage}
 * @param yaml the entry; a scenario can have it in place of a name, and a library as {@code KIND/NAME.yaml}
 * @param residuals measured against fitted, one for each measurement
 * @param remarks what people should know before they use it
 */
public record Fitted(String kind, String yaml, List<Residual> residuals, List<String> remarks) {
    /** Copies the lists. */
    public Fitted {
        residuals = List.copyOf(residuals);
        remarks = List.copyOf(remarks);
    }

    /**
     * One measurement.
     *
     * @param what which one
     * @param measured the number measured
     * @param fitted what the fit gives
     * @param unit unit of both
     */
    public record Residual(String what, double measured, double fitted, String unit) {
        /** How far the fit is off, in percent of the measurement. */
        public double errorPct() {
            return (fitted - measured) / measured * 100;
        }
    }
}
