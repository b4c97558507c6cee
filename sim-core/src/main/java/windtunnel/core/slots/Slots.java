package windtunnel.core.slots;

import java.util.Arrays;
import windtunnel.core.engine.EventHandler;
import windtunnel.core.engine.Simulation;

/**
 * A counted resource with a queue: whoever asks for more than is free waits, in the order of priority, then of asking.
 *
 * <p>Grants are events of the instant in which they become possible. The head of the queue is never overtaken: a small
 * request behind a large one waits, so nobody starves. Units taken and given back must match; giving back more than was taken
 * throws.
 */
public final class Slots {
    /** A request that is not waiting. */
    public static final long NONE = -1;

    private final Simulation simulation;
    private final String name;
    private final int rank;
    private int capacity;
    private int taken;

    private long nextTicket;
    private int waiting;
    private long[] ticket = new long[8];
    private int[] priority = new int[8];
    private int[] units = new int[8];
    private long[] payload = new long[8];
    private EventHandler[] handler = new EventHandler[8];

    private long sinceNanos;
    private double busyUnitSeconds;
    private double queueSeconds;

    /**
     * A resource of {@code capacity} units, all free.
     *
     * @param rank rank of the events in which requests are granted
     */
    public Slots(Simulation simulation, String name, int capacity, int rank) {
        if (capacity < 0) {
            throw new IllegalArgumentException(name + ": capacity must not be negative: " + capacity);
        }
        this.simulation = simulation;
        this.name = name;
        this.capacity = capacity;
        this.rank = rank;
    }

    /**
     * Asks for {@code wanted} units; when they are granted the handler fires with {@code payload}. Requests of a higher
     * priority are granted first. Returns a ticket for {@link #withdraw}, or {@link #NONE} when granted at once.
     */
    public long request(int wanted, int itsPriority, EventHandler onGrant, long itsPayload) {
        if (wanted < 1) {
            throw new IllegalArgumentException(name + ": a request needs at least one unit, not " + wanted);
        }
        account();
        if (waiting == 0 && taken + wanted <= capacity) {
            grant(wanted, onGrant, itsPayload);
            return NONE;
        }
        int at = insertAt(itsPriority);
        ticket[at] = nextTicket;
        priority[at] = itsPriority;
        units[at] = wanted;
        payload[at] = itsPayload;
        handler[at] = onGrant;
        serve();
        return nextTicket++;
    }

    private int insertAt(int itsPriority) {
        if (waiting == ticket.length) {
            grow();
        }
        int at = waiting;
        while (at > 0 && priority[at - 1] < itsPriority) {
            at--;
        }
        shift(at, at + 1, waiting - at);
        waiting++;
        return at;
    }

    private void grow() {
        int size = 2 * waiting;
        ticket = Arrays.copyOf(ticket, size);
        priority = Arrays.copyOf(priority, size);
        units = Arrays.copyOf(units, size);
        payload = Arrays.copyOf(payload, size);
        handler = Arrays.copyOf(handler, size);
    }

    private void shift(int from, int to, int count) {
        System.arraycopy(ticket, from, ticket, to, count);
        System.arraycopy(priority, from, priority, to, count);
        System.arraycopy(units, from, units, to, count);
        System.arraycopy(payload, from, payload, to, count);
        System.arraycopy(handler, from, handler, to, count);
    }

    /** Gives back {@code given} units. */
    public void release(int given) {
        if (given < 1 || given > taken) {
            throw new IllegalStateException(name + ": " + given + " units given back, " + taken + " are taken");
        }
        account();
        taken -= given;
        serve();
    }

    /** Takes a waiting request out of the queue; false when it was granted or withdrawn before. */
    public boolean withdraw(long request) {
        for (int i = 0; i < waiting; i++) {
            if (ticket[i] == request) {
                account();
                remove(i);
                serve();
                return true;
            }
        }
        return false;
    }

    /** Changes the capacity; units in use stay in use, even above it. */
    public void resize(int newCapacity) {
        if (newCapacity < 0) {
            throw new IllegalArgumentException(name + ": capacity must not be negative: " + newCapacity);
        }
        account();
        capacity = newCapacity;
        serve();
    }

    private void serve() {
        while (waiting > 0 && taken + units[0] <= capacity) {
            int wanted = units[0];
            EventHandler whom = handler[0];
            long what = payload[0];
            remove(0);
            grant(wanted, whom, what);
        }
    }

    private void remove(int index) {
        shift(index + 1, index, waiting - index - 1);
        waiting--;
        handler[waiting] = null;
    }

    private void grant(int wanted, EventHandler whom, long what) {
        taken += wanted;
        simulation.at(simulation.nowNanos(), rank, whom, what);
    }

    private void account() {
        double elapsed = (simulation.nowNanos() - sinceNanos) * 1e-9;
        busyUnitSeconds += taken * elapsed;
        queueSeconds += waiting * elapsed;
        sinceNanos = simulation.nowNanos();
    }

    /** Units in use. */
    public int taken() {
        return taken;
    }

    /** Units that nobody uses; never negative. */
    public int free() {
        return Math.max(0, capacity - taken);
    }

    /** Requests that wait. */
    public int waiting() {
        return waiting;
    }

    /** Integral of the units in use until now, in unit-seconds. */
    public double busyUnitSeconds() {
        account();
        return busyUnitSeconds;
    }

    /** Integral of the queue's length until now, in request-seconds. */
    public double queueSeconds() {
        account();
        return queueSeconds;
    }
}
