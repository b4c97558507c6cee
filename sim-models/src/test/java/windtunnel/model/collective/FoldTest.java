package windtunnel.model.collective;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import windtunnel.core.unit.Count;
import windtunnel.core.unit.Ratio;
import windtunnel.model.Assumptions;
import windtunnel.model.Cluster;
import windtunnel.model.CollectiveOp;
import windtunnel.model.Fabric;
import windtunnel.model.Fidelity;
import windtunnel.model.Fixtures;
import windtunnel.model.GroupFamily;
import windtunnel.model.fabric.Cabling;
import windtunnel.model.fabric.Clos;
import windtunnel.model.fabric.FatTree;
import windtunnel.model.fabric.LeafSpine;
import windtunnel.model.fabric.RailOnly;
import windtunnel.model.fabric.RailOptimised;
import windtunnel.model.fabric.topology.Routing;

/** A part of a cluster that stands for all of it, against the whole cluster. */
class FoldTest {
    private static final List<CollectiveOp> OPS = List.of(
            CollectiveOp.ALL_REDUCE, CollectiveOp.ALL_GATHER, CollectiveOp.REDUCE_SCATTER, CollectiveOp.SEND_RECV);

    private static Fabric fabric(SplittableRandom r) {
        Routing spray = Routing.of(Routing.Policy.SPRAY);
        Ratio over = new Ratio(1 + r.nextInt(3));
        return switch (r.nextInt(5)) {
            case 0 ->
                new RailOptimised(
                        new Count(1 + r.nextInt(4)),
                        over,
                        r.nextBoolean() ? "scale-up" : "spines",
                        Cabling.OWN,
                        Routing.of(Routing.Policy.SPRAY),
                        false);
            case 1 ->
                new LeafSpine(
                        new Count(16 + 8 * r.nextInt(4)), over, Cabling.OWN, Routing.of(Routing.Policy.SPRAY), false);
            case 2 -> new FatTree(new Count(8 + 4 * r.nextInt(3)), Cabling.OWN, spray, false);
            case 3 ->
                new Clos(
                        new Count(64),
                        Optional.of(new Count(1 + r.nextInt(2))),
                        new Count(1 + r.nextInt(3)),
                        over,
                        new Ratio(1 + r.nextInt(2)),
                        Cabling.OWN,
                        spray);
            default -> new RailOnly(new Count(64), Cabling.OWN, spray);
        };
    }

    private static Cluster build(Fabric fabric, int nodes, int gpus, int nics) {
        return fabric.build(
                Fixtures.nodes(
                        nodes,
                        Fixtures.node(gpus, Fixtures.link("up", 370e9, 1e-6), nics, Fixtures.link("nic", 48e9, 2e-6))),
                new Assumptions());
    }

    private static GroupFamily family(SplittableRandom r, int gpus) {
        int stride = 1 << r.nextInt(4);
        int ranks = r.nextBoolean() ? gpus / stride : 1 << (1 + r.nextInt(4));
        int block = stride * ranks;
        return new GroupFamily(stride, ranks, Math.max(1, gpus / block) * block);
    }

    @Property(tries = 400)
    @Label("costs, links that bind and later faults are to the bit those of the whole cluster")
    void aPartStandsForTheWhole(@ForAll long seed) {
        SplittableRandom r = new SplittableRandom(seed);
        Fabric fabric = fabric(r);
        int gpus = 4 << r.nextInt(2);
        int nics = r.nextBoolean() ? gpus : gpus / 2;
        int nodes = 4 + r.nextInt(60);
        GroupFamily family = family(r, (nodes - 1) * gpus);
        if (family.gpus() > (nodes - 1) * gpus) {
            return;
        }
        Cluster cluster = build(fabric, nodes, gpus, nics);
        // a dead link that the job does not use: everything is worked out link by link
        Cluster explicit = build(fabric, nodes, gpus, nics);
        explicit.degrade("node-" + (nodes - 1) + "/gpu-" + (gpus - 1) + "/up", 0);
        Statistics.label("folded").collect(Fold.of(cluster, family).folded());
        Fidelity fidelity = Fidelity.values()[r.nextInt(Fidelity.values().length)];
        check(cluster, explicit, fidelity, family, 1e6 * (1 + r.nextInt(5)));
        for (int fault = 0; fault < 2; fault++) {
            String link = "node-" + r.nextInt(nodes) + (r.nextBoolean() ? "/nic-" + r.nextInt(nics) : "/gpu-0");
            double factor = 0.3 + 0.6 * r.nextDouble();
            cluster.degrade(link, factor);
            explicit.degrade(link, factor);
        }
        check(cluster, explicit, fidelity, family, 3e6);
    }

    private static void check(Cluster folds, Cluster explicit, Fidelity fidelity, GroupFamily family, double bytes) {
        Collectives part = new Collectives(folds, fidelity, false);
        Collectives whole = new Collectives(explicit, fidelity, false);
        NcclCosts ncclPart = new NcclCosts(folds, fidelity);
        NcclCosts ncclWhole = new NcclCosts(explicit, fidelity);
        for (CollectiveOp op : OPS) {
            assertThat(part.seconds(op, family, bytes)).isEqualTo(whole.seconds(op, family, bytes));
            assertThat(part.binding(op, family, bytes)).isEqualTo(whole.binding(op, family, bytes));
            assertThat(part.carriedPerByte(op, family)).isEqualTo(whole.carriedPerByte(op, family));
            assertThat(ncclPart.seconds(op, family, bytes)).isEqualTo(ncclWhole.seconds(op, family, bytes));
            assertThat(ncclPart.binding(op, family, bytes)).isEqualTo(ncclWhole.binding(op, family, bytes));
        }
    }

    @Property(tries = 200)
    @Label("every link of the whole cluster is loaded as the one that stands for it, and that one stands for itself")
    void linksAreLoadedAlike(@ForAll long seed) {
        SplittableRandom r = new SplittableRandom(seed);
        Cluster cluster = build(fabric(r), 20 + r.nextInt(60), 8, 8);
        GroupFamily family = family(r, cluster.gpus() - 8 * r.nextInt(9));
        Fold fold = Fold.of(cluster, family);
        double[] whole = Traffic.loads(new GroupRings(cluster, family), cluster.links());
        double[] part = Traffic.loads(
                new GroupRings(fold.cluster(), fold.family()), fold.cluster().links());
        TreeMap<Integer, Integer> first = new TreeMap<>();
        for (int link = 0; link < whole.length; link++) {
            int inside = fold.inside(cluster, link);
            assertThat(part[inside]).isEqualTo(whole[link]);
            assertThat(fold.cluster().capacity(inside)).isEqualTo(cluster.capacity(link));
            first.putIfAbsent(inside, link);
        }
        first.forEach(
                (inside, link) -> assertThat(fold.outside(cluster, inside)).isEqualTo(link));
        assertThat(first).hasSize(part.length);
    }

    @Test
    @DisplayName("100,000 GPUs in units of 32 nodes are worked out on three units and the last 20 nodes")
    void aHundredThousand() {
        Cluster cluster = build(
                new RailOptimised(
                        new Count(32), new Ratio(1), "scale-up", Cabling.OWN, Routing.of(Routing.Policy.SPRAY), false),
                12_500,
                8,
                8);
        Fold fold = Fold.of(cluster, new GroupFamily(8, 12_500, 100_000));
        assertThat(fold.cluster().nodes()).isEqualTo(3 * 32 + 20);
        assertThat(fold.copies()).isEqualTo(387);
        assertThat(fold.family().ranks()).isEqualTo(116);
    }
}
