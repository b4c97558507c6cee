package windtunnel.model.collective.algorithm;

import java.util.Optional;
import windtunnel.core.unit.Ratio;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.Cluster;
import windtunnel.model.ClusterSpec;
import windtunnel.model.Collective;
import windtunnel.model.CollectiveCosts;
import windtunnel.model.CollectiveOp;
import windtunnel.model.Fidelity;
import windtunnel.model.FitsCluster;
import windtunnel.model.collective.nccl.Generation;
import windtunnel.model.collective.plan.PlannedCosts;
import windtunnel.model.collective.plan.PlannedCosts.Planner;
import windtunnel.model.collective.plan.SwitchStreams;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;

/**
 * NVLink SHARP: the switch of the scale-up domain reduces and multicasts, so each GPU's link carries {@code 1 + 1/g} payloads each way;
 * between domains a double binary tree of each rail (NVLSTree) or the network's own reduction (NVLS with SHARP).
 *
 * <p>busbw of one domain of N is {@code efficiency x B x 2(N-1)/(N+1)}. Applies to all-reduce; other operations run as rings.
 */
public record InSwitch(
        @Key(doc = "Between domains: a 'tree' of each rail, or 'sharp' in the network's switches.", def = "tree")
        Between between,

        @Key(
                doc =
                        "Share of a link's usable rate that in-switch reduction reaches; by default the generation's in NCCL.",
                example = "0.83")
        Optional<Ratio> efficiency,

        @Key(doc = "Latency in the domain.", def = "25 us", tag = "vendor", source = "NCCL 2.30.7, tuning.cc: NVLS")
        TimeSpan latency,

        @Key(
                doc = "Latency of a level of the tree between domains.",
                def = "20.9 us",
                tag = "vendor",
                source = "NCCL 2.30.7, tuning.cc: NVLSTree")
        TimeSpan level,

        @Key(
                doc = "Latency of the network's reduction.",
                def = "18 us",
                tag = "vendor",
                source = "NCCL 2.30.7, tuning.cc: NVLS over the network")
        TimeSpan sharp)
        implements Collective, Checked, FitsCluster {
    /** What joins domains. */
    public enum Between {
        /** A double binary tree of each rail. */
        TREE,
        /** Reduction in the network's switches. */
        SHARP
    }

    @Override
    public void check(Issues issues) {
        efficiency.ifPresent(e -> issues.check(e.value() <= 1, "efficiency", "must not be more than 1"));
    }

    @Override
    public void check(ClusterSpec cluster, Issues issues) {
        String architecture = cluster.nodes().sku().gpu().architecture();
        issues.check(
                efficiency.isPresent() || known(architecture) > 0,
                "efficiency",
                "switches of GPUs of architecture '" + architecture + "' are not known to reduce; give an efficiency");
    }

    private static double known(String architecture) {
        return Generation.of(architecture).map(Generation::nvlsEfficiency).orElse(0.0);
    }

    @Override
    public CollectiveCosts on(Cluster cluster, Fidelity fidelity) {
        double share = efficiency
                .map(Ratio::value)
                .orElseGet(() -> known(cluster.node().gpu().architecture()));
        double network = (between == Between.SHARP ? sharp : level).seconds();
        SwitchStreams.Options options = new SwitchStreams.Options(
                true, between == Between.SHARP, share, new SwitchStreams.Latency(latency.seconds(), 0, network));
        return new PlannedCosts(
                cluster,
                Rings.on(cluster, fidelity),
                (op, family) -> Planner.of(
                        op == CollectiveOp.ALL_REDUCE,
                        () -> SwitchStreams.allReduce(cluster, family, options, fidelity)));
    }
}
