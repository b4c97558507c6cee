package windtunnel.report.store;

/** A question that the database cannot answer; the message is for whoever asked. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoreException(String message) {
        super(message);
    }
}
