package windtunnel.model;

/** How a collective is simulated. */
public enum Fidelity {
    /** A closed form on an uncontended fabric. */
    ANALYTIC,
    /** Latency first, then one composite variable in the max-min system. */
    FLUID,
    /** Every step of every rank. */
    STEPS
}
