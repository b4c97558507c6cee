package windtunnel.core.engine;

/** A run that cannot go on; says when, and at which event. */
public final class SimulationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final long timeNanos;
    private final String label;

    SimulationException(String message, long timeNanos, String label, Throwable cause) {
        super(message, cause);
        this.timeNanos = timeNanos;
        this.label = label;
    }

    /** Simulated time of the failure in ns. */
    public long timeNanos() {
        return timeNanos;
    }

    /** Label of the event, or of the settler, that failed. */
    public String label() {
        return label;
    }
}
