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
 * Binomial tree broadcast, {@code ceil(log2 N) (alpha + S/B)}; for small payloads, where the chain's N-1 hops cost more.
 *
 * <p>Other operations run as rings.
 */
public record Binomial() implements Collective {
    @Override
    public CollectiveCosts on(Cluster cluster, Fidelity fidelity) {
        return new PlannedCosts(
                cluster,
                Rings.on(cluster, fidelity),
                (op, family) -> Planner.of(
                        op == CollectiveOp.BROADCAST,
                        () -> new RoundsPlan(cluster, family, Schedules.binomial(family.ranks()), fidelity)));
    }
}
