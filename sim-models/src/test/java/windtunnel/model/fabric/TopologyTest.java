package windtunnel.model.fabric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jgrapht.alg.flow.DinicMFImpl;
import org.jgrapht.graph.DefaultWeightedEdge;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import windtunnel.core.unit.Count;
import windtunnel.core.unit.Ratio;
import windtunnel.model.Assumptions;
import windtunnel.model.Cluster;
import windtunnel.model.Cluster.Part;
import windtunnel.model.Fixtures;
import windtunnel.model.Route;
import windtunnel.model.fabric.topology.Routing;
import windtunnel.model.fabric.topology.Routing.Policy;

/** Networks against graphs of every cable, wired here by the rules of network.md 1.3, and their throughput. */
class TopologyTest {
    private static final double RATE = 48e9;

    private static Count n(long value) {
        return new Count(value);
    }

    private static FatTree fatTree(int radix, Policy policy) {
        return new FatTree(n(radix), Cabling.OWN, Routing.of(policy), false);
    }

    private static CableGraph fatTreeCables(int k) {
        CableGraph graph = new CableGraph();
        int half = k / 2;
        for (int host = 0; host < k * half * half; host++) {
            graph.plug(host, "leaf-" + host / half);
        }
        for (int pod = 0; pod < k; pod++) {
            for (int spine = 0; spine < half; spine++) {
                for (int leaf = 0; leaf < half; leaf++) {
                    graph.cable("leaf-" + (pod * half + leaf), "spine-" + (pod * half + spine));
                }
                for (int core = 0; core < half; core++) {
                    graph.cable("spine-" + (pod * half + spine), "core-" + (spine * half + core));
                }
            }
        }
        return graph;
    }

    @Test
    @DisplayName("net-T1 fat tree of k = 4: 16 hosts, 20 switches, 48 cables, bisection of 8")
    void smallestFatTree() {
        CableGraph graph = fatTreeCables(4);
        Cluster cluster = CableGraph.build(fatTree(4, Policy.ECMP), 16, 1);
        graph.checkLinks(cluster);
        graph.checkRoutes(cluster, true);
        assertThat(graph.cables()).isEqualTo(48);
        assertThat(graph.graph.vertexSet()).hasSize(16 + 20);
        assertThat(cluster.links() - 2 * cluster.gpus()).isEqualTo(3 * 4 * 4 * 4 / 2);
        assertThat(bisection(graph, 16)).isEqualTo(8);
    }

    /** Cables between the first half of the hosts and the second, by the maximal flow of Dinic's algorithm. */
    private static double bisection(CableGraph graph, int hosts) {
        graph.graph.addVertex("left");
        graph.graph.addVertex("right");
        for (int host = 0; host < hosts; host++) {
            boolean left = host < hosts / 2;
            DefaultWeightedEdge edge =
                    graph.graph.addEdge(left ? "left" : "nic " + host, left ? "nic " + host : "right");
            graph.graph.setEdgeWeight(edge, 1e6);
        }
        return new DinicMFImpl<>(graph.graph).getMaximumFlowValue("left", "right");
    }

    @ParameterizedTest
    @DisplayName("net-T2 fat trees: k^3/4 hosts on 5 k^2/4 switches")
    @CsvSource({"8, 128, 80", "16, 1024, 320"})
    void sizesOfFatTrees(int k, int hosts, int switches) {
        assertThat(fatTree(k, Policy.ECMP).endpoints()).isEqualTo(hosts);
        Cluster cluster = CableGraph.build(fatTree(k, Policy.ECMP), hosts, 1);
        assertThat(cluster.links() - 2 * hosts).isEqualTo(3 * k * k * k / 2);
        List<String> names = new ArrayList<>();
        for (int link = 2 * cluster.gpus() + 2 * cluster.nics(); link < cluster.links(); link++) {
            names.add(cluster.name(link).split("/")[0]);
            names.add(cluster.name(link).split("/")[1]);
        }
        assertThat(names.stream().distinct()).hasSize(switches);
    }

    @Test
    void sprayedFatTreeHasFullBisection() {
        Cluster cluster = CableGraph.build(fatTree(4, Policy.SPRAY), 16, 1);
        int[] to = new int[16];
        for (int host = 0; host < 16; host++) {
            to[host] = (host + 8) % 16;
        }
        assertThat(slowest(cluster, to)).isCloseTo(RATE, within(1e-3));
    }

    /** The rate that all NICs get when each sends to {@code to[nic]} and all get the same. */
    private static double slowest(Cluster cluster, int[] to) {
        double[] load = new double[cluster.links()];
        Route out = new Route();
        for (int from = 0; from < to.length; from++) {
            cluster.network(from, to[from], 0, out);
            for (int h = 0; h < out.count(); h++) {
                load[out.link(h)] += out.share(h);
            }
        }
        return tightest(cluster, load);
    }

    private static double tightest(Cluster cluster, double[] load) {
        double rate = Double.POSITIVE_INFINITY;
        for (int link = 0; link < load.length; link++) {
            rate = load[link] > 0 ? Math.min(rate, cluster.capacity(link) / load[link]) : rate;
        }
        return rate;
    }

    private static double uniform(Cluster cluster, boolean network) {
        int count = cluster.nics();
        double[] load = new double[cluster.links()];
        Route out = new Route();
        for (int from = 0; from < count; from++) {
            for (int to = 0; to < count; to++) {
                if (from != to) {
                    if (network) {
                        cluster.network(from, to, 0, out);
                    } else {
                        cluster.route(from, to, out);
                    }
                    for (int h = 0; h < out.count(); h++) {
                        load[out.link(h)] += out.share(h) / count;
                    }
                }
            }
        }
        return tightest(cluster, load);
    }

    private static LeafSpine leafSpine(int radix, double r, Policy policy) {
        return new LeafSpine(n(radix), new Ratio(r), Cabling.OWN, Routing.of(policy), false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ECMP", "SHORTEST", "STATIC"})
    void leafSpineCableByCable(String policy) {
        CableGraph graph = new CableGraph();
        for (int nic = 0; nic < 24; nic++) {
            graph.plug(nic, "leaf-" + nic / 8);
        }
        for (int leaf = 0; leaf < 3; leaf++) {
            for (int spine = 0; spine < 4; spine++) {
                graph.cable("leaf-" + leaf, "spine-" + spine);
            }
        }
        Cluster cluster = CableGraph.build(leafSpine(12, 2, Policy.valueOf(policy)), 6, 4);
        graph.checkLinks(cluster);
        graph.checkRoutes(cluster, true);
        assertThat(cluster.find("leaf-1")).hasSize(8);
        assertThat(cluster.find("spine-2")).hasSize(6);
        assertThat(cluster.find("leaf-1/spine-2")).hasSize(2);
        assertThat(cluster.find("leaf-1/up")).hasSize(4);
        assertThatThrownBy(() -> cluster.find("leaf-1/spnie-3"))
                .hasMessageContaining("nearest is 'leaf-1/spine-3'")
                .hasMessageContaining("spine-0 to spine-3");
    }

    @Test
    @DisplayName("net-M13 32 hosts of a leaf on 8 uplinks, all to other leaves, sprayed: a quarter each")
    void oversubscribedLeaf() {
        Cluster cluster = CableGraph.build(leafSpine(40, 4, Policy.SPRAY), 64, 1);
        int[] to = new int[64];
        for (int host = 0; host < 64; host++) {
            to[host] = (host + 32) % 64;
        }
        assertThat(slowest(cluster, to)).isCloseTo(RATE / 4, within(1e-3));
    }

    @Test
    @DisplayName("net-M17 two leaves of four hosts: half over 2 spines, all over 4")
    void permutationAcrossLeaves() {
        int[] to = {4, 5, 6, 7, 0, 1, 2, 3};
        assertThat(slowest(CableGraph.build(leafSpine(6, 2, Policy.SPRAY), 8, 1), to))
                .isCloseTo(RATE / 2, within(1e-3));
        assertThat(slowest(CableGraph.build(leafSpine(8, 1, Policy.SPRAY), 8, 1), to))
                .isCloseTo(RATE, within(1e-3));
    }

    @Test
    void threeTiersWithTheirOwnOversubscription() {
        Clos clos = new Clos(
                n(64), Optional.of(n(2)), n(2), new Ratio(2), new Ratio(4), Cabling.OWN, Routing.of(Policy.ECMP));
        CableGraph graph = new CableGraph();
        for (int nic = 0; nic < 32; nic++) {
            graph.plug(nic, "leaf-" + nic / 8);
        }
        for (int leaf = 0; leaf < 4; leaf++) {
            for (int spine = 0; spine < 4; spine++) {
                graph.cable("leaf-" + leaf, "spine-" + (leaf / 2 * 4 + spine));
            }
        }
        for (int spine = 0; spine < 8; spine++) {
            graph.cable("spine-" + spine, "core-" + spine % 4);
        }
        Cluster cluster = CableGraph.build(clos, 8, 4);
        graph.checkLinks(cluster);
        graph.checkRoutes(cluster, true);
        assertThat(rate(cluster, Part.NIC_OUT) / rate(cluster, Part.LEAF_UP)).isCloseTo(2, within(1e-12));
        assertThat(rate(cluster, Part.LEAF_UP) / rate(cluster, Part.SPINE_UP)).isCloseTo(4, within(1e-12));
        assertThat(cluster.networkSeconds(0, 1)).isCloseTo(1e-6, within(1e-18));
        assertThat(cluster.networkSeconds(0, 8)).isCloseTo(2e-6, within(1e-18));
        assertThat(cluster.networkSeconds(0, 31)).isCloseTo(3e-6, within(1e-18));
        Cluster sprayed = CableGraph.build(
                new Clos(
                        clos.radix(),
                        clos.nodesPerLeaf(),
                        clos.leavesPerPod(),
                        clos.leafOversubscription(),
                        clos.podOversubscription(),
                        Cabling.OWN,
                        Routing.of(Policy.SPRAY)),
                8,
                4);
        int[] to = new int[32];
        for (int nic = 0; nic < 32; nic++) {
            to[nic] = (nic + 16) % 32;
        }
        assertThat(slowest(sprayed, to)).isCloseTo(RATE / 8, within(1e-3));
        assertThat(rate(sprayed, Part.SPINE_UP)).isCloseTo(rate(cluster, Part.SPINE_UP), within(1e-3));
        for (int link = 0; link < sprayed.links(); link++) {
            assertThat(sprayed.find(sprayed.name(link))).containsExactly(link);
        }
    }

    private static double rate(Cluster cluster, Part part) {
        double sum = 0;
        for (int link = cluster.link(part, 0); link < cluster.links() && cluster.part(link) == part; link++) {
            sum += cluster.capacity(link);
        }
        return sum;
    }

    @Test
    void railsWithoutSpinesBetweenThemChangeRailsOverTheScaleUpLink() {
        RailOnly fabric = new RailOnly(n(4), Cabling.OWN, Routing.of(Policy.ECMP));
        Cluster cluster = CableGraph.build(fabric, 8, 2);
        Route out = new Route();
        cluster.route(0, 2, out);
        assertThat(out.count()).isEqualTo(2);
        cluster.route(0, 3, out);
        assertThat(out.count()).isEqualTo(4);
        assertThat(cluster.name(out.link(1))).isEqualTo("node-0/gpu-1/down");
        cluster.network(0, 15, 0, out);
        assertThat(out.count()).isEqualTo(6);
        assertThat(cluster.name(out.link(2))).isEqualTo("node-0/nic-1/out");
        assertThat(cluster.networkSeconds(0, 15)).isCloseTo(2e-6 + 2e-6, within(1e-18));
        assertThat(cluster.networkSeconds(0, 14)).isCloseTo(2e-6, within(1e-18));
        CableGraph rail = new CableGraph();
        for (int node = 0; node < 8; node++) {
            rail.plug(2 * node, "leaf-" + node / 2 * 2);
            rail.plug(2 * node + 1, "leaf-" + (node / 2 * 2 + 1));
        }
        for (int leaf = 0; leaf < 8; leaf++) {
            for (int spine = 0; spine < 2; spine++) {
                rail.cable("leaf-" + leaf, "spine-" + (leaf % 2 * 2 + spine));
            }
        }
        rail.checkLinks(cluster);
    }

    private static Hpn hpn(Policy policy) {
        return new Hpn(n(2), n(2), new Ratio(1), Cabling.OWN, Routing.of(policy));
    }

    @Test
    void aLeafOfAPlaneTakesHalfOfItsNics() {
        Cluster cluster = CableGraph.build(hpn(Policy.SPRAY), 4, 2);
        int[] to = {4, 5, 6, 7, 0, 1, 2, 3};
        assertThat(slowest(cluster, to)).isCloseTo(RATE, within(1e-3));
        assertThat(cluster.networkSeconds(0, 4)).isCloseTo(2e-6, within(1e-18));
        Route out = new Route();
        cluster.network(0, 4, 0, out);
        assertThat(out.count()).isEqualTo(2 + 2 * 4);
        cluster.degrade("node-0/nic-0/port-1", 0);
        cluster.network(0, 4, 0, out);
        assertThat(out.count()).isEqualTo(2 + 4);
        assertThat(slowest(cluster, to)).isCloseTo(RATE / 2, within(1e-3));
        for (int link = 0; link < cluster.links(); link++) {
            assertThat(cluster.find(cluster.name(link))).containsExactly(link);
        }
        cluster.heal("node-0/nic-0/port-1");
        cluster.degrade("leaf-0", 0);
        assertThat(slowest(cluster, to)).isCloseTo(RATE / 2, within(1e-3));
        assertThat(cluster.find("leaf-0")).hasSize(2 + 2 * 2);
        Cluster hashed = CableGraph.build(hpn(Policy.ECMP), 4, 2);
        hashed.network(0, 4, 0, out);
        assertThat(out.count()).isEqualTo(2 + 4);
        hashed.degrade(hashed.name(out.link(1)), 0);
        int before = out.link(1);
        hashed.network(0, 4, 0, out);
        assertThat(out.link(1)).isNotEqualTo(before);
    }

    private static CableGraph dragonflyCables(int p, int a, int h, int g) {
        CableGraph graph = new CableGraph();
        for (int nic = 0; nic < p * a * g; nic++) {
            graph.plug(nic, "router-" + nic / p);
        }
        for (int group = 0; group < g; group++) {
            for (int r = 0; r < a; r++) {
                for (int s = r + 1; s < a; s++) {
                    graph.cable("router-" + (group * a + r), "router-" + (group * a + s));
                }
            }
            for (int i = 0; i < g - 1; i++) {
                int other = (group + 1 + i) % g;
                if (group < other) {
                    graph.cable("router-" + (group * a + i / h), "router-" + (other * a + (g - 2 - i) / h));
                }
            }
        }
        return graph;
    }

    private static Dragonfly dragonfly(int p, int a, int h, int g, Policy policy) {
        return new Dragonfly(n(p), n(a), n(h), Optional.of(n(g)), Cabling.OWN, Routing.of(policy));
    }

    @Test
    @DisplayName("net-T4 dragonfly p 2, a 4, h 2: 9 groups, 72 hosts, at most 3 routers' hops")
    void smallDragonfly() {
        CableGraph graph = dragonflyCables(2, 4, 2, 9);
        Dragonfly fabric = new Dragonfly(n(2), n(4), n(2), Optional.empty(), Cabling.OWN, Routing.of(Policy.MINIMAL));
        assertThat(fabric.endpoints()).isEqualTo(72);
        Cluster cluster = CableGraph.build(fabric, 72, 1);
        graph.checkLinks(cluster);
        graph.checkRoutes(cluster, false);
        assertThat(cluster.links() - 2 * 72).isEqualTo(2 * 72 + 9 * 4 * 3 + 9 * 4 * 2);
        Route out = new Route();
        for (int to = 1; to < 72; to++) {
            cluster.network(0, to, 0, out);
            assertThat(out.count()).isLessThanOrEqualTo(2 + 3);
            assertThat(cluster.networkSeconds(0, to)).isCloseTo(out.count() * 0.5e-6, within(1e-15));
        }
        Cluster valiant = CableGraph.build(dragonfly(2, 4, 2, 9, Policy.VALIANT), 72, 1);
        graph.checkRoutes(valiant, false);
        Cluster fewer = CableGraph.build(dragonfly(2, 4, 2, 5, Policy.MINIMAL), 40, 1);
        dragonflyCables(2, 4, 2, 5).checkLinks(fewer);
    }

    @Test
    @DisplayName("net-T6 dragonfly, group i to i + 1: B/(a p) on minimal routes, about half of uniform on Valiant's")
    void adversarialTraffic() {
        int[] to = new int[72];
        for (int host = 0; host < 72; host++) {
            to[host] = (host + 8) % 72;
        }
        Cluster minimal = CableGraph.build(dragonfly(2, 4, 2, 9, Policy.MINIMAL), 72, 1);
        Cluster valiant = CableGraph.build(dragonfly(2, 4, 2, 9, Policy.VALIANT), 72, 1);
        assertThat(slowest(minimal, to)).isCloseTo(RATE / 8, within(1e-3));
        assertThat(slowest(valiant, to) / uniform(minimal, true)).isBetween(0.4, 0.6);
    }

    private static Torus torus(int... dims) {
        List<Count> sizes = new ArrayList<>();
        for (int dim : dims) {
            sizes.add(n(dim));
        }
        return new Torus(
                sizes,
                Optional.of(Fixtures.link("cable", 1e9, 0.5e-6)),
                new Cabling(Optional.of(Fixtures.link("nic", 100e9, 0.5e-6)), Optional.empty(), Optional.empty()),
                Routing.of(Policy.DIMENSION_ORDER));
    }

    @Test
    void torusCableByCable() {
        int[] dims = {4, 3, 2};
        CableGraph graph = new CableGraph();
        for (int node = 0; node < 24; node++) {
            graph.plug(node, "router-" + node);
        }
        for (int z = 0; z < 2; z++) {
            for (int y = 0; y < 3; y++) {
                for (int x = 0; x < 4; x++) {
                    int self = x + 4 * y + 12 * z;
                    graph.cable("router-" + self, "router-" + ((x + 1) % 4 + 4 * y + 12 * z));
                    graph.cable("router-" + self, "router-" + (x + 4 * ((y + 1) % 3) + 12 * z));
                    if (z == 0) {
                        graph.cable("router-" + self, "router-" + (self + 12));
                    }
                }
            }
        }
        Cluster cluster = CableGraph.build(torus(dims), 24, 1);
        graph.checkLinks(cluster);
        graph.checkRoutes(cluster, true);
        assertThat(cluster.find("router-0")).hasSize(2 * 5);
        assertThat(cluster.networkSeconds(0, 23)).isCloseTo(2 * 0.5e-6 + 3 * 0.5e-6, within(1e-15));
    }

    @ParameterizedTest
    @DisplayName("net-T5 torus of k nodes, traffic to all alike: 8 B / k a node")
    @CsvSource({"4, 1", "8, 1", "16, 1", "4, 2", "4, 3"})
    void uniformThroughputOfATorus(int k, int dimensions) {
        int[] dims = new int[dimensions];
        int nodes = 1;
        for (int d = 0; d < dimensions; d++) {
            dims[d] = k;
            nodes *= k;
        }
        assertThat(uniform(CableGraph.build(torus(dims), nodes, 1), true)).isCloseTo(8e9 / k, within(1e-3));
    }

    @Test
    @DisplayName("net-T8 NVL72: any two GPUs 2 links apart, full rate for every permutation and to all alike")
    void rackScaleDomain() {
        Cluster cluster = new RailOptimised(
                        n(32), new Ratio(1), "scale-up", Cabling.OWN, Routing.of(Routing.Policy.SPRAY), false)
                .build(
                        Fixtures.nodes(
                                36,
                                Fixtures.domain(
                                        72,
                                        Fixtures.node(
                                                4,
                                                Fixtures.link("up", 721.8e9, 1e-6),
                                                4,
                                                Fixtures.link("nic", 48e9, 0.5e-6)))),
                        new Assumptions());
        Route out = new Route();
        double[] shifted = new double[cluster.links()];
        double[] toAll = new double[cluster.links()];
        for (int from = 0; from < 72; from++) {
            for (int to = 0; to < 72; to++) {
                if (from != to) {
                    cluster.route(from, to, out);
                    assertThat(out.count()).isEqualTo(2);
                    for (int h = 0; h < 2; h++) {
                        toAll[out.link(h)] += 1.0 / 71;
                        shifted[out.link(h)] += to == (from + 37) % 72 ? 1 : 0;
                    }
                }
            }
        }
        assertThat(tightest(cluster, shifted)).isCloseTo(721.8e9, within(1.0));
        assertThat(tightest(cluster, toAll)).isCloseTo(721.8e9, within(1.0));
        cluster.route(0, 72, out);
        assertThat(cluster.part(out.link(0))).isEqualTo(Part.NIC_OUT);
    }

    @Test
    void deadCablesAreLeftOut() {
        Cluster cluster = CableGraph.build(leafSpine(12, 2, Policy.ECMP), 6, 4);
        Route out = new Route();
        cluster.degrade("spine-0", 0);
        cluster.degrade("spine-1", 0);
        cluster.degrade("leaf-2/spine-3", 0);
        for (int label = 0; label < 50; label++) {
            cluster.network(0, 20, label, out);
            assertThat(cluster.name(out.link(1))).isEqualTo("leaf-0/spine-2/up");
        }
    }
}
