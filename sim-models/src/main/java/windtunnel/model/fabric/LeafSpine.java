package windtunnel.model.fabric;

import windtunnel.core.unit.Count;
import windtunnel.core.unit.Ratio;
import windtunnel.model.Assumptions;
import windtunnel.model.ClusterSpec;
import windtunnel.model.Network;
import windtunnel.model.fabric.topology.CabledClos;
import windtunnel.model.fabric.topology.Routing;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Inline;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;

/**
 * A two-tier Clos network: all NICs of a node on one leaf, every leaf on every spine.
 *
 * <p>With radix R and oversubscription r = (downlinks x rate) / (uplinks x rate), a leaf has d = floor(R r / (1 + r)) downlinks; it holds floor(d / NICs) nodes, and its
 * uplinks carry 1/r of what they can send. At r = 1 it is non-blocking up to R^2/2 endpoints. Traffic is sprayed per packet over all spines.
 */
public record LeafSpine(
        @Key(
                doc = "Ports of a switch.",
                def = "64",
                tag = "vendor",
                source = "NVIDIA QM9700 class, 64 ports of 400 Gb/s")
        Count radix,

        @Key(doc = "Rate of a leaf's nodes over rate of its uplinks.", def = "1", example = "4")
        Ratio oversubscription,

        @Inline Cabling cabling,

        @Key(doc = "How paths are chosen.", def = "spray", example = "ecmp")
        Routing routing,

        @Key(
                doc =
                        "Whether switches reduce (InfiniBand SHARP), so that NCCL may use CollNet and NVLS between nodes.",
                def = "false",
                example = "true")
        boolean sharp)
        implements Wired, Checked {
    @Override
    public void check(Issues issues) {
        routing.among(Routing.TREE, issues);
        issues.check(radix.value() >= 2 && radix.value() <= 4096, "radix", "must be from 2 to 4096 ports");
        issues.check(
                oversubscription.value() >= 1, "oversubscription", "below 1 there are more uplinks than can be used");
    }

    /** Ports of a leaf towards nodes. */
    long downlinks() {
        double r = oversubscription.value();
        return (long) Math.floor(radix.value() * r / (1 + r));
    }

    /** Spines of the full network: each takes one cable of every leaf. */
    long spines() {
        return radix.value() - downlinks();
    }

    /** Endpoints of the full network: as many leaves as a spine has ports. */
    long endpoints() {
        return radix.value() * downlinks();
    }

    private int nodesPerLeaf(int rails) {
        return (int) Math.max(1, downlinks() / rails);
    }

    @Override
    public void checkNetwork(ClusterSpec cluster, int rails, Issues issues) {
        issues.check(
                rails <= downlinks(),
                "radix",
                "a leaf with " + downlinks() + " downlinks cannot hold one node of " + rails + " NICs");
        if (rails <= downlinks()) {
            long most = radix.value() * (downlinks() / rails);
            if (cluster.nodes().count().value() > most) {
                issues.warn(
                        "",
                        "two tiers of this radix hold " + most
                                + " nodes; 'fat-tree' and 'clos' have the third tier that" + " more would need");
            }
        }
    }

    @Override
    public Network network(Backbone backbone, int nodes, Assumptions assumptions) {
        int perLeaf = nodesPerLeaf(backbone.rails());
        int nicsPerLeaf = perLeaf * backbone.rails();
        double up = nicsPerLeaf * backbone.nic().bytesPerSec() / oversubscription.value();
        int leaves = (nodes + perLeaf - 1) / perLeaf;
        return CabledClos.of(backbone.twoTiers(nicsPerLeaf, n -> n / nicsPerLeaf, leaves, up), routing);
    }
}
