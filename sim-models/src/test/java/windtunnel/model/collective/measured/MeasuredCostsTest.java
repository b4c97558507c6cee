package windtunnel.model.collective.measured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import windtunnel.core.unit.Bytes;
import windtunnel.core.unit.Count;
import windtunnel.core.unit.Ratio;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.Assumptions;
import windtunnel.model.Cluster;
import windtunnel.model.CollectiveCosts;
import windtunnel.model.CollectiveOp;
import windtunnel.model.Fidelity;
import windtunnel.model.Fixtures;
import windtunnel.model.GroupFamily;
import windtunnel.model.collective.Nccl;
import windtunnel.model.collective.nccl.NcclOp;
import windtunnel.model.fabric.Cabling;
import windtunnel.model.fabric.RailOptimised;
import windtunnel.model.fabric.topology.Routing;
import windtunnel.model.hardware.NodeSku;

/** Times that a user measured, in place of the model's. */
class MeasuredCostsTest {
    private static final GroupFamily ALL = new GroupFamily(1, 32, 32);
    private static final double MIB = 1 << 20;

    private static Cluster cluster() {
        NodeSku node = Fixtures.node(8, Fixtures.link("nvlink", 370.8e9, 1e-6), 8, Fixtures.link("nic", 48e9, 1e-6));
        RailOptimised fabric = new RailOptimised(
                new Count(1), new Ratio(1), "scale-up", Cabling.OWN, Routing.of(Routing.Policy.SPRAY), false);
        return fabric.build(Fixtures.nodes(4, node), new Assumptions());
    }

    private static SizedTime point(double bytes, double seconds) {
        return new SizedTime(new Bytes((long) bytes), new TimeSpan(seconds));
    }

    private static MeasuredRun run(int ranks, int nodes, SizedTime... points) {
        return new MeasuredRun(
                NcclOp.ALL_REDUCE, new Count(ranks), new Count(nodes), List.of(points), Optional.empty());
    }

    private static CollectiveCosts on(Cluster cluster, MeasuredCosts.Method method, MeasuredRun... runs) {
        return new Nccl("measured", method, List.of(runs)).on(cluster, Fidelity.FLUID);
    }

    private static double allReduce(CollectiveCosts costs, double bytes) {
        return costs.seconds(CollectiveOp.ALL_REDUCE, ALL, bytes);
    }

    @Test
    @DisplayName("net-5.4 table: running maximum, log-log between points, T_first below, constant busbw above")
    void table() {
        TimeTable table = new TimeTable(
                List.of(point(4096, 10e-6), point(1024, 12e-6), point(65536, 160e-6), point(16384, 40e-6)));
        assertThat(table.seconds(1)).isEqualTo(12e-6);
        assertThat(table.seconds(4096)).as("10 us after 12 us").isEqualTo(12e-6);
        assertThat(table.seconds(32768)).as("geometric mean of 40 and 160").isEqualTo(80e-6, within(1e-18));
        assertThat(table.seconds(4 * 65536)).isEqualTo(640e-6, within(1e-15));
        assertThat(table.peak()).isEqualTo(16384 / 40e-6);
    }

    @Test
    @DisplayName("net-5.4 abc: a law of start, bandwidth and middle term is found again")
    void abc() {
        List<SizedTime> points = new ArrayList<>();
        for (double bytes = 1024; bytes <= 8.6e9; bytes *= 2) {
            points.add(point(bytes, 29.8e-6 + 1.75 * bytes / 507.1e9 + 9.27e-9 * Math.sqrt(bytes)));
        }
        RootLaw law = RootFit.of(points, 1.75);
        assertThat(law.start().seconds()).isEqualTo(29.8e-6, within(1e-12));
        assertThat(law.bandwidth().bytesPerSec()).isEqualTo(507.1e9, within(1e3));
        assertThat(law.middle().seconds()).isEqualTo(9.27e-9 * 32768, within(1e-11));
        assertThat(law.seconds(1, 1.75)).as("clamped below").isEqualTo(law.seconds(1024, 1.75));
        double to = law.to().value();
        assertThat(law.seconds(4 * to, 1.75)).as("constant busbw above").isEqualTo(4 * law.seconds(to, 1.75));
    }

    @Property(tries = 100)
    @Label("net-5.4 abc: no term is below zero, whatever the points")
    void abcHasNoTermBelowZero(
            @ForAll @IntRange(min = 1, max = 1_000_000) int a,
            @ForAll @IntRange(min = 1, max = 1_000_000) int b,
            @ForAll @IntRange(min = 1, max = 1_000_000) int c) {
        RootLaw law = RootFit.of(List.of(point(1e3, a * 1e-6), point(1e6, b * 1e-6), point(1e9, c * 1e-6)), 1);
        assertThat(law.start().seconds()).isNotNegative();
        assertThat(law.middle().seconds()).isNotNegative();
        assertThat(law.bandwidth().bytesPerSec()).isPositive();
    }

    @Test
    void measuredPointsAreReturnedAndTheRestIsTheModels() {
        Cluster cluster = cluster();
        CollectiveCosts costs =
                on(cluster, MeasuredCosts.Method.TABLE, run(32, 4, point(MIB, 90e-6), point(1024 * MIB, 6e-3)));
        assertThat(allReduce(costs, MIB)).isEqualTo(90e-6, within(1e-15));
        assertThat(allReduce(costs, 1024 * MIB)).isEqualTo(6e-3, within(1e-15));
        assertThat(costs.fitted(CollectiveOp.ALL_REDUCE, ALL)).contains("fitted to measurements, method table");
        assertThat(costs.bottleneck(CollectiveOp.ALL_REDUCE, ALL, MIB)).endsWith("(time is fitted)");
        GroupFamily other = new GroupFamily(1, 8, 32);
        assertThat(costs.fitted(CollectiveOp.ALL_REDUCE, other).orElseThrow())
                .startsWith("the model's, since nothing was measured of ");
        assertThat(costs.seconds(CollectiveOp.ALL_REDUCE, other, MIB))
                .isEqualTo(Nccl.modelled().on(cluster, Fidelity.FLUID).seconds(CollectiveOp.ALL_REDUCE, other, MIB));
    }

    @Test
    @DisplayName("net-5.4 contention: a slow link stretches the bytes of a measured time, not its start")
    void slowLinksStretchTheBytes() {
        Cluster cluster = cluster();
        CollectiveCosts costs =
                on(cluster, MeasuredCosts.Method.TABLE, run(32, 4, point(1024, 50e-6), point(1024 * MIB, 5e-3)));
        double model = allReduce(Nccl.modelled().on(cluster, Fidelity.FLUID), 16384 * MIB);
        cluster.degrade("node-0/nic-0", 0.5);
        double slower = allReduce(Nccl.modelled().on(cluster, Fidelity.FLUID), 16384 * MIB) / model;
        assertThat(slower).isGreaterThan(1.5);
        assertThat(allReduce(costs, 1024 * MIB)).isEqualTo(slower * 5e-3, within(1e-9));
        double bytes = 1024 / (1024 * MIB / 5e-3);
        assertThat(allReduce(costs, 1024)).isEqualTo(50e-6 + (slower - 1) * bytes, within(1e-12));
    }

    @Test
    @DisplayName("net-5.4 ratio: shares of the asymptote, between measured numbers of nodes over log nodes")
    void ratio() {
        Cluster cluster = cluster();
        MeasuredRun two = run(16, 2, point(16 * MIB, 1e-3), point(16384 * MIB, 0.5));
        MeasuredRun eight = run(64, 8, point(16 * MIB, 4e-3), point(16384 * MIB, 0.5));
        CollectiveCosts costs = on(cluster, MeasuredCosts.Method.RATIO, two, eight);
        double large = allReduce(Nccl.modelled().on(cluster, Fidelity.FLUID), 16384 * MIB);
        assertThat(allReduce(costs, 16384 * MIB)).isEqualTo(large, within(1e-12));
        // 16 MiB reach 0.5/1024/1e-3 = 0.488 of the asymptote on 2 nodes, a quarter of that on 8; 4 lie in the middle
        // of log nodes.
        double share = 0.5 / 1024 / 1e-3 / 2;
        assertThat(allReduce(costs, 16 * MIB)).isEqualTo(large / 1024 / share, within(1e-12));
    }
}
