package windtunnel.model.fabric.congestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import windtunnel.core.unit.Bandwidth;
import windtunnel.core.unit.Bytes;
import windtunnel.core.unit.Count;
import windtunnel.core.unit.Fraction;
import windtunnel.core.unit.Ratio;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.Assumptions;
import windtunnel.model.Cluster;
import windtunnel.model.CollectiveOp;
import windtunnel.model.Fidelity;
import windtunnel.model.Fixtures;
import windtunnel.model.GroupFamily;
import windtunnel.model.Sharing;
import windtunnel.model.collective.Ring;
import windtunnel.model.fabric.Cabling;
import windtunnel.model.fabric.LeafSpine;
import windtunnel.model.fabric.topology.Routing;
import windtunnel.model.hardware.LinkSku;
import windtunnel.model.key.Issues;

/** What congestion control leaves of a link. */
class CongestionTest {
    private static Tcp tcp(int sockets, double perSocket, long window, double roundTrip, boolean cross) {
        return new Tcp(
                TcpModel.LV08,
                new Count(sockets),
                new Bandwidth(perSocket),
                new Bytes(window),
                new TimeSpan(roundTrip),
                cross);
    }

    /** 400 Gb/s with a usable rate of 48.5 GB/s. */
    private static Cluster cluster(Congestion congestion) {
        LinkSku plain = Fixtures.link("nic", 48.5e9, 0.5e-6);
        LinkSku ndr = new LinkSku(
                "ndr",
                List.of(),
                Fixtures.of(new Bandwidth(50e9)),
                plain.usable(),
                plain.latency(),
                "switch",
                plain.protocols());
        LeafSpine fabric = new LeafSpine(
                new Count(64),
                new Ratio(2),
                new Cabling(Optional.empty(), Optional.empty(), Optional.ofNullable(congestion)),
                Routing.of(Routing.Policy.SPRAY),
                false);
        return fabric.build(
                Fixtures.nodes(8, Fixtures.node(8, Fixtures.link("up", 370e9, 1e-6), 8, ndr)), new Assumptions());
    }

    private static double nic(Cluster cluster) {
        return cluster.capacity(cluster.link(Cluster.Part.NIC_OUT, 0));
    }

    @ParameterizedTest(name = "net-3.10 {0}: {1} GB/s of 50")
    @CsvSource({"IB_CREDIT, 48.5", "ROCE_DCQCN, 47", "ROCE_PFC_ONLY, 45"})
    void goodput(Profile profile, double gbps) {
        assertThat(nic(cluster(Congestion.of(profile)))).isCloseTo(gbps * 1e9, within(1.0));
    }

    @Test
    @DisplayName("net-3.10 the usable rate is not multiplied with the profile's share, and caps it; uplinks follow")
    void notTwice() {
        Congestion most =
                new Congestion(Profile.ROCE_DCQCN, Optional.of(new Fraction(1)), Congestion.Pfc.NONE, Optional.empty());
        assertThat(nic(cluster(most))).isEqualTo(48.5e9);
        assertThat(nic(cluster(null))).isEqualTo(48.5e9);
        Cluster dcqcn = cluster(Congestion.of(Profile.ROCE_DCQCN));
        double up = dcqcn.capacity(dcqcn.find("leaf-0/up").get(0));
        assertThat(up).isCloseTo(nic(dcqcn) * 40 / 2, within(1.0));
    }

    @Test
    @DisplayName("net-3.9 TCP: 0.97 / 1.05 of the line rate, at most what sockets move and windows allow")
    void tcp() {
        assertThat(tcp(64, 2.5e9, 4 << 20, 100e-6, true).goodput()).isCloseTo(0.97 / 1.05, within(1e-15));
        assertThat(tcp(64, 2.5e9, 4 << 20, 100e-6, false).goodput()).isEqualTo(0.97);
        assertThat(tcp(8, 2.5e9, 4 << 20, 100e-6, true).socketsBytesPerSec()).isEqualTo(20e9);
        // 4 MiB in a round trip of 10 ms is 419 MB/s a socket.
        assertThat(tcp(8, 2.5e9, 4 << 20, 10e-3, true).socketsBytesPerSec())
                .isCloseTo(8 * 4_194_304 / 10e-3, within(1e-3));
        Cluster narrow = cluster(over(tcp(8, 2.5e9, 4 << 20, 100e-6, true)));
        assertThat(nic(narrow)).isEqualTo(20e9);
        assertThat(narrow.networkSeconds(0, 8)).isCloseTo(50e-6, within(1e-12));
        Cluster wide = cluster(over(tcp(64, 2.5e9, 4 << 20, 100e-6, true)));
        assertThat(nic(wide)).isCloseTo(50e9 * 0.97 / 1.05, within(1.0));
    }

    private static Congestion over(Tcp tcp) {
        return new Congestion(Profile.TCP, Optional.empty(), Congestion.Pfc.NONE, Optional.of(tcp));
    }

    @ParameterizedTest(name = "net-3.9 SMPI, {0} bytes: rate x {1}, latency x {2}")
    @CsvSource({
        "0, 0.812084, 2.01467", "256, 0.812084, 2.01467", "257, 0.338112, 1.95341", "732, 0.341987, 1.9503",
        "1426, 0.608902, 1.61075", "3484, 0.77493, 1.88101", "5776, 1.08739, 2.18796", "9376, 0.58729, 2.59299",
        "15423, 0.58729, 2.59299", "15424, 0.697866, 3.48845", "65471, 0.697866, 3.48845", "65472, 0.940694, 11.6436",
        "1e9, 0.940694, 11.6436"
    })
    void smpi(double bytes, double rate, double latency) {
        assertThat(TcpModel.SMPI.bandwidth(bytes)).isEqualTo(rate);
        assertThat(TcpModel.SMPI.latency(bytes)).isEqualTo(latency);
    }

    @Test
    @DisplayName("net-3.9 weights: 1 / sum of (latency + S / C); LV08 of two 10 Gb/s links and 100 us is 7,525 per s")
    void weights() {
        double slow = 2 / 1.25e9;
        Sharing lv08 = over(Tcp.USUAL).sharing();
        assertThat(lv08.weight(100e-6, slow)).isCloseTo(1 / (100e-6 + 20_537 * slow), within(1e-9));
        assertThat(lv08.weight(100e-6, slow)).isCloseTo(7526.5, within(1.0));
        assertThat(Congestion.of(Profile.ROCE_DCQCN).sharing().weight(100e-6, slow))
                .isEqualTo(1);
        assertThat(TcpModel.CM02.segmentBytes()).isZero();
        assertThat(TcpModel.SMPI.segmentBytes()).isEqualTo(8775);
    }

    @ParameterizedTest(name = "net-3.9 {0}, a message of {1} B: start x {2}, rest / {3}")
    @CsvSource({
        "SMPI, 100, 1, 0.86328178",
        "SMPI, 1000, 0.96804936, 0.36354755",
        "SMPI, 1e6, 5.77940804, 1",
        "LV08, 100, 1, 1"
    })
    void messages(TcpModel model, double message, double latency, double rate) {
        Tcp smpi = new Tcp(model, new Count(8), new Bandwidth(2.5e9), new Bytes(4 << 20), new TimeSpan(100e-6), false);
        Cluster cluster = cluster(over(smpi));
        GroupFamily family = new GroupFamily(8, 8, 64);
        var plain = new Ring().on(cluster, Fidelity.ANALYTIC);
        var over = new Ring().over(cluster, Fidelity.ANALYTIC);
        double start = plain.seconds(CollectiveOp.ALL_REDUCE, family, 1);
        double all = plain.seconds(CollectiveOp.ALL_REDUCE, family, 8 * message);
        assertThat(over.seconds(CollectiveOp.ALL_REDUCE, family, 8 * message))
                .isCloseTo(latency * start + (all - start) / rate, within(1e-7 * all));
        GroupFamily inside = new GroupFamily(1, 8, 64);
        assertThat(over.seconds(CollectiveOp.ALL_REDUCE, inside, 1e6))
                .isEqualTo(plain.seconds(CollectiveOp.ALL_REDUCE, inside, 1e6));
    }

    @Test
    void whatDoesNotGoTogetherIsNamed() {
        assertThat(issues(new Congestion(
                        Profile.ROCE_DCQCN, Optional.empty(), Congestion.Pfc.HOL, Optional.of(Tcp.USUAL))))
                .containsExactly("tcp", "pfc");
        assertThat(issues(new Congestion(
                        Profile.TCP, Optional.of(new Fraction(0)), Congestion.Pfc.HOL, Optional.empty())))
                .containsExactly("goodput", "pfc");
        Issues issues = new Issues();
        tcp(0, 0, 0, 61, true).check(issues);
        assertThat(issues.list())
                .extracting(Issues.Issue::path)
                .containsExactly("sockets", "per-socket", "window", "round-trip");
    }

    private static List<String> issues(Congestion congestion) {
        Issues issues = new Issues();
        congestion.check(issues);
        return issues.list().stream().map(Issues.Issue::path).toList();
    }
}
