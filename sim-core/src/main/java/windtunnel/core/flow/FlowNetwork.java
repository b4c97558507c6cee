package windtunnel.core.flow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import windtunnel.core.engine.EventHandler;
import windtunnel.core.engine.Rank;
import windtunnel.core.engine.Settler;
import windtunnel.core.engine.Simulation;
import windtunnel.core.engine.TimeScale;

/**
 * Flows of bytes over shared links in a running simulation; rates are weighted max-min fair and solved once per instant.
 *
 * <p>A flow pays its latency first and uses no bandwidth meanwhile, then shares its links until its last byte has moved
 * (network.md 4). A flow at rate 0 is parked: it has no event, and {@link #stalled} names it.
 */
public final class FlowNetwork implements Settler {

    private static final int SLOT_BITS = 24;
    private static final int SLOT_MASK = (1 << SLOT_BITS) - 1;
    private static final long NONE = -1;
    private static final int CELLS = 4;
    private static final int TICKET = 0;
    private static final int EVENT = 1;
    private static final int NOTICE = 2;
    private static final int PAYLOAD = 3;
    /** Rates closer than this are the same rate (network.md 3.8). */
    private static final double SAME_RATE = 1e-12;

    private final Simulation sim;
    private final IncrementalMaxMin solver = new IncrementalMaxMin();
    private final FlowProgress progress = new FlowProgress(TimeScale.NANOS);
    private final EventHandler entry = new Entry();
    private final EventHandler end = new End();
    private final List<String> names = new ArrayList<>();
    private final List<Watch> watches = new ArrayList<>();
    private double[] carried = new double[16];

    private int slotsUsed;
    private int[] freeSlots = new int[16];
    private int free;
    private long sequence;
    /** Of each flow its ticket, event, notice and payload, side by side. */
    private long[] cells = new long[CELLS * 16];

    private boolean[] endless = new boolean[16];
    /** Part of a ns by which the latency ended before its event; moved bytes are credited for it. */
    private double[] credit = new double[16];

    private double[] cap = new double[16];
    private Transfer[] transfer = new Transfer[16];
    private EventHandler[] handler = new EventHandler[16];
    /** Id in the solver, or -1 while the latency is being paid. */
    private int[] solverId = new int[16];

    private int[] slotOf = new int[16];
    /** Whose flow ended last, for messages about a handler that throws. */
    private EventHandler ended;

    private long endedPayload;

    /** A network without links, settled by the simulation. */
    public FlowNetwork(Simulation sim) {
        this.sim = sim;
        sim.onSettle(this);
    }

    /** Adds a link and returns its id; ids count up from 0. */
    public int addLink(String name, double capacityBytesPerSec) {
        int link = solver.addLink(capacityBytesPerSec);
        names.add(name);
        if (link == carried.length) {
            carried = Arrays.copyOf(carried, 2 * link);
        }
        return link;
    }

    /** Number of links. */
    public int links() {
        return solver.links();
    }

    /** Name of a link. */
    public String linkName(int link) {
        return names.get(link);
    }

    /** Capacity of a link in bytes per second. */
    public double capacity(int link) {
        return solver.capacity(link);
    }

    /** Changes a link's capacity from now on; at 0 its flows park. */
    public void setCapacity(int link, double bytesPerSec) {
        solver.setCapacity(link, bytesPerSec);
    }

    /** Starts a flow and returns its ticket; {@code onDone} fires with rank FLOW_END when its last byte has arrived. */
    public long start(Transfer t, EventHandler onDone, long payload) {
        return open(t, onDone, payload, false);
    }

    /** Starts an endless flow; the handler fires with rank FLOW_END at each instant in which its rate has changed. */
    public long startStream(Transfer t, EventHandler onRateChange, long payload) {
        return open(t, onRateChange, payload, true);
    }

    /** Changes a flow's own cap from now on; 0 parks it. */
    public void setCap(long flow, double capBytesPerSec) {
        int slot = slot(flow);
        if (!(capBytesPerSec >= 0)) {
            throw new IllegalArgumentException("a cap must not be negative: flow " + describe(slot));
        }
        if (capBytesPerSec == Double.POSITIVE_INFINITY && transfer[slot].links().length == 0) {
            throw new IllegalArgumentException("a flow without links needs a finite cap: flow " + describe(slot));
        }
        cap[slot] = capBytesPerSec;
        if (solverId[slot] >= 0) {
            solver.setCap(solverId[slot], capBytesPerSec);
        }
    }

    /** From now on {@code onChange} fires with rank FLOW_END at each instant in which the load of a link has changed. */
    public void watch(int link, EventHandler onChange) {
        watches.add(new Watch(link, onChange));
    }

    /** Bytes per second that a link carries, as of the last settling. */
    public double load(int link) {
        return solver.used(link);
    }

    /** Ends a flow now and frees its bandwidth; its handler will not fire. Does nothing when the flow has already ended. */
    public void cancel(long flow) {
        if (isActive(flow)) {
            int slot = (int) (flow & SLOT_MASK);
            advance(slot);
            close(slot);
        }
    }

    /** True until the flow has ended or was cancelled. */
    public boolean isActive(long flow) {
        int slot = (int) (flow & SLOT_MASK);
        return flow >= 0 && slot < slotsUsed && cells[CELLS * slot + TICKET] == flow;
    }

    /** Current rate in bytes per second; 0 while the latency is being paid. */
    public double rate(long flow) {
        int slot = slot(flow);
        return solverId[slot] < 0 ? 0 : progress.rate(slot);
    }

    /** Bytes still to move as of now; infinite for a stream. */
    public double remainingBytes(long flow) {
        int slot = slot(flow);
        return solverId[slot] < 0 ? bytes(slot) : progress.remaining(slot, sim.nowNanos());
    }

    /** Bytes moved as of now. */
    public double movedBytes(long flow) {
        int slot = slot(flow);
        return solverId[slot] < 0 ? 0 : progress.moved(slot, sim.nowNanos());
    }

    /** The link that holds the flow back, or -1 when its own cap (or its latency) does; as of the last settling. */
    public int bottleneck(long flow) {
        int slot = slot(flow);
        return solverId[slot] < 0 ? -1 : solver.bottleneck(solverId[slot]);
    }

    /** Bytes a link has carried as of now. */
    public double carriedBytes(int link) {
        double sum = carried[link];
        for (int i = 0; i < solver.flowsOn(link); i++) {
            int slot = slotOf[solver.flowOn(link, i)];
            sum += solver.loadOn(link, i) * progress.since(slot, sim.nowNanos());
        }
        return sum;
    }

    /** Flows that cannot move although they are under way: they wait for a link without capacity or have a cap of 0. */
    public long[] stalled() {
        long[] found = new long[slotsUsed];
        int count = 0;
        for (int slot = 0; slot < slotsUsed; slot++) {
            if (cells[CELLS * slot + TICKET] != NONE && solverId[slot] >= 0 && cells[CELLS * slot + EVENT] == NONE && !endless[slot]) {
                found[count++] = cells[CELLS * slot + TICKET];
            }
        }
        return Arrays.copyOf(found, count);
    }

    /** Says who waits for what, one clause per stalled flow, for a deadlock report. */
    public String describeStalled() {
        StringBuilder text = new StringBuilder();
        for (long flow : stalled()) {
            int slot = slot(flow);
            int link = bottleneck(flow);
            text.append(text.length() == 0 ? "" : "; ").append(describe(slot)).append(" waits for ");
            text.append(link < 0 ? "its own cap" : "link " + names.get(link));
        }
        return text.toString();
    }

    /** Solves the rates if something has changed at this instant; called by the simulation. */
    @Override
    public void settle() {
        if (!solver.isPending()) {
            return;
        }
        solver.solve();
        for (int i = 0, count = solver.changedCount(); i < count; i++) {
            int id = solver.changed(i);
            changeRate(slotOf[id], solver.rate(id));
        }
        watches.forEach(Watch::look);
    }

    private void changeRate(int slot, double rate) {
        double old = progress.rate(slot);
        if (Math.abs(rate - old) <= SAME_RATE * old) {
            return;
        }
        advance(slot);
        if (credit[slot] > 0) {
            carry(slot, progress.move(slot, rate * credit[slot]));
            credit[slot] = 0;
        }
        progress.setRate(slot, rate);
        if (endless[slot]) {
            cells[CELLS * slot + NOTICE] = sim.at(sim.nowNanos(), Rank.FLOW_END, handler[slot], cells[CELLS * slot + PAYLOAD]);
            return;
        }
        sim.cancel(cells[CELLS * slot + EVENT]);
        long endNanos = progress.endKey(slot, sim.nowNanos());
        cells[CELLS * slot + EVENT] = endNanos == FlowProgress.NEVER ? NONE : sim.at(endNanos, Rank.FLOW_END, end, slot);
    }

    private long open(Transfer t, EventHandler whom, long itsPayload, boolean isEndless) {
        for (int link : t.links()) {
            if (link < 0 || link >= links()) {
                throw new IllegalArgumentException("no such link: " + link + ", there are " + links());
            }
        }
        int slot = free > 0 ? freeSlots[--free] : newSlot();
        cells[CELLS * slot + TICKET] = sequence++ << SLOT_BITS | slot;
        transfer[slot] = t;
        handler[slot] = whom;
        cells[CELLS * slot + PAYLOAD] = itsPayload;
        endless[slot] = isEndless;
        cap[slot] = t.capBytesPerSec();
        solverId[slot] = -1;
        cells[CELLS * slot + NOTICE] = NONE;
        long latencyNanos = Simulation.nanos(t.latencySeconds());
        credit[slot] = latencyNanos * 1e-9 - t.latencySeconds();
        boolean empty = t.bytes() == 0 && !isEndless;
        cells[CELLS * slot + EVENT] = NONE;
        if (empty || latencyNanos > 0) {
            cells[CELLS * slot + EVENT] = sim.after(latencyNanos, Rank.FLOW_END, empty ? end : entry, slot);
        } else {
            enter(slot);
        }
        return cells[CELLS * slot + TICKET];
    }

    private void enter(int slot) {
        Transfer t = transfer[slot];
        int id = solver.add(t.links(), t.coefficients(), t.weight(), cap[slot], t.multiplicity());
        if (id >= slotOf.length) {
            slotOf = Arrays.copyOf(slotOf, 2 * id);
        }
        slotOf[id] = slot;
        solverId[slot] = id;
        progress.begin(slot, bytes(slot), sim.nowNanos());
    }

    private double bytes(int slot) {
        return endless[slot] ? Double.POSITIVE_INFINITY : transfer[slot].bytes();
    }

    private void advance(int slot) {
        if (solverId[slot] >= 0) {
            carry(slot, progress.advance(slot, sim.nowNanos()));
        }
    }

    private void carry(int slot, double bytes) {
        if (bytes > 0) {
            solver.addLoad(solverId[slot], bytes, carried);
        }
    }

    private void finish(int slot) {
        if (solverId[slot] >= 0) {
            advance(slot);
            carry(slot, progress.move(slot, Double.POSITIVE_INFINITY));
        }
        EventHandler whom = handler[slot];
        long itsPayload = cells[CELLS * slot + PAYLOAD];
        close(slot);
        ended = whom;
        endedPayload = itsPayload;
        whom.fire(itsPayload);
    }

    private void close(int slot) {
        if (solverId[slot] >= 0) {
            solver.remove(solverId[slot]);
        }
        sim.cancel(cells[CELLS * slot + EVENT]);
        sim.cancel(cells[CELLS * slot + NOTICE]);
        cells[CELLS * slot + TICKET] = NONE;
        transfer[slot] = null;
        handler[slot] = null;
        freeSlots[free++] = slot;
    }

    private int slot(long flow) {
        if (!isActive(flow)) {
            throw new IllegalStateException("no such flow, or it has ended: ticket " + flow);
        }
        return (int) (flow & SLOT_MASK);
    }

    private String describe(int slot) {
        return "'" + handler[slot].label(cells[CELLS * slot + PAYLOAD]) + "' #" + cells[CELLS * slot + PAYLOAD];
    }

    private int newSlot() {
        if (slotsUsed > SLOT_MASK) {
            throw new IllegalStateException("more than " + slotsUsed + " flows at once");
        }
        if (CELLS * slotsUsed == cells.length) {
            int size = 2 * slotsUsed;
            freeSlots = Arrays.copyOf(freeSlots, size);
            cells = Arrays.copyOf(cells, CELLS * size);
            endless = Arrays.copyOf(endless, size);
            credit = Arrays.copyOf(credit, size);
            cap = Arrays.copyOf(cap, size);
            transfer = Arrays.copyOf(transfer, size);
            handler = Arrays.copyOf(handler, size);
            solverId = Arrays.copyOf(solverId, size);
        }
        return slotsUsed++;
    }

    /** Somebody who wants to know what a link carries. */
    private final class Watch {
        private final int link;
        private final EventHandler whom;
        private double seen;

        Watch(int link, EventHandler whom) {
            this.link = link;
            this.whom = whom;
        }

        void look() {
            double now = load(link);
            if (Math.abs(now - seen) > SAME_RATE * Math.max(now, seen)) {
                seen = now;
                sim.at(sim.nowNanos(), Rank.FLOW_END, whom, link);
            }
        }
    }

    /** The latency of a flow is over. */
    private final class Entry implements EventHandler {
        @Override
        public void fire(long slot) {
            cells[CELLS * (int) slot + EVENT] = NONE;
            enter((int) slot);
        }

        @Override
        public String label() {
            return "flow enters";
        }
    }

    /** The last byte of a flow has arrived. */
    private final class End implements EventHandler {
        @Override
        public void fire(long slot) {
            cells[CELLS * (int) slot + EVENT] = NONE;
            finish((int) slot);
        }

        @Override
        public String label() {
            return "flow ends";
        }

        @Override
        public String label(long slot) {
            EventHandler whom = handler[(int) slot];
            return whom == null ? ended.label(endedPayload) : whom.label(cells[CELLS * (int) slot + PAYLOAD]);
        }
    }
}
