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
 * <p>{@link Stepping} has the steps themselves; here is what stops them and starts them again: saves, notices, losses, recovery, the horizon.
 */
final class TrainingRun implements Machines.Listener {
    private static final int MOST_FRUITLESS = 10_000;

    private final World world;
    private final Training job;
    private final StepPlan plan;
    private final SavePlan saves;
    private final Ledger ledger;
    private final Machines machines;
    private final Simulation simulation;
    private final Stepping steps;
    private final Saver saver;
    private final Stream detection;
    private final JobTally tally;
    private final Timeline.Writer timeline;
    private final long gpus;
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
    private long phaseSince;
    private Saver.Save copying;
    private boolean saveAfterDurable;
    private boolean calm;
    private long lostInHaste;
    private int fruitless;
    private boolean fromPeers;
    private boolean wrong;
    private final StringBuilder words = new StringBuilder();

    TrainingRun(World world, Training job, StepPlan plan, SavePlan saves, DataFeed feed, long gpus) {
        this.world = world;
        this.job = job;
        this.plan = plan;
        this.saves = saves;
        this.gpus = gpus;
        simulation = world.simulation();
        machines = world.machines();
        ledger = world.openLedger(job.name());
        timeline = world.openTimeline(job.name(), gpus, job.targetSteps());
        detection = world.streams().stream(job.name(), "detection");
        attempt = new Attempt(simulation, world.flows());
        tally = new JobTally(world, job.name(), saves);
        steps = new Stepping(world, job, plan, saves, feed, ledger, gpus, this::milestone);
        saver = new Saver(saves, ledger, tally, machines.expected().mayBeCorrupted());
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
        saver.computing(simulation.nowNanos());
        timeline.back(simulation.nowNanos());
        timeline.progress(simulation.nowNanos(), steps.ended());
        phase = Phase.RUNNING;
        steps.begin(attempt);
    }

    private void resume() {
        phase = Phase.RUNNING;
        steps.resume();
    }

    private void milestone() {
        if (saves.due(steps.ended(), job.targetSteps())) {
            saveDue();
        } else if (steps.all()) {
            finish();
        } else {
            passOn();
        }
    }

    /** No save to storage is due: copies to memory where that is, and goes on. */
    private void passOn() {
        if (!saves.memoryDue(steps.ended(), job.targetSteps())) {
            steps.goOn();
            return;
        }
        note("copy");
        copy(saver.copy(simulation.nowNanos(), steps.ended()), saves.memory().stallNanos());
    }

    /** Blocks for a copy to host memory, if it takes any time. */
    private void copy(Saver.Save save, long stallNanos) {
        if (stallNanos > 0) {
            block();
            copying = save;
            attempt.at(Math.addExact(simulation.nowNanos(), stallNanos), Rank.DURABLE, this::copied, 0);
            return;
        }
        if (steps.all()) {
            block();
        } else if (phase == Phase.RUNNING) {
            steps.goOn();
        }
        watch(save);
        saver.copied(attempt, simulation, save, this::durable, this::arrived);
    }

    private void watch(Saver.Save save) {
        if (save.stored() && !steps.all()) {
            steps.watch().begins(simulation.nowNanos(), steps.ended());
        }
    }

    private void saveDue() {
        if (saver.busy() && !steps.all()) {
            tally.saveOverrun();
            if (saves.onOverrun() == Checkpoint.Overrun.SKIP) {
                passOn();
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
        Saver.Save save = saver.take(now, steps.ended());
        if (saves.async()) {
            copy(save, saves.stallNanos());
        } else {
            block();
            saver.write(attempt, simulation, save, this::durable);
        }
    }

    /** No step starts until the save is over. */
    private void block() {
        if (phase == Phase.SAVING) {
            return;
        }
        phase = Phase.SAVING;
        phaseSince = simulation.nowNanos();
        steps.block();
    }

    private void copied(long payload) {
        Saver.Save save = copying;
        copying = null;
        watch(save);
        saver.copied(attempt, simulation, save, this::durable, this::arrived);
        if (!steps.all()) {
            unblock();
        }
    }

    private void arrived(long snapshot) {
        if (saver.arrived(snapshot)) {
            fruitless = 0;
        }
    }

    private void unblock() {
        bookPhase();
        resume();
    }

    private void durable(long payload) {
        long now = simulation.nowNanos();
        if (phase == Phase.RUNNING) {
            steps.books().settle(now);
            steps.books().bookOpenWait(now);
        } else {
            bookPhase();
        }
        saver.durable(attempt, simulation, this::durable);
        steps.watch().durable(now, steps.ended());
        fruitless = 0;
        note("durable");
        if (phase != Phase.SAVING || copying != null) {
            return;
        }
        if (steps.all()) {
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
        Work haste = saves.emergency();
        Work write = saves.write();
        boolean measured = write != null && haste.isMeasured() && write.isMeasured();
        return saves.async()
                || write == null
                || measured && simulation.nowNanos() + haste.nanos() < phaseSince + write.nanos();
    }

    /** Stops at once, in the middle of a step, and saves the state at its start. */
    private void saveInHaste() {
        long now = simulation.nowNanos();
        if (phase == Phase.RUNNING) {
            steps.books().settle(now);
        } else {
            bookPhase();
        }
        note("notice");
        newAttempt();
        calm(!job.recovery().failuresDuringRecovery());
        Saver.Save save = saver.take(now, steps.ended());
        long before = saver.pendingNanos(gpus);
        if (phase == Phase.RUNNING) {
            steps.books().cut(now);
        }
        lostInHaste = saver.pendingNanos(gpus) - before;
        phase = Phase.EMERGENCY;
        phaseSince = now;
        saver.writeInHaste(attempt, simulation, save, this::savedInHaste);
    }

    private void savedInHaste(long payload) {
        long since = phaseSince;
        saver.durable(attempt, simulation, this::durable);
        saver.lose();
        bookPhase();
        saver.extend();
        fruitless = 0;
        if (steps.all()) {
            finish();
        } else {
            leaveSaved(since, lostInHaste);
        }
    }

    /** All is saved: gives up the machines that will be taken, and waits for new ones. */
    private void leaveSaved(long sinceNanos, long lostNanos) {
        bookPhase();
        newAttempt();
        saver.left();
        timeline.progress(sinceNanos, steps.ended());
        timeline.stopped(sinceNanos, notices.get(0).cause(), lostNanos);
        tally.interrupted(notices.get(0).planned());
        note("left: " + notices.get(0).cause());
        steps.books().rollBack(steps.ended(), simulation.nowNanos());
        calm(!job.recovery().failuresDuringRecovery());
        replace();
    }

    @Override
    public void lost(Machines.Loss loss) {
        if (phase == Phase.OVER || phase == Phase.WAITING) {
            return;
        }
        long now = simulation.nowNanos();
        holdInMemory(loss);
        wrong = false;
        bookPhase();
        newAttempt();
        long lostNanos = saver.lose(loss.nodes(), gpus);
        timeline.progress(now, steps.ended());
        steps.books().rollBack(saver.newestSteps(), now);
        timeline.progress(now, steps.ended());
        timeline.stopped(now, loss.cause(), lostNanos);
        tally.interrupted(false);
        note("failed: " + loss.cause());
        requireHope();
        calm(!job.recovery().failuresDuringRecovery());
        phase = Phase.DETECTING;
        phaseSince = now;
        double unnoticed = job.recovery().detectSeconds(detection, loss.hang(), plan.stepNanos() * 1e-9);
        attempt.at(now + Simulation.nanos(unnoticed), Rank.SCHEDULER, this::detected, 0);
    }

    @Override
    public boolean tainted(long sinceNanos) {
        wrong = phase != Phase.OVER && phase != Phase.WAITING && saver.tainted(simulation.nowNanos(), sinceNanos);
        return wrong;
    }

    @Override
    public long remainingNanos() {
        if (phase == Phase.OVER) {
            return 0;
        }
        if (phase == Phase.RUNNING) {
            steps.books().settle(simulation.nowNanos());
        }
        long left = job.targetSteps() - steps.ended();
        return left * plan.stepNanos() + saves.stopNanos(left);
    }

    @Override
    public long restartNanos() {
        return Simulation.nanos(
                job.recovery().restart().seconds() + job.recovery().warmUp().seconds());
    }

    /** The memory of the machines that are left keeps the newest step, if there is one that holds what the lost ones held. */
    private void holdInMemory(Machines.Loss loss) {
        if (phase == Phase.RUNNING || phase == Phase.SAVING || phase == Phase.EMERGENCY) {
            fromPeers = !wrong && job.recovery().survives(loss);
            if (phase == Phase.RUNNING && fromPeers) {
                steps.books().settle(simulation.nowNanos());
            }
            if (fromPeers) {
                fruitless = 0;
                saver.hold(steps.ended());
            }
        }
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
        saver.tear(simulation.nowNanos(), copying);
        steps.watch().torn();
        copying = null;
        saveAfterDurable = false;
        steps.stop();
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
        Work restore = saver.restore(simulation.nowNanos());
        if (fromPeers) {
            fromPeers = false;
            attempt.at(simulation.nowNanos() + job.recovery().peerRestoreNanos(), Rank.SCHEDULER, this::warmUp, 0);
        } else if (restore == null) {
            warmUp(payload);
        } else {
            restore.start(attempt, simulation, Rank.SCHEDULER, this::warmUp);
        }
    }

    private void warmUp(long payload) {
        long warm = Simulation.nanos(job.recovery().warmUp().seconds());
        if (warm == 0) {
            restarted(payload);
        } else {
            attempt.at(simulation.nowNanos() + warm, Rank.SCHEDULER, this::restarted, 0);
        }
    }

    private void restarted(long payload) {
        bookPhase();
        saver.restored();
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
            case RUNNING -> steps.books().cut(now);
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
        timeline.progress(nowNanos, steps.ended());
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
        tally.record(job, plan, saves, steps.books(), ledger);
        tally.close(job.name(), endNanos);
        steps.watch().report(world, job.name(), plan.stepNanos(), steps.neededBytesPerSec());
    }

    private void note(String transition) {
        world.fingerprint().add(simulation.nowNanos());
        words.setLength(0);
        words.append(job.name()).append(' ').append(transition).append(' ').append(steps.ended());
        world.fingerprint().add(words);
    }
}
