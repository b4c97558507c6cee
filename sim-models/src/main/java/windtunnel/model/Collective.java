package windtunnel.model;

/** A kind of algorithm for reductions: what it costs when all groups of a family run it at once. */
public interface Collective {
    /** Prices of collectives on {@code cluster} at {@code fidelity}. */
    CollectiveCosts on(Cluster cluster, Fidelity fidelity);
}
