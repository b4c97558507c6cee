package windtunnel.model.fabric;

import windtunnel.model.Assumptions;
import windtunnel.model.Cluster;
import windtunnel.model.ClusterSpec;
import windtunnel.model.Fabric;
import windtunnel.model.FitsCluster;
import windtunnel.model.Network;
import windtunnel.model.Sharing;
import windtunnel.model.fabric.congestion.Congestion;
import windtunnel.model.key.Issues;

/** A fabric that joins the NICs of nodes; kinds differ in the network that they build. */
interface Wired extends Fabric, FitsCluster {
    /** Its links, and what controls congestion on them. */
    Cabling cabling();

    /** What joins the NICs of {@code nodes} nodes; {@code backbone} has NICs. */
    Network network(Backbone backbone, int nodes, Assumptions assumptions);

    /** Says what of the network does not fit the cluster, whose {@code rails} NICs of a node are joined. */
    default void checkNetwork(ClusterSpec cluster, int rails, Issues issues) {}

    /** Whether what goes to another rail changes to it over the sender's scale-up link. */
    default boolean changesRail() {
        return false;
    }

    /** Whether switches reduce. */
    default boolean sharp() {
        return false;
    }

    /** Whether the NICs carry TCP where no congestion control says what they carry. */
    default boolean overTcp() {
        return false;
    }

    @Override
    default void check(ClusterSpec cluster, Issues issues) {
        Backbone.check(cluster, cabling(), issues);
        if (!issues.hasErrors()) {
            checkNetwork(cluster, Backbone.rails(cluster.nodes().sku()), issues);
        }
    }

    @Override
    default Cluster build(ClusterSpec.Nodes nodes, Assumptions assumptions) {
        Backbone backbone = Backbone.of(nodes, cabling(), overTcp(), assumptions);
        int count = Math.toIntExact(nodes.count().value());
        return new Cluster(new Cluster.Plan(
                nodes.sku(),
                count,
                backbone.gpus(),
                Backbone.domainGpus(nodes),
                backbone.rails(),
                backbone.scaleUp(),
                backbone.host(),
                backbone.nic(),
                backbone.nic() == null ? null : network(backbone, count, assumptions),
                changesRail(),
                cabling().congestion().map(Congestion::sharing).orElse(Sharing.FAIR),
                sharp()));
    }
}
