package windtunnel.model.collective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import windtunnel.core.engine.Simulation;
import windtunnel.core.flow.FlowNetwork;
import windtunnel.core.flow.Transfer;

class SteppedRingTest {
    @Property(tries = 200)
    @Label("net-5.13 a ring of flows on links of its own ends when the recurrence over ranks and steps says")
    void ringOfFlowsFollowsTheRecurrence(@ForAll long seed) {
        SplittableRandom r = new SplittableRandom(seed);
        int ranks = 2 + r.nextInt(12);
        int steps = r.nextBoolean() ? 2 * (ranks - 1) : ranks - 1;
        double[] send = new double[ranks];
        double[] hop = new double[ranks];
        Simulation simulation = new Simulation();
        FlowNetwork network = new FlowNetwork(simulation);
        Transfer[] sends = new Transfer[ranks];
        for (int rank = 0; rank < ranks; rank++) {
            double rate = 1e9 * (1 + r.nextInt(8));
            send[rank] = 1e6 / rate;
            hop[rank] = 1e-6 * r.nextInt(500);
            sends[rank] =
                    Transfer.of(1e6, network.addLink("edge " + rank, rate)).withLatency(hop[rank]);
        }
        boolean[] done = new boolean[1];
        SteppedRing ring = new SteppedRing(simulation, network, steps, sends, () -> done[0] = true);
        ring.start();
        simulation.run();
        double expected = RingKernel.everyStepAwaitingArrival(steps, send, hop, null);
        assertThat(done[0]).isTrue();
        assertThat(ring.endNanos() * 1e-9).isCloseTo(expected, within(2e-9 * steps + 1e-12));
    }
}
