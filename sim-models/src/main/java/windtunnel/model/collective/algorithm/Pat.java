package windtunnel.model.collective.algorithm;

import java.util.Optional;
import windtunnel.model.Cluster;
import windtunnel.model.Collective;
import windtunnel.model.CollectiveCosts;
import windtunnel.model.CollectiveOp;
import windtunnel.model.Fidelity;
import windtunnel.model.collective.plan.PlannedCosts;
import windtunnel.model.collective.plan.Rounds;
import windtunnel.model.collective.plan.RoundsPlan;
import windtunnel.model.collective.plan.Schedules;

/**
 * PAT, parallel aggregated trees: all-gather in which far sends carry little and near ones much, {@code q alpha + (N-1)/N S/B}, and
 * reduce-scatter the other way round (Jeaugey 2025, arXiv 2506.20252); an all-reduce is both.
 *
 * <p>NCCL uses it with one GPU a node. Its buffers, which limit how much can be aggregated, are not in it.
 */
public record Pat() implements Collective {
    @Override
    public CollectiveCosts on(Cluster cluster, Fidelity fidelity) {
        return new PlannedCosts(
                cluster,
                Rings.on(cluster, fidelity),
                (op, family) ->
                        rounds(op, family.ranks()).map(rounds -> new RoundsPlan(cluster, family, rounds, fidelity)));
    }

    private static Optional<Rounds> rounds(CollectiveOp op, int ranks) {
        Rounds gather = Schedules.patGather(ranks);
        return switch (op) {
            case ALL_GATHER -> Optional.of(gather);
            case REDUCE_SCATTER -> Optional.of(gather.mirrored());
            case ALL_REDUCE -> Optional.of(gather.mirrored().then(gather));
            default -> Optional.empty();
        };
    }
}
