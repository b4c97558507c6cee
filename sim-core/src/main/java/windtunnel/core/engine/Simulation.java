package windtunnel.core.engine;

import java.util.Arrays;

/**
 * Clock, event queue and run loop. Time is in ns; the total order of events is (time, {@link Rank}, order of scheduling).
 *
 * <p>At each instant all events fire, then the settlers run once, then time advances; a settler may schedule events at the
 * same instant, which fire before the settlers run again. One thread only.
 */
public final class Simulation {

    private static final long DEFAULT_INSTANT_LIMIT = 1_000_000;

    private final EventQueue queue = new EventQueue();
    private final long maxEvents;
    private final long maxEventsPerInstant;
    private Settler[] settlers = new Settler[0];
    private TraceListener trace;
    private long now;
    private long fired;
    private long firedThisInstant;
    private boolean stopped;
    private boolean running;

    /** A simulation at time 0 without an event budget, which gives up after 1e6 events at one instant. */
    public Simulation() {
        this(Long.MAX_VALUE, DEFAULT_INSTANT_LIMIT);
    }

    /** A simulation that throws when it fires more than {@code maxEvents} in all, or {@code maxEventsPerInstant} at one time. */
    public Simulation(long maxEvents, long maxEventsPerInstant) {
        if (maxEvents < 1 || maxEventsPerInstant < 1) {
            throw new IllegalArgumentException(
                    "event limits must be positive: " + maxEvents + ", " + maxEventsPerInstant + " per instant");
        }
        this.maxEvents = maxEvents;
        this.maxEventsPerInstant = maxEventsPerInstant;
    }

    /** Rounds a duration up to ns, {@code ceil(t*1e9 - 1e-3)}, at least 1 when positive; throws when it is no duration. */
    public static long nanos(double seconds) {
        if (!(seconds >= 0) || seconds > 9.2e9) {
            throw new IllegalArgumentException("not a duration between 0 and 9.2e9 seconds: " + seconds);
        }
        if (seconds == 0) {
            return 0;
        }
        return Math.max(1, (long) Math.ceil(seconds * 1e9 - 1e-3));
    }

    /** The current time in ns. */
    public long nowNanos() {
        return now;
    }

    /** Schedules an event at a time in ns and returns its ticket; a time in the past throws. */
    public long at(long atNanos, int rank, EventHandler handler, long payload) {
        if (atNanos < now) {
            throw new IllegalArgumentException("event '" + handler.label(payload) + "' scheduled in the past: at "
                    + atNanos + " ns, now is " + now + " ns");
        }
        return queue.schedule(atNanos, rank, handler, payload);
    }

    /** Schedules an event after a delay in ns and returns its ticket; a negative delay throws. */
    public long after(long delayNanos, int rank, EventHandler handler, long payload) {
        long atNanos = now + delayNanos;
        if (delayNanos > 0 && atNanos < 0) {
            throw new IllegalArgumentException("event '" + handler.label(payload) + "' scheduled past the end of time: "
                    + delayNanos + " ns after " + now + " ns");
        }
        return at(atNanos, rank, handler, payload);
    }

    /** Cancels an event; false when it has already fired or was cancelled. */
    public boolean cancel(long ticket) {
        return queue.cancel(ticket);
    }

    /** Adds a settler; settlers run in the order they were added. */
    public void onSettle(Settler settler) {
        settlers = Arrays.copyOf(settlers, settlers.length + 1);
        settlers[settlers.length - 1] = settler;
    }

    /** Lets a listener hear of every event; null ends it. */
    public void onEvent(TraceListener listener) {
        trace = listener;
    }

    /** Runs until no event is left or {@link #stop()} is called. */
    public void run() {
        loop(Long.MAX_VALUE);
    }

    /** Runs all events up to and including a time in ns; the clock then stands at that time, unless stopped earlier. */
    public void run(long untilNanos) {
        if (untilNanos < now) {
            throw new IllegalArgumentException("cannot run until " + untilNanos + " ns, now is " + now + " ns");
        }
        loop(untilNanos);
        if (!stopped) {
            advance(untilNanos);
        }
    }

    /** Ends the run after the current event; a later run goes on from there. */
    public void stop() {
        stopped = true;
    }

    /** Number of events fired so far. */
    public long eventsFired() {
        return fired;
    }

    /** Number of events still to fire. */
    public int eventsPending() {
        return queue.pending();
    }

    private void loop(long untilNanos) {
        if (running) {
            throw new IllegalStateException("run called from inside an event at " + now + " ns");
        }
        running = true;
        stopped = false;
        try {
            while (finishInstant() && !queue.isEmpty() && queue.minKey() <= untilNanos) {
                advance(queue.minKey());
            }
        } finally {
            running = false;
        }
    }

    private void advance(long timeNanos) {
        if (timeNanos > now) {
            now = timeNanos;
            firedThisInstant = 0;
        }
    }

    /** Fires and settles until nothing is left at this instant; false when stopped. */
    private boolean finishInstant() {
        do {
            while (!queue.isEmpty() && queue.minKey() == now) {
                fireNext();
                if (stopped) {
                    return false;
                }
            }
            settle();
        } while (!queue.isEmpty() && queue.minKey() == now);
        return !stopped;
    }

    private void fireNext() {
        EventHandler handler = queue.take();
        long payload = queue.takenPayload();
        int rank = queue.takenRank();
        fired++;
        firedThisInstant++;
        if (fired > maxEvents || firedThisInstant > maxEventsPerInstant) {
            throw exhausted(handler.label(payload));
        }
        if (trace != null) {
            trace.fired(now, rank, handler.label(payload));
        }
        try {
            handler.fire(payload);
        } catch (RuntimeException e) {
            throw failed("event '" + handler.label(payload) + "' (" + Rank.name(rank) + ")", handler.label(payload), e);
        }
    }

    private void settle() {
        Settler[] current = settlers;
        for (Settler settler : current) {
            try {
                settler.settle();
            } catch (RuntimeException e) {
                String label = settler.getClass().getSimpleName();
                throw failed("settler '" + label + "'", label, e);
            }
        }
    }

    private SimulationException exhausted(String label) {
        String what = fired > maxEvents
                ? "event budget of " + maxEvents + " exceeded"
                : "more than " + maxEventsPerInstant + " events at one instant, time does not advance";
        return new SimulationException(what + " at " + now + " ns, last event '" + label + "'", now, label, null);
    }

    private RuntimeException failed(String what, String label, RuntimeException cause) {
        if (cause instanceof SimulationException) {
            return cause;
        }
        return new SimulationException(what + " at " + now + " ns: " + cause.getMessage(), now, label, cause);
    }
}
