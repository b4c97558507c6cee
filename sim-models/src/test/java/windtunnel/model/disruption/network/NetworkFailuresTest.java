package windtunnel.model.disruption.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import windtunnel.core.engine.Rank;
import windtunnel.core.engine.Simulation;
import windtunnel.core.unit.Count;
import windtunnel.core.unit.EventRate;
import windtunnel.core.unit.QuantityException;
import windtunnel.core.unit.Ratio;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.Assumptions;
import windtunnel.model.Cluster;
import windtunnel.model.Fabric;
import windtunnel.model.Fixtures;
import windtunnel.model.World;
import windtunnel.model.disruption.Diary;
import windtunnel.model.disruption.Worlds;
import windtunnel.model.fabric.Cabling;
import windtunnel.model.fabric.FatTree;
import windtunnel.model.fabric.Hpn;
import windtunnel.model.fabric.LeafSpine;
import windtunnel.model.fabric.topology.Routing;

/** Links and switches that fail by themselves. */
class NetworkFailuresTest {
    private static final double MONTH = 730 * 3600.0;

    private static Cluster build(Fabric fabric, int nodes) {
        var link = Fixtures.link("l", 1e9, 0);
        return fabric.build(Fixtures.nodes(nodes, Fixtures.node(8, link, 8, link)), new Assumptions());
    }

    private static Map<String, Double> without(Cluster cluster, String name) {
        var switches = cluster.switches().orElseThrow();
        for (int index = 0; index < switches.count(); index++) {
            if (switches.name(index).equals(name)) {
                Map<String, Double> left = new TreeMap<>();
                cluster.without(index).forEach((link, share) -> left.put(cluster.name(link), share));
                return left;
            }
        }
        throw new IllegalArgumentException(name);
    }

    @Test
    @DisplayName("net-7.3 16,384 links that fail with 0.057 % a month are 9.3 failures a month, one in 3.3 days")
    void hpn() {
        double perMonth = 16_384 * NetworkRates.HPN_2024.perLinkSecond() * MONTH;
        assertThat(perMonth).isCloseTo(9.33888, within(1e-9));
        assertThat(MONTH / perMonth / 86_400).isCloseTo(3.257, within(1e-3));
        assertThat(NetworkRates.HPN_2024.perSwitchSecond() * MONTH).isCloseTo(5.1e-4, within(1e-15));
        // 42 network interruptions of 16,384 GPUs in 54 days are 4.75e-5 a GPU and day.
        assertThat(NetworkRates.LLAMA3_2024.perLinkSecond() * 86_400).isCloseTo(4.747e-5, within(1e-8));
        assertThatThrownBy(() -> NetworkRates.parse("hpn-2023"))
                .isInstanceOf(QuantityException.class)
                .hasMessageContaining("did you mean 'hpn-2024'?");
    }

    private static double failures(NetworkFailures what, int months) {
        double sum = 0;
        for (int seed = 0; seed < months; seed++) {
            World world = Worlds.world(2048, 0, "on-demand", seed);
            what.attach(world);
            world.simulation()
                    .at(
                            Simulation.nanos(MONTH),
                            Rank.FAILURE,
                            p -> world.simulation().stop(),
                            0);
            world.simulation().run();
            world.close(world.simulation().nowNanos());
            sum += world.recorder().values().get("network.link_failures").value();
        }
        return sum / months;
    }

    @Test
    @DisplayName("net-7.3 2,048 nodes of eight NICs see 9.3 link failures in a mean month of the simulation")
    void months() {
        NetworkFailures published = NetworkFailures.published(NetworkRates.HPN_2024, new TimeSpan(1));
        double expected = 9.33888;
        assertThat(failures(published, 60)).isCloseTo(expected, within(3.29 * Math.sqrt(expected / 60)));
    }

    @Test
    @DisplayName("net-1.3.7 over one plane a dead leaf loses its four nodes by its own name, until it is back")
    void lossesBearTheSwitchesName() {
        NetworkFailures fixed = NetworkFailures.published(NetworkRates.HPN_2024, new TimeSpan(3600));
        NetworkFailures leaves = new NetworkFailures(
                fixed.name(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(EventRate.parse("0.01 per switch-hour")),
                fixed.tiers(),
                fixed.multiplier(),
                fixed.shape(),
                fixed.linkRepair(),
                fixed.switchRepair(),
                fixed.reroute(),
                fixed.transport());
        World world = Worlds.world(8, 0, "on-demand", 1);
        Diary diary = new Diary(world);
        leaves.attach(world);
        world.simulation()
                .at(
                        Simulation.nanos(MONTH),
                        Rank.FAILURE,
                        p -> world.simulation().stop(),
                        0);
        world.simulation().run();
        List<String> losses =
                diary.lines.stream().filter(line -> line.contains("lost")).toList();
        assertThat(losses).isNotEmpty().allMatch(line -> line.matches("[0-9]+ lost (0\\+4 leaf-0|4\\+4 leaf-1) down"));
        assertThat(diary.lines).anyMatch(line -> line.endsWith("complete"));
    }

    @Test
    @DisplayName("net-7.3 in a sprayed network a spine takes its part of the bundles, a leaf its NICs")
    void sprayed() {
        // Leaves of 4 nodes x 8 NICs, 32 uplinks to as many spines.
        Cluster cluster = build(
                new LeafSpine(new Count(64), new Ratio(1), Cabling.OWN, Routing.of(Routing.Policy.SPRAY), false), 8);
        assertThat(cluster.switches().orElseThrow().count()).isEqualTo(2 + 32);
        Map<String, Double> spine = without(cluster, "spine-7");
        assertThat(spine).containsOnlyKeys("leaf-0/up", "leaf-0/down", "leaf-1/up", "leaf-1/down");
        assertThat(spine.values()).allMatch(share -> Math.abs(share - 31 / 32.0) < 1e-12);
        Map<String, Double> leaf = without(cluster, "leaf-1");
        assertThat(leaf).hasSize(2 + 2 * 32).containsKeys("leaf-1/up", "node-4/nic-0/in", "node-7/nic-7/out");
        assertThat(leaf.values()).containsOnly(0.0);
    }

    @Test
    @DisplayName("net-7.3 three tiers: a spine takes its cables both ways, a core 1/(S C) of what all pods send up")
    void threeTiers() {
        // Radix 16: a leaf and a pod's spines have eight cables down and eight up; 64 cores.
        Cluster sprayed = build(tree(Routing.Policy.SPRAY), 32);
        assertThat(without(sprayed, "core-5").values()).allMatch(share -> Math.abs(share - 63 / 64.0) < 1e-12);
        assertThat(without(sprayed, "spine-0"))
                .containsEntry("pod-0/up", 7 / 8.0)
                .containsEntry("leaf-0/up", 7 / 8.0);
        Cluster hashed = build(tree(Routing.Policy.ECMP), 32);
        assertThat(without(hashed, "spine-3")).hasSize(2 * 8 + 2 * 8).containsEntry("leaf-0/spine-3/up", 0.0);
        assertThat(without(hashed, "leaf-0")).hasSize(2 * 8 + 2 * 8);
        assertThat(sprayed.switches().orElseThrow().count())
                .isEqualTo(hashed.switches().orElseThrow().count());
    }

    private static FatTree tree(Routing.Policy policy) {
        return new FatTree(new Count(16), Cabling.OWN, Routing.of(policy), false);
    }

    @Test
    @DisplayName("net-1.3.7 over two planes a leaf takes one port of each of its NICs, and no NIC")
    void planes() {
        Hpn hpn = new Hpn(new Count(4), new Count(2), new Ratio(1), Cabling.OWN, Routing.of(Routing.Policy.SPRAY));
        Cluster cluster = build(hpn, 4);
        List<Integer> plugged = new ArrayList<>();
        cluster.switches().orElseThrow().plugged(9, plugged::add);
        assertThat(plugged).containsExactly(2, 3);
        assertThat(without(cluster, "leaf-2").keySet())
                .allMatch(link -> link.startsWith("leaf-2/") || link.contains("/nic-1/port-0/"))
                .hasSize(2 + 2 * 4);
    }

    @ParameterizedTest(name = "net-7.3 shape {0}: as many in the long run")
    @CsvSource({"1", "3"})
    void weibull(double shape) {
        NetworkFailures fixed = NetworkFailures.published(NetworkRates.HPN_2024, new TimeSpan(1));
        NetworkFailures lives = new NetworkFailures(
                fixed.name(),
                fixed.rates(),
                fixed.link(),
                fixed.switches(),
                fixed.tiers(),
                new Ratio(5000),
                new Ratio(shape),
                fixed.linkRepair(),
                fixed.switchRepair(),
                fixed.reroute(),
                fixed.transport());
        World world = Worlds.world(8, 0, "on-demand", 1);
        lives.attach(world);
        world.simulation()
                .at(
                        Simulation.nanos(100 * MONTH),
                        Rank.FAILURE,
                        p -> world.simulation().stop(),
                        0);
        world.simulation().run();
        world.close(world.simulation().nowNanos());
        // 64 links x 2.85 a month x 100 months; a Weibull renewal of shape 3 has a variance of 0.13 of Poisson's.
        double expected = 64 * 5.7e-4 * 5000 * 100;
        assertThat(world.recorder().values().get("network.link_failures").value())
                .isCloseTo(expected, within(3.29 * Math.sqrt(expected) + 64));
    }
}
