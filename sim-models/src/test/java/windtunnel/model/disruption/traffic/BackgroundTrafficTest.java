package windtunnel.model.disruption.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
import windtunnel.core.unit.Bandwidth;
import windtunnel.core.unit.Count;
import windtunnel.core.unit.Fraction;
import windtunnel.core.unit.Ratio;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.Assumptions;
import windtunnel.model.Cluster;
import windtunnel.model.Fixtures;
import windtunnel.model.World;
import windtunnel.model.disruption.Worlds;
import windtunnel.model.fabric.Cabling;
import windtunnel.model.fabric.LeafSpine;
import windtunnel.model.fabric.congestion.Congestion;
import windtunnel.model.fabric.congestion.Profile;
import windtunnel.model.fabric.topology.Routing;
import windtunnel.model.key.DataFile;

/** What neighbours leave of links. */
class BackgroundTrafficTest {
    private static BackgroundTraffic flows(int others, int own, Double cap, Double roundTrip, String from, String to) {
        return new BackgroundTraffic(
                "n",
                BackgroundTraffic.Mode.FLOWS,
                from == null ? List.of("node-0/nic-0") : List.of(),
                Optional.empty(),
                Optional.ofNullable(from),
                Optional.ofNullable(to),
                new Fraction(0.3),
                new Count(others),
                new Count(own),
                Optional.ofNullable(cap).map(Bandwidth::new),
                Optional.ofNullable(roundTrip).map(TimeSpan::new),
                new TimeSpan(60),
                new TimeSpan(240),
                Optional.empty(),
                new TimeSpan(0),
                Optional.empty());
    }

    private static BackgroundTraffic on(BackgroundTraffic.Mode mode, double share, String trace) {
        return new BackgroundTraffic(
                "n",
                mode,
                List.of("node-0/nic-0/out"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new Fraction(share),
                new Count(1),
                new Count(1),
                Optional.empty(),
                Optional.empty(),
                new TimeSpan(60),
                new TimeSpan(240),
                Optional.ofNullable(trace).map(text -> new DataFile("load.csv", text)),
                new TimeSpan(0),
                Optional.empty());
    }

    /** Four nodes of two NICs of 1 GB/s on one leaf. */
    private static Cluster cluster(Congestion congestion) {
        var link = Fixtures.link("l", 1e9, 1e-6);
        return new LeafSpine(
                        new Count(64),
                        new Ratio(1),
                        new Cabling(Optional.empty(), Optional.empty(), Optional.ofNullable(congestion)),
                        Routing.of(Routing.Policy.SPRAY),
                        false)
                .build(Fixtures.nodes(4, Fixtures.node(2, link, 2, link)), new Assumptions());
    }

    private static Map<String, Double> left(Cluster cluster, BackgroundTraffic what) {
        Map<String, Double> named = new TreeMap<>();
        Neighbours neighbours = new Neighbours(cluster, what);
        Map<Integer, Double> left = what.from().isPresent()
                ? neighbours.left(what.from().get(), what.to().orElseThrow())
                : neighbours.left(what.on(cluster));
        left.forEach((link, share) -> named.put(cluster.name(link), share));
        return named;
    }

    @ParameterizedTest(name = "net-7.5 {0} flows against {1}, capped at {2} GB/s, leave {3}")
    @CsvSource({
        "8, 1, , 0.1111111111",
        "1, 8, , 0.8888888889",
        "4, 4, , 0.5",
        "2, 1, 0.1, 0.8",
        "2, 1, 0.5, 0.3333333333"
    })
    void shares(int others, int own, Double cap, double left) {
        Double bytes = cap == null ? null : cap * 1e9;
        assertThat(left(cluster(null), flows(others, own, bytes, null, null, null))
                        .values())
                .hasSize(2)
                .allSatisfy(share -> assertThat(share).isCloseTo(left, within(1e-9)));
        assertThat(left(cluster(null), flows(0, own, null, null, null, null))).isEmpty();
    }

    @Test
    @DisplayName("net-7.5, net-M12 an incast shares the hot port, and leaves its senders' ports what it does not use")
    void incast() {
        Map<String, Double> left = left(cluster(null), flows(1, 1, null, null, "node-1..3/nic-0", "node-0/nic-0"));
        assertThat(left.keySet())
                .containsExactly("node-0/nic-0/in", "node-1/nic-0/out", "node-2/nic-0/out", "node-3/nic-0/out");
        assertThat(left.get("node-0/nic-0/in")).isCloseTo(1 / 4.0, within(1e-12));
        assertThat(left.get("node-1/nic-0/out")).isCloseTo(2 / 3.0, within(1e-12));
    }

    @Test
    @DisplayName("net-7.4 with pauses a sender's port drains its victims as slowly as the incast: 1/3 in place of 2/3")
    void headOfLine() {
        Congestion pauses = new Congestion(
                Profile.ROCE_PFC_ONLY, Optional.of(new Fraction(1)), Congestion.Pfc.HOL, Optional.empty());
        Map<String, Double> left = left(cluster(pauses), flows(1, 1, null, null, "node-1..3/nic-0", "node-0/nic-0"));
        assertThat(left.get("node-0/nic-0/in")).isCloseTo(1 / 4.0, within(1e-12));
        // Alone on the port, flow and victim offer 1/2 each; 1/3 is granted: drained at 2/3 of 1/2.
        assertThat(left.get("node-1/nic-0/out")).isCloseTo(1 / 3.0, within(1e-12));
    }

    @Test
    @DisplayName("net-3.9 over TCP shares go as 1 / (latency + S / C): a neighbour from far away gets less")
    void roundTrips() {
        Cluster tcp = cluster(Congestion.of(Profile.TCP));
        double rate = 1e9 * 0.97 / 1.05;
        double own = 1 / (50e-6 + 20_537 / rate);
        double far = 1 / (5e-3 + 20_537 / rate);
        Map<String, Double> left = left(tcp, flows(1, 1, null, 10e-3, null, null));
        assertThat(left.get("node-0/nic-0/in")).isCloseTo(own / (own + far), within(1e-9));
        assertThat(left(tcp, flows(1, 1, null, null, null, null)).get("node-0/nic-0/in"))
                .isCloseTo(0.5, within(1e-9));
    }

    private static double mean(BackgroundTraffic what, double seconds) {
        World world = Worlds.world(2, 0, "on-demand", 7);
        double[] sum = new double[2];
        int link = world.cluster().find("node-0/nic-0/out").get(0);
        double[] was = {1};
        world.conditions().listen(new windtunnel.model.Conditions.Listener() {
            @Override
            public void changed() {
                double now = world.simulation().nowNanos() * 1e-9;
                sum[0] += was[0] * (now - sum[1]);
                sum[1] = now;
                was[0] = world.cluster().health(link);
            }

            @Override
            public void stalled(long untilNanos) {}
        });
        what.attach(world);
        world.simulation()
                .at(
                        Simulation.nanos(seconds),
                        Rank.FAILURE,
                        payload -> world.simulation().stop(),
                        0);
        world.simulation().run();
        sum[0] += was[0] * (seconds - sum[1]);
        return sum[0] / seconds;
    }

    @Test
    @DisplayName("net-7.5 bursts of a minute with four of calm take a fifth of their share in the long run")
    void bursts() {
        double cycles = 20_000;
        double left = mean(on(BackgroundTraffic.Mode.ON_OFF, 0.5, null), cycles * 300);
        // An alternating renewal process has a standard error of p (1 - p) sqrt(2 / cycles) in its share p.
        assertThat(left).isCloseTo(1 - 0.5 / 5, within(3.29 * 0.5 * 0.2 * 0.8 * Math.sqrt(2 / cycles)));
        assertThat(mean(on(BackgroundTraffic.Mode.RESERVE, 0.4, null), 100)).isCloseTo(0.6, within(1e-12));
    }

    @Test
    @DisplayName("net-7.5 a trace is replayed: 10 s at 0.2 and 30 s at 0.6 leave a half over any number of its rounds")
    void trace() {
        BackgroundTraffic trace = on(BackgroundTraffic.Mode.TRACE, 0.3, "t_seconds,share\n0,0.2\n10,0.6\n40,0.2\n");
        assertThat(mean(trace, 400)).isCloseTo(0.5, within(1e-9));
        assertThat(mean(on(BackgroundTraffic.Mode.TRACE, 0.3, "t_seconds,share\n0,0.25"), 400))
                .isCloseTo(0.75, within(1e-12));
    }
}
