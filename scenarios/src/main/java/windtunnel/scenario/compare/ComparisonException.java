package windtunnel.scenario.compare;

/** Designs that cannot be compared; the message says why. */
public final class ComparisonException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ComparisonException(String message) {
        super(message);
    }
}
