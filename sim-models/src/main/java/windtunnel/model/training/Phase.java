package windtunnel.model.training;

/** What a training job is doing. */
enum Phase {
    /** Not started yet. */
    WAITING,
    /** Copies that the job needs are made. */
    STAGING,
    /** Steps follow each other. */
    RUNNING,
    /** Blocked by a save that is copied or written, or by one before it. */
    SAVING,
    /** Blocked by a save after a notice. */
    EMERGENCY,
    /** Failed, and nobody knows yet. */
    DETECTING,
    /** A node has no machine. */
    REPLACING,
    /** Starting again, and reading the checkpoint. */
    RESTARTING,
    /** Done, or cut at the horizon. */
    OVER;

    /** Whether the job stands still after an interruption. */
    boolean recovering() {
        return this == DETECTING || this == REPLACING || this == RESTARTING;
    }

    /** Whether the job holds a state that steps have made: it runs, or is saving. */
    boolean working() {
        return this == RUNNING || this == SAVING || this == EMERGENCY;
    }
}
