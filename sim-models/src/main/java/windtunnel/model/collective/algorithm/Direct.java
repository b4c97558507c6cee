package windtunnel.model.collective.algorithm;

import java.util.Optional;
import windtunnel.core.unit.Count;
import windtunnel.core.unit.Ratio;
import windtunnel.model.Cluster;
import windtunnel.model.Collective;
import windtunnel.model.CollectiveCosts;
import windtunnel.model.CollectiveOp;
import windtunnel.model.Fidelity;
import windtunnel.model.GroupFamily;
import windtunnel.model.collective.Plan;
import windtunnel.model.collective.plan.DispatchPlan;
import windtunnel.model.collective.plan.PlannedCosts;
import windtunnel.model.collective.plan.PlannedCosts.Planner;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;

/**
 * All-to-all of a mixture of experts by direct sends: {@code T = ceil((N-1)/p) alpha + S max load/capacity}, with a fullest rank, with tokens
 * that are sent once for each node (DeepEP), and with a narrower format on the way out than on the way back.
 *
 * <p>With {@code once-per-node} a token goes once to each of the other nodes of its experts and is passed on there. Of k experts on K nodes,
 * evenly routed, k (K-1)/K lie on other nodes, and those are (K-1)(1 - (1-1/K)^k) different ones, at most L (K-1)/K if the router is
 * limited to L nodes. Other operations run as rings.
 */
public record Direct(
        @Key(
                doc = "Bytes that the fullest rank receives over the mean.",
                def = "1",
                tag = "assumed",
                source = "even routing; 1.1 to 1.5 is typical of routers without a balancing loss",
                example = "1.3")
        Ratio skew,

        @Key(
                doc = "Send a token once to each node that it goes to, and pass it on there; needs experts-per-token.",
                def = "false",
                example = "true")
        boolean oncePerNode,

        @Key(doc = "Experts that a token is sent to, as the model has it.", example = "8")
        Optional<Count> expertsPerToken,

        @Key(doc = "Most nodes that the router sends a token to; by default as many as there are.", example = "4")
        Optional<Count> nodeLimit,

        @Key(
                doc =
                        "Bytes of a value on its way to the expert over its bytes on the way back; 0.5 is fp8 out and bf16 back.",
                def = "1",
                example = "0.5")
        Ratio dispatchBytes,

        @Key(
                doc = "Peers that a rank serves at once.",
                def = "8",
                tag = "vendor",
                source = "NCCL 2.30.7: eight point-to-point operations a block")
        Count peersAtOnce)
        implements Collective, Checked {
    @Override
    public void check(Issues issues) {
        issues.check(skew.value() >= 1, "skew", "the fullest rank receives no less than the mean");
        issues.check(
                !oncePerNode || expertsPerToken.isPresent(),
                "experts-per-token",
                "must be given with once-per-node: it says how many copies of a token are saved");
        expertsPerToken.ifPresent(k -> issues.check(k.value() >= 1, "experts-per-token", "must be at least 1"));
        nodeLimit.ifPresent(limit -> issues.check(limit.value() >= 1, "node-limit", "must be at least 1"));
        issues.check(oncePerNode || nodeLimit.isEmpty(), "node-limit", "has no effect without once-per-node");
        issues.check(
                peersAtOnce.value() >= 1 && peersAtOnce.value() <= 1_000_000,
                "peers-at-once",
                "must be from 1 to 1000000");
        issues.check(dispatchBytes.value() <= 4, "dispatch-bytes", "more than 4 is out of range");
    }

    @Override
    public CollectiveCosts on(Cluster cluster, Fidelity fidelity) {
        CollectiveCosts exchanges = new PlannedCosts(
                cluster,
                Rings.on(cluster, fidelity),
                (op, family) -> Planner.of(op == CollectiveOp.ALL_TO_ALL, () -> plan(cluster, family, fidelity)));
        return dispatchBytes.value() == 1 ? exchanges : new Narrowed(exchanges, dispatchBytes.value());
    }

    private Plan plan(Cluster cluster, GroupFamily family, Fidelity fidelity) {
        double once = oncePerNode ? once(boxes(cluster, family)) : 1;
        return new DispatchPlan(
                cluster,
                family,
                new DispatchPlan.Options(skew.value(), once, oncePerNode, Math.toIntExact(peersAtOnce.value())),
                fidelity);
    }

    private static int boxes(Cluster cluster, GroupFamily family) {
        int boxes = 1;
        for (int rank = 1; rank < family.ranks(); rank++) {
            boxes += cluster.domain(family.gpu(0, rank)) != cluster.domain(family.gpu(0, rank - 1)) ? 1 : 0;
        }
        return boxes;
    }

    /** Different other nodes of a token's experts over its experts on other nodes. */
    double once(int nodes) {
        if (nodes == 1) {
            return 1;
        }
        double k = expertsPerToken.orElseThrow().value();
        double others = (nodes - 1.0) / nodes;
        double different = (nodes - 1) * (1 - Math.pow(others, k));
        double most =
                nodeLimit.map(limit -> Math.min(limit.value(), nodes) * others).orElse(different);
        return Math.min(1, Math.min(different, most) / (k * others));
    }
}
