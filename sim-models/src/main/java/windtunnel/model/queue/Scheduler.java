package windtunnel.model.queue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import windtunnel.model.queue.placement.Pool;

/** Passes over the jobs that wait: who starts now, and who makes room for it. */
final class Scheduler {
    private static final int LONGEST_PASS = 10_000_000;

    private final JobQueue queue;
    private final QueueRun run;
    private final Holdings holdings;
    private final WaitingJobs waiting;
    private final Room room;
    private final Moves moves;
    /** Jobs with a time reserved in advance that have not started. */
    private final List<Job> reserved = new ArrayList<>();
    /** For whom others moved last. */
    private Job movedFor;

    Scheduler(JobQueue queue, QueueRun run, Holdings holdings, WaitingJobs waiting) {
        this.queue = queue;
        this.run = run;
        this.holdings = holdings;
        this.waiting = waiting;
        room = new Room(queue, holdings);
        moves = queue.defragment().map(rules -> new Moves(rules, holdings)).orElse(null);
    }

    /** The job has come, and its time is reserved from now on. */
    void reserve(Job job) {
        reserved.add(job);
        reserved.sort(
                Comparator.comparingLong((Job other) -> other.reservedNanos).thenComparingInt(other -> other.number));
    }

    /** Whether some time that was reserved is still to come, or overdue. */
    boolean reserves() {
        return !reserved.isEmpty();
    }

    /** The first job that waits, by order and quotas; null if there is none. */
    Job first() {
        if (waiting.plain(holdings)) {
            return waiting.first();
        }
        List<Job> jobs = waiting.inOrder(holdings);
        return jobs.isEmpty() ? null : jobs.get(0);
    }

    void pass(long now) {
        startReserved(now);
        for (int starts = 0; starts < LONGEST_PASS; starts++) {
            Job next = first();
            if (next == null) {
                grow(now);
                return;
            }
            int[] nodes = place(next, now);
            if (nodes == null && (move(next, now) || !makeRoom(next, now))) {
                backfill(now);
                return;
            }
            run.start(next, nodes == null ? place(next, now) : nodes);
        }
    }

    private void startReserved(long now) {
        for (Job job : List.copyOf(reserved)) {
            int[] nodes = job.reservedNanos > now ? null : holdings.pool().place(job.need);
            if (nodes != null) {
                reserved.remove(job);
                run.startReserved(job, nodes);
            }
        }
    }

    /** Nodes for a job now, if it leaves free what is reserved. */
    private int[] place(Job job, long now) {
        return reserved.isEmpty()
                ? holdings.pool().place(job.need)
                : outlook(now).startNow(job);
    }

    private Outlook outlook(long now) {
        Outlook outlook = new Outlook(now, holdings.pool(), ends(now, Map.of()));
        reserved.forEach(job -> outlook.keep(job, job.reservedNanos));
        return outlook;
    }

    /** What the running jobs give back; of some of them in a plan, something else. */
    private List<Outlook.End> ends(long now, Map<Job, List<Outlook.End>> planned) {
        List<Outlook.End> ends = new ArrayList<>();
        for (Job job : holdings.running()) {
            List<Outlook.End> other = planned.get(job);
            ends.addAll(other == null ? Outlook.End.of(job, now) : other);
        }
        return ends;
    }

    /** What is left when {@code pool} is free and {@code ends} come; null where something reserved would start later than it does without a plan. */
    private Outlook leavesReserved(Pool pool, List<Outlook.End> ends, long now) {
        Outlook plain = new Outlook(now, holdings.pool(), ends(now, Map.of()));
        Outlook outlook = new Outlook(now, pool, ends);
        boolean later = false;
        for (Job job : reserved) {
            later |= outlook.keep(job, job.reservedNanos) > plain.keep(job, job.reservedNanos);
        }
        return later ? null : outlook;
    }

    private void backfill(long now) {
        if (queue.backfill() == JobQueue.Backfill.NONE) {
            return;
        }
        boolean conservative = queue.backfill() == JobQueue.Backfill.CONSERVATIVE;
        Outlook outlook = outlook(now);
        boolean first = true;
        for (Job job : waiting.inOrder(holdings)) {
            if (!first && !holdings.within(job) && !holdings.borrows().test(job.team)) {
                continue;
            }
            Outlook.Slot slot = first || conservative ? outlook.earliest(job) : now(outlook, job, now);
            first = false;
            if (slot == null) {
                continue;
            }
            outlook.reserve(job, slot);
            if (slot.nanos() == now) {
                run.start(job, slot.nodes());
            }
        }
    }

    private static Outlook.Slot now(Outlook outlook, Job job, long now) {
        int[] nodes = outlook.startNow(job);
        return nodes == null ? null : new Outlook.Slot(now, nodes);
    }

    /** Moves others together for a job; returns whether they are on their way, so that it can start when they have moved. */
    private boolean move(Job next, long now) {
        if (moves == null) {
            return false;
        }
        if (next == movedFor && holdings.running().stream().anyMatch(job -> job.savingSinceNanos >= 0)) {
            return true;
        }
        Map<Job, int[]> plan = moves.plan(next, outlook(now), now);
        if (plan.isEmpty() || !reserved.isEmpty() && !movesInTime(plan, next, now)) {
            return false;
        }
        plan.forEach((job, nodes) -> run.moveLater(job, nodes, moves.saveNanos()));
        movedFor = next;
        return true;
    }

    private boolean movesInTime(Map<Job, int[]> plan, Job next, long now) {
        Pool pool = holdings.pool().copy();
        Map<Job, List<Outlook.End>> planned = new LinkedHashMap<>();
        long moved = now + moves.saveNanos();
        plan.forEach((job, nodes) -> {
            pool.take(job.held, nodes);
            planned.put(
                    job,
                    List.of(
                            new Outlook.End(moved, job.number, job.held, job.nodes),
                            new Outlook.End(
                                    job.estimatedEndOn(job.held, now) + moves.saveNanos(),
                                    job.number,
                                    job.held,
                                    nodes)));
        });
        Outlook outlook = leavesReserved(pool, ends(now, planned), now);
        return outlook != null && outlook.fitsAt(next, moved);
    }

    /** Shrinks and stops as few less important jobs as it takes; returns whether there is room now. */
    private boolean makeRoom(Job next, long now) {
        Room.Plan plan = room.plan(next, now);
        if (plan == null || !reserved.isEmpty() && !makesRoomInTime(plan, next, now)) {
            return false;
        }
        plan.shrunk().forEach(run::shrink);
        plan.stopped().forEach(victim -> run.preempt(victim, next));
        return true;
    }

    private boolean makesRoomInTime(Room.Plan plan, Job next, long now) {
        Map<Job, List<Outlook.End>> planned = new LinkedHashMap<>();
        plan.stopped().forEach(job -> planned.put(job, List.of()));
        plan.shrunk().forEach((job, gpus) -> planned.put(job, resized(job, gpus, holdings.kept(job, gpus), now)));
        Outlook outlook = leavesReserved(plan.pool(), ends(now, planned), now);
        return outlook != null && outlook.startNow(next) != null;
    }

    private static List<Outlook.End> resized(Job job, int gpus, int[] nodes, long now) {
        return List.of(new Outlook.End(job.estimatedEndOn(gpus, now), job.number, gpus, nodes));
    }

    /** While nobody waits, jobs that have shrunk get their GPUs back where that pays for the restart. */
    private void grow(long now) {
        for (Job job : List.copyOf(holdings.running())) {
            int[] nodes = job.held < job.gpus && job.gainsByGrowth(now) ? holdings.grown(job) : null;
            if (nodes != null && (reserved.isEmpty() || growsInTime(job, nodes, now))) {
                run.grow(job, nodes);
            }
        }
    }

    private boolean growsInTime(Job job, int[] nodes, long now) {
        Pool pool = holdings.pool().copy();
        pool.give(job.held, job.nodes);
        pool.take(job.gpus, nodes);
        return leavesReserved(pool, ends(now, Map.of(job, resized(job, job.gpus, nodes, now))), now) != null;
    }
}
