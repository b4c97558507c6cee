package windtunnel.model.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jgrapht.Graph;
import org.jgrapht.alg.connectivity.KosarajuStrongConnectivityInspector;
import org.jgrapht.alg.shortestpath.BFSShortestPath;
import org.jgrapht.graph.DefaultEdge;
import org.jgrapht.graph.DirectedMultigraph;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import windtunnel.core.unit.Count;
import windtunnel.core.unit.Ratio;
import windtunnel.model.Assumptions;
import windtunnel.model.Cluster;
import windtunnel.model.Fabric;
import windtunnel.model.Fixtures;
import windtunnel.model.Route;
import windtunnel.model.fabric.topology.Routing;

/** Arithmetic routes against graphs of every cable, wired here by the rules of the fabrics (network.md 1.3). */
class FabricGraphTest {
    private static final int GPUS = 4;
    private static final double RATE = 48e9;

    /** Every switch, NIC and GPU, and every directed cable. */
    private static final class Wiring {
        final Graph<String, DefaultEdge> graph = new DirectedMultigraph<>(DefaultEdge.class);
        int leaves;
        int uplinks;
        int spines;

        Wiring(int nodes, int gpus) {
            for (int gpu = 0; gpu < nodes * gpus; gpu++) {
                cable("gpu-" + gpu, "crossbar-" + gpu / gpus);
            }
        }

        void cable(String a, String b) {
            graph.addVertex(a);
            graph.addVertex(b);
            graph.addEdge(a, b);
            graph.addEdge(b, a);
        }

        /** Joins each leaf to every spine with one cable. */
        void spines(int leafCount, int spineCount) {
            leaves = leafCount;
            uplinks = spineCount;
            spines = spineCount;
            for (int leaf = 0; leaf < leafCount; leaf++) {
                for (int spine = 0; spine < spineCount; spine++) {
                    cable("leaf-" + leaf, "spine-" + spine);
                }
            }
        }
    }

    private static Cluster build(Fabric fabric, int nodes) {
        return fabric.build(
                Fixtures.nodes(
                        nodes,
                        Fixtures.node(
                                GPUS, Fixtures.link("up", 370e9, 1e-6), GPUS, Fixtures.link("nic", RATE, 0.5e-6))),
                new Assumptions());
    }

    private static Fabric rails(int unit, String crossRail) {
        return new RailOptimised(
                new Count(unit), new Ratio(1), crossRail, Cabling.OWN, Routing.of(Routing.Policy.SPRAY), false);
    }

    private static Wiring railWiring(int nodes, int unit) {
        Wiring wiring = new Wiring(nodes, GPUS);
        for (int node = 0; node < nodes; node++) {
            for (int rail = 0; rail < GPUS; rail++) {
                wiring.cable("nic-" + (node * GPUS + rail), "leaf-" + (node / unit * GPUS + rail));
            }
        }
        wiring.spines((nodes + unit - 1) / unit * GPUS, unit);
        return wiring;
    }

    private static Wiring leafWiring(int nodes, int nodesPerLeaf, int spines) {
        Wiring wiring = new Wiring(nodes, GPUS);
        for (int nic = 0; nic < nodes * GPUS; nic++) {
            wiring.cable("nic-" + nic, "leaf-" + nic / GPUS / nodesPerLeaf);
        }
        wiring.spines((nodes + nodesPerLeaf - 1) / nodesPerLeaf, spines);
        return wiring;
    }

    /** The vertices on each side of a link of the cluster; several where a link is a bundle to all spines. */
    private static List<List<String>> ends(Cluster cluster, Wiring wiring, int link) {
        Cluster.Part part = cluster.part(link);
        int index = link - cluster.link(part, 0);
        List<String> spines = new ArrayList<>();
        for (int spine = 0; spine < wiring.spines; spine++) {
            spines.add("spine-" + spine);
        }
        return switch (part) {
            case GPU_UP -> List.of(List.of("gpu-" + index), List.of("crossbar-" + index / GPUS));
            case GPU_DOWN -> List.of(List.of("crossbar-" + index / GPUS), List.of("gpu-" + index));
            case NIC_OUT -> List.of(List.of("nic-" + index), List.of(leafOf(wiring, index)));
            case NIC_IN -> List.of(List.of(leafOf(wiring, index)), List.of("nic-" + index));
            case LEAF_UP -> List.of(List.of("leaf-" + index), spines);
            case LEAF_DOWN -> List.of(spines, List.of("leaf-" + index));
            default -> throw new AssertionError("no " + part + " here");
        };
    }

    private static String leafOf(Wiring wiring, int nic) {
        Set<DefaultEdge> cables = wiring.graph.outgoingEdgesOf("nic-" + nic);
        return wiring.graph.getEdgeTarget(cables.iterator().next());
    }

    private static void checkRoutes(Cluster cluster, Wiring wiring) {
        BFSShortestPath<String, DefaultEdge> search = new BFSShortestPath<>(wiring.graph);
        Route out = new Route();
        for (int from = 0; from < cluster.gpus(); from++) {
            for (int to = 0; to < cluster.gpus(); to++) {
                if (from == to) {
                    continue;
                }
                cluster.route(from, to, out);
                int hops = out.count();
                boolean inside = cluster.domain(from) == cluster.domain(to);
                String start = inside ? "gpu-" + from : "nic-" + cluster.nic(from);
                String goal = inside ? "gpu-" + to : "nic-" + cluster.nic(to);
                assertThat(hops).isEqualTo(search.getPath(start, goal).getLength());
                checkPath(cluster, wiring, out, hops, start, goal);
            }
        }
    }

    private static void checkPath(Cluster cluster, Wiring wiring, Route out, int hops, String start, String goal) {
        List<String> at = List.of(start);
        for (int h = 0; h < hops; h++) {
            List<List<String>> ends = ends(cluster, wiring, out.link(h));
            assertThat(ends.get(0)).isEqualTo(at);
            for (String tail : ends.get(0)) {
                for (String head : ends.get(1)) {
                    assertThat(wiring.graph.containsEdge(tail, head)).isTrue();
                }
            }
            at = ends.get(1);
        }
        assertThat(at).containsExactly(goal);
    }

    @ParameterizedTest
    @DisplayName("net-1.4 rail-optimised routes are shortest paths of the wired graph")
    @CsvSource({"1, 2", "2, 2", "5, 2", "6, 3", "4, 8"})
    void railRoutesAreShortestPaths(int nodes, int unit) {
        checkRoutes(build(rails(unit, "spines"), nodes), railWiring(nodes, unit));
    }

    @ParameterizedTest
    @DisplayName("net-1.4 leaf-spine routes are shortest paths of the wired graph")
    @CsvSource({"1, 16", "3, 8", "7, 16", "5, 32"})
    void leafRoutesAreShortestPaths(int nodes, int radix) {
        LeafSpine fabric =
                new LeafSpine(new Count(radix), new Ratio(1), Cabling.OWN, Routing.of(Routing.Policy.SPRAY), false);
        checkRoutes(build(fabric, nodes), leafWiring(nodes, radix / 2 / GPUS, (int) fabric.spines()));
    }

    @Test
    @DisplayName("net-1.3 counts, connection in both directions, ports within the radix, capacity up = down / r")
    void wiringIsSound() {
        LeafSpine fabric =
                new LeafSpine(new Count(16), new Ratio(3), Cabling.OWN, Routing.of(Routing.Policy.SPRAY), false);
        int nodes = 48;
        Cluster cluster = build(fabric, nodes);
        Wiring wiring = leafWiring(nodes, (int) fabric.downlinks() / GPUS, (int) fabric.spines());
        int nics = nodes * GPUS;
        assertThat(fabric.downlinks()).isEqualTo(12);
        assertThat(wiring.leaves).isEqualTo(16);
        int cables = wiring.graph.edgeSet().size() - 2 * cluster.gpus();
        assertThat(cables).isEqualTo(2 * (nics + wiring.leaves * wiring.uplinks));
        for (int gpu = 0; gpu < cluster.gpus(); gpu++) {
            wiring.cable("gpu-" + gpu, "nic-" + cluster.nic(gpu));
        }
        assertThat(new KosarajuStrongConnectivityInspector<>(wiring.graph).isStronglyConnected())
                .isTrue();
        for (int leaf = 0; leaf < wiring.leaves; leaf++) {
            assertThat(wiring.graph.outDegreeOf("leaf-" + leaf)).isLessThanOrEqualTo(16);
            double up = cluster.capacity(cluster.link(Cluster.Part.LEAF_UP, leaf));
            assertThat(up).isEqualTo(fabric.downlinks() * RATE / 3);
            assertThat(up).isEqualTo(wiring.uplinks * RATE);
        }
        for (int spine = 0; spine < wiring.spines; spine++) {
            assertThat(wiring.graph.outDegreeOf("spine-" + spine)).isLessThanOrEqualTo(16);
        }
    }

    @Test
    @DisplayName("net-1.3 a rail-optimised unit has 2 x hosts x rails + 2 x rails x uplinks links")
    void countsOfAUnit() {
        Wiring wiring = railWiring(6, 6);
        int cables = wiring.graph.edgeSet().size() - 2 * 6 * GPUS;
        assertThat(cables).isEqualTo(2 * 6 * GPUS + 2 * GPUS * wiring.uplinks);
        Cluster cluster = build(rails(6, "spines"), 6);
        assertThat(cluster.links()).isEqualTo(2 * cluster.gpus() + 2 * 6 * GPUS + 2 * GPUS);
        assertThat(cluster.capacity(cluster.link(Cluster.Part.LEAF_UP, 0))).isEqualTo(wiring.uplinks * RATE);
    }
}
