package windtunnel.model.collective.algorithm;

import windtunnel.model.Cluster;
import windtunnel.model.Collective;
import windtunnel.model.CollectiveCosts;
import windtunnel.model.CollectiveOp;
import windtunnel.model.Fidelity;
import windtunnel.model.collective.plan.PlannedCosts;
import windtunnel.model.collective.plan.PlannedCosts.Planner;
import windtunnel.model.collective.plan.RoundsPlan;
import windtunnel.model.collective.plan.Schedules;

/**
 * Recursive doubling all-reduce: ranks 1, 2, 4 ... apart exchange the whole payload, {@code q (alpha + S/B)}; for a few kilobytes only.
 *
 * <p>Ranks beyond a power of two are folded in first, {@code 2 (alpha + S/B)} more. Other operations run as rings.
 */
public record RecursiveDoubling() implements Collective {
    @Override
    public CollectiveCosts on(Cluster cluster, Fidelity fidelity) {
        return new PlannedCosts(
                cluster,
                Rings.on(cluster, fidelity),
                (op, family) -> Planner.of(
                        op == CollectiveOp.ALL_REDUCE,
                        () -> new RoundsPlan(cluster, family, Schedules.recursiveDoubling(family.ranks()), fidelity)));
    }
}
