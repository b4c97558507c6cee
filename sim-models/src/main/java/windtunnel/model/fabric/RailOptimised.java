package windtunnel.model.fabric;

import java.util.List;
import windtunnel.core.unit.Count;
import windtunnel.core.unit.Ratio;
import windtunnel.model.Assumptions;
import windtunnel.model.Network;
import windtunnel.model.fabric.topology.CabledClos;
import windtunnel.model.fabric.topology.Routing;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Inline;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;

/**
 * NIC j of every node of a scalable unit on leaf j, every leaf on every spine.
 *
 * <p>Two GPUs of the same rail in one unit are two network links apart; another unit is four away, and so is another rail unless
 * the sender's scale-up link takes the data there first. The uplinks of a leaf carry 1/r of what its nodes can
 * send. Source: DGX SuperPOD reference architecture, 32 systems a unit.
 */
public record RailOptimised(
        @Key(
                doc = "Nodes of a scalable unit, whose NICs of a rail share a leaf.",
                def = "32",
                tag = "vendor",
                source = "NVIDIA DGX SuperPOD: 32 systems and 256 GPUs a scalable unit")
        Count unit,

        @Key(doc = "Rate of a leaf's nodes over rate of its uplinks.", def = "1", example = "2")
        Ratio oversubscription,

        @Key(
                doc = "How data gets to another rail: over the sender's 'scale-up' link first, or over the 'spines'.",
                def = "scale-up",
                tag = "vendor",
                source = "NCCL 2.30.7: PXN is on by default")
        String crossRail,

        @Inline Cabling cabling,

        @Key(doc = "How paths over the spines are chosen.", def = "spray", example = "ecmp")
        Routing routing,

        @Key(
                doc =
                        "Whether switches reduce (InfiniBand SHARP), so that NCCL may use CollNet and NVLS between nodes.",
                def = "false",
                example = "true")
        boolean sharp)
        implements Wired, Checked {
    private static final List<String> CROSS_RAIL = List.of("scale-up", "spines");

    @Override
    public void check(Issues issues) {
        routing.among(Routing.TREE, issues);
        issues.check(
                CROSS_RAIL.contains(crossRail),
                "cross-rail",
                "unknown way '" + crossRail + "'; known are " + CROSS_RAIL);
        issues.check(unit.value() >= 1 && unit.value() <= 100_000, "unit", "must be from 1 to 100000 nodes");
        issues.check(
                oversubscription.value() >= 1, "oversubscription", "below 1 there are more uplinks than can be used");
    }

    @Override
    public boolean changesRail() {
        return crossRail.equals("scale-up");
    }

    @Override
    public Network network(Backbone backbone, int nodes, Assumptions assumptions) {
        int rails = backbone.rails();
        int perUnit = Math.toIntExact(unit.value());
        double up = perUnit * backbone.nic().bytesPerSec() / oversubscription.value();
        int leaves = (nodes + perUnit - 1) / perUnit * rails;
        return CabledClos.of(
                backbone.twoTiers(
                        Math.multiplyExact(perUnit, rails), n -> n / rails / perUnit * rails + n % rails, leaves, up),
                routing);
    }
}
