package windtunnel.model.queue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import windtunnel.core.engine.Rank;
import windtunnel.core.engine.Simulation;
import windtunnel.core.measure.Ledger;
import windtunnel.model.Explanation;
import windtunnel.model.InfeasibleException;
import windtunnel.model.LedgerState;
import windtunnel.model.Machines;
import windtunnel.model.World;
import windtunnel.model.queue.placement.Leaves;
import windtunnel.model.queue.placement.Need;
import windtunnel.model.queue.placement.Pool;
import windtunnel.model.queue.placement.TrafficTime;

/**
 * A queue in one run. Arrivals, ends and losses of an instant are all taken in before one pass of the scheduler decides who starts.
 */
final class QueueRun implements Machines.Listener, WaitingJobs.Eligibility {
    private static final int LONGEST_PASS = 10_000_000;

    private final World world;
    private final JobQueue queue;
    private final List<Job> arrivals;
    private final Simulation simulation;
    private final Machines machines;
    private final int perNode;
    private final Pool pool;
    private final TrafficTime traffic;
    private final Ledger nobody;
    private final Ledger[] ledgers;
    private final long[] quotas;
    private final boolean[] borrows;
    private final boolean quotaFree;
    private final long[] heldByTeam;
    private final FairUse use;
    private final WaitingJobs waiting;
    private final List<Job> running = new ArrayList<>();
    private final QueueTally tally;
    private final boolean preempts;
    private int arrived;
    private int done;
    private long sinceNanos;
    private boolean passDue;
    private long stranded;

    QueueRun(World world, JobQueue queue, List<Job> jobs) {
        this.world = world;
        this.queue = queue;
        arrivals = jobs;
        simulation = world.simulation();
        machines = world.machines();
        perNode = world.cluster().gpusPerNode();
        int[] leaves = Leaves.of(world.cluster());
        pool = new Pool(leaves, perNode, queue.placement());
        traffic = new TrafficTime(world.cluster(), leaves);
        nobody = world.openLedger(null);
        int teams = queue.teams().size();
        ledgers = new Ledger[teams];
        quotas = new long[teams];
        borrows = new boolean[teams];
        double[] shares = new double[teams];
        for (int team = 0; team < teams; team++) {
            Team spec = queue.teams().get(team);
            ledgers[team] = world.openLedger(spec.name());
            quotas[team] = spec.quota().map(count -> count.value()).orElse(Long.MAX_VALUE);
            borrows[team] = spec.borrows();
            shares[team] = spec.share().value();
        }
        quotaFree = queue.teams().stream().allMatch(team -> team.quota().isEmpty());
        heldByTeam = new long[teams];
        use = new FairUse(shares, Simulation.nanos(queue.halfLife().seconds()));
        waiting = new WaitingJobs(queue.order(), use);
        tally = new QueueTally(queue.owners(), perNode);
        preempts = queue.preemption().isPresent();
    }

    void schedule() {
        Pool empty = pool.copy();
        for (Job job : arrivals) {
            if (empty.place(job.need) == null) {
                throw new InfeasibleException(
                        "a job of " + job.gpus
                                + " GPUs is to be put below one leaf switch, of which none has so many; leave out 'place: same-leaf'");
            }
        }
        world.started();
        machines.listen(this);
        simulation.at(arrivals.get(0).arrivesNanos, Rank.STEP_END, this::arrive, 0);
        world.onEnd(this::close);
    }

    private void arrive(long payload) {
        long now = simulation.nowNanos();
        while (arrived < arrivals.size() && arrivals.get(arrived).arrivesNanos == now) {
            waiting.add(arrivals.get(arrived++));
        }
        if (arrived < arrivals.size()) {
            simulation.at(arrivals.get(arrived).arrivesNanos, Rank.STEP_END, this::arrive, 0);
        }
        passSoon();
    }

    private void passSoon() {
        if (!passDue) {
            passDue = true;
            simulation.at(simulation.nowNanos(), Rank.SCHEDULER, this::pass, 0);
        }
    }

    private void pass(long payload) {
        passDue = false;
        account();
        new Scheduler().pass();
        stranded = stranded();
    }

    /** Free GPUs that are enough for a waiting job in number, while none fits on the nodes. */
    private long stranded() {
        if (waiting.isEmpty()) {
            return 0;
        }
        long free = pool.totalFree();
        boolean enough = false;
        for (Need need : waiting.needs()) {
            if (need.gpus() <= free) {
                enough = true;
                if (pool.place(need) != null) {
                    return 0;
                }
            }
        }
        return enough ? free : 0;
    }

    private void start(Job job, int[] nodes) {
        long now = simulation.nowNanos();
        waiting.remove(job);
        job.borrowed = !within(job);
        job.waitedNanos += now - job.waitingSinceNanos;
        job.nodes = nodes;
        job.startedNanos = now;
        job.slowdown = job.traffic == null ? 1 : traffic.slowdown(job.traffic, nodes);
        pool.take(job.gpus, nodes);
        heldByTeam[job.team] += job.gpus;
        running.add(job);
        job.end = simulation.at(Math.addExact(now, job.remainingNanos()), Rank.STEP_END, this::ended, job.number);
        note("start", job);
    }

    private void ended(long number) {
        Job job = running.stream().filter(j -> j.number == number).findFirst().orElseThrow();
        account();
        long now = simulation.nowNanos();
        book(job, now, job.lengthNanos);
        free(job);
        job.endedNanos = now;
        tally.done(job, now);
        note("done", job);
        done++;
        if (done == arrivals.size()) {
            world.finished();
        } else {
            passSoon();
        }
    }

    /**
     * Books the time since the start: the restart, the work that {@code savedNanos} holds, what is lost beyond it, and in the same parts the time by
     * which nodes that lie far apart made both longer.
     */
    private void book(Job job, long nowNanos, long savedNanos) {
        Ledger ledger = ledgers[job.team];
        long kept = savedNanos - job.savedNanos;
        long lost = Math.max(0, job.doneNanos(nowNanos) - savedNanos);
        long apart = nowNanos - job.startedNanos - job.restartedNanos(nowNanos) - kept - lost;
        long apartLost = kept + lost == 0 ? 0 : (long) ((double) apart * lost / (kept + lost));
        ledger.book(LedgerState.RESTART.ordinal(), job.gpus, job.restartedNanos(nowNanos));
        ledger.book(LedgerState.COMPUTE.ordinal(), job.gpus, kept);
        ledger.book(LedgerState.COMM_DP.ordinal(), job.gpus, apart - apartLost);
        ledger.commitAll();
        if (lost > 0) {
            ledger.book(LedgerState.COMPUTE.ordinal(), job.gpus, lost);
            ledger.book(LedgerState.COMM_DP.ordinal(), job.gpus, apartLost);
            ledger.loseAfter(0);
        }
        tally.worked(job, kept, lost, apart);
        job.savedNanos = savedNanos;
    }

    private void free(Job job) {
        pool.give(job.gpus, job.nodes);
        heldByTeam[job.team] -= job.gpus;
        running.remove(job);
        job.nodes = null;
    }

    /** The job stops at once and waits again; what no checkpoint holds is lost. */
    private void stop(Job job, String why) {
        long now = simulation.nowNanos();
        simulation.cancel(job.end);
        book(job, now, job.savedBy(now));
        free(job);
        job.slowdown = 1;
        job.stopped = true;
        job.waitingSinceNanos = now;
        waiting.add(job);
        note(why, job);
    }

    /** What has passed since the last change: free GPUs are nobody's, and teams' use decays. */
    private void account() {
        long now = simulation.nowNanos();
        long elapsed = now - sinceNanos;
        if (elapsed > 0) {
            long held = 0;
            for (long gpus : heldByTeam) {
                held += gpus;
            }
            nobody.book(LedgerState.UNUSED.ordinal(), machines.gpus() - held, elapsed);
            tally.account(elapsed, machines.gpus(), heldByTeam, !waiting.isEmpty(), stranded);
            use.account(now, heldByTeam);
        }
        sinceNanos = now;
    }

    @Override
    public void changing() {
        account();
    }

    @Override
    public void lost(Machines.Loss loss) {
        account();
        for (Job job : List.copyOf(running)) {
            boolean hit = false;
            for (int node : job.nodes) {
                hit |= loss.nodes().contains(node);
            }
            if (hit) {
                tally.failed();
                stop(job, "failed: " + loss.cause());
                job.failed = true;
            }
        }
        passSoon();
    }

    @Override
    public void vacated(int node) {
        pool.close(node);
        stranded = 0;
        passSoon();
    }

    @Override
    public void filled(int node) {
        pool.open(node);
        passSoon();
    }

    @Override
    public void noticed(Machines.Notice notice) {
        // Jobs save on their own schedule; the loss itself stops them.
    }

    @Override
    public void complete() {
        // Each node says for itself that it is filled.
    }

    @Override
    public boolean all() {
        return quotaFree;
    }

    @Override
    public boolean within(Job job) {
        return heldByTeam[job.team] + job.gpus <= quotas[job.team];
    }

    @Override
    public IntPredicate borrows() {
        return team -> borrows[team];
    }

    private void close(long endNanos) {
        account();
        for (Job job : List.copyOf(running)) {
            book(job, endNanos, job.doneNanos(endNanos));
        }
        tally.record(world.recorder(), queue.name(), preempts);
        if (queue.warmUp() == JobQueue.WarmUpRule.MSER5) {
            SteadyWaits.record(world.recorder(), queue.name(), arrivals);
        }
        world.explain(new Explanation(null, LedgerState.UNUSED, queue.name(), tally.whyUnused()));
    }

    private void note(String transition, Job job) {
        world.fingerprint().add(simulation.nowNanos());
        world.fingerprint().add(queue.name() + " " + transition + " " + job.number);
    }

    /** One pass: who starts now, and who is stopped for it. */
    private final class Scheduler {
        void pass() {
            for (int starts = 0; starts < LONGEST_PASS; starts++) {
                Job next = waiting.plain(QueueRun.this) ? waiting.first() : first();
                if (next == null) {
                    return;
                }
                int[] nodes = pool.place(next.need);
                if (nodes == null && !makeRoom(next)) {
                    backfill();
                    return;
                }
                start(next, nodes == null ? pool.place(next.need) : nodes);
            }
        }

        private Job first() {
            List<Job> jobs = waiting.inOrder(QueueRun.this);
            return jobs.isEmpty() ? null : jobs.get(0);
        }

        private void backfill() {
            if (queue.backfill() == JobQueue.Backfill.NONE) {
                return;
            }
            boolean conservative = queue.backfill() == JobQueue.Backfill.CONSERVATIVE;
            Outlook outlook = new Outlook(simulation.nowNanos(), pool, running);
            boolean first = true;
            for (Job job : waiting.inOrder(QueueRun.this)) {
                if (!first && !within(job) && !borrows[job.team]) {
                    continue;
                }
                Outlook.Slot slot = first || conservative ? outlook.earliest(job) : now(outlook, job);
                first = false;
                if (slot == null) {
                    continue;
                }
                outlook.reserve(job, slot);
                if (slot.nanos() == simulation.nowNanos()) {
                    start(job, slot.nodes());
                }
            }
        }

        private Outlook.Slot now(Outlook outlook, Job job) {
            int[] nodes = outlook.startNow(job);
            return nodes == null ? null : new Outlook.Slot(simulation.nowNanos(), nodes);
        }

        /** Stops as few less important jobs as it takes; returns whether there is room now. */
        private boolean makeRoom(Job next) {
            if (!preempts) {
                return false;
            }
            List<Job> victims = new ArrayList<>(
                    running.stream().filter(job -> yields(job, next)).toList());
            victims.sort(worstFirst());
            Pool trial = pool.copy();
            List<Job> chosen = new ArrayList<>();
            for (Job victim : victims) {
                if (trial.place(next.need) != null) {
                    break;
                }
                trial.give(victim.gpus, victim.nodes);
                chosen.add(victim);
            }
            if (trial.place(next.need) == null) {
                return false;
            }
            spare(next, chosen, trial);
            for (Job victim : chosen) {
                tally.preempted(victim, next.failed ? victim.lostIfStopped(simulation.nowNanos()) : -1);
                stop(victim, "preempted");
            }
            return true;
        }

        /** Leaves out the victims, the last chosen first, without whom there is room as well. */
        private void spare(Job next, List<Job> chosen, Pool trial) {
            for (int i = chosen.size() - 1; i >= 0; i--) {
                Job victim = chosen.get(i);
                trial.take(victim.gpus, victim.nodes);
                if (trial.place(next.need) != null) {
                    chosen.remove(i);
                } else {
                    trial.give(victim.gpus, victim.nodes);
                }
            }
        }

        private boolean yields(Job job, Job next) {
            Preemption rules = queue.preemption().orElseThrow();
            boolean longEnough = simulation.nowNanos() - job.startedNanos
                    >= Simulation.nanos(rules.protectedFor().seconds());
            boolean less = queue.order() == JobQueue.Order.PRIORITY && job.priority < next.priority;
            return longEnough && (less || job.borrowed && within(next));
        }

        private Comparator<Job> worstFirst() {
            long now = simulation.nowNanos();
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
}
