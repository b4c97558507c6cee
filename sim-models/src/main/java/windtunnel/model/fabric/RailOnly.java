package windtunnel.model.fabric;

import windtunnel.core.unit.Count;
import windtunnel.model.Assumptions;
import windtunnel.model.ClusterSpec;
import windtunnel.model.Network;
import windtunnel.model.fabric.topology.CabledClos;
import windtunnel.model.fabric.topology.ClosShape;
import windtunnel.model.fabric.topology.Routing;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Inline;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;

/**
 * One network for each rail and none between rails: NIC j of every node meets only NICs j.
 *
 * <p>A rail is one switch, or leaves with half of their ports down and spines that all its leaves share. What goes to another rail changes to it over the
 * sender's scale-up link. Source: Wang et al., arXiv 2307.12169v5, who save 38 to 77 % of the network's cost for 8 to 11 % slower all-to-alls.
 */
public record RailOnly(
        @Key(
                doc = "Ports of a switch.",
                def = "64",
                tag = "vendor",
                source = "NVIDIA QM9700 class, 64 ports of 400 Gb/s")
        Count radix,

        @Inline Cabling cabling,

        @Key(doc = "How paths are chosen.", def = "spray", example = "ecmp")
        Routing routing)
        implements Wired, Checked {
    @Override
    public void check(Issues issues) {
        routing.among(Routing.TREE, issues);
        issues.check(radix.value() >= 2 && radix.value() <= 4096, "radix", "must be from 2 to 4096 ports");
    }

    @Override
    public void checkNetwork(ClusterSpec cluster, int rails, Issues issues) {
        long gpus = cluster.nodes().sku().gpus().value().value();
        long domain = cluster.nodes().sku().scaleUpDomain().value().value();
        issues.check(
                domain >= gpus,
                "",
                "only the scale-up link leads to another rail, and it joins " + domain + " of the " + gpus
                        + " GPUs of a node; use 'rail-optimised'");
        long most = radix.value() * radix.value() / 2;
        if (cluster.nodes().count().value() > most) {
            issues.warn("", "two tiers of this radix hold " + most + " nodes on a rail");
        }
    }

    @Override
    public boolean changesRail() {
        return true;
    }

    @Override
    public Network network(Backbone backbone, int nodes, Assumptions assumptions) {
        int rails = backbone.rails();
        int ports = Math.toIntExact(radix.value());
        int perLeaf = nodes <= ports ? ports : ports / 2;
        double up = perLeaf * backbone.nic().bytesPerSec();
        ClosShape shape = new ClosShape(
                Math.multiplyExact(perLeaf, rails),
                nic -> nic / rails / perLeaf * rails + nic % rails,
                (nodes + perLeaf - 1) / perLeaf * rails,
                leaf -> leaf % rails,
                rails,
                backbone.uplinks(up),
                ClosShape.NONE,
                backbone.nic().latencySeconds(),
                backbone.hopSeconds());
        return CabledClos.of(shape, routing);
    }
}
