package windtunnel.scenario.validate.spot;

import java.util.List;
import windtunnel.core.engine.Simulation;
import windtunnel.core.flow.FlowNetwork;
import windtunnel.core.random.RandomStreams;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.Assumptions;
import windtunnel.model.ClusterSpec;
import windtunnel.model.Detail;
import windtunnel.model.Machines;
import windtunnel.model.World;
import windtunnel.model.disruption.spot.SpotTrace;
import windtunnel.model.key.DataFile;
import windtunnel.model.kinds.Kinds;
import windtunnel.scenario.library.Catalog;
import windtunnel.scenario.read.ScenarioReader;

/**
 * What the machines of a cluster meet when a trace is replayed once.
 *
 * @param lost machines that were taken
 * @param events instants at which some were
 * @param machineHours time for which machines were held
 * @param hours length of the trace
 */
record TraceReplay(long lost, long events, double machineHours, double hours) {
    private static final String ANY_SCENARIO = """
            cluster: { nodes: { count: MACHINES, sku: aws-p5-48xlarge, market: spot } }
            workloads: { kind: training, steps: 1, step: { measured: 1 s }, batch: { global: 1000000 } }
            prices: { override: { gpu: $1/GPU-h } }
            """;

    /**
     * Replays a trace on a cluster that has room for all its machines.
     *
     * @throws windtunnel.core.unit.QuantityException if it cannot be read
     */
    static TraceReplay of(String name, String text) {
        SpotTrace trace = new SpotTrace(new DataFile(name, text), new TimeSpan(0));
        World world = world(trace.mostMachines());
        Counter counter = new Counter();
        world.machines().listen(counter);
        trace.attach(world);
        long end = trace.spanNanos();
        // What is taken at the last instant is lost before the trace begins again.
        world.simulation().run(end - 1);
        world.close(end - 1);
        double machineHours = world.machines().heldNodeNanos().doubleValue() / 3.6e12;
        return new TraceReplay(
                counter.lost + trace.takenLast(),
                counter.events + (trace.takenLast() > 0 ? 1 : 0),
                machineHours,
                end / 3.6e12);
    }

    private static World world(int machines) {
        ScenarioReader reader = new ScenarioReader(Kinds.all(), Catalog.builtIn(), true);
        ClusterSpec spec = reader.readText(
                        ANY_SCENARIO.replace("MACHINES", Integer.toString(machines)), "trace", List.of())
                .experiment()
                .orElseThrow()
                .scenario()
                .cluster();
        Simulation simulation = new Simulation();
        return new World(
                simulation,
                new FlowNetwork(simulation),
                new RandomStreams(1, 0),
                spec.fabric().build(spec.nodes(), new Assumptions()),
                on -> null,
                new Assumptions(),
                new World.Options("spot", 0, Long.MAX_VALUE, Detail.STEP, true));
    }

    /** Counts losses. */
    private static final class Counter implements Machines.Listener {
        private long lost;
        private long events;

        @Override
        public void changing() {}

        @Override
        public void lost(Machines.Loss loss) {
            lost += loss.nodes().size();
            events++;
        }

        @Override
        public void noticed(Machines.Notice notice) {}

        @Override
        public void complete() {}
    }
}
