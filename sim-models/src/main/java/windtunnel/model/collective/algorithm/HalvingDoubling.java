package windtunnel.model.collective.algorithm;

import java.util.Optional;
import windtunnel.model.Cluster;
import windtunnel.model.Collective;
import windtunnel.model.CollectiveCosts;
import windtunnel.model.CollectiveOp;
import windtunnel.model.Fidelity;
import windtunnel.model.GroupFamily;
import windtunnel.model.collective.Plan;
import windtunnel.model.collective.plan.PlannedCosts;
import windtunnel.model.collective.plan.Rounds;
import windtunnel.model.collective.plan.RoundsPlan;
import windtunnel.model.collective.plan.Schedules;

/**
 * Recursive halving and doubling: ranks 1, 2, 4 ... apart exchange a half, a quarter, an eighth ... of the payload, then gather the same
 * way back; {@code 2 q alpha + 2 (N-1)/N S/B} for N = 2^q ranks (Rabenseifner 2004).
 *
 * <p>For other N the ranks beyond a power of two are folded in first. Reduce-scatter and all-gather are done so for powers of two only.
 */
public record HalvingDoubling() implements Collective {
    @Override
    public CollectiveCosts on(Cluster cluster, Fidelity fidelity) {
        return new PlannedCosts(
                cluster,
                Rings.on(cluster, fidelity),
                (op, family) -> rounds(op, family).map(rounds -> plan(cluster, family, rounds, fidelity)));
    }

    private static Plan plan(Cluster cluster, GroupFamily family, Rounds rounds, Fidelity fidelity) {
        return new RoundsPlan(cluster, family, rounds, fidelity);
    }

    private static Optional<Rounds> rounds(CollectiveOp op, GroupFamily family) {
        int ranks = family.ranks();
        boolean whole = Integer.bitCount(ranks) == 1;
        return switch (op) {
            case ALL_REDUCE -> Optional.of(Schedules.halvingDoubling(ranks));
            case REDUCE_SCATTER -> whole ? Optional.of(Schedules.halving(ranks)) : Optional.empty();
            case ALL_GATHER -> whole ? Optional.of(Schedules.halving(ranks).mirrored()) : Optional.empty();
            default -> Optional.empty();
        };
    }
}
