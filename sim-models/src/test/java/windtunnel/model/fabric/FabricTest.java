package windtunnel.model.fabric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.jgrapht.Graph;
import org.jgrapht.alg.connectivity.ConnectivityInspector;
import org.jgrapht.alg.shortestpath.BFSShortestPath;
import org.jgrapht.graph.AsUndirectedGraph;
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
import windtunnel.model.ClusterSpec;
import windtunnel.model.Fixtures;
import windtunnel.model.key.Issues;

class FabricTest {
    private static ClusterSpec.Nodes nodes(int count, int gpus, int nics) {
        return Fixtures.nodes(
                count, Fixtures.node(gpus, Fixtures.link("up", 370e9, 1e-6), nics, Fixtures.link("nic", 48e9, 0.5e-6)));
    }

    private static Cluster rails(int count, int unit) {
        return new RailOptimised(new Count(unit), new Ratio(1), Optional.empty(), Optional.empty())
                .build(nodes(count, 8, 8), new Assumptions());
    }

    private static Cluster leafSpine(int count, int radix, double oversubscription) {
        return new LeafSpine(new Count(radix), new Ratio(oversubscription), Optional.empty(), Optional.empty())
                .build(nodes(count, 8, 8), new Assumptions());
    }

    /** The cluster as a graph of GPUs, crossbars, NICs, leaves and one spine, built from its routes' link names only. */
    private static Graph<String, DefaultEdge> graph(Cluster cluster, int rails) {
        Graph<String, DefaultEdge> graph = new DirectedMultigraph<>(DefaultEdge.class);
        graph.addVertex("spine");
        for (int gpu = 0; gpu < cluster.gpus(); gpu++) {
            String own = "gpu" + gpu;
            String crossbar = "crossbar" + cluster.domain(gpu);
            String nic = "nic" + cluster.nic(gpu);
            List.of(own, crossbar, nic).forEach(graph::addVertex);
            graph.addEdge(own, crossbar);
            graph.addEdge(crossbar, own);
        }
        return graph;
    }

    @Test
    @DisplayName("net-T7 rail-optimised: same rail in a unit 2 links, cross-rail or cross-unit 4")
    void railOptimisedHops() {
        Cluster cluster = rails(64, 32);
        int[] out = new int[4];
        assertThat(cluster.route(0, 8, out)).isEqualTo(2);
        assertThat(cluster.name(out[0])).isEqualTo("node-0/nic-0/out");
        assertThat(cluster.name(out[1])).isEqualTo("node-1/nic-0/in");
        assertThat(cluster.route(0, 9, out)).isEqualTo(4);
        assertThat(cluster.name(out[1])).isEqualTo("leaf-0/up");
        assertThat(cluster.name(out[2])).isEqualTo("leaf-1/down");
        assertThat(cluster.route(0, 8 * 32, out)).isEqualTo(4);
        assertThat(cluster.route(3, 5, out)).isEqualTo(2);
        assertThat(cluster.name(out[0])).isEqualTo("node-0/gpu-3/up");
    }

    @ParameterizedTest
    @DisplayName("net-T3 leaf-spine of radix 64 without oversubscription: 32 NICs a leaf, 2048 in all")
    @CsvSource({"64, 1, 4", "64, 3, 6", "16, 1, 1"})
    void leafHoldsItsDownlinks(int radix, double oversubscription, int nodesPerLeaf) {
        Cluster cluster = leafSpine(12, radix, oversubscription);
        int[] out = new int[4];
        int last = 8 * (nodesPerLeaf - 1);
        assertThat(cluster.route(0, last == 0 ? 1 : last, out)).isEqualTo(2);
        assertThat(cluster.route(0, 8 * nodesPerLeaf, out)).isEqualTo(4);
        double up = cluster.capacity(out[1]);
        assertThat(up).isEqualTo(nodesPerLeaf * 8 * 48e9 / oversubscription);
    }

    @Test
    void everyLinkHasANameThatFindsItAgain() {
        Cluster cluster = rails(3, 2);
        for (int link = 0; link < cluster.links(); link++) {
            assertThat(cluster.find(cluster.name(link))).containsExactly(link);
        }
        assertThat(cluster.find("node-2/nic-7")).hasSize(2);
        assertThat(cluster.find("leaf-3")).hasSize(2);
    }

    @Test
    void routesAreShortestPathsOfTheGraph() {
        Cluster cluster = rails(4, 2);
        Graph<String, DefaultEdge> graph = graph(cluster, 8);
        int[] out = new int[4];
        for (int nic = 0; nic < 32; nic++) {
            int leaf = nic / 8 / 2 * 8 + nic % 8;
            String nicName = "nic" + nic;
            String leafName = "leaf" + leaf;
            graph.addVertex(leafName);
            graph.addEdge(nicName, leafName);
            graph.addEdge(leafName, nicName);
            if (!graph.containsEdge(leafName, "spine")) {
                graph.addEdge(leafName, "spine");
                graph.addEdge("spine", leafName);
            }
        }
        BFSShortestPath<String, DefaultEdge> search = new BFSShortestPath<>(graph);
        for (int from = 0; from < cluster.gpus(); from++) {
            for (int to = 0; to < cluster.gpus(); to++) {
                if (cluster.domain(from) != cluster.domain(to)) {
                    int hops = search.getPath("nic" + cluster.nic(from), "nic" + cluster.nic(to))
                            .getLength();
                    assertThat(cluster.route(from, to, out)).isEqualTo(hops);
                }
            }
        }
        for (int gpu = 0; gpu < 32; gpu++) {
            graph.addEdge("gpu" + gpu, "nic" + cluster.nic(gpu));
            graph.addEdge("nic" + cluster.nic(gpu), "gpu" + gpu);
        }
        assertThat(new ConnectivityInspector<>(new AsUndirectedGraph<>(graph)).isConnected())
                .isTrue();
    }

    @Test
    @DisplayName("net-1.3 counts: NVSwitch domain 2 x GPUs; rail-optimised 2 x NICs and 2 bundles a leaf")
    void linkCounts() {
        Cluster domain = new SingleDomain().build(nodes(1, 8, 8), new Assumptions());
        assertThat(domain.links()).isEqualTo(16);
        assertThat(rails(64, 32).links()).isEqualTo(2 * 512 + 2 * 512 + 2 * 2 * 8);
    }

    @Test
    void severalNicsOfOneGpuAreOneRailAndFewerAreShared() {
        Cluster bundled = new RailOptimised(new Count(32), new Ratio(1), Optional.empty(), Optional.empty())
                .build(nodes(2, 8, 32), new Assumptions());
        assertThat(bundled.rails()).isEqualTo(8);
        assertThat(bundled.capacity(bundled.link(Cluster.Part.NIC_OUT, 0))).isEqualTo(4 * 48e9);
        Cluster shared = new RailOptimised(new Count(32), new Ratio(1), Optional.empty(), Optional.empty())
                .build(nodes(2, 8, 4), new Assumptions());
        assertThat(shared.nic(0)).isEqualTo(shared.nic(1));
        assertThat(shared.nic(2)).isNotEqualTo(shared.nic(1));
    }

    @Test
    void unknownLinksNameTheNearest() {
        assertThatThrownBy(() -> rails(4, 2).degrade("node-3/nic-9", 0.5))
                .hasMessageContaining("no link is named 'node-3/nic-9'")
                .hasMessageContaining("nearest is 'node-3/nic-7'");
    }

    @Test
    void nodesThatNothingJoinsAreRefused() {
        ClusterSpec spec =
                new ClusterSpec(nodes(2, 8, 8), new SingleDomain(), new windtunnel.model.collective.Ring(), List.of());
        Issues issues = new Issues();
        new SingleDomain().check(spec, issues);
        assertThat(issues.hasErrors()).isTrue();
        ClusterSpec bare = new ClusterSpec(
                Fixtures.nodes(2, Fixtures.node(8, Fixtures.link("up", 1e9, 0), 0, null)),
                new LeafSpine(new Count(64), new Ratio(1), Optional.empty(), Optional.empty()),
                new windtunnel.model.collective.Ring(),
                List.of());
        Issues none = new Issues();
        new LeafSpine(new Count(64), new Ratio(1), Optional.empty(), Optional.empty()).check(bare, none);
        assertThat(none.hasErrors()).isTrue();
    }

    @Test
    void aHundredThousandGpusAreBuiltAtOnce() {
        Cluster cluster = rails(12_500, 32);
        assertThat(cluster.gpus()).isEqualTo(100_000);
        assertThat(cluster.route(0, 99_999, new int[4])).isEqualTo(4);
    }
}
