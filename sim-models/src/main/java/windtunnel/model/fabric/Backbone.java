package windtunnel.model.fabric;

import java.util.Optional;
import windtunnel.model.Assumptions;
import windtunnel.model.Cluster;
import windtunnel.model.ClusterSpec;
import windtunnel.model.hardware.LinkSku;
import windtunnel.model.hardware.NodeSku;
import windtunnel.model.key.Issues;

/**
 * What all fabrics derive alike from a node.
 *
 * @param gpus GPUs of a node
 * @param rails NICs as the fabric sees them: min(NICs, GPUs), since the NICs of one GPU are bundled (traffic is sprayed over them)
 * @param scaleUp link into the scale-up domain
 * @param nic one rail; null when the node has no back-end NIC
 */
record Backbone(int gpus, int rails, Cluster.Hop scaleUp, Cluster.Hop nic) {
    static Backbone of(ClusterSpec.Nodes nodes, Optional<LinkSku> override, Assumptions assumptions) {
        NodeSku sku = nodes.sku();
        String key = "node." + sku.name();
        int gpus = Math.toIntExact(assumptions.read(key + ".gpus", sku.gpus()).value());
        Cluster.Hop scaleUp = Cluster.Hop.of(sku.scaleUp(), 1, assumptions);
        Optional<LinkSku> link = override.or(sku::nic);
        int nics = Math.toIntExact(sku.nics().value().value());
        if (link.isEmpty() || nics == 0) {
            return new Backbone(gpus, 1, scaleUp, null);
        }
        assumptions.read(key + ".nics", sku.nics());
        int rails = Math.min(nics, gpus);
        return new Backbone(gpus, rails, scaleUp, Cluster.Hop.of(link.get(), Math.max(1, nics / gpus), assumptions));
    }

    /** Says what is wrong when the nodes cannot be joined by a back-end network. */
    static void check(ClusterSpec cluster, Optional<LinkSku> override, Issues issues) {
        NodeSku sku = cluster.nodes().sku();
        boolean joined = sku.nics().value().value() > 0 && override.or(sku::nic).isPresent();
        boolean alone = cluster.nodes().gpus() <= sku.scaleUpDomain().value().value();
        issues.check(
                joined || alone,
                "",
                sku.name() + " has no back-end NIC of known rate in the library; name one with 'link', or choose a node"
                        + " with a back-end network");
        long gpus = sku.gpus().value().value();
        long nics = sku.nics().value().value();
        boolean even = nics == 0 || gpus % nics == 0 || nics % gpus == 0;
        issues.check(even, "", nics + " NICs do not divide evenly over " + gpus + " GPUs");
    }

    /** GPUs of a scale-up domain of this cluster: the SKU's, at most the whole cluster, a divisor of it by whole nodes. */
    static int domainGpus(ClusterSpec.Nodes nodes, int gpusPerNode) {
        int domain = Math.toIntExact(nodes.sku().scaleUpDomain().value().value());
        return Math.max(domain, 1) < gpusPerNode ? domain : domain / gpusPerNode * gpusPerNode;
    }
}
