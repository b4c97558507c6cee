package windtunnel.cli;

/** Something that the user gave cannot be used; the message says what and what would do. */
final class InputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InputException(String message) {
        super(message);
    }
}
