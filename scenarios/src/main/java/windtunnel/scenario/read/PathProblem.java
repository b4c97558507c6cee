package windtunnel.scenario.read;

/** A path that leads nowhere; says which step, and what was probably meant. */
final class PathProblem extends Exception {
    private static final long serialVersionUID = 1L;

    private final int offset;
    private final String suggestion;

    PathProblem(String message, int offset, String suggestion) {
        super(message);
        this.offset = offset;
        this.suggestion = suggestion;
    }

    /** Where the wrong step begins in the path's text, from 0. */
    int offset() {
        return offset;
    }

    /** What was probably meant, or empty. */
    String suggestion() {
        return suggestion;
    }
}
