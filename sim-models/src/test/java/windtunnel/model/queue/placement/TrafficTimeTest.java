package windtunnel.model.queue.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import windtunnel.core.unit.Bytes;
import windtunnel.core.unit.Count;
import windtunnel.core.unit.Ratio;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.Assumptions;
import windtunnel.model.Cluster;
import windtunnel.model.Fixtures;
import windtunnel.model.fabric.Cabling;
import windtunnel.model.fabric.LeafSpine;
import windtunnel.model.fabric.topology.Routing;
import windtunnel.model.hardware.LinkSku;

class TrafficTimeTest {
    /** Six nodes of one GPU with a NIC of 1 GB/s, two to a leaf whose uplink is half of its NICs. */
    private static Cluster cluster() {
        LinkSku link = Fixtures.link("link", 1e9, 0);
        return new LeafSpine(new Count(3), new Ratio(2), Cabling.OWN, Routing.of(Routing.Policy.SPRAY), false)
                .build(Fixtures.nodes(6, Fixtures.node(1, link, 1, link)), new Assumptions());
    }

    private static Traffic traffic(Traffic.Pattern pattern, double hiddenSeconds) {
        return new Traffic(new TimeSpan(10), new Bytes(4_000_000_000L), pattern, new TimeSpan(hiddenSeconds));
    }

    @Test
    void leavesAreReadFromTheFabric() {
        assertThat(Leaves.of(cluster())).containsExactly(0, 0, 1, 1, 2, 2);
    }

    @Test
    @DisplayName("clu-8.2 all-to-all over two leaves at 2:1 takes twice what the leaf's uplink has not: by hand")
    void allToAllByHand() {
        TrafficTime times = new TrafficTime(cluster(), Leaves.of(cluster()));
        // Two nodes on one leaf exchange 2 GB each way at 1 GB/s: 2 s. On two leaves the uplink has 1 GB/s as well: no
        // slower.
        assertThat(times.slowdown(traffic(Traffic.Pattern.ALL_TO_ALL, 0), new int[] {0, 2}))
                .isEqualTo(1);
        // Four nodes, two to a leaf: 1 GB to each other node, NIC 3 GB in 3 s, uplink 2 x 2 GB over 1 GB/s: 4 s, the
        // best there is.
        // One each on three leaves and a second: uplink of the full leaf as before.
        assertThat(times.slowdown(traffic(Traffic.Pattern.ALL_TO_ALL, 0), new int[] {0, 1, 2, 4}))
                .isEqualTo(1);
        assertThat(times.slowdown(traffic(Traffic.Pattern.RING, 0), new int[] {3}))
                .isEqualTo(1);
    }

    @Test
    @DisplayName("clu-8.2 a ring whose neighbours alternate between leaves crosses each uplink twice")
    void ringsCrossUplinks() {
        LinkSku link = Fixtures.link("link", 1e9, 0);
        Cluster cluster = new LeafSpine(
                        new Count(5), new Ratio(4), Cabling.OWN, Routing.of(Routing.Policy.SPRAY), false)
                .build(Fixtures.nodes(8, Fixtures.node(1, link, 1, link)), new Assumptions());
        TrafficTime times = new TrafficTime(cluster, Leaves.of(cluster));
        // Ring of four on one leaf: 2 x 3/4 x 4 GB at 1 GB/s: 6 s. In the order 0, 4, 1, 5 two links of the ring leave
        // each leaf by an
        // uplink of 1 GB/s: 12 s, so a step of 10 s takes 16.
        assertThat(times.slowdown(traffic(Traffic.Pattern.RING, 0), new int[] {0, 4, 1, 5}))
                .isCloseTo(1.6, within(1e-12));
        // In the order of numbers one does: no slower. Hidden time takes off both.
        assertThat(times.slowdown(traffic(Traffic.Pattern.RING, 0), new int[] {0, 1, 4, 5}))
                .isEqualTo(1);
        assertThat(times.slowdown(traffic(Traffic.Pattern.RING, 8), new int[] {0, 4, 1, 5}))
                .isCloseTo(1.4, within(1e-12));
        // All-to-all: on one leaf 3 GB by each NIC in 3 s; two and two: 4 GB over an uplink of 1 GB/s in 4 s.
        assertThat(times.slowdown(traffic(Traffic.Pattern.ALL_TO_ALL, 0), new int[] {0, 1, 4, 5}))
                .isCloseTo(1.1, within(1e-12));
    }
}
