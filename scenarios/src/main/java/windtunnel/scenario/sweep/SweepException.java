package windtunnel.scenario.sweep;

/** A sweep that cannot be started or continued; the message says why and what to do. */
public final class SweepException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SweepException(String message) {
        super(message);
    }
}
