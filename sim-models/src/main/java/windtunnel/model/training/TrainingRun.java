package windtunnel.model.training;

import java.util.ArrayList;
import java.util.List;
import windtunnel.core.engine.Rank;
import windtunnel.core.engine.Simulation;
import windtunnel.core.measure.Ledger;
import windtunnel.core.measure.Timeline;
import windtunnel.core.random.Stream;
import windtunnel.model.Attempt;
import windtunnel.model.InfeasibleException;
import windtunnel.model.LedgerState;
import windtunnel.model.Machines;
import windtunnel.model.World;

/**
 * One training job in one run: steps, data, saves, losses, and every GPU-nanosecond of them in the ledger.
 *
 * <p>Between external events (a save is due or durable, the stream's rate changes, the buffer fills up, a machine is lost, the horizon) the
 * next identical steps are one event; {@link StepClock} gives their starts in closed form, so stepping one by one books the same.
 */
final class TrainingRun implements Machines.Listener {
    private static final int MOST_FRUITLESS = 10_000;

    private final World world;
    private final Training job;
    private final StepPlan plan;
    private final SavePlan saves;
    private final DataFeed feed;
    private final Ledger ledger;
    private final Machines machines;
    private final Simulation simulation;
    private final StepClock clock;
    private final StepBooks books;
    private final Saver saver;
    private final Stream detection;
    private final JobTally tally = new JobTally();
    private final Timeline.Writer timeline;
    private final long gpus;
    private final StepLengths lengths;
    private final List<Machines.Notice> notices = new ArrayList<>();
    private Attempt attempt;

    private enum Phase {
        /** Not started yet. */
        WAITING,
        /** Steps follow each other. */
        RUNNING,
        /** Blocked by a save that is copied or written, or by one before it. */
        SAVING,
        /** Blocked by a save after a notice. */
        EMERGENCY,
        /** Failed, and nobody knows yet. */
        DETECTING,
        /** A node has no machine. */
        REPLACING,
        /** Starting again, and reading the checkpoint. */
        RESTARTING,
        /** Done, or cut at the horizon. */
        OVER
    }

    private Phase phase = Phase.WAITING;
    private long milestone = -1;
    private long fullTimer = -1;
    private long phaseSince;
    private Saver.Save copying;
    private boolean saveAfterDurable;
    private boolean calm;
    private long lostInHaste;
    private int fruitless;

    TrainingRun(World world, Training job, StepPlan plan, SavePlan saves, DataFeed feed, long gpus) {
        this.world = world;
        this.job = job;
        this.plan = plan;
        this.saves = saves;
        this.feed = feed;
        this.gpus = gpus;
        simulation = world.simulation();
        machines = world.machines();
        ledger = world.openLedger(job.name());
        timeline = world.openTimeline(job.name(), gpus, job.targetSteps());
        lengths = new StepLengths(world, plan);
        detection = world.streams().stream(job.name(), "detection");
        attempt = new Attempt(simulation, world.flows());
        clock = new StepClock(feed.batchBytes(), feed.bufferBytes(), plan.stepNanos());
        books = new StepBooks(clock, plan, ledger, gpus, job.targetSteps());
        saver = new Saver(saves, ledger, tally);
    }

    /** Schedules the start at the beginning of the run. */
    void schedule() {
        world.started();
        attempt.at(simulation.nowNanos(), Rank.STEP_END, this::begin, 0);
        world.onEnd(this::close);
    }

    private void begin(long payload) {
        note("start");
        machines.listen(this);
        if (machines.whole()) {
            start();
        } else {
            phase = Phase.REPLACING;
            phaseSince = simulation.nowNanos();
        }
    }

    /** Processes run; the loader begins with an empty buffer. */
    private void start() {
        calm(false);
        timeline.back(simulation.nowNanos());
        timeline.progress(simulation.nowNanos(), books.ended());
        clock.begin(simulation.nowNanos(), feed.readyBytes());
        feed.open(attempt, this::rateChanged, books.ended());
        resume();
    }

    /** GPUs are free from now on; the next step starts when its batch is there. */
    private void resume() {
        long now = simulation.nowNanos();
        clock.firstStep(lengths.draw());
        clock.free(now);
        books.resume(now);
        phase = Phase.RUNNING;
        feed.want(clock.full() ? DataFeed.Want.DEMAND : DataFeed.Want.ALL);
        plan();
    }

    /** Schedules the end of the next run of identical steps, and the instant at which the buffer is full. */
    private void plan() {
        milestone = cancel(milestone);
        long steps = world.options().fastForward() && !lengths.vary()
                ? saves.stepsUntilNext(books.ended(), job.targetSteps())
                : 1;
        long end = books.endOf(steps);
        if (end != StepClock.NEVER) {
            milestone = attempt.at(end, Rank.STEP_END, this::stepsDone, 0);
        }
        planFull();
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
        milestone = -1;
        if (lengths.vary()) {
            books.turn(simulation.nowNanos(), lengths.draw());
        }
        books.settle(simulation.nowNanos());
        if (saves.due(books.ended(), job.targetSteps())) {
            saveDue();
        } else if (allSteps()) {
            finish();
        } else {
            plan();
        }
    }

    private boolean allSteps() {
        return books.ended() == job.targetSteps();
    }

    private void bufferFull(long payload) {
        fullTimer = -1;
        settle();
        clock.fill(simulation.nowNanos(), books.startsBooked());
        feed.want(phase == Phase.RUNNING ? DataFeed.Want.DEMAND : DataFeed.Want.NOTHING);
        replan();
    }

    private void rateChanged(long payload) {
        settle();
        clock.rate(simulation.nowNanos(), books.startsBooked(), feed.rateBytesPerSec());
        feed.note(clock.levelAt(simulation.nowNanos(), 0));
        books.shortage(feed.shortage());
        replan();
    }

    private void settle() {
        if (phase == Phase.RUNNING) {
            // Where steps differ, one that ends now is ended by its own event, which draws the next.
            books.settle(simulation.nowNanos() - (lengths.vary() ? 1 : 0));
            books.bookOpenWait(simulation.nowNanos());
        }
    }

    private void replan() {
        books.recounted();
        if (phase == Phase.RUNNING) {
            plan();
        } else {
            planFull();
        }
    }

    private void saveDue() {
        if (saver.busy() && !allSteps()) {
            tally.saveOverrun();
            if (saves.onOverrun() == Checkpoint.Overrun.SKIP) {
                plan();
                return;
            }
            if (saves.onOverrun() == Checkpoint.Overrun.BLOCK) {
                block();
                saveAfterDurable = true;
                return;
            }
        }
        save();
    }

    private void save() {
        note("save");
        long now = simulation.nowNanos();
        Saver.Save save = saver.take(now, books.ended());
        if (saves.async() && saves.stallNanos() > 0) {
            block();
            copying = save;
            attempt.at(Math.addExact(now, saves.stallNanos()), Rank.DURABLE, this::copied, 0);
            return;
        }
        if (!saves.async() || allSteps()) {
            block();
        } else if (phase == Phase.RUNNING) {
            plan();
        }
        saver.write(attempt, now, save, this::durable);
    }

    /** No step starts until the save is over. */
    private void block() {
        if (phase == Phase.SAVING) {
            return;
        }
        long now = simulation.nowNanos();
        milestone = cancel(milestone);
        clock.block(now, books.startsBooked());
        books.recounted();
        phase = Phase.SAVING;
        phaseSince = now;
        feed.want(clock.full() ? DataFeed.Want.NOTHING : DataFeed.Want.ALL);
        planFull();
    }

    private void copied(long payload) {
        Saver.Save save = copying;
        copying = null;
        saver.write(attempt, simulation.nowNanos(), save, this::durable);
        if (!allSteps()) {
            unblock();
        }
    }

    private void unblock() {
        bookPhase();
        resume();
    }

    private void durable(long payload) {
        long now = simulation.nowNanos();
        if (phase == Phase.RUNNING) {
            settle();
        } else {
            bookPhase();
        }
        saver.durable(attempt, now, this::durable);
        fruitless = 0;
        note("durable");
        if (phase != Phase.SAVING || copying != null) {
            return;
        }
        if (allSteps()) {
            if (saver.durableSteps() == job.targetSteps()) {
                finish();
            }
        } else if (saveAfterDurable) {
            saveAfterDurable = false;
            save();
            if (copying == null) {
                unblock();
            }
        } else if (!notices.isEmpty()) {
            leaveSaved(now, 0);
        } else {
            unblock();
        }
    }

    @Override
    public void noticed(Machines.Notice notice) {
        boolean recovering = phase == Phase.DETECTING || phase == Phase.REPLACING || phase == Phase.RESTARTING;
        if (recovering) {
            notice.leave();
            if (phase == Phase.RESTARTING) {
                newAttempt();
                replace();
            }
        } else if (saves.emergency() != null && phase != Phase.WAITING && phase != Phase.OVER) {
            notices.add(notice);
            if (phase == Phase.RUNNING || phase == Phase.SAVING && hasteIsSooner()) {
                saveInHaste();
            }
        }
    }

    /** Whether a new save ends before the one that blocks; a simulated save is no faster than the one under way. */
    private boolean hasteIsSooner() {
        SavePlan.Work haste = saves.emergency();
        SavePlan.Work write = saves.write();
        boolean measured = haste.transfer() == null && write.transfer() == null;
        return saves.async() || measured && simulation.nowNanos() + haste.nanos() < phaseSince + write.nanos();
    }

    /** Stops at once, in the middle of a step, and saves the state at its start. */
    private void saveInHaste() {
        long now = simulation.nowNanos();
        if (phase == Phase.RUNNING) {
            books.settle(now);
        } else {
            bookPhase();
        }
        note("notice");
        newAttempt();
        calm(!job.recovery().failuresDuringRecovery());
        Saver.Save save = saver.take(now, books.ended());
        long before = saver.pendingNanos(gpus);
        if (phase == Phase.RUNNING) {
            books.cut(now);
        }
        lostInHaste = saver.pendingNanos(gpus) - before;
        phase = Phase.EMERGENCY;
        phaseSince = now;
        saver.writeInHaste(attempt, now, save, this::savedInHaste);
    }

    private void savedInHaste(long payload) {
        long since = phaseSince;
        saver.durable(attempt, simulation.nowNanos(), this::durable);
        saver.lose();
        bookPhase();
        saver.extend();
        fruitless = 0;
        if (allSteps()) {
            finish();
        } else {
            leaveSaved(since, lostInHaste);
        }
    }

    /** All is saved: gives up the machines that will be taken, and waits for new ones. */
    private void leaveSaved(long sinceNanos, long lostNanos) {
        bookPhase();
        newAttempt();
        timeline.progress(sinceNanos, books.ended());
        timeline.stopped(sinceNanos, notices.get(0).cause(), lostNanos);
        tally.interrupted();
        note("left: " + notices.get(0).cause());
        books.rollBack(books.ended(), simulation.nowNanos());
        calm(!job.recovery().failuresDuringRecovery());
        replace();
    }

    @Override
    public void lost(int first, int count, String cause) {
        if (phase == Phase.OVER || phase == Phase.WAITING) {
            return;
        }
        long now = simulation.nowNanos();
        bookPhase();
        newAttempt();
        long lostNanos = saver.pendingNanos(gpus);
        saver.lose();
        timeline.progress(now, books.ended());
        books.rollBack(saver.durableSteps(), now);
        timeline.progress(now, books.ended());
        timeline.stopped(now, cause, lostNanos);
        tally.interrupted();
        note("failed: " + cause);
        requireHope();
        calm(!job.recovery().failuresDuringRecovery());
        phase = Phase.DETECTING;
        phaseSince = now;
        attempt.at(now + Simulation.nanos(job.recovery().detectSeconds(detection)), Rank.SCHEDULER, this::detected, 0);
    }

    private void requireHope() {
        fruitless++;
        if (fruitless > MOST_FRUITLESS) {
            throw new InfeasibleException("job '" + job.name() + "' failed " + fruitless
                    + " times in a row without a durable checkpoint: it fails faster than it saves; save more often, or"
                    + " use fewer or more reliable nodes");
        }
    }

    /** Everything that is under way stops; what is not durable is torn. */
    private void newAttempt() {
        attempt.close();
        attempt = new Attempt(simulation, world.flows());
        saver.tear(simulation.nowNanos(), copying != null);
        copying = null;
        saveAfterDurable = false;
        milestone = -1;
        fullTimer = -1;
    }

    private void calm(boolean wanted) {
        if (wanted && !calm) {
            machines.pause();
        } else if (!wanted && calm) {
            machines.resume();
        }
        calm = wanted;
    }

    private void detected(long payload) {
        replace();
    }

    /** Goes on when every node has a machine. */
    private void replace() {
        bookPhase();
        phase = Phase.REPLACING;
        phaseSince = simulation.nowNanos();
        notices.forEach(Machines.Notice::leave);
        notices.clear();
        if (machines.whole()) {
            restart();
        }
    }

    @Override
    public void complete() {
        if (phase == Phase.REPLACING) {
            restart();
        }
    }

    private void restart() {
        bookPhase();
        phase = Phase.RESTARTING;
        double swap = machines.takeSwaps() > 0 ? job.recovery().swap().seconds() : 0;
        long ready = simulation.nowNanos()
                + Simulation.nanos(swap + job.recovery().restart().seconds());
        attempt.at(ready, Rank.SCHEDULER, this::restore, 0);
    }

    private void restore(long payload) {
        if (saves.restore() == null || saver.durableSteps() == 0) {
            restarted(payload);
        } else {
            saves.restore().start(attempt, simulation.nowNanos(), Rank.SCHEDULER, this::restarted);
        }
    }

    private void restarted(long payload) {
        bookPhase();
        note("restarted");
        start();
    }

    @Override
    public void changing() {
        if (phase == Phase.DETECTING || phase == Phase.REPLACING || phase == Phase.RESTARTING) {
            bookPhase();
        }
    }

    /** Books what has passed of the phase; of a step under way, the part that has passed. */
    private void bookPhase() {
        long now = simulation.nowNanos();
        switch (phase) {
            case RUNNING -> books.cut(now);
            case SAVING -> book(LedgerState.CKPT_BLOCK, gpus, now);
            case EMERGENCY -> book(LedgerState.CKPT_EMERGENCY, gpus, now);
            case DETECTING -> book(LedgerState.DETECT, machines.gpus(), now);
            case REPLACING -> book(LedgerState.WAIT_REPLACEMENT, machines.gpus(), now);
            case RESTARTING -> book(LedgerState.RESTART, machines.gpus(), now);
            default -> {
                // Nothing is held before the start and after the end.
            }
        }
    }

    private void book(LedgerState state, long held, long nowNanos) {
        ledger.book(state.ordinal(), held, nowNanos - phaseSince);
        phaseSince = nowNanos;
    }

    private void finish() {
        note("done");
        end(simulation.nowNanos());
        world.finished();
    }

    private void end(long nowNanos) {
        phase = Phase.OVER;
        tally.endsAt(nowNanos);
        timeline.back(nowNanos);
        timeline.progress(nowNanos, books.ended());
        attempt.close();
        ledger.commitAll();
    }

    /** At the end of the run: books what the horizon cut, then records the metrics. */
    private void close(long endNanos) {
        if (phase != Phase.OVER) {
            bookPhase();
            note("cut");
            end(endNanos);
        }
        tally.record(world, job, plan, saves, books, ledger);
    }

    private void note(String transition) {
        world.fingerprint().add(simulation.nowNanos());
        world.fingerprint().add(job.name() + " " + transition + " " + books.ended());
    }
}
