package windtunnel.model.disruption;

import windtunnel.core.unit.Fraction;
import windtunnel.model.Assumptions;
import windtunnel.model.Cluster;
import windtunnel.model.ClusterSpec;
import windtunnel.model.Disruption;
import windtunnel.model.FitsCluster;
import windtunnel.model.World;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;

/**
 * A link that carries only a share of its rate during the whole run: lost lanes, a port that trained down, error correction.
 *
 * <p>Both directions of {@code node-3/nic-0} are degraded; {@code node-3/nic-0/out} names one.
 */
public record LinkDegraded(
        @Key(doc = "Name of the link.", example = "node-3/nic-0")
        String link,

        @Key(doc = "Share of the rate that is left.", example = "0.5")
        Fraction factor)
        implements Disruption, FitsCluster, Checked {
    @Override
    public void check(Issues issues) {
        issues.check(factor.value() > 0, "factor", "a link without any rate left is down, not degraded");
    }

    @Override
    public void check(ClusterSpec cluster, Issues issues) {
        Issues fabric = new Issues();
        if (cluster.fabric() instanceof FitsCluster fits) {
            fits.check(cluster, fabric);
        }
        if (fabric.hasErrors()) {
            return;
        }
        Cluster built = cluster.fabric().build(cluster.nodes(), new Assumptions());
        try {
            built.find(link);
        } catch (IllegalArgumentException e) {
            issues.error("link", e.getMessage());
        }
    }

    @Override
    public void attach(World world) {
        world.cluster().degrade(link, factor.value());
    }
}
