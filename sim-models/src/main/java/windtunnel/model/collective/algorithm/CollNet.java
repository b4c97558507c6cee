package windtunnel.model.collective.algorithm;

import windtunnel.core.unit.TimeSpan;
import windtunnel.model.Cluster;
import windtunnel.model.Collective;
import windtunnel.model.CollectiveCosts;
import windtunnel.model.CollectiveOp;
import windtunnel.model.Fidelity;
import windtunnel.model.collective.plan.PlannedCosts;
import windtunnel.model.collective.plan.PlannedCosts.Planner;
import windtunnel.model.collective.plan.SwitchStreams;
import windtunnel.model.key.Key;

/**
 * CollNet: the network's switches reduce (InfiniBand SHARP), so that a NIC sends its shard once and receives it once, however many
 * nodes there are; in the node {@code 2 (g-1)/g} payloads by direct sends or down a chain.
 *
 * <p>{@code T = latency + 2 (g-1) member + S max load/capacity}. Applies to all-reduce; other operations run as rings. Switches that reduce
 * are taken for granted, and that no other job holds their trees.
 */
public record CollNet(
        @Key(
                doc = "Latency of the network's reduction and of the exchange in the node.",
                def = "38.4 us",
                tag = "vendor",
                source = "NCCL 2.30.7, tuning.cc: CollNetDirect, 31 us and twice 3.7 us")
        TimeSpan latency,

        @Key(
                doc = "Latency of each further GPU of a node, there and back each.",
                def = "0.4 us",
                tag = "vendor",
                source = "NCCL 2.30.7, tuning.cc: CollNetDirect 0.4 us; CollNetChain has 30 us and 2.8 us")
        TimeSpan member)
        implements Collective {
    @Override
    public CollectiveCosts on(Cluster cluster, Fidelity fidelity) {
        SwitchStreams.Options options = new SwitchStreams.Options(
                false, true, 1, new SwitchStreams.Latency(latency.seconds(), member.seconds(), 0));
        return new PlannedCosts(
                cluster,
                Rings.on(cluster, fidelity),
                (op, family) -> Planner.of(
                        op == CollectiveOp.ALL_REDUCE,
                        () -> SwitchStreams.allReduce(cluster, family, options, fidelity)));
    }
}
