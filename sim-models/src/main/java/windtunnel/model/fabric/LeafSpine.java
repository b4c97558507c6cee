package windtunnel.model.fabric;

import java.util.Optional;
import windtunnel.core.unit.Count;
import windtunnel.core.unit.Ratio;
import windtunnel.model.Assumptions;
import windtunnel.model.Cluster;
import windtunnel.model.ClusterSpec;
import windtunnel.model.Fabric;
import windtunnel.model.FitsCluster;
import windtunnel.model.Network;
import windtunnel.model.fabric.topology.ClosShape;
import windtunnel.model.fabric.topology.SprayedClos;
import windtunnel.model.hardware.LinkSku;
import windtunnel.model.key.Checked;
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

        @Key(doc = "Link of one NIC; by default the node's own.", example = "ndr400")
        Optional<LinkSku> link,

        @Key(
                doc = "Link of a GPU to its host; needed only where a node has several scale-up domains.",
                example = "pcie4-x16")
        Optional<LinkSku> host)
        implements Fabric, FitsCluster, Checked {
    @Override
    public void check(Issues issues) {
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

    private Backbone.Choice choice() {
        return new Backbone.Choice(link, host);
    }

    @Override
    public void check(ClusterSpec cluster, Issues issues) {
        Backbone.check(cluster, choice(), issues);
        long nics = Math.min(
                cluster.nodes().sku().nics().value().value(),
                cluster.nodes().sku().gpus().value().value());
        issues.check(
                nics <= downlinks(),
                "radix",
                "a leaf with " + downlinks() + " downlinks cannot hold one node of " + nics + " NICs");
        if (nics > 0 && nics <= downlinks()) {
            long most = radix.value() * (downlinks() / nics);
            if (cluster.nodes().count().value() > most) {
                issues.warn(
                        "",
                        "two tiers of this radix hold " + most + " nodes; the third tier that more would need"
                                + " is not in the model");
            }
        }
    }

    @Override
    public Cluster build(ClusterSpec.Nodes nodes, Assumptions assumptions) {
        Backbone backbone = Backbone.of(nodes, choice(), assumptions);
        int count = Math.toIntExact(nodes.count().value());
        int perLeaf = nodesPerLeaf(backbone.rails());
        int leaves = backbone.nic() == null ? 0 : (count + perLeaf - 1) / perLeaf;
        int nicsPerLeaf = perLeaf * backbone.rails();
        return new Cluster(new Cluster.Plan(
                nodes.sku(),
                count,
                backbone.gpus(),
                Backbone.domainGpus(nodes),
                backbone.rails(),
                backbone.scaleUp(),
                backbone.host(),
                backbone.nic(),
                backbone.nic() == null ? null : network(backbone.nic(), nicsPerLeaf, leaves),
                false));
    }

    private Network network(Cluster.Hop nic, int nicsPerLeaf, int leaves) {
        double up = nicsPerLeaf * nic.bytesPerSec() / oversubscription.value();
        return new SprayedClos(ClosShape.twoTiers(
                n -> n / nicsPerLeaf, leaves, ClosShape.Uplinks.of(up, nic.bytesPerSec()), nic.latencySeconds()));
    }
}
