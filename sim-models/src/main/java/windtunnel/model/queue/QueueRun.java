package windtunnel.model.queue;

import java.util.Arrays;
import java.util.List;
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
final class QueueRun implements Machines.Listener {
    /** How often priorities are computed anew while jobs wait, between events: Slurm 24.05, slurm.conf, PriorityCalcPeriod is 5 minutes. */
    private static final long LOOK_NANOS = 300_000_000_000L;

    private final World world;
    private final JobQueue queue;
    private final List<Job> arrivals;
    private final Simulation simulation;
    private final Machines machines;
    private final Pool pool;
    private final TrafficTime traffic;
    private final Ledger nobody;
    private final Holdings holdings;
    private final JobBooks books;
    private final Scheduler scheduler;
    private final FairUse use;
    private final WaitingJobs waiting;
    private final QueueTally tally;
    private int arrived;
    private int done;
    private long sinceNanos;
    private boolean passDue;
    private boolean lookDue;
    private long stranded;
    private long kept;

    QueueRun(World world, JobQueue queue, List<Job> jobs) {
        this.world = world;
        this.queue = queue;
        arrivals = jobs;
        simulation = world.simulation();
        machines = world.machines();
        int perNode = world.cluster().gpusPerNode();
        int[] leaves = Leaves.of(world.cluster());
        pool = new Pool(leaves, perNode, queue.placement());
        traffic = new TrafficTime(world.cluster(), leaves);
        nobody = world.openLedger(null);
        holdings = new Holdings(pool, perNode, queue.teams());
        double[] shares =
                queue.teams().stream().mapToDouble(team -> team.share().value()).toArray();
        use = new FairUse(shares, Simulation.nanos(queue.halfLife().seconds()));
        waiting = new WaitingJobs(queue.order(), use);
        tally = new QueueTally(queue.owners(), perNode);
        Ledger[] ledgers = queue.owners().stream().map(world::openLedger).toArray(Ledger[]::new);
        books = new JobBooks(ledgers, tally);
        scheduler = new Scheduler(queue, this, holdings, waiting);
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
            take(arrivals.get(arrived++));
        }
        if (arrived < arrivals.size()) {
            simulation.at(arrivals.get(arrived).arrivesNanos, Rank.STEP_END, this::arrive, 0);
        }
        passSoon();
    }

    private void take(Job job) {
        if (job.reservedNanos < 0) {
            waiting.add(job);
        } else {
            scheduler.reserve(job);
            job.waitingSinceNanos = job.readyNanos();
            simulation.at(job.readyNanos(), Rank.STEP_END, now -> passSoon(), 0);
        }
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
        scheduler.pass(simulation.nowNanos());
        stranded = stranded();
        kept = kept();
        lookLater();
    }

    /** Fair shares and protections of running jobs change by the mere passing of time, so that it can be another job's turn without an event. */
    private void lookLater() {
        boolean changes =
                queue.order() == JobQueue.Order.FAIR_SHARE || queue.preemption().isPresent();
        if (changes && !waiting.isEmpty() && !lookDue) {
            lookDue = true;
            long next = Math.multiplyExact(simulation.nowNanos() / LOOK_NANOS + 1, LOOK_NANOS);
            simulation.at(next, Rank.STEP_END, this::look, 0);
        }
    }

    private void look(long payload) {
        lookDue = false;
        passSoon();
    }

    /** Free GPUs where the first job that waits would fit, but for what is reserved. */
    private long kept() {
        Job first = scheduler.reserves() ? scheduler.first() : null;
        return first == null || pool.place(first.need) == null ? 0 : pool.totalFree();
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

    /** A job that waits starts. */
    void start(Job job, int[] nodes) {
        waiting.remove(job);
        begin(job, nodes);
    }

    /** A job whose time was reserved starts. */
    void startReserved(Job job, int[] nodes) {
        tally.kept(simulation.nowNanos() - job.readyNanos());
        begin(job, nodes);
    }

    private void begin(Job job, int[] nodes) {
        job.waitedNanos += simulation.nowNanos() - job.waitingSinceNanos;
        holdings.start(job, nodes);
        goOn(job);
        note("start", job);
    }

    /** The job runs on the nodes that it has from now on. */
    private void goOn(Job job) {
        long now = simulation.nowNanos();
        job.startedNanos = now;
        double apart = job.traffic == null ? 1 : traffic.slowdown(job.traffic, job.nodes);
        job.slowdown = job.held == job.gpus ? apart : apart * job.gpus / job.held;
        job.end = simulation.at(Math.addExact(now, job.remainingNanos()), Rank.STEP_END, this::ended, job.number);
    }

    private Job running(long number) {
        return holdings.running().stream()
                .filter(job -> job.number == number)
                .findFirst()
                .orElseThrow();
    }

    private void ended(long number) {
        Job job = running(number);
        account();
        long now = simulation.nowNanos();
        books.book(job, now, job.lengthNanos, false);
        holdings.free(job);
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

    /** The job stops at once and waits again; what no checkpoint holds is lost. */
    private void stop(Job job, String why, boolean displaced) {
        long now = simulation.nowNanos();
        simulation.cancel(job.end);
        books.book(job, now, job.savedBy(now), displaced);
        holdings.free(job);
        job.savingSinceNanos = -1;
        job.slowdown = 1;
        job.held = job.gpus;
        job.stopped = true;
        job.displaced = displaced;
        job.waitingSinceNanos = now;
        waiting.add(job);
        note(why, job);
    }

    /** The job stops for {@code next}. */
    void preempt(Job victim, Job next) {
        tally.preempted(victim, next.failed ? victim.lostIfStopped(simulation.nowNanos()) : -1);
        stop(victim, "preempted", next.failed);
    }

    /** The job saves, gives GPUs up and starts again on those that are left. */
    void shrink(Job job, int gpus) {
        restart(job, "shrink");
        holdings.resize(job, gpus, holdings.kept(job, gpus));
        tally.shrunk();
        goOn(job);
    }

    /** The job saves and starts again with all its GPUs, on {@code nodes}. */
    void grow(Job job, int[] nodes) {
        restart(job, "grow");
        holdings.resize(job, job.gpus, nodes);
        goOn(job);
    }

    /** What the job has done until now is safe, and what it does next is a restart. */
    private void restart(Job job, String why) {
        long now = simulation.nowNanos();
        simulation.cancel(job.end);
        books.book(job, now, job.doneNanos(now), false);
        job.stopped = true;
        job.displaced = false;
        note(why, job);
    }

    /** The job saves from now on, and then moves to {@code nodes}. */
    void moveLater(Job job, int[] nodes, long saveNanos) {
        long now = simulation.nowNanos();
        simulation.cancel(job.end);
        holdings.aim(job, nodes);
        job.savingSinceNanos = now;
        job.movesNanos = now + saveNanos;
        note("save to move", job);
        job.end = simulation.at(job.movesNanos, Rank.STEP_END, this::moved, job.number);
    }

    /** The job has saved, and starts again on other nodes; if those are gone, it goes on where it is. */
    private void moved(long number) {
        Job job = running(number);
        account();
        long now = simulation.nowNanos();
        books.book(job, now, job.doneNanos(now), false);
        job.savingSinceNanos = -1;
        job.displaced = false;
        job.stopped = job.target != null;
        if (job.stopped) {
            tally.moved(job, job.restartNanos + queueSaveNanos());
            holdings.move(job);
        }
        note("moved", job);
        goOn(job);
        passSoon();
    }

    private long queueSaveNanos() {
        return queue.defragment()
                .map(rules -> Simulation.nanos(rules.save().seconds()))
                .orElseThrow();
    }

    /** What has passed since the last change: free GPUs are nobody's, and teams' use decays. */
    private void account() {
        long now = simulation.nowNanos();
        long elapsed = now - sinceNanos;
        if (elapsed > 0) {
            long[] held = holdings.byTeam();
            nobody.book(LedgerState.UNUSED.ordinal(), machines.gpus() - holdings.held(), elapsed);
            tally.account(elapsed, machines.gpus(), held, !waiting.isEmpty(), stranded);
            tally.keptFree(elapsed, kept);
            use.account(now, held);
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
        for (Job job : List.copyOf(holdings.running())) {
            if (holds(loss, job.nodes)) {
                tally.failed();
                stop(job, "failed: " + loss.cause(), false);
                job.failed = true;
                queue.failedPriority().ifPresent(least -> job.priority = Math.max(job.priority, least.value()));
            } else if (job.target != null && holds(loss, job.target)) {
                holdings.forgetTarget(job);
            }
        }
        passSoon();
    }

    private static boolean holds(Machines.Loss loss, int[] nodes) {
        return Arrays.stream(nodes).anyMatch(node -> loss.nodes().contains(node));
    }

    @Override
    public void vacated(int node) {
        pool.close(node);
        stranded = 0;
        kept = 0;
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

    private void close(long endNanos) {
        account();
        for (Job job : List.copyOf(holdings.running())) {
            books.book(job, endNanos, job.doneNanos(endNanos), false);
        }
        tally.record(world.recorder(), queue.name(), queue);
        if (queue.warmUp() == JobQueue.WarmUpRule.MSER5) {
            SteadyWaits.record(world.recorder(), queue.name(), arrivals);
        }
        world.explain(new Explanation(null, LedgerState.UNUSED, queue.name(), tally.whyUnused()));
    }

    private void note(String transition, Job job) {
        world.fingerprint().add(simulation.nowNanos());
        world.fingerprint().add(queue.name() + " " + transition + " " + job.number);
    }
}
