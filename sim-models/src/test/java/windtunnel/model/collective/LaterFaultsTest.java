package windtunnel.model.collective;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
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
import windtunnel.model.fabric.LeafSpine;
import windtunnel.model.fabric.RailOptimised;
import windtunnel.model.fabric.topology.Routing;

/** Costs that are kept while faults come and go, against costs worked out anew. */
class LaterFaultsTest {
    private static final int NODES = 6;

    private static Cluster cluster(boolean rails, int nics) {
        Fabric fabric = rails
                ? new RailOptimised(
                        new Count(2), new Ratio(2), "scale-up", Cabling.OWN, Routing.of(Routing.Policy.SPRAY), false)
                : new LeafSpine(new Count(16), new Ratio(1), Cabling.OWN, Routing.of(Routing.Policy.SPRAY), false);
        return fabric.build(
                Fixtures.nodes(
                        NODES,
                        Fixtures.node(8, Fixtures.link("up", 370e9, 1e-6), nics, Fixtures.link("nic", 48e9, 2e-6))),
                new Assumptions());
    }

    @Property(tries = 150)
    @Label("faults that come and go cost what they do on a cluster that never knew better, at each fidelity")
    void laterFaultsCostWhatTheyDo(@ForAll long seed) {
        SplittableRandom r = new SplittableRandom(seed);
        boolean rails = r.nextBoolean();
        int nics = r.nextInt(3) == 0 ? 4 : 8;
        // the last node is not the job's: one of its links dies, so that everything is worked out anew
        List<GroupFamily> families =
                List.of(new GroupFamily(1, 8, 40), new GroupFamily(8, 5, 40), new GroupFamily(2, 4, 40));
        Fidelity fidelity = Fidelity.values()[r.nextInt(Fidelity.values().length)];
        Cluster kept = cluster(rails, nics);
        boolean hierarchical = r.nextInt(4) == 0;
        Collectives costs = new Collectives(kept, fidelity, hierarchical);
        Cluster anew = cluster(rails, nics);
        anew.degrade("node-5/gpu-7/up", 0);
        for (int round = 0; round < 4; round++) {
            String link =
                    "node-" + r.nextInt(6) + (r.nextBoolean() ? "/nic-" + r.nextInt(nics) : "/gpu-" + r.nextInt(8));
            double factor = 0.2 + 0.7 * r.nextDouble();
            for (int back = 0; back < 2; back++) {
                for (CollectiveOp op : CollectiveOp.values()) {
                    for (GroupFamily family : families) {
                        double bytes = 1e6 * (1 + r.nextInt(3));
                        assertThat(costs.seconds(op, family, bytes))
                                .as("%s %s %s %s", op, family, fidelity, link)
                                .isEqualTo(new Collectives(anew, fidelity, hierarchical).seconds(op, family, bytes));
                    }
                }
                if (r.nextInt(3) > 0 && back == 0) {
                    kept.degrade(link, factor);
                    anew.degrade(link, factor);
                } else if (back == 1 && r.nextBoolean()) {
                    kept.heal(link);
                    anew.heal(link);
                }
            }
        }
    }
}
