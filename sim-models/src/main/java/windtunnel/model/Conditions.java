package windtunnel.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What happens to links and GPUs while jobs run: disruptions say it, workloads listen, neither knows the other.
 *
 * <p>Health of links stands in {@link Cluster}; whoever changes it calls {@link #changed}. Machines that are lost are told by
 * {@link Machines}.
 */
public final class Conditions {
    private final List<Listener> listeners = new ArrayList<>();
    private final List<Double> slow = new ArrayList<>();

    /** Hears of links and GPUs. */
    public interface Listener {
        /** Links or GPUs are faster or slower from now on. */
        void changed();

        /** Nothing comes through until that instant. */
        void stalled(long untilNanos);
    }

    /** Tells {@code listener} of everything from now on. */
    public void listen(Listener listener) {
        listeners.add(listener);
    }

    /** Says that the health of links has changed. */
    public void changed() {
        listeners.forEach(Listener::changed);
    }

    /** Says that transfers wait for an answer until that instant. */
    public void stall(long untilNanos) {
        listeners.forEach(listener -> listener.stalled(untilNanos));
    }

    /** One GPU computes at {@code factor} times its rate from now on. */
    public void slow(double factor) {
        slow.add(factor);
        changed();
    }

    /** A GPU that computed at {@code factor} has its rate again. */
    public void recovered(double factor) {
        slow.remove(factor);
        changed();
    }

    /** Share of its rate at which the slowest GPU computes; a synchronous job goes at its pace. */
    public double slowest() {
        return slow.isEmpty() ? 1 : Collections.min(slow);
    }
}
