package windtunnel.model.disruption;

import windtunnel.core.engine.Simulation;
import windtunnel.core.flow.FlowNetwork;
import windtunnel.core.random.RandomStreams;
import windtunnel.core.unit.Count;
import windtunnel.core.unit.Ratio;
import windtunnel.model.Assumptions;
import windtunnel.model.Detail;
import windtunnel.model.Fabric;
import windtunnel.model.Fixtures;
import windtunnel.model.World;
import windtunnel.model.fabric.Cabling;
import windtunnel.model.fabric.LeafSpine;
import windtunnel.model.fabric.topology.Routing;

/** Worlds without a job. */
public final class Worlds {
    private static final Fabric FABRIC =
            new LeafSpine(new Count(64), new Ratio(1), Cabling.OWN, Routing.of(Routing.Policy.SPRAY), false);

    private Worlds() {}

    /** Nodes of eight GPUs. */
    public static World world(int nodes, int spares, String market, long seed) {
        Simulation simulation = new Simulation();
        var link = Fixtures.link("l", 1e9, 0);
        return new World(
                simulation,
                new FlowNetwork(simulation),
                new RandomStreams(seed, 0),
                FABRIC.build(Fixtures.nodes(nodes, Fixtures.node(8, link, 8, link)), new Assumptions()),
                on -> null,
                new Assumptions(),
                new World.Options(market, spares, Long.MAX_VALUE, Detail.STEP, true));
    }
}
