package windtunnel.model.fabric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jgrapht.Graph;
import org.jgrapht.alg.shortestpath.BFSShortestPath;
import org.jgrapht.graph.DefaultWeightedEdge;
import org.jgrapht.graph.DirectedWeightedMultigraph;
import windtunnel.model.Assumptions;
import windtunnel.model.Cluster;
import windtunnel.model.Cluster.Part;
import windtunnel.model.Fabric;
import windtunnel.model.Fixtures;
import windtunnel.model.Route;

/** A network wired cable by cable in a test, which holds a fabric's arithmetic to account. */
final class CableGraph {
    final Graph<String, DefaultWeightedEdge> graph = new DirectedWeightedMultigraph<>(DefaultWeightedEdge.class);
    private final Map<Integer, String> switchOfNic = new LinkedHashMap<>();

    /** A cluster of nodes of {@code nics} GPUs and NICs of 48 GB/s. */
    static Cluster build(Fabric fabric, int nodes, int nics) {
        return fabric.build(
                Fixtures.nodes(
                        nodes,
                        Fixtures.node(
                                nics, Fixtures.link("up", 370e9, 1e-6), nics, Fixtures.link("nic", 48e9, 0.5e-6))),
                new Assumptions());
    }

    /** Joins two switches, or a NIC and a port's switch. */
    CableGraph cable(String a, String b) {
        graph.addVertex(a);
        graph.addVertex(b);
        graph.addEdge(a, b);
        graph.addEdge(b, a);
        return this;
    }

    /** Plugs a NIC into a switch. */
    void plug(int nic, String into) {
        cable("nic " + nic, into);
        switchOfNic.put(nic, into);
    }

    int cables() {
        return graph.edgeSet().size() / 2;
    }

    /** One end of a link and the other. */
    private String[] ends(Cluster cluster, int link) {
        Part part = cluster.part(link);
        int index = link - cluster.link(part, 0);
        if (part == Part.NIC_OUT || part == Part.NIC_IN) {
            String plug = switchOfNic.get(index);
            return part == Part.NIC_OUT ? new String[] {"nic " + index, plug} : new String[] {plug, "nic " + index};
        }
        String[] words = cluster.name(link).split("/");
        String a = words[0];
        String b = words[1];
        return words[words.length - 1].equals("up") ? new String[] {a, b} : new String[] {b, a};
    }

    /** Every link is one of the directed cables and every cable has its links; each name finds its link again. */
    void checkLinks(Cluster cluster) {
        int network = 0;
        for (int link = 0; link < cluster.links(); link++) {
            Part part = cluster.part(link);
            assertThat(cluster.find(cluster.name(link))).containsExactly(link);
            assertThat(cluster.capacity(link)).isPositive();
            if (part == Part.GPU_UP || part == Part.GPU_DOWN) {
                continue;
            }
            String[] ends = ends(cluster, link);
            assertThat(graph.containsEdge(ends[0], ends[1]))
                    .as(cluster.name(link))
                    .isTrue();
            network++;
        }
        assertThat(network).isEqualTo(graph.edgeSet().size());
    }

    /** Between any two NICs data flows in full from one to the other, over shortest paths if so wanted. */
    void checkRoutes(Cluster cluster, boolean shortest) {
        BFSShortestPath<String, DefaultWeightedEdge> search = new BFSShortestPath<>(graph);
        Map<String, Map<String, Integer>> distance = new LinkedHashMap<>();
        for (String from : graph.vertexSet()) {
            Map<String, Integer> row = new LinkedHashMap<>();
            var paths = search.getPaths(from);
            graph.vertexSet().forEach(to -> {
                var path = paths.getPath(to);
                row.put(to, path == null ? 1_000_000 : path.getLength());
            });
            distance.put(from, row);
        }
        Route out = new Route();
        for (int from = 0; from < cluster.nics(); from++) {
            for (int to = 0; to < cluster.nics(); to++) {
                if (from != to) {
                    cluster.network(from, to, 0, out);
                    check(cluster, out, from, to, shortest ? distance : null);
                }
            }
        }
    }

    private void check(Cluster cluster, Route out, int from, int to, Map<String, Map<String, Integer>> distance) {
        Map<String, Double> balance = new LinkedHashMap<>();
        double hops = 0;
        String start = "nic " + from;
        String end = "nic " + to;
        for (int h = 0; h < out.count(); h++) {
            String[] ends = ends(cluster, out.link(h));
            balance.merge(ends[0], -out.share(h), Double::sum);
            balance.merge(ends[1], out.share(h), Double::sum);
            hops += out.share(h);
            if (distance != null) {
                int way = distance.get(start).get(ends[0])
                        + 1
                        + distance.get(ends[1]).get(end);
                assertThat(way).isEqualTo(distance.get(start).get(end));
            }
        }
        balance.forEach((vertex, rest) -> {
            double wanted = vertex.equals(start) ? -1 : vertex.equals(end) ? 1 : 0;
            assertThat(rest).as(vertex).isCloseTo(wanted, within(1e-12));
        });
        if (distance != null) {
            assertThat(hops).isCloseTo(distance.get(start).get(end), within(1e-12));
        }
    }
}
