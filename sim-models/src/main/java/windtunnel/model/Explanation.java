package windtunnel.model;

/**
 * What a model knows about time that it books: where it is lost and how to get it back.
 *
 * @param workload the workload whose time it is, or null for time of no workload
 * @param state the ledger state
 * @param where the resource that binds
 * @param why one sentence with the way out where one is known
 */
public record Explanation(String workload, LedgerState state, String where, String why) {}
