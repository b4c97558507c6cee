package windtunnel.model.compute;

import windtunnel.model.CollectiveOp;

/**
 * One kind of transfer of a step, for whoever wants to simulate it.
 *
 * @param dimension group of ranks
 * @param op kind of transfer
 * @param payloadBytes payload in the meaning of {@link CollectiveOp}
 * @param countPerStep how often each rank of such a place takes part per optimizer step
 * @param places how many pipeline stages do so; for data-parallel buckets, chunks of stages
 */
public record CommUse(
        CommCosts.Dimension dimension, CollectiveOp op, long payloadBytes, long countPerStep, int places) {}
