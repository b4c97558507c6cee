package windtunnel.model.queue;

import java.util.ArrayList;
import java.util.List;
import windtunnel.model.queue.placement.Pool;

/**
 * Free GPUs from now on, by the estimates of the running jobs and the reservations of waiting ones: a step function of time whose
 * values are pools.
 */
final class Outlook {
    private final List<Long> times = new ArrayList<>();
    private final List<Pool> pools = new ArrayList<>();

    /** What is free now, and what the running jobs give back at their estimated ends. */
    Outlook(long nowNanos, Pool now, List<Job> running) {
        times.add(nowNanos);
        pools.add(now.copy());
        List<Job> byEnd = new ArrayList<>(running);
        byEnd.sort(java.util.Comparator.comparingLong((Job job) -> estimatedEnd(job, nowNanos))
                .thenComparingInt(job -> job.number));
        for (Job job : byEnd) {
            int at = split(estimatedEnd(job, nowNanos));
            for (int i = at; i < pools.size(); i++) {
                pools.get(i).give(job.gpus, job.nodes);
            }
        }
    }

    private static long estimatedEnd(Job job, long nowNanos) {
        return Math.max(nowNanos, job.startedNanos + job.estimatedRemainingNanos());
    }

    /** Index of the pool that begins at {@code nanos}, made from the one before it if need be. */
    private int split(long nanos) {
        int i = times.size() - 1;
        while (times.get(i) > nanos) {
            i--;
        }
        if (times.get(i) == nanos) {
            return i;
        }
        times.add(i + 1, nanos);
        pools.add(i + 1, pools.get(i).copy());
        return i + 1;
    }

    /** A start, and the nodes that are free from it until the job's estimated end. */
    record Slot(long nanos, int[] nodes) {}

    /** The earliest slot of a job, or null where some machine must come back first. */
    Slot earliest(Job job) {
        for (int i = 0; i < times.size(); i++) {
            int[] nodes = nodes(job, i);
            if (nodes != null) {
                return new Slot(times.get(i), nodes);
            }
        }
        return null;
    }

    private int[] nodes(Job job, int from) {
        if (pools.get(from).place(job.need) == null) {
            return null;
        }
        long end = times.get(from) + job.estimatedRemainingNanos();
        Pool least = pools.get(from).copy();
        for (int i = from + 1; i < times.size() && times.get(i) < end; i++) {
            least.least(pools.get(i));
        }
        return least.place(job.need);
    }

    /** Takes a slot for a job. */
    void reserve(Job job, Slot slot) {
        int from = split(slot.nanos());
        int to = split(slot.nanos() + job.estimatedRemainingNanos());
        for (int i = from; i < to; i++) {
            pools.get(i).take(job.gpus, slot.nodes());
        }
    }

    /** Whether a job can start now on some nodes without touching what is reserved; those nodes, or null. */
    int[] startNow(Job job) {
        return nodes(job, 0);
    }
}
