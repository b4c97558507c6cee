package windtunnel.model.training;

import java.util.ArrayList;
import java.util.List;
import windtunnel.core.engine.Rank;
import windtunnel.core.engine.Simulation;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.Machines;
import windtunnel.model.World;
import windtunnel.model.training.elastic.Elastic;
import windtunnel.model.training.elastic.GroupChoice;

/** How an elastic job comes to train on more or fewer groups of machines. */
final class ResizeFlow {
    private final TrainingRun run;
    private final JobParts parts;
    private final JobCourse course;
    private final Elastic elastic;
    private final Groups groups;
    private final GroupChoice choice;
    private final Simulation simulation;
    private final Machines machines;
    private final long gpusPerNode;
    private final long changeNanos;
    private final long restoreNanos;
    private final List<Machines.Notice> notices = new ArrayList<>();
    private boolean looking;
    private boolean waited;
    private int trained;

    ResizeFlow(TrainingRun run, JobParts parts, JobCourse course, Groups groups, GroupSteps speeds) {
        this.run = run;
        this.parts = parts;
        this.course = course;
        this.groups = groups;
        World world = parts.world();
        elastic = parts.job().elastic().orElseThrow();
        simulation = parts.simulation();
        machines = parts.machines();
        gpusPerNode = world.cluster().gpusPerNode();
        changeNanos = elastic.heal().isPresent()
                ? 0
                : Simulation.nanos(
                        elastic.rendezvous().seconds() + elastic.recompile().seconds());
        restoreNanos = Simulation.nanos(elastic.restore().map(TimeSpan::seconds).orElseGet(() -> readSeconds(world)));
        double losses = machines.expected().lossesPerSecond(Double.POSITIVE_INFINITY)
                / world.cluster().nodes();
        choice = new GroupChoice(elastic, groups.unit(), speeds::speed, (changeNanos + restoreNanos) * 1e-9, losses);
        machines.watch(this::changed);
    }

    /** The nodes of a new group read the whole state from another group, each its part. */
    private double readSeconds(World world) {
        return parts.saves().bytes() / groups.unit() / world.cluster().networkBytesPerSec();
    }

    /** The job begins: all machines are there. */
    void begin() {
        use(choice.of(0, groups.possible(), groups.ready()));
    }

    /** Whether a loss touches the job: a machine in use, or a state without a machine. */
    boolean concerns(Machines.Loss loss) {
        return loss.nodes().isEmpty() || groups.usesAny(loss.nodes());
    }

    /** Machines are lost; answers whether a group that is left holds the state of the job. */
    boolean lose(Machines.Loss loss) {
        groups.lose(loss.nodes());
        return elastic.state() == Elastic.State.PEERS
                && !loss.nodes().isEmpty()
                && (groups.holdsState() || elastic.policy() == Elastic.Policy.REDUNDANT && groups.bridged());
    }

    /** Heeds a notice, if it is one that the job answers by its size; machines that it does not use are given up at once. */
    boolean heeds(Machines.Notice notice) {
        if (!groups.usesAny(notice.nodes())) {
            notice.leave();
            return true;
        }
        if (elastic.policy().heedsNotices()) {
            notices.add(notice);
            lookSoon();
            return true;
        }
        return false;
    }

    /** Whether the job has to begin its recovery anew when it gives up the machines of a notice. */
    boolean uses(Machines.Notice notice) {
        return groups.usesAny(notice.nodes());
    }

    /** Gives up the machines that were announced to be taken. */
    void leave() {
        notices.forEach(Machines.Notice::leave);
        notices.clear();
    }

    /** A node has lost or got a machine. */
    private void changed(int node) {
        course.bookIdle();
        groups.leave(node);
        groups.heals(node, false);
        if (machines.vacant(node)) {
            return;
        }
        if (elastic.heal().isPresent() && groups.count() > 0) {
            groups.heals(node, true);
            double swap = machines.takeSwaps() > 0 ? parts.recovery().swap().seconds() : 0;
            long ready = Simulation.nanos(elastic.heal().get().seconds() + swap);
            int stay = machines.stay(node);
            simulation.after(ready, Rank.SCHEDULER, payload -> healed(node, stay), 0);
        } else {
            lookSoon();
        }
    }

    private void healed(int node, int stay) {
        if (stay == machines.stay(node) && groups.healing(node)) {
            course.bookIdle();
            groups.heals(node, false);
            look();
        }
    }

    /** Looks at the number of groups when everything of this instant has happened. */
    private void lookSoon() {
        if (!looking) {
            looking = true;
            simulation.after(0, Rank.SCHEDULER, this::lookNow, 0);
        }
    }

    private void lookNow(long payload) {
        looking = false;
        look();
    }

    /** Whether another number of groups is better now. */
    void look() {
        if (course.phase() == Phase.REPLACING) {
            goOn();
        } else if (course.phase() == Phase.RUNNING && (!notices.isEmpty() || wanted() != groups.count() || mends())) {
            parts.steps().halt();
        }
    }

    /** The gap that a group bridges can be filled. */
    private boolean mends() {
        return groups.gaps() && groups.possible() >= groups.count();
    }

    /** Groups that the job should use; as many as now while a save is written, since a change would tear it. */
    private int wanted() {
        int possible = groups.possible();
        if (possible < elastic.min().value() || parts.saver().busy() || groups.gaps() && possible < groups.count()) {
            return groups.count();
        }
        return choice.of(groups.count(), possible, groups.ready());
    }

    /** A step has ended at which steps were halted; whether something else goes on than the next step. */
    boolean atStepEnd() {
        if (!notices.isEmpty()) {
            String cause = notices.get(0).cause();
            boolean planned = notices.get(0).planned();
            parts.tally().interrupted(planned);
            stop(cause);
            run.replace();
            return true;
        }
        int next = wanted();
        if (next == groups.count() && !mends()) {
            return false;
        }
        if (changeNanos == 0 && restoreNanos == 0 || elastic.heal().isPresent()) {
            parts.steps().block();
            use(next);
            run.resume();
        } else {
            stop(next > groups.count() ? "more machines" : "fewer machines");
            begin(next);
        }
        return true;
    }

    /** Stops between two steps; nothing is lost. */
    private void stop(String cause) {
        long now = simulation.nowNanos();
        course.book();
        run.interrupt();
        parts.timeline().progress(now, parts.steps().ended());
        parts.timeline().stopped(now, cause, 0);
        course.note("stops: " + cause);
        parts.steps().books().rollBack(parts.steps().ended(), now);
        run.calmWhileRecovering();
        run.holdsState();
    }

    /** Goes on with the machines that are there, if they are enough; the time before is booked. */
    void goOn() {
        if (elastic.policy() == Elastic.Policy.REDUNDANT && groups.gaps() && groups.bridged() && groups.count() > 0) {
            run.bridge();
            return;
        }
        if (groups.possible() < elastic.min().value()) {
            waited = true;
            groups.form(0);
            groups.healed();
        }
        int possible = groups.possible();
        if (possible >= elastic.min().value()) {
            begin(choice.of(0, possible, groups.ready()));
        }
    }

    private void begin(int next) {
        use(next);
        run.restart();
    }

    private void use(int next) {
        course.bookIdle();
        if (trained > 0 && next != trained) {
            parts.tally().resized();
        }
        trained = next;
        groups.form(next);
    }

    /** Tells steps and books how many machines are in use. */
    void size() {
        long gpus = groups.inUse() * gpusPerNode;
        course.uses(gpus);
        parts.steps().size(groups.count(), groups.gaps() ? elastic.slowdown().value() : 1, gpus);
    }

    /** Time until the machines work together: they meet, or start from nothing after a wait for others. */
    double startSeconds() {
        boolean cold = waited;
        waited = false;
        double meet = elastic.rendezvous().seconds() + elastic.recompile().seconds();
        return cold ? parts.recovery().restart().seconds() + elastic.recompile().seconds() : meet;
    }

    /** Time to read the state from the groups that hold it. */
    long restoreNanos() {
        return groups.newcomers() ? restoreNanos : 0;
    }

    /** GPUs that are reading the state beside the others. */
    long healingGpus() {
        return groups.healing() * gpusPerNode;
    }
}
