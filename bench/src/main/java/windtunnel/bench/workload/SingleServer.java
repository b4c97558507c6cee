package windtunnel.bench.workload;

import java.util.Arrays;
import windtunnel.core.engine.EventHandler;
import windtunnel.core.engine.EventQueue;
import windtunnel.core.engine.Rank;

/** MM1: one server, FIFO queue, arrivals at rate 0.9, services at rate 1; two events per customer. */
public final class SingleServer implements EventHandler {

    private static final double MEAN_BETWEEN_ARRIVALS = 1 / 0.9;
    private static final long ARRIVAL = 0;
    private static final long DEPARTURE = 1;

    private final EventQueue queue = new EventQueue();
    private final SplitMix64 random = new SplitMix64(11);
    /** Arrival times of the customers in the system, a ring buffer. */
    private double[] arrived = new double[64];

    private int first;
    private int present;
    private int departed;
    private double sumSeconds;

    private SingleServer() {}

    /** Serves so many customers; returns their mean time in the system in seconds (theory: 10). */
    public static double meanSeconds(int departures) {
        SingleServer server = new SingleServer();
        server.schedule(server.random.exponential(MEAN_BETWEEN_ARRIVALS), ARRIVAL);
        while (server.departed < departures) {
            server.queue.fireNext();
        }
        return server.sumSeconds / departures;
    }

    /** An arrival or a departure. */
    @Override
    public void fire(long kind) {
        double now = Double.longBitsToDouble(queue.takenKey());
        if (kind == ARRIVAL) {
            arrive(now);
        } else {
            depart(now);
        }
    }

    private void arrive(double now) {
        if (present == 0) {
            schedule(now + random.exponential(1), DEPARTURE);
        }
        if (present == arrived.length) {
            unroll();
        }
        arrived[(first + present++) & (arrived.length - 1)] = now;
        schedule(now + random.exponential(MEAN_BETWEEN_ARRIVALS), ARRIVAL);
    }

    private void depart(double now) {
        sumSeconds += now - arrived[first];
        first = (first + 1) & (arrived.length - 1);
        present--;
        departed++;
        if (present > 0) {
            schedule(now + random.exponential(1), DEPARTURE);
        }
    }

    private void unroll() {
        int size = arrived.length;
        double[] longer = Arrays.copyOf(arrived, 2 * size);
        for (int i = 0; i < size; i++) {
            longer[i] = arrived[(first + i) & (size - 1)];
        }
        arrived = longer;
        first = 0;
    }

    private void schedule(double seconds, long kind) {
        queue.schedule(Double.doubleToRawLongBits(seconds), Rank.FLOW_END, this, kind);
    }
}
