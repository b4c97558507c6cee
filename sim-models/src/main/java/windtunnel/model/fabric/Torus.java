package windtunnel.model.fabric;

import java.util.List;
import java.util.Optional;
import windtunnel.core.unit.Count;
import windtunnel.model.Assumptions;
import windtunnel.model.ClusterSpec;
import windtunnel.model.Network;
import windtunnel.model.fabric.topology.Routing;
import windtunnel.model.fabric.topology.TorusGrid;
import windtunnel.model.hardware.LinkSku;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Inline;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;

/**
 * Nodes in a grid of one or more dimensions whose ends meet: each is joined with its two neighbours in each dimension.
 *
 * <p>Data goes along one dimension after the other, the shorter way round; where both ways are as long, half goes each way. With cables of rate B, k nodes in a
 * dimension (k even) and traffic to all alike, a node can send 8 B / k. Source: Dally and Towles, Principles and Practices of Interconnection Networks, 2004.
 */
public record Torus(
        @Key(doc = "Nodes in each dimension; their product is the number of nodes.", example = "[4, 4, 4]")
        List<Count> dims,

        @Key(
                doc = "Link of one cable between neighbours; by default as fast as all NICs of a node.",
                example = "ndr400")
        Optional<LinkSku> cable,

        @Inline Cabling cabling,

        @Key(doc = "How paths are chosen.", def = "dimension-order", example = "dimension-order")
        Routing routing)
        implements Wired, Checked {
    @Override
    public void check(Issues issues) {
        routing.among(List.of(Routing.Policy.DIMENSION_ORDER), issues);
        issues.check(!dims.isEmpty() && dims.size() <= 8, "dims", "a torus has one to eight dimensions");
        for (int d = 0; d < dims.size(); d++) {
            issues.check(
                    dims.get(d).value() >= 1 && dims.get(d).value() <= 1_000_000,
                    "dims[" + d + "]",
                    "must be from 1 to 1000000");
        }
    }

    private long size() {
        return dims.stream().mapToLong(Count::value).reduce(1, Math::multiplyExact);
    }

    @Override
    public void checkNetwork(ClusterSpec cluster, int rails, Issues issues) {
        issues.check(
                size() == cluster.nodes().count().value(),
                "dims",
                "make " + size() + " nodes, but the cluster has "
                        + cluster.nodes().count().value());
    }

    @Override
    public Network network(Backbone backbone, int nodes, Assumptions assumptions) {
        double perNode = backbone.rails() * backbone.nic().bytesPerSec();
        double rate =
                cable.map(c -> backbone.cable(c, assumptions).bytesPerSec()).orElse(perNode);
        double hop =
                cable.map(c -> backbone.cable(c, assumptions).latencySeconds()).orElse(backbone.hopSeconds());
        int[] sizes = dims.stream().mapToInt(d -> Math.toIntExact(d.value())).toArray();
        return new TorusGrid(sizes, backbone.rails(), rate, backbone.nic().latencySeconds(), hop);
    }
}
