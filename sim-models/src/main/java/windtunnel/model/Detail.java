package windtunnel.model;

/** How a job is stepped. */
public enum Detail {
    /** Closed forms, no events inside a step. */
    ANALYTIC,
    /** One event for each run of identical steps. */
    STEP,
    /** Every sample of the loaders is simulated in a window of steps, beside every microbatch of a pipeline. */
    MICROBATCH
}
