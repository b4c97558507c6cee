package windtunnel.scenario.gate;

/** A policy that does not fit the metrics it is for; the message says where. */
public final class PolicyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PolicyException(String message) {
        super(message);
    }
}
