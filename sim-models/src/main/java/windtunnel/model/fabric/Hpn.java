package windtunnel.model.fabric;

import windtunnel.core.unit.Count;
import windtunnel.core.unit.Ratio;
import windtunnel.model.Assumptions;
import windtunnel.model.ClusterSpec;
import windtunnel.model.Network;
import windtunnel.model.fabric.topology.CabledClos;
import windtunnel.model.fabric.topology.ClosShape;
import windtunnel.model.fabric.topology.MultiPlane;
import windtunnel.model.fabric.topology.Routing;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Inline;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;

/**
 * A network of planes: every NIC has one port in each plane, planes share nothing, each plane is rail-optimised.
 *
 * <p>A leaf that fails takes one port of each of its NICs, so their rate is halved in place of cut off. Source: Alibaba HPN, SIGCOMM 2024 (paper notes at
 * wuql20.bearblog.dev): two planes, NICs of two ports of 200 Gb/s, segments of 1,024 GPUs, 15 of them a pod.
 */
public record Hpn(
        @Key(
                doc = "Nodes of a segment, whose NICs of a rail share the same leaves.",
                def = "128",
                tag = "vendor",
                source = "Alibaba HPN, SIGCOMM 2024: 1,024 GPUs a segment")
        Count segment,

        @Key(
                doc = "Planes: ports of a NIC.",
                def = "2",
                tag = "vendor",
                source = "Alibaba HPN, SIGCOMM 2024: two ports of 200 Gb/s")
        Count planes,

        @Key(doc = "Rate of a leaf's ports over rate of its uplinks.", def = "1", example = "1.067")
        Ratio oversubscription,

        @Inline Cabling cabling,

        @Key(doc = "How paths are chosen.", def = "spray", example = "ecmp")
        Routing routing)
        implements Wired, Checked {
    /** Segments of a pod, beyond which a third tier would be needed. */
    private static final int SEGMENTS = 15;

    @Override
    public void check(Issues issues) {
        routing.among(Routing.TREE, issues);
        issues.check(segment.value() >= 1 && segment.value() <= 100_000, "segment", "must be from 1 to 100000 nodes");
        issues.check(planes.value() >= 2 && planes.value() <= 16, "planes", "must be from 2 to 16 planes");
        issues.check(
                oversubscription.value() >= 1, "oversubscription", "below 1 there are more uplinks than can be used");
    }

    @Override
    public void checkNetwork(ClusterSpec cluster, int rails, Issues issues) {
        long most = SEGMENTS * segment.value();
        if (cluster.nodes().count().value() > most) {
            issues.warn("", "a pod holds " + most + " nodes; the tier that joins pods is not in the model");
        }
    }

    @Override
    public boolean changesRail() {
        return true;
    }

    @Override
    public Network network(Backbone backbone, int nodes, Assumptions assumptions) {
        int rails = backbone.rails();
        int count = Math.toIntExact(planes.value());
        int perSegment = Math.toIntExact(segment.value());
        double port = backbone.nic().bytesPerSec() / count;
        double up = perSegment * port / oversubscription.value();
        ClosShape shape = new ClosShape(
                Math.multiplyExact(perSegment, rails * count),
                p -> (p / count / rails / perSegment * rails + p / count % rails) * count + p % count,
                (nodes + perSegment - 1) / perSegment * rails * count,
                leaf -> leaf % count,
                count,
                ClosShape.Uplinks.of(up, port),
                ClosShape.NONE,
                backbone.nic().latencySeconds(),
                backbone.hopSeconds());
        return new MultiPlane(
                CabledClos.of(shape, routing.onePair()),
                Math.multiplyExact(nodes, rails),
                rails,
                count,
                port,
                routing,
                shape.leafOfNic());
    }
}
