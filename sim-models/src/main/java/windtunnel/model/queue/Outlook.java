package windtunnel.model.queue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import windtunnel.model.queue.placement.Pool;

/**
 * Free GPUs from now on, by the estimates of the running jobs and the reservations of waiting ones: a step function of time whose
 * values are pools.
 */
final class Outlook {
    private final List<Long> times = new ArrayList<>();
    private final List<Pool> pools = new ArrayList<>();

    /** GPUs that are given back at a time. */
    record End(long nanos, int number, int gpus, int[] nodes) {
        /** What a job gives back, and when: at its estimated end, and before a move that it saves for. */
        static List<End> of(Job job, long nowNanos) {
            long end = job.estimatedEndNanos(nowNanos);
            return job.target == null
                    ? List.of(new End(end, job.number, job.held, job.nodes))
                    : List.of(
                            new End(job.movesNanos, job.number, job.held, job.nodes),
                            new End(end, job.number, job.held, job.target));
        }
    }

    /** What is free now, and what is given back later. */
    Outlook(long nowNanos, Pool now, List<End> ends) {
        times.add(nowNanos);
        pools.add(now.copy());
        List<End> byTime = new ArrayList<>(ends);
        byTime.sort(Comparator.comparingLong(End::nanos).thenComparingInt(End::number));
        for (End end : byTime) {
            int at = split(end.nanos());
            for (int i = at; i < pools.size(); i++) {
                pools.get(i).give(end.gpus(), end.nodes());
            }
        }
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
        return earliest(job, 0);
    }

    private Slot earliest(Job job, int from) {
        for (int i = from; i < times.size(); i++) {
            int[] nodes = nodes(job, i);
            if (nodes != null) {
                return new Slot(times.get(i), nodes);
            }
        }
        return null;
    }

    /**
     * Keeps GPUs free for a job from the earliest time on that is not before {@code nanos}, which is returned; what there is of them where
     * some machine must come back first.
     */
    long keep(Job job, long nanos) {
        int from = split(Math.max(nanos, times.get(0)));
        Slot slot = earliest(job, from);
        if (slot == null) {
            int[] some = least(job, from).most(job.need);
            slot = new Slot(times.get(from), some);
        }
        reserve(job, slot);
        return slot.nanos();
    }

    private int[] nodes(Job job, int from) {
        return pools.get(from).place(job.need) == null ? null : least(job, from).place(job.need);
    }

    /** What is free all the time that a job takes from a point on. */
    private Pool least(Job job, int from) {
        long end = times.get(from) + job.estimatedRemainingNanos();
        Pool least = pools.get(from).copy();
        for (int i = from + 1; i < times.size() && times.get(i) < end; i++) {
            least.least(pools.get(i));
        }
        return least;
    }

    /** Whether a job can start at {@code nanos}. */
    boolean fitsAt(Job job, long nanos) {
        return nodes(job, split(nanos)) != null;
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
