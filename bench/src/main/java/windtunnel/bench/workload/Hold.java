package windtunnel.bench.workload;

import windtunnel.core.engine.EventHandler;
import windtunnel.core.engine.EventQueue;
import windtunnel.core.engine.Rank;

/** HOLD: take the next event, schedule it again an exponential time later; the queue stays at one size (Jones, CACM 29, 1986). */
public final class Hold implements EventHandler {

    private final EventQueue queue = new EventQueue();
    private final SplitMix64 random = new SplitMix64(7);
    private double lastSeconds;

    private Hold() {}

    /** Number of events that the shared workload fires at a queue size. */
    public static int operations(int pending) {
        return pending <= 1000 ? 10_000_000 : pending <= 100_000 ? 5_000_000 : 3_000_000;
    }

    /** Fills the queue and fires so many events; returns the time of the last one in seconds. */
    public static double run(int pending, int operations) {
        Hold hold = filled(pending);
        for (int i = 0; i < operations; i++) {
            hold.queue.fireNext();
        }
        return hold.lastSeconds;
    }

    /** A queue with so many events, none of them fired. */
    public static Hold filled(int pending) {
        Hold hold = new Hold();
        for (int i = 0; i < pending; i++) {
            hold.schedule(hold.random.exponential(1));
        }
        return hold;
    }

    /** Fires one event; returns its time in seconds. */
    public double step() {
        queue.fireNext();
        return lastSeconds;
    }

    /** Schedules the event again. */
    @Override
    public void fire(long payload) {
        lastSeconds = Double.longBitsToDouble(queue.takenKey());
        schedule(lastSeconds + random.exponential(1));
    }

    private void schedule(double seconds) {
        queue.schedule(Double.doubleToRawLongBits(seconds), Rank.FLOW_END, this, 0);
    }
}
