package windtunnel.model.queue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

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
        List<Outlook.End> ends = new ArrayList<>();
        holdings.running().forEach(job -> ends.addAll(Outlook.End.of(job, now)));
        Outlook outlook = new Outlook(now, holdings.pool(), ends);
        reserved.forEach(job -> outlook.keep(job, job.reservedNanos));
        return outlook;
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
        if (moves == null || !reserved.isEmpty()) {
            return false;
        }
        if (next == movedFor && holdings.running().stream().anyMatch(job -> job.savingSinceNanos >= 0)) {
            return true;
        }
        Map<Job, int[]> plan = moves.plan(next, outlook(now), now);
        plan.forEach((job, nodes) -> run.moveLater(job, nodes, moves.saveNanos()));
        movedFor = plan.isEmpty() ? null : next;
        return !plan.isEmpty();
    }

    /** Shrinks and stops as few less important jobs as it takes; returns whether there is room now. */
    private boolean makeRoom(Job next, long now) {
        Room.Plan plan = room.plan(next, now);
        if (plan == null || !reserved.isEmpty() && !leavesReserved(plan, next, now)) {
            return false;
        }
        plan.shrunk().forEach(run::shrink);
        plan.stopped().forEach(victim -> run.preempt(victim, next));
        return true;
    }

    /** Whether {@code next} could start after {@code plan} and leave free what is reserved. */
    private boolean leavesReserved(Room.Plan plan, Job next, long now) {
        List<Outlook.End> ends = new ArrayList<>();
        for (Job job : holdings.running()) {
            Integer fewer = plan.shrunk().get(job);
            if (fewer != null) {
                ends.add(new Outlook.End(job.estimatedEndOn(fewer, now), job.number, fewer, holdings.kept(job, fewer)));
            } else if (!plan.stopped().contains(job)) {
                ends.addAll(Outlook.End.of(job, now));
            }
        }
        Outlook outlook = new Outlook(now, plan.pool(), ends);
        reserved.forEach(job -> outlook.keep(job, job.reservedNanos));
        return outlook.startNow(next) != null;
    }

    /** While nobody waits, jobs that have shrunk get their GPUs back where that pays for the restart. */
    private void grow(long now) {
        if (reserved.isEmpty()) {
            holdings.running().stream()
                    .filter(job -> job.held < job.gpus && job.gainsByGrowth(now))
                    .toList()
                    .forEach(run::grow);
        }
    }
}
