package windtunnel.scenario.calibrate;

/** A log from which nothing can be fitted. */
public final class CalibrationException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Says what is wrong with the log. */
    public CalibrationException(String message) {
        super(message);
    }
}
