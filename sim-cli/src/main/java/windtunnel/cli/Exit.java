package windtunnel.cli;

/** Exit codes that scripts rely on. */
final class Exit {
    /** All well. */
    static final int OK = 0;
    /** Our fault: a bug, a broken invariant, a disk that is full. */
    static final int FAULT = 1;
    /** The user's input. */
    static final int INPUT = 2;
    /** An expectation that was not met. */
    static final int UNMET = 3;
    /** Interrupted from the keyboard. */
    static final int INTERRUPTED = 130;

    private Exit() {}
}
