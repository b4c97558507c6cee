package windtunnel.model.training;

import java.math.BigInteger;
import windtunnel.core.engine.Rank;
import windtunnel.core.engine.Simulation;
import windtunnel.core.measure.Ledger;
import windtunnel.core.measure.Timeline;
import windtunnel.model.Attempt;
import windtunnel.model.InfeasibleException;
import windtunnel.model.LedgerState;
import windtunnel.model.World;

/**
 * One training job in one run: steps, data, synchronous saves, and every GPU-nanosecond of them in the ledger.
 *
 * <p>Between external events (a save is due, the stream's rate changes, the buffer fills up, the horizon) the next identical
 * steps are one event; {@link StepClock} gives their starts in closed form, so stepping one by one books the same.
 */
final class TrainingRun {
    private final World world;
    private final Training job;
    private final StepPlan plan;
    private final SavePlan saves;
    private final DataFeed feed;
    private final Ledger ledger;
    private Attempt attempt;
    private final Simulation simulation;
    private final StepClock clock;
    private final StepBooks books;
    private final JobTally tally = new JobTally();
    private final Timeline.Writer timeline;
    private final long gpus;

    private static final int MOST_FRUITLESS = 10_000;

    private enum Phase {
        /** Not started yet. */
        WAITING,
        /** Steps follow each other. */
        RUNNING,
        /** Blocked by a save. */
        SAVING,
        /** Failed, and nobody knows yet. */
        DETECTING,
        /** Starting again. */
        RESTARTING,
        /** Done, or cut at the horizon. */
        OVER
    }

    private Phase phase = Phase.WAITING;
    private LedgerState waiting = LedgerState.IN_STORAGE_BW;
    private long milestone = -1;
    private long fullTimer = -1;
    private long phaseSince;
    private int snapshot;
    private int durableSnapshot;
    private long durableSteps;
    private int fruitless;

    TrainingRun(World world, Training job, StepPlan plan, SavePlan saves, DataFeed feed, long gpus) {
        this.world = world;
        this.job = job;
        this.plan = plan;
        this.saves = saves;
        this.feed = feed;
        this.gpus = gpus;
        simulation = world.simulation();
        ledger = world.openLedger(job.name());
        timeline = world.openTimeline(job.name(), gpus, job.targetSteps());
        attempt = new Attempt(simulation, world.flows());
        clock = new StepClock(feed.batchBytes(), feed.bufferBytes(), plan.stepNanos());
        books = new StepBooks(clock, plan, ledger, gpus, job.targetSteps());
    }

    /** Schedules the start at the beginning of the run. */
    void schedule() {
        world.started();
        attempt.at(simulation.nowNanos(), Rank.STEP_END, this::begin, 0);
        world.onEnd(this::close);
    }

    private void begin(long payload) {
        note("start");
        world.cluster().onNodeDown((node, cause) -> interrupted(cause));
        start();
    }

    /** Processes run; the loader begins with an empty buffer. */
    private void start() {
        timeline.back(simulation.nowNanos());
        timeline.progress(simulation.nowNanos(), books.ended());
        clock.begin(simulation.nowNanos(), feed.readyBytes());
        feed.open(attempt, this::rateChanged);
        resume();
    }

    /** GPUs are free from now on; the next step starts when its batch is there. */
    private void resume() {
        long now = simulation.nowNanos();
        clock.free(now);
        books.resume(now);
        phase = Phase.RUNNING;
        feed.want(clock.full() ? DataFeed.Want.DEMAND : DataFeed.Want.ALL);
        plan();
    }

    /** Schedules the end of the next run of identical steps, and the instant at which the buffer is full. */
    private void plan() {
        milestone = cancel(milestone);
        long steps = world.options().fastForward() ? saves.stepsUntilNext(books.ended(), job.targetSteps()) : 1;
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
        books.settle(simulation.nowNanos(), waiting);
        if (saves.due(books.ended(), job.targetSteps())) {
            beginSave();
        } else if (books.ended() == job.targetSteps()) {
            finish();
        } else {
            plan();
        }
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
        waiting = feed.waitingState();
        replan();
    }

    private void settle() {
        if (phase == Phase.RUNNING) {
            books.settle(simulation.nowNanos(), waiting);
            books.bookOpenWait(simulation.nowNanos(), waiting);
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

    private void beginSave() {
        note("save");
        long now = simulation.nowNanos();
        milestone = cancel(milestone);
        clock.block(now, books.startsBooked());
        books.recounted();
        phase = Phase.SAVING;
        phaseSince = now;
        snapshot = ledger.snapshot();
        tally.saveBegins(now, saves.bytes());
        feed.want(clock.full() ? DataFeed.Want.NOTHING : DataFeed.Want.ALL);
        planFull();
        if (saves.blockingNanos() > 0) {
            attempt.at(Math.addExact(now, saves.blockingNanos()), Rank.DURABLE, this::saved, 0);
        } else {
            attempt.start(saves.write(), this::saved, 0);
        }
    }

    private void saved(long payload) {
        long now = simulation.nowNanos();
        ledger.book(LedgerState.CKPT_BLOCK.ordinal(), gpus, now - phaseSince);
        ledger.commit(snapshot);
        durableSnapshot = snapshot;
        durableSteps = books.ended();
        fruitless = 0;
        tally.saveDurable(now, saves.bytes(), saves.kept());
        note("durable");
        if (books.ended() == job.targetSteps()) {
            finish();
        } else {
            resume();
        }
    }

    /** A node of the job failed: all it does stops, and what is not durable is lost. */
    private void interrupted(String cause) {
        boolean recovering = phase == Phase.DETECTING || phase == Phase.RESTARTING;
        if (phase == Phase.OVER || recovering && !job.recovery().failuresDuringRecovery()) {
            return;
        }
        long now = simulation.nowNanos();
        bookPhase(now);
        if (phase == Phase.SAVING) {
            tally.saveTorn(now, saves.bytes());
        }
        attempt.close();
        attempt = new Attempt(simulation, world.flows());
        milestone = -1;
        fullTimer = -1;
        ledger.commit(durableSnapshot);
        long lostNanos = ledger.pendingTotal().divide(BigInteger.valueOf(gpus)).longValueExact();
        ledger.lose(durableSnapshot);
        timeline.progress(now, books.ended());
        books.rollBack(durableSteps, now);
        timeline.progress(now, books.ended());
        timeline.stopped(now, cause, lostNanos);
        tally.interrupted();
        note("failed: " + cause);
        requireHope();
        phase = Phase.DETECTING;
        phaseSince = now;
        attempt.at(now + Simulation.nanos(job.recovery().detect().seconds()), Rank.SCHEDULER, this::detected, 0);
    }

    private void requireHope() {
        fruitless++;
        if (fruitless > MOST_FRUITLESS) {
            throw new InfeasibleException("job '" + job.name() + "' failed " + fruitless
                    + " times in a row without a durable checkpoint: it fails faster than it saves; save more often, or"
                    + " use fewer or more reliable nodes");
        }
    }

    private void detected(long payload) {
        long now = simulation.nowNanos();
        bookPhase(now);
        phase = Phase.RESTARTING;
        phaseSince = now;
        attempt.at(now + Simulation.nanos(job.recovery().restart().seconds()), Rank.SCHEDULER, this::restarted, 0);
    }

    private void restarted(long payload) {
        bookPhase(simulation.nowNanos());
        note("restarted");
        start();
    }

    /** Books what has passed of the phase that ends now. */
    private void bookPhase(long nowNanos) {
        switch (phase) {
            case RUNNING -> books.cut(nowNanos, waiting);
            case SAVING -> book(LedgerState.CKPT_BLOCK, nowNanos - phaseSince);
            case DETECTING -> book(LedgerState.DETECT, nowNanos - phaseSince);
            case RESTARTING -> book(LedgerState.RESTART, nowNanos - phaseSince);
            default -> {
                // Nothing is held before the start and after the end.
            }
        }
    }

    private void book(LedgerState state, long nanos) {
        ledger.book(state.ordinal(), gpus, nanos);
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
            bookPhase(endNanos);
            note("cut");
            end(endNanos);
        }
        tally.record(world, job, plan, books, ledger);
    }

    private void note(String transition) {
        world.fingerprint().add(simulation.nowNanos());
        world.fingerprint().add(job.name() + " " + transition + " " + books.ended());
    }
}
