package windtunnel.model.collective.algorithm;

import windtunnel.core.unit.Bytes;
import windtunnel.model.Cluster;
import windtunnel.model.Collective;
import windtunnel.model.CollectiveCosts;
import windtunnel.model.CollectiveOp;
import windtunnel.model.Fidelity;
import windtunnel.model.collective.plan.PlannedCosts;
import windtunnel.model.collective.plan.PlannedCosts.Planner;
import windtunnel.model.collective.plan.TreeStreams;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;

/**
 * NCCL's double binary tree between nodes with a chain in each node: {@code 2 D alpha + (2D-1) fill + S max load/capacity} for D edges
 * from the deepest GPU to the root.
 *
 * <p>Applies to all-reduce; other operations run as rings.
 */
public record DoubleBinaryTree(
        @Key(
                doc = "Chunk that a tree passes on as one.",
                def = "512 KiB",
                tag = "vendor",
                source = "NCCL 2.30.7: a step of protocol Simple, 4 MiB over 8 slots")
        Bytes chunk)
        implements Collective, Checked {
    @Override
    public void check(Issues issues) {
        issues.check(chunk.value() >= 1, "chunk", "must be at least one byte");
    }

    @Override
    public CollectiveCosts on(Cluster cluster, Fidelity fidelity) {
        return new PlannedCosts(
                cluster,
                Rings.on(cluster, fidelity),
                (op, family) -> Planner.of(
                        op == CollectiveOp.ALL_REDUCE,
                        () -> TreeStreams.allReduce(cluster, family, chunk.value(), fidelity)));
    }
}
