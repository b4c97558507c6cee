package windtunnel.model.queue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import windtunnel.core.engine.Simulation;
import windtunnel.model.queue.placement.Pool;

/**
 * Room for a job at the expense of less important ones: those that can shrink give up GPUs first, then as few as it takes are stopped.
 */
final class Room {
    private final JobQueue queue;
    private final Holdings holdings;

    Room(JobQueue queue, Holdings holdings) {
        this.queue = queue;
        this.holdings = holdings;
    }

    /**
     * What would make room.
     *
     * @param pool what is free then
     * @param shrunk jobs that go on with fewer GPUs, and with how many
     * @param stopped jobs that are stopped
     */
    record Plan(Pool pool, Map<Job, Integer> shrunk, List<Job> stopped) {}

    /** The plan for {@code next}, or null where there is none. */
    Plan plan(Job next, long now) {
        if (queue.preemption().isEmpty()) {
            return null;
        }
        List<Job> victims = new ArrayList<>(holdings.running().stream()
                .filter(job -> yields(job, next, now))
                .toList());
        victims.sort(worstFirst(now));
        Plan plan = new Plan(holdings.pool().copy(), new LinkedHashMap<>(), new ArrayList<>());
        for (Job victim : victims) {
            shrink(victim, next, plan);
        }
        for (Job victim : victims) {
            if (fits(next, plan)) {
                break;
            }
            Integer left = plan.shrunk.remove(victim);
            int gpus = left == null ? victim.held : left;
            plan.pool.give(gpus, holdings.kept(victim, gpus));
            plan.stopped.add(victim);
        }
        if (!fits(next, plan)) {
            return null;
        }
        spare(next, plan);
        return plan;
    }

    private static boolean fits(Job next, Plan plan) {
        return plan.pool.place(next.need) != null;
    }

    /** Takes as few GPUs from {@code victim} as it takes, down to its least. */
    private void shrink(Job victim, Job next, Plan plan) {
        int unit = victim.gpus <= holdings.perNode() ? 1 : holdings.perNode();
        int gpus = victim.held;
        while (gpus - unit >= victim.least && !fits(next, plan)) {
            plan.pool.give(unit, new int[] {victim.nodes[unit == 1 ? 0 : gpus / unit - 1]});
            gpus -= unit;
        }
        if (gpus < victim.held) {
            plan.shrunk.put(victim, gpus);
        }
    }

    /** Leaves out the victims, the last chosen first, without whom there is room as well. */
    private void spare(Job next, Plan plan) {
        for (int i = plan.stopped.size() - 1; i >= 0; i--) {
            Job victim = plan.stopped.get(i);
            plan.pool.take(victim.held, victim.nodes);
            if (fits(next, plan)) {
                plan.stopped.remove(i);
            } else {
                plan.pool.give(victim.held, victim.nodes);
            }
        }
        for (Job victim : List.copyOf(plan.shrunk.keySet())) {
            int gpus = plan.shrunk.get(victim);
            int[] kept = holdings.kept(victim, gpus);
            plan.pool.give(gpus, kept);
            plan.pool.take(victim.held, victim.nodes);
            if (fits(next, plan)) {
                plan.shrunk.remove(victim);
            } else {
                plan.pool.give(victim.held, victim.nodes);
                plan.pool.take(gpus, kept);
            }
        }
    }

    private boolean yields(Job job, Job next, long now) {
        Preemption rules = queue.preemption().orElseThrow();
        boolean longEnough =
                now - job.startedNanos >= Simulation.nanos(rules.protectedFor().seconds());
        boolean less = queue.order() == JobQueue.Order.PRIORITY && job.priority < next.priority;
        boolean promised = job.reservedNanos >= 0 && !job.stopped;
        return longEnough && !promised && job.savingSinceNanos < 0 && (less || job.borrowed && holdings.within(next));
    }

    private Comparator<Job> worstFirst(long now) {
        Comparator<Job> least = Comparator.comparingDouble(job -> job.lostIfStopped(now));
        Comparator<Job> first = switch (queue.preemption().orElseThrow().victims()) {
            case LOWEST_PRIORITY ->
                Comparator.comparing((Job job) -> !job.borrowed)
                        .thenComparingLong(job -> job.priority)
                        .thenComparing(least);
            case LEAST_LOST -> least;
            case YOUNGEST -> Comparator.comparingLong((Job job) -> -job.startedNanos);
        };
        return first.thenComparingInt(job -> job.number);
    }
}
