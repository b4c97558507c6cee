package windtunnel.model.training;

import windtunnel.core.engine.Rank;
import windtunnel.core.engine.Simulation;
import windtunnel.core.measure.Ledger;
import windtunnel.core.measure.Timeline;
import windtunnel.model.Machines;
import windtunnel.model.World;

/**
 * One training job in one run: steps, data, saves, losses, and every GPU-nanosecond of them in the ledger.
 *
 * <p>{@link Stepping} has the steps themselves, {@link SaveFlow} what saves do to them, {@link NoticeFlow} and {@link RecoveryFlow} what
 * follows a notice and a loss, {@link JobCourse} what the job is doing now. Here they are put together, and begin and end.
 */
final class TrainingRun implements Machines.Listener {
    private final JobParts parts;
    private final World world;
    private final Simulation simulation;
    private final Stepping steps;
    private final Timeline.Writer timeline;
    private final JobCourse course;
    private final StageFlow staging;
    private final SaveFlow saving;
    private final NoticeFlow noticing;
    private final RecoveryFlow recovering;
    private final ResizeFlow resizing;

    TrainingRun(World world, Training job, StepPlan plan, SavePlan saves, DataFeed feed, long gpus) {
        this.world = world;
        simulation = world.simulation();
        Ledger ledger = world.openLedger(job.name());
        timeline = world.openTimeline(job.name(), gpus, job.targetSteps());
        JobTally tally = new JobTally(world, job.name(), saves);
        steps = new Stepping(world, job, plan, saves, feed, ledger, gpus, this::milestone);
        Saver saver =
                new Saver(saves, ledger, tally, world.machines().expected().mayBeCorrupted());
        parts = new JobParts(world, job, plan, saves, gpus, ledger, timeline, tally, steps, saver);
        course = new JobCourse(parts);
        staging = new StageFlow(this, parts, course);
        saving = new SaveFlow(this, parts, course);
        noticing = new NoticeFlow(this, parts, course);
        resizing = job.resizes() ? resizing(job, plan) : null;
        recovering = new RecoveryFlow(this, parts, course, resizing);
    }

    private ResizeFlow resizing(Training job, StepPlan plan) {
        Groups groups = ElasticFit.groups(world, job);
        int all = world.cluster().nodes() / groups.unit();
        GroupSteps sizes = new GroupSteps(
                world, job, plan, all, groups.unit() * world.cluster().gpusPerNode());
        steps.sizes(sizes);
        ResizeFlow flow = new ResizeFlow(this, parts, course, groups, sizes);
        course.heals(flow::healingGpus);
        return flow;
    }

    /** Schedules the start at the beginning of the run. */
    void schedule() {
        world.started();
        course.attempt().at(simulation.nowNanos(), Rank.STEP_END, this::begin, 0);
        world.onEnd(this::close);
    }

    private void begin(long payload) {
        course.note("start");
        world.machines().listen(this);
        if (world.machines().whole()) {
            if (resizing != null) {
                resizing.begin();
            }
            staging.goOn();
        } else {
            course.enter(Phase.REPLACING);
            lookAtSize();
        }
    }

    /** Makes the copies that are still missing, and then starts. */
    void stage() {
        staging.goOn();
    }

    /** Processes run; the loader begins with an empty buffer. */
    void start() {
        course.calm(false);
        parts.saver().computing(simulation.nowNanos());
        timeline.back(simulation.nowNanos());
        timeline.progress(simulation.nowNanos(), steps.ended());
        if (resizing != null) {
            resizing.size();
        }
        course.enter(Phase.RUNNING);
        steps.begin(course.attempt());
        lookAtSize();
    }

    /** Steps go on after a save. */
    void resume() {
        if (resizing != null) {
            resizing.size();
        }
        course.enter(Phase.RUNNING);
        steps.resume();
        lookAtSize();
    }

    private void lookAtSize() {
        if (resizing != null) {
            resizing.look();
        }
    }

    private void milestone() {
        boolean stops = parts.saves().stops(steps.ended(), parts.job().targetSteps());
        if (stops || resizing == null || !resizing.atStepEnd()) {
            saving.milestone();
        }
    }

    /** The save that was being written is durable. */
    void durable(long payload) {
        saving.durable(payload);
        lookAtSize();
    }

    @Override
    public void noticed(Machines.Notice notice) {
        if (!course.phase().recovering()) {
            boolean heeded = resizing != null && course.phase() != Phase.OVER && resizing.heeds(notice);
            if (!heeded) {
                noticing.heed(notice);
            }
            return;
        }
        boolean used = resizing == null || resizing.uses(notice);
        notice.leave();
        if (used && course.phase() == Phase.RESTARTING) {
            interrupt();
            replace();
        }
    }

    /** Gives up the machines that were announced to be taken, now that all is saved; false if there are none. */
    boolean leaveIfNoticed() {
        return noticing.leaveIfNoticed();
    }

    /** Gives up the machines that were announced to be taken. */
    void leave() {
        noticing.leave();
        if (resizing != null) {
            resizing.leave();
        }
    }

    /** The groups in use hold the state of the job, which stops of its own will. */
    void holdsState() {
        recovering.holdsState();
    }

    /** Processes find each other again. */
    void restart() {
        recovering.restart();
    }

    /** Goes on at once, without the machines that are lost. */
    void bridge() {
        recovering.restarted();
    }

    /** Goes on when every node has a machine. */
    void replace() {
        recovering.replace();
    }

    @Override
    public void lost(Machines.Loss loss) {
        boolean over = course.phase() == Phase.OVER || course.phase() == Phase.WAITING;
        if (!over && (resizing == null || recovering.wrong() || resizing.concerns(loss))) {
            recovering.lost(loss);
        }
    }

    @Override
    public boolean tainted(long sinceNanos) {
        return recovering.tainted(sinceNanos);
    }

    @Override
    public long remainingNanos() {
        if (course.phase() == Phase.OVER) {
            return 0;
        }
        if (course.phase() == Phase.RUNNING) {
            steps.books().settle(simulation.nowNanos());
        }
        long left = parts.job().targetSteps() - steps.ended();
        return left * parts.plan().stepNanos() + parts.saves().stopNanos(left);
    }

    @Override
    public long restartNanos() {
        Recovery recovery = parts.recovery();
        return Simulation.nanos(recovery.restart().seconds() + recovery.warmUp().seconds());
    }

    @Override
    public void complete() {
        recovering.complete();
    }

    @Override
    public void changing() {
        if (course.phase().recovering() || course.phase() == Phase.STAGING) {
            course.book();
        } else {
            course.bookIdle();
        }
    }

    /** Everything that is under way stops; what is not durable is torn. */
    void interrupt() {
        course.renew();
        saving.tear();
        steps.watch().torn();
        steps.stop();
    }

    /** Nothing is lost until the job runs again, where the scenario says so. */
    void calmWhileRecovering() {
        course.calm(!parts.recovery().failuresDuringRecovery());
    }

    /** All work is done. */
    void finish() {
        course.note("done");
        end(simulation.nowNanos());
        world.finished();
    }

    private void end(long nowNanos) {
        course.enter(Phase.OVER);
        parts.tally().endsAt(nowNanos);
        timeline.back(nowNanos);
        timeline.progress(nowNanos, steps.ended());
        course.attempt().close();
        parts.ledger().commitAll();
    }

    /** At the end of the run: books what the horizon cut, then records the metrics. */
    private void close(long endNanos) {
        if (course.phase() != Phase.OVER) {
            course.book();
            course.note("cut");
            end(endNanos);
        }
        String name = parts.job().name();
        parts.tally().record(parts.job(), parts.plan(), parts.saves(), steps.books(), parts.ledger());
        parts.tally().close(name, endNanos);
        steps.watch().report(world, name, parts.plan().stepNanos(), steps.feed());
    }
}
