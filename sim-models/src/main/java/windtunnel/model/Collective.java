package windtunnel.model;

/** A kind of algorithm for reductions: what it costs when all groups of a family run it at once. */
public interface Collective {
    /** Prices of collectives on {@code cluster} at {@code fidelity}. */
    CollectiveCosts on(Cluster cluster, Fidelity fidelity);

    /** The same over the cluster's transport, which may care for the size of messages. */
    default CollectiveCosts over(Cluster cluster, Fidelity fidelity) {
        CollectiveCosts costs = on(cluster, fidelity);
        Messages messages = cluster.sharing().messages();
        return messages == Messages.ALIKE ? costs : new MessageCosts(costs, cluster, messages);
    }
}
