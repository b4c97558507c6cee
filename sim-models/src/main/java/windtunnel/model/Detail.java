package windtunnel.model;

/** How a job is stepped. */
public enum Detail {
    /** Closed forms, no events inside a step. */
    ANALYTIC,
    /** One event for each run of identical steps. */
    STEP,
    /** Every microbatch of a pipeline is simulated. */
    MICROBATCH
}
