package windtunnel.model.training;

import java.util.List;
import windtunnel.core.engine.EventHandler;
import windtunnel.core.engine.Simulation;
import windtunnel.core.flow.Transfer;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.Attempt;

/**
 * Something that takes a measured time, as long as transfers do that run side by side, or both one after the other.
 *
 * @param transfers what is moved first, empty for nothing
 * @param nanos time after that
 */
record Work(List<Transfer> transfers, long nanos) {
    static Work measured(TimeSpan time) {
        return new Work(List.of(), Simulation.nanos(time.seconds()));
    }

    static Work simulated(Transfer... transfers) {
        return new Work(List.of(transfers), 0);
    }

    /** The same, and then {@code seconds} more. */
    Work then(double seconds) {
        return new Work(transfers, Math.addExact(nanos, Simulation.nanos(seconds)));
    }

    /** Whether its time does not depend on what else goes on. */
    boolean isMeasured() {
        return transfers.isEmpty();
    }

    /** Starts it as part of {@code attempt}; the handler fires when it is done. */
    void start(Attempt attempt, Simulation simulation, int rank, EventHandler done) {
        if (transfers.isEmpty()) {
            attempt.at(Math.addExact(simulation.nowNanos(), nanos), rank, done, 0);
            return;
        }
        int[] left = {transfers.size()};
        EventHandler part = payload -> {
            left[0]--;
            if (left[0] > 0) {
                return;
            }
            if (nanos == 0) {
                done.fire(payload);
            } else {
                attempt.at(Math.addExact(simulation.nowNanos(), nanos), rank, done, payload);
            }
        };
        transfers.forEach(transfer -> attempt.start(transfer, part, 0));
    }

    /** Seconds while nothing else uses the links, which carry {@code totalBytesPerSec} together. */
    double idleSeconds(double totalBytesPerSec) {
        double longest = 0;
        double all = 0;
        for (Transfer transfer : transfers) {
            longest = Math.max(longest, transfer.bytes() / transfer.capBytesPerSec());
            all += transfer.bytes() * transfer.multiplicity();
        }
        return Math.max(longest, all / totalBytesPerSec) + nanos * 1e-9;
    }
}
