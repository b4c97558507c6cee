package windtunnel.core.unit;

/** Text that is not a quantity of the wanted dimension; the message says what is wrong and names valid forms. */
public final class QuantityException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception with a message for the person who wrote the text. */
    public QuantityException(String message) {
        super(message);
    }
}
