package windtunnel.scenario.calibrate;

/** A measurement that cannot be used; the message says file and what is wrong. */
public final class CalibrationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says what is wrong. */
    public CalibrationException(String message) {
        super(message);
    }
}
