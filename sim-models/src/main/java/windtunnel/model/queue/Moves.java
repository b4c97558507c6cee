package windtunnel.model.queue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import windtunnel.core.engine.Simulation;
import windtunnel.model.queue.placement.Need;
import windtunnel.model.queue.placement.Pool;

/** Who would have to move where so that a job fits on GPUs that are free, but not together. */
final class Moves {
    private final Defragmentation rules;
    private final Holdings holdings;

    Moves(Defragmentation rules, Holdings holdings) {
        this.rules = rules;
        this.holdings = holdings;
    }

    /** How long a job saves before it moves. */
    long saveNanos() {
        return Simulation.nanos(rules.save().seconds());
    }

    /** New nodes of the jobs that move; none where nothing helps, or a wait by the estimates is not long enough. */
    Map<Job, int[]> plan(Job next, Outlook outlook, long now) {
        List<Job> running = holdings.running();
        Outlook.Slot slot = outlook.earliest(next);
        long least = Simulation.nanos(rules.leastWait().seconds());
        if (next.gpus > holdings.pool().totalFree()
                || slot != null && slot.nanos() - now <= Math.max(least, saveNanos())
                || running.stream().anyMatch(job -> job.savingSinceNanos >= 0)) {
            return Map.of();
        }
        List<Job> chosen = new ArrayList<>(running.stream()
                .filter(job -> job.checkpointNanos > 0 && now - job.startedNanos >= least)
                .sorted(Comparator.comparingInt((Job job) -> job.held).thenComparingInt(job -> job.number))
                .toList());
        int[] cleared = clear(next, chosen);
        return cleared == null ? Map.of() : targets(cleared, chosen);
    }

    /** Leaves of {@code chosen} those that must go; returns the nodes that {@code next} gets then, or null. */
    private int[] clear(Job next, List<Job> chosen) {
        Pool trial = holdings.pool().copy();
        int count = 0;
        while (count < chosen.size() && trial.place(next.need) == null) {
            Job job = chosen.get(count++);
            trial.give(job.held, job.nodes);
        }
        chosen.subList(count, chosen.size()).clear();
        if (trial.place(next.need) == null) {
            return null;
        }
        for (int i = chosen.size() - 1; i >= 0; i--) {
            Job job = chosen.get(i);
            trial.take(job.held, job.nodes);
            if (trial.place(next.need) == null) {
                trial.give(job.held, job.nodes);
            } else {
                chosen.remove(i);
            }
        }
        return trial.place(next.need);
    }

    /** Free GPUs beside the {@code cleared} nodes for each of the {@code movers}, the largest first; none if one finds no place. */
    private Map<Job, int[]> targets(int[] cleared, List<Job> movers) {
        Pool elsewhere = holdings.pool().copy();
        Arrays.stream(cleared).forEach(elsewhere::close);
        Map<Job, int[]> targets = new LinkedHashMap<>();
        List<Job> largestFirst = new ArrayList<>(movers);
        largestFirst.sort(Comparator.comparingInt((Job job) -> -job.held).thenComparingInt(job -> job.number));
        for (Job job : largestFirst) {
            int[] nodes = elsewhere.place(new Need(job.held, job.need.where()));
            if (nodes == null) {
                return Map.of();
            }
            elsewhere.take(job.held, nodes);
            targets.put(job, nodes);
        }
        return targets;
    }
}
