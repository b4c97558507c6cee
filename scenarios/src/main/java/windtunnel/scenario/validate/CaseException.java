package windtunnel.scenario.validate;

/** Case files that cannot be read; the message says file, line and what is wrong. */
public final class CaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CaseException(String message) {
        super(message);
    }
}
