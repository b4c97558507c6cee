package windtunnel.model;

/** The scenario is well written but can never be done, such as a job that fails faster than it saves; the user's input. */
public final class InfeasibleException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The message says why, and what would help. */
    public InfeasibleException(String message) {
        super(message);
    }
}
