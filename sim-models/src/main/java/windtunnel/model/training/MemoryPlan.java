package windtunnel.model.training;

/**
 * Saves into the memory of hosts.
 *
 * @param everySteps steps between them, at least 1
 * @param stallNanos time that one blocks training
 * @param readyNanos time from there until the peers have it
 * @param restore reading one back from the peers
 * @param groups who holds what
 */
record MemoryPlan(long everySteps, long stallNanos, long readyNanos, Work restore, CopyGroups groups) {}
