package windtunnel.model.collective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import windtunnel.core.unit.Count;
import windtunnel.core.unit.Ratio;
import windtunnel.model.Assumptions;
import windtunnel.model.Binding;
import windtunnel.model.Cluster;
import windtunnel.model.CollectiveCosts;
import windtunnel.model.CollectiveOp;
import windtunnel.model.Fidelity;
import windtunnel.model.Fixtures;
import windtunnel.model.GroupFamily;
import windtunnel.model.collective.nccl.NcclModel;
import windtunnel.model.collective.nccl.NcclOp;
import windtunnel.model.fabric.Cabling;
import windtunnel.model.fabric.RailOptimised;
import windtunnel.model.fabric.topology.Routing;
import windtunnel.model.hardware.NodeSku;

/** NCCL's model on clusters: rates of the fabric, sharing, health. */
class NcclCostsTest {
    private static final double GIB = 1L << 30;

    private static Cluster cluster(int nodes, double oversubscription) {
        NodeSku node = Fixtures.node(8, Fixtures.link("nvlink", 370.8e9, 1e-6), 8, Fixtures.link("nic", 48e9, 1e-6));
        RailOptimised fabric = new RailOptimised(
                new Count(1),
                new Ratio(oversubscription),
                "scale-up",
                Cabling.OWN,
                Routing.of(Routing.Policy.SPRAY),
                false);
        return fabric.build(Fixtures.nodes(nodes, node), new Assumptions());
    }

    private static double seconds(Cluster cluster, GroupFamily family, double bytes) {
        return Nccl.modelled().on(cluster, Fidelity.FLUID).seconds(CollectiveOp.ALL_REDUCE, family, bytes);
    }

    @Test
    void allRanksOfACleanClusterAreOneCommunicator() {
        NcclModel model = new NcclCosts(cluster(4, 1), Fidelity.ANALYTIC).model(new GroupFamily(1, 32, 32));
        assertThat(model.shape().nodes()).isEqualTo(4);
        assertThat(model.platform().network()).isEqualTo(8 * 48e9, within(1.0));
        assertThat(model.platform().scaleUp()).isEqualTo(370.8e9, within(1.0));
        assertThat(seconds(cluster(4, 1), new GroupFamily(1, 32, 32), GIB))
                .isEqualTo(model.choose(NcclOp.ALL_REDUCE, GIB).seconds());
    }

    @Test
    void tensorGroupsStayInTheirNodeAndDataGroupsShareItsNics() {
        NcclCosts costs = new NcclCosts(cluster(4, 1), Fidelity.ANALYTIC);
        assertThat(costs.model(new GroupFamily(1, 8, 32)).shape().nodes()).isEqualTo(1);
        NcclModel data = costs.model(new GroupFamily(8, 4, 32));
        assertThat(data.shape().perNode()).isEqualTo(1);
        assertThat(data.platform().network()).isEqualTo(48e9, within(1.0));
    }

    @Test
    void oversubscriptionAndDegradedLinksSlowTheNetwork() {
        GroupFamily all = new GroupFamily(1, 32, 32);
        double clean = seconds(cluster(4, 1), all, 8 * GIB);
        assertThat(seconds(cluster(4, 4), all, 8 * GIB)).isBetween(3 * clean, 4.5 * clean);
        Cluster degraded = cluster(4, 1);
        CollectiveCosts costs = Nccl.modelled().on(degraded, Fidelity.FLUID);
        double before = costs.seconds(CollectiveOp.ALL_REDUCE, all, 8 * GIB);
        degraded.degrade("node-0/nic-0", 0.5);
        assertThat(costs.seconds(CollectiveOp.ALL_REDUCE, all, 8 * GIB)).isGreaterThan(1.5 * before);
        assertThat(costs.bottleneck(CollectiveOp.ALL_REDUCE, all, 8 * GIB)).contains("node-0/nic-0");
        degraded.heal("node-0/nic-0");
        assertThat(costs.seconds(CollectiveOp.ALL_REDUCE, all, 8 * GIB)).isEqualTo(before);
    }

    @Test
    void theBindingLinkIsNamedWithItsCapacityAndShareOfTime() {
        Cluster cluster = cluster(4, 1);
        NcclCosts costs = new NcclCosts(cluster, Fidelity.FLUID);
        GroupFamily data = new GroupFamily(8, 4, 32);
        Binding sound = costs.binding(CollectiveOp.ALL_REDUCE, data, GIB).orElseThrow();
        assertThat(sound.link()).isEqualTo("node-0/nic-0/out");
        assertThat(sound.part()).isEqualTo(Cluster.Part.NIC_OUT);
        assertThat(sound.bytesPerSec()).isEqualTo(48e9);
        assertThat(sound.how()).isEqualTo("Ring/Simple");
        // 2 (N-1)/N payloads of a ring of four
        assertThat(sound.busySeconds()).isEqualTo(1.5 * GIB / 48e9, within(1e-9));
        cluster.degrade("node-2/nic-5/in", 0.5);
        Binding slow = costs.binding(CollectiveOp.ALL_REDUCE, data, GIB).orElseThrow();
        assertThat(slow.link()).isEqualTo("node-2/nic-5/in (degraded to 0.5)");
        assertThat(slow.bytesPerSec()).isEqualTo(24e9);
        assertThat(slow.busySeconds()).isEqualTo(1.5 * GIB / 24e9, within(1e-9));
        GroupFamily tensor = new GroupFamily(1, 8, 32);
        cluster.degrade("node-3/gpu-1/up", 0.25);
        Binding inside = costs.binding(CollectiveOp.ALL_REDUCE, tensor, GIB).orElseThrow();
        assertThat(inside.link()).isEqualTo("node-3/gpu-1/up (degraded to 0.25)");
        assertThat(costs.binding(CollectiveOp.SEND_RECV, data, GIB)
                        .orElseThrow()
                        .link())
                .isEqualTo("node-2/nic-5/in (degraded to 0.5)");
        assertThat(costs.binding(CollectiveOp.ALL_REDUCE, new GroupFamily(1, 1, 32), GIB))
                .isEmpty();
    }

    @Test
    void networkReductionIsTheFabricsToOffer() {
        NodeSku node = Fixtures.node(8, Fixtures.link("nvlink", 370.8e9, 1e-6), 8, Fixtures.link("nic", 48e9, 1e-6));
        GroupFamily all = new GroupFamily(1, 256, 256);
        for (boolean sharp : new boolean[] {false, true}) {
            RailOptimised fabric = new RailOptimised(
                    new Count(32), new Ratio(1), "scale-up", Cabling.OWN, Routing.of(Routing.Policy.SPRAY), sharp);
            Cluster cluster = fabric.build(Fixtures.nodes(32, node), new Assumptions());
            NcclModel model = new NcclCosts(cluster, Fidelity.FLUID).model(all);
            assertThat(model.platform().sharp()).isEqualTo(sharp);
        }
    }

    @Test
    void oneRankAndNoBytesCostNothingAndAllFidelitiesAgree() {
        GroupFamily all = new GroupFamily(1, 16, 16);
        for (CollectiveOp op : CollectiveOp.values()) {
            CollectiveCosts analytic = Nccl.modelled().on(cluster(2, 1), Fidelity.ANALYTIC);
            assertThat(analytic.seconds(op, new GroupFamily(1, 1, 16), 1e9)).isZero();
            assertThat(analytic.seconds(op, all, 0)).isZero();
            double steps = Nccl.modelled().on(cluster(2, 1), Fidelity.STEPS).seconds(op, all, 1e9);
            assertThat(steps).isEqualTo(analytic.seconds(op, all, 1e9), within(1e-9 * steps));
        }
    }
}
