package windtunnel.model.training;

import windtunnel.core.engine.Rank;
import windtunnel.core.engine.Simulation;
import windtunnel.core.measure.Ledger;
import windtunnel.model.Attempt;
import windtunnel.model.Conditions;
import windtunnel.model.SharedNics;
import windtunnel.model.World;

/**
 * The steps of one job in one run, while nothing holds them up: their starts, their data, and their GPU time in the ledger.
 *
 * <p>Between external events (a save is due, the stream's rate changes, the buffer fills up) the next identical steps are one event;
 * {@link StepClock} gives their starts in closed form, so stepping one by one books the same.
 */
final class Stepping implements Conditions.Listener {
    private final Simulation simulation;
    private final DataFeed feed;
    private final SavePlan saves;
    private final StepLengths lengths;
    private final StepClock clock;
    private final StepBooks books;
    private final long targetSteps;
    private final boolean fastForward;
    private final BurstWatch watch = new BurstWatch();
    private final Runnable milestone;
    private Attempt attempt;
    private final SharedNics nics;
    private StepProgress progress;
    private boolean running;
    private boolean turns;
    private boolean halting;
    private long stalledUntil;
    private long milestoneTimer = -1;
    private long fullTimer = -1;

    /** The steps of {@code job}; {@code milestone} runs when a save is due or all steps have ended, and none starts before it. */
    Stepping(
            World world,
            Training job,
            StepPlan plan,
            SavePlan saves,
            DataFeed feed,
            Ledger ledger,
            long gpus,
            Runnable milestone) {
        this.feed = feed;
        this.saves = saves;
        this.milestone = milestone;
        simulation = world.simulation();
        targetSteps = job.targetSteps();
        lengths = new StepLengths(world, job, plan);
        fastForward = world.options().fastForward() && !lengths.vary();
        clock = new StepClock(feed.batchBytes(), feed.bufferBytes(), plan.stepNanos());
        books = new StepBooks(clock, plan, ledger, gpus, targetSteps);
        nics = world.nics();
        world.conditions().listen(this);
        nics.listen(this::changed);
    }

    /** Links, GPUs or what storage takes of the NICs have changed: what is done of a step under way stays done, the rest is of another length. */
    @Override
    public void changed() {
        if (!running) {
            return;
        }
        boolean faulty = lengths.stale();
        if (lengths.change()) {
            long now = simulation.nowNanos();
            settleBefore();
            books.recount(now);
            if (books.underWay()) {
                books.reshape(progress().goOn(now, lengths.plan(), lengths.drawn()));
            } else {
                books.await(lengths.plan(), lengths.drawn());
            }
            turns = true;
            watch.step(now, lengths.drawn());
            if (faulty) {
                occupy();
            }
            goOn();
        }
    }

    /** The step under way. */
    private StepProgress progress() {
        if (progress == null || progress.startNanos() != books.bookedUntil()) {
            progress = new StepProgress(books.bookedUntil(), books.plan(), clock.stepNanos());
        }
        return progress;
    }

    /** Steps use the NICs that storage uses too. */
    private void occupy() {
        if (nics.used()) {
            StepPlan slowest = lengths.slowest();
            nics.occupy(slowest.activeSeconds(), lengths.nominalNanos(slowest) * 1e-9, feed.nicBatchBytes());
        }
    }

    private void leaveNics() {
        if (nics.used()) {
            nics.free();
        }
    }

    /** A step under way waits until then; what is stalled already waits no longer than the longer stall. */
    @Override
    public void stalled(long untilNanos) {
        long now = simulation.nowNanos();
        long more = untilNanos - Math.max(now, stalledUntil);
        if (running && more > 0) {
            stalledUntil = untilNanos;
            settleBefore();
            books.recount(now);
            if (books.underWay()) {
                progress().stall(now, more);
                books.stretch(more);
            }
            turns = true;
            goOn();
        }
    }

    /** Steps that depend on how many groups there are. */
    void sizes(GroupSteps sizes) {
        lengths.sizes(sizes);
    }

    /** From the next {@link #begin} or {@link #resume} on, steps run on {@code groups} groups and {@code gpus} GPUs, {@code slowdown} times as long. */
    void size(int groups, double slowdown, long gpus) {
        lengths.size(groups, slowdown);
        books.uses(gpus);
    }

    /** The next step to end is a milestone, and none starts before it is over. */
    void halt() {
        if (running && !halting) {
            halting = true;
            settleBefore();
            books.recount(simulation.nowNanos());
            turns = true;
            goOn();
        }
    }

    /** Steps that have ended. */
    long ended() {
        return books.ended();
    }

    /** Whether all steps of the job have ended. */
    boolean all() {
        return books.ended() == targetSteps;
    }

    /** Watches reads around a save. */
    BurstWatch watch() {
        return watch;
    }

    /** The stream of data. */
    DataFeed feed() {
        return feed;
    }

    /** What has been booked. */
    StepBooks books() {
        return books;
    }

    /** Processes of a new attempt run; the loader begins with an empty buffer. */
    void begin(Attempt attempt) {
        this.attempt = attempt;
        clock.begin(simulation.nowNanos(), feed.readyBytes());
        feed.open(attempt, this::rateChanged, books.ended());
        resume();
    }

    /** GPUs are free from now on; the next step starts when its batch is there. */
    void resume() {
        long now = simulation.nowNanos();
        clock.firstStep(lengths.draw());
        books.plan(lengths.plan());
        turns = false;
        clock.free(now);
        books.resume(now);
        watch.step(now, clock.stepNanos());
        running = true;
        occupy();
        feed.want(clock.full() ? DataFeed.Want.DEMAND : DataFeed.Want.ALL);
        goOn();
    }

    /** No step starts until the next {@link #resume}. */
    void block() {
        milestoneTimer = cancel(milestoneTimer);
        clock.block(simulation.nowNanos(), books.startsBooked());
        books.recounted();
        running = false;
        halting = false;
        leaveNics();
        feed.want(clock.full() ? DataFeed.Want.NOTHING : DataFeed.Want.ALL);
        planFull();
    }

    /** The attempt is over, and its timers with it. */
    void stop() {
        running = false;
        halting = false;
        leaveNics();
        milestoneTimer = -1;
        fullTimer = -1;
    }

    /** Schedules the end of the next run of identical steps, and the instant at which the buffer is full. */
    void goOn() {
        milestoneTimer = cancel(milestoneTimer);
        long end = books.endOf(fastForward && !turns ? untilNext() : 1);
        if (end != StepClock.NEVER) {
            milestoneTimer = attempt.at(end, Rank.STEP_END, this::stepsDone, 0);
        }
        planFull();
    }

    private long untilNext() {
        return saves.stepsUntilNext(books.ended(), targetSteps);
    }

    private void planFull() {
        fullTimer = cancel(fullTimer);
        long full = clock.fullAtNanos();
        if (full != StepClock.NEVER) {
            fullTimer = attempt.at(Math.max(full, simulation.nowNanos()), Rank.FLOW_END, this::bufferFull, 0);
        }
    }

    private long cancel(long timer) {
        if (timer >= 0) {
            simulation.cancel(timer);
        }
        return -1;
    }

    private void stepsDone(long payload) {
        milestoneTimer = -1;
        long most = halting ? 1 : untilNext();
        if (lengths.vary() || turns) {
            books.turn(simulation.nowNanos(), lengths.draw());
            books.plan(lengths.plan());
            turns = false;
            most--;
        }
        books.settle(simulation.nowNanos(), most);
        if (halting || saves.stops(books.ended(), targetSteps)) {
            halting = false;
            milestone.run();
        } else {
            goOn();
        }
    }

    private void bufferFull(long payload) {
        fullTimer = -1;
        settleBefore();
        clock.fill(simulation.nowNanos(), books.startsBooked());
        feed.want(running ? DataFeed.Want.DEMAND : DataFeed.Want.NOTHING);
        replan();
    }

    private void rateChanged(long payload) {
        settleBefore();
        clock.rate(simulation.nowNanos(), books.startsBooked(), feed.rateBytesPerSec());
        watch.rate(simulation.nowNanos(), feed.rateBytesPerSec());
        feed.note(clock.levelAt(simulation.nowNanos(), 0));
        books.shortage(feed.shortage());
        replan();
    }

    /** Before the stream changes. A step that ends now is ended by its own event, which saves or draws the next. */
    private void settleBefore() {
        if (running) {
            books.settle(simulation.nowNanos() - 1);
            books.bookOpenWait(simulation.nowNanos());
        }
    }

    private void replan() {
        books.recounted();
        if (running) {
            goOn();
        } else {
            planFull();
        }
    }
}
