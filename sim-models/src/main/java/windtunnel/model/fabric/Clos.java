package windtunnel.model.fabric;

import java.util.Optional;
import windtunnel.core.unit.Count;
import windtunnel.core.unit.Ratio;
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
 * Three tiers: leaves and spines in pods, cores above them, each tier with its own oversubscription.
 *
 * <p>A leaf's uplinks carry 1/r of what its nodes can send, the spines of a pod 1/R of what its leaves can send up. Between pods, at full load, a NIC gets
 * 1/(r R) of its rate. Source: the shape of Meta's AI zones and of MegaScale's data centre, generalised.
 */
public record Clos(
        @Key(
                doc = "Ports of a switch.",
                def = "64",
                tag = "vendor",
                source = "NVIDIA QM9700 class, 64 ports of 400 Gb/s")
        Count radix,

        @Key(doc = "Nodes of a leaf; by default as many as its ports hold.", example = "2")
        Optional<Count> nodesPerLeaf,

        @Key(doc = "Leaves of a pod.", def = "16", example = "32")
        Count leavesPerPod,

        @Key(doc = "Rate of a leaf's nodes over rate of its uplinks.", def = "1", example = "2")
        Ratio leafOversubscription,

        @Key(doc = "Rate of a pod's leaves upwards over rate of its uplinks to the cores.", def = "1", example = "7")
        Ratio podOversubscription,

        @Inline Cabling cabling,

        @Key(doc = "How paths are chosen.", def = "spray", example = "ecmp")
        Routing routing)
        implements Wired, Checked {
    @Override
    public void check(Issues issues) {
        routing.among(Routing.TREE, issues);
        issues.check(radix.value() >= 2 && radix.value() <= 4096, "radix", "must be from 2 to 4096 ports");
        issues.check(
                leavesPerPod.value() >= 1 && leavesPerPod.value() <= 100_000,
                "leaves-per-pod",
                "must be from 1 to 100000");
        issues.check(
                nodesPerLeaf.isEmpty()
                        || nodesPerLeaf.get().value() >= 1 && nodesPerLeaf.get().value() <= 100_000,
                "nodes-per-leaf",
                "must be from 1 to 100000");
        String unused = "below 1 there are more uplinks than can be used";
        issues.check(leafOversubscription.value() >= 1, "leaf-oversubscription", unused);
        issues.check(podOversubscription.value() >= 1, "pod-oversubscription", unused);
    }

    private int nodesPerLeaf(int rails) {
        double r = leafOversubscription.value();
        long fits = (long) Math.floor(radix.value() * r / (1 + r)) / rails;
        return Math.toIntExact(nodesPerLeaf.map(Count::value).orElse(Math.max(1, fits)));
    }

    @Override
    public void checkNetwork(ClusterSpec cluster, int rails, Issues issues) {
        long down = (long) nodesPerLeaf(rails) * rails;
        long up = Math.max(1, Math.round(down / leafOversubscription.value()));
        issues.check(
                down + up <= radix.value(),
                nodesPerLeaf.isPresent() ? "nodes-per-leaf" : "radix",
                "a leaf of " + nodesPerLeaf(rails) + " nodes has " + down + " cables down and " + up
                        + " up, more than the switch's " + radix.value() + " ports");
        long leaves = leavesPerPod.value();
        boolean several = cluster.nodes().count().value() > nodesPerLeaf(rails) * leaves;
        long spineUp = several ? Math.max(1, Math.round(leaves / podOversubscription.value())) : 0;
        issues.check(
                leaves + spineUp <= radix.value(),
                "leaves-per-pod",
                "a spine has " + leaves + " cables down and " + spineUp + " up, more than the switch's " + radix.value()
                        + " ports");
    }

    @Override
    public Network network(Backbone backbone, int nodes, Assumptions assumptions) {
        int perLeaf = nodesPerLeaf(backbone.rails());
        int nicsPerLeaf = perLeaf * backbone.rails();
        int leaves = (nodes + perLeaf - 1) / perLeaf;
        int perPod = Math.toIntExact(leavesPerPod.value());
        int pods = (leaves + perPod - 1) / perPod;
        ClosShape.Uplinks leafUp =
                backbone.uplinks(nicsPerLeaf * backbone.nic().bytesPerSec() / leafOversubscription.value());
        double spineUp = perPod * leafUp.bytesPerSec() / podOversubscription.value() / leafUp.cables();
        ClosShape shape = new ClosShape(
                Math.multiplyExact(nicsPerLeaf, pods == 1 ? 1 : perPod),
                nic -> nic / nicsPerLeaf,
                leaves,
                leaf -> leaf / perPod,
                pods,
                leafUp,
                pods == 1 ? ClosShape.NONE : backbone.uplinks(spineUp),
                backbone.nic().latencySeconds(),
                backbone.hopSeconds());
        return CabledClos.of(shape, routing);
    }
}
