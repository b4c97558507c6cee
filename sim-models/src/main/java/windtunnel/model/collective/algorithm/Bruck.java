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
 * Bruck's all-to-all: ceil(log2 N) rounds, each of which passes on every block whose distance has that bit,
 * {@code q (alpha + S/(2B))} (Bruck et al. 1997); for small messages.
 *
 * <p>Other operations run as rings.
 */
public record Bruck() implements Collective {
    @Override
    public CollectiveCosts on(Cluster cluster, Fidelity fidelity) {
        return new PlannedCosts(
                cluster,
                Rings.on(cluster, fidelity),
                (op, family) -> Planner.of(
                        op == CollectiveOp.ALL_TO_ALL,
                        () -> new RoundsPlan(cluster, family, Schedules.bruck(family.ranks()), fidelity)));
    }
}
