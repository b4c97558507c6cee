package windtunnel.model;

import java.util.Arrays;
import windtunnel.core.engine.EventHandler;
import windtunnel.core.engine.Simulation;
import windtunnel.core.flow.FlowNetwork;
import windtunnel.core.flow.Transfer;

/**
 * Everything that one try of a job has started; closing it cancels all of it, so that nothing of an interrupted try lives on.
 */
public final class Attempt {
    private final Simulation simulation;
    private final FlowNetwork flows;
    private long[] timers = new long[8];
    private int timerCount;
    private long[] transfers = new long[8];
    private int transferCount;
    private boolean closed;

    /** An attempt with nothing started. */
    public Attempt(Simulation simulation, FlowNetwork flows) {
        this.simulation = simulation;
        this.flows = flows;
    }

    /** Schedules an event that dies with the attempt; returns its ticket. */
    public long at(long atNanos, int rank, EventHandler handler, long payload) {
        requireOpen();
        if (timerCount == timers.length) {
            timers = Arrays.copyOf(timers, 2 * timerCount);
        }
        long ticket = simulation.at(atNanos, rank, handler, payload);
        timers[timerCount++] = ticket;
        return ticket;
    }

    /** Starts a transfer that dies with the attempt; returns its flow. */
    public long start(Transfer transfer, EventHandler onDone, long payload) {
        requireOpen();
        return keep(flows.start(transfer, onDone, payload));
    }

    /** Starts an endless stream that dies with the attempt; returns its flow. */
    public long startStream(Transfer transfer, EventHandler onRateChange, long payload) {
        requireOpen();
        return keep(flows.startStream(transfer, onRateChange, payload));
    }

    private long keep(long flow) {
        if (transferCount == transfers.length) {
            transfers = Arrays.copyOf(transfers, 2 * transferCount);
        }
        transfers[transferCount++] = flow;
        return flow;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the attempt is closed");
        }
    }

    /** Whether the attempt still runs. */
    public boolean open() {
        return !closed;
    }

    /** Cancels everything still under way; a second call changes nothing. */
    public void close() {
        closed = true;
        for (int i = 0; i < timerCount; i++) {
            simulation.cancel(timers[i]);
        }
        for (int i = 0; i < transferCount; i++) {
            flows.cancel(transfers[i]);
        }
        timerCount = 0;
        transferCount = 0;
    }
}
