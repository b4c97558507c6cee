package windtunnel.bench.workload;

import windtunnel.core.engine.Simulation;
import windtunnel.core.flow.FlowNetwork;
import windtunnel.core.flow.Transfer;
import windtunnel.model.collective.RingKernel;
import windtunnel.model.collective.SteppedRing;

/** RING through the flow engine: every send of every step a flow over an up and a down link, rates max-min. */
public final class RingInNetwork {
    private static final double LINK_BYTES_PER_SEC = 12.5e9;
    private static final double HOP_SECONDS = 2e-6;

    private RingInNetwork() {}

    /** Simulated seconds of the all-reduce; contended, an endless flow shares the up link of rank 0. */
    public static double finishSeconds(int ranks, boolean contended) {
        Simulation simulation = new Simulation();
        FlowNetwork network = new FlowNetwork(simulation);
        int[] up = new int[ranks];
        int[] down = new int[ranks];
        for (int rank = 0; rank < ranks; rank++) {
            up[rank] = network.addLink("up", LINK_BYTES_PER_SEC);
            down[rank] = network.addLink("down", LINK_BYTES_PER_SEC);
        }
        Transfer[] sends = new Transfer[ranks];
        for (int rank = 0; rank < ranks; rank++) {
            sends[rank] = Transfer.of(Math.floor((1L << 30) / (double) ranks), up[rank], down[(rank + 1) % ranks])
                    .withLatency(HOP_SECONDS);
        }
        if (contended) {
            network.startStream(Transfer.stream(up[0]), rate -> {}, 0);
        }
        SteppedRing ring =
                new SteppedRing(simulation, network, RingKernel.allReduceSteps(ranks), sends, simulation::stop);
        ring.start();
        simulation.run();
        return ring.endNanos() * 1e-9;
    }
}
