package windtunnel.model.collective;

import windtunnel.core.engine.EventHandler;
import windtunnel.core.engine.Simulation;
import windtunnel.core.flow.FlowNetwork;
import windtunnel.core.flow.Transfer;

/**
 * A ring collective in which every send of every step is a flow of a network that others use as well.
 *
 * <p>Rank i sends step k when it has received step k-1 from rank i-1 and its own send k-1 has arrived, as message-level simulators do that
 * send one message at a time. Rates are max-min with everything else on the links, and change whenever that does. Where ranks share
 * no link with others, it ends when the recurrence {@link RingKernel#everyStepAwaitingArrival} says, but for each arrival being rounded up
 * to a nanosecond. Steps of ranks that run in lock step end at one instant and are solved together.
 */
public final class SteppedRing implements EventHandler {
    private final FlowNetwork network;
    private final Simulation simulation;
    private final Transfer[] sends;
    private final int steps;
    private final Runnable onDone;
    /** Messages that have arrived from each rank. */
    private final int[] sent;
    /** Messages that have arrived at each rank. */
    private final int[] received;

    /** Messages that each rank has begun to send. */
    private final int[] begun;

    private int unfinished;
    private long endNanos = -1;

    /**
     * A ring that begins when it is started.
     *
     * @param simulation where it runs
     * @param network its links
     * @param steps steps of the collective, 2(N-1) for an all-reduce
     * @param sends what rank i sends to rank i+1 in each step
     * @param onDone called when the last message has arrived
     */
    public SteppedRing(Simulation simulation, FlowNetwork network, int steps, Transfer[] sends, Runnable onDone) {
        this.simulation = simulation;
        this.network = network;
        this.steps = steps;
        this.sends = sends.clone();
        this.onDone = onDone;
        sent = new int[sends.length];
        received = new int[sends.length];
        begun = new int[sends.length];
        unfinished = sends.length;
    }

    /** Sends the first step of every rank. */
    public void start() {
        for (int rank = 0; rank < sends.length; rank++) {
            begun[rank] = 1;
            network.start(sends[rank], this, rank);
        }
    }

    /** When the last message arrived, in ns; -1 before that. */
    public long endNanos() {
        return endNanos;
    }

    /** The last byte of a rank's step has arrived at the next one. */
    @Override
    public void fire(long payload) {
        int from = (int) payload;
        int to = from + 1 == sends.length ? 0 : from + 1;
        sent[from]++;
        received[to]++;
        if (sent[from] == steps) {
            unfinished--;
        }
        next(from);
        if (to != from) {
            next(to);
        }
        if (unfinished == 0) {
            unfinished = -1;
            endNanos = simulation.nowNanos();
            onDone.run();
        }
    }

    /** Sends on if both conditions hold; of the two arrivals that they wait for, the later one finds them so. */
    private void next(int rank) {
        int step = sent[rank];
        boolean free = step < steps && received[rank] >= step && begun[rank] == step;
        if (free) {
            begun[rank]++;
            network.start(sends[rank], this, rank);
        }
    }
}
