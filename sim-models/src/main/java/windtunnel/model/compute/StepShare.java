package windtunnel.model.compute;

/** What a GPU does during a step, as seen on the average stage; a caller maps these to ledger states by name. */
public enum StepShare {
    /** Kernels of the model's own FLOPs, optimizer included. */
    COMPUTE,
    /** Activations computed a second time. */
    RECOMPUTE,
    /** Exposed tensor-parallel collectives. */
    COMM_TP,
    /** Exposed pipeline hops. */
    COMM_PP,
    /** Exposed gradient reduction and parameter gathering. */
    COMM_DP,
    /** Exposed exchange of tokens with their experts. */
    COMM_EP,
    /** Exposed exchange of keys and values. */
    COMM_CP,
    /** Waiting for other stages. */
    BUBBLE,
    /** Host overhead, and what a residual factor above 1 adds. */
    UNMODELLED
}
