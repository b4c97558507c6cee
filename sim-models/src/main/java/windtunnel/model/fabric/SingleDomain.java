package windtunnel.model.fabric;

import windtunnel.model.Assumptions;
import windtunnel.model.Cluster;
import windtunnel.model.ClusterSpec;
import windtunnel.model.Fabric;
import windtunnel.model.FitsCluster;
import windtunnel.model.Sharing;
import windtunnel.model.key.Issues;

/**
 * One scale-up domain and no network beyond it: a single NVSwitch node, or the nodes of one rack-scale domain.
 *
 * <p>The switch is a non-blocking crossbar; each GPU has one link up and one down.
 */
public record SingleDomain() implements Fabric, FitsCluster {
    @Override
    public void check(ClusterSpec cluster, Issues issues) {
        long domain = cluster.nodes().sku().scaleUpDomain().value().value();
        long gpus = cluster.nodes().gpus();
        issues.check(
                gpus <= domain,
                "",
                "one " + cluster.nodes().sku().name() + " connects " + domain + " GPUs by its scale-up link, not "
                        + gpus + "; use 'rail-optimised' or 'leaf-spine'");
    }

    @Override
    public Cluster build(ClusterSpec.Nodes nodes, Assumptions assumptions) {
        Backbone backbone = Backbone.of(nodes, Cabling.OWN, false, assumptions);
        return new Cluster(new Cluster.Plan(
                nodes.sku(),
                Math.toIntExact(nodes.count().value()),
                backbone.gpus(),
                nodes.gpus(),
                1,
                backbone.scaleUp(),
                null,
                null,
                null,
                false,
                Sharing.FAIR,
                false));
    }
}
