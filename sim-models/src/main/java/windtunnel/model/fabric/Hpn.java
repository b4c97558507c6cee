package windtunnel.model.fabric;

import java.util.Optional;
import windtunnel.core.unit.Count;
import windtunnel.core.unit.Ratio;
import windtunnel.model.Assumptions;
import windtunnel.model.ClusterSpec;
import windtunnel.model.Network;
import windtunnel.model.fabric.congestion.Congestion;
import windtunnel.model.fabric.topology.CabledClos;
import windtunnel.model.fabric.topology.ClosShape;
import windtunnel.model.fabric.topology.MultiPlane;
import windtunnel.model.fabric.topology.Routing;
import windtunnel.model.hardware.LinkSku;
import windtunnel.model.key.Checked;
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

        @Key(doc = "Link of one NIC; by default the node's own.", example = "ndr400")
        Optional<LinkSku> link,

        @Key(
                doc = "Link of a GPU to its host; needed only where a node has several scale-up domains.",
                example = "pcie4-x16")
        Optional<LinkSku> host,

        @Key(doc = "How paths are chosen.", def = "spray", example = "ecmp")
        Routing routing,

        @Key(
                doc = "What controls congestion; without it a link carries the library's usable rate.",
                example = "roce-dcqcn")
        Optional<Congestion> congestion)
        implements Wired, Checked {
    /** The network of the library's usable rates. */
    public Hpn(
            Count segment,
            Count planes,
            Ratio oversubscription,
            Optional<LinkSku> link,
            Optional<LinkSku> host,
            Routing routing) {
        this(segment, planes, oversubscription, link, host, routing, Optional.empty());
    }

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
