package windtunnel.model.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import windtunnel.core.engine.Simulation;
import windtunnel.core.unit.Apportion;
import windtunnel.core.unit.Bytes;
import windtunnel.core.unit.Numbers;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.Anatomy;
import windtunnel.model.CollectiveCosts;
import windtunnel.model.Explanation;
import windtunnel.model.LedgerState;
import windtunnel.model.World;
import windtunnel.model.compute.CommCosts;
import windtunnel.model.compute.CommUse;
import windtunnel.model.compute.Device;
import windtunnel.model.compute.Layout;
import windtunnel.model.compute.MemoryModel;
import windtunnel.model.compute.MemoryReport;
import windtunnel.model.compute.ModelShape;
import windtunnel.model.compute.StepBreakdown;
import windtunnel.model.compute.StepModel;
import windtunnel.model.compute.StepNanos;
import windtunnel.model.compute.StepOptions;
import windtunnel.model.compute.StepShare;
import windtunnel.model.compute.TimedStep;

/** The undisturbed step of a job as whole nanoseconds of ledger states; its length is rounded up once. */
final class StepPlan {
    private static final double GIB = 1L << 30;

    private final long stepNanos;
    private final long[] shares;
    private final StepBreakdown breakdown;
    private final double reductionSeconds;
    private final LinkUse links;
    private final StepTail tail;
    private final double activeSeconds;
    private final List<Anatomy.Fact> facts = new ArrayList<>();

    private StepPlan(
            long stepNanos,
            long[] shares,
            StepBreakdown breakdown,
            double reductionSeconds,
            LinkUse links,
            StepTail tail,
            double activeSeconds) {
        this.links = links;
        this.tail = tail;
        this.activeSeconds = activeSeconds;
        this.stepNanos = stepNanos;
        this.shares = shares;
        this.breakdown = breakdown;
        this.reductionSeconds = reductionSeconds;
    }

    /** A step that spends its time like that, nothing else being known of it. */
    static StepPlan of(long[] nanos, StepTail tail) {
        return new StepPlan(Arrays.stream(nanos).sum(), nanos, null, 0, LinkUse.none(), tail, 0);
    }

    /** The measured step if there is one, else the model's on this cluster; tells the world what limits it. */
    static StepPlan of(World world, Training job) {
        return of(world, job, parallelism(world, job), job.batch(), 1, true, null);
    }

    /**
     * The step on the cluster as it stands now, with that share of each NIC, without a word to the world.
     *
     * @param tail that of the same step on sound links, whose rounds and latency are taken over; null where it is not known
     */
    static StepPlan now(World world, Training job, double nicShare, StepTail tail) {
        return of(world, job, parallelism(world, job), job.batch(), nicShare, false, tail);
    }

    /** As {@link #now(World, Training, double, StepTail)} for another number of replicas and another batch. */
    static StepPlan now(World world, Training job, int replicas, Batch batch, double nicShare) {
        return of(world, job, replicas, batch, nicShare, false, null);
    }

    /** Replicas of the whole job; where the time of a sample is given, each GPU is one. */
    private static int parallelism(World world, Training job) {
        int gpus = world.cluster().gpus();
        return job.step().isPresent() ? gpus : job.parallel().replicas(gpus);
    }

    private static StepPlan of(
            World world, Training job, int replicas, Batch batch, double nicShare, boolean told, StepTail tail) {
        CollectiveCosts collectives = world.collectives(nicShare);
        return job.step()
                .map(step -> step.measured()
                        .map(StepPlan::measured)
                        .orElseGet(() -> timed(world, collectives, job, step, replicas, batch, told, tail)))
                .orElseGet(
                        () -> modelled(world, collectives, job, job.parallel().layoutOf(replicas, batch), told, tail));
    }

    private static StepPlan timed(
            World world,
            CollectiveCosts collectives,
            Training job,
            Training.Step step,
            int gpus,
            Batch batch,
            boolean told,
            StepTail tail) {
        long samples = (batch.global().value() + gpus - 1) / gpus;
        Layout layout = new Layout(
                new Layout.Degrees(1, 1, 1, gpus),
                new Layout.Batch(1, gpus, 1),
                Layout.Schedule.ONE_F_ONE_B,
                Layout.Recompute.NONE,
                false,
                0);
        FabricCosts costs = FabricCosts.of(collectives, layout);
        TimedStep timed = TimedStep.of(
                step.fixed().map(TimeSpan::seconds).orElse(0.0),
                step.perSample().orElseThrow().seconds(),
                samples,
                gpus == 1 ? 0 : step.gradients().map(Bytes::value).orElse(0L),
                costs);
        long nanos = Simulation.nanos(timed.seconds());
        long[] shares = new long[LedgerState.values().length];
        shares[LedgerState.COMM_DP.ordinal()] = Math.min(nanos, Math.round(timed.exposedSeconds() * 1e9));
        shares[LedgerState.COMPUTE.ordinal()] = nanos - shares[LedgerState.COMM_DP.ordinal()];
        double reduction = 0;
        for (CommUse use : timed.transfers()) {
            reduction += use.countPerStep() * costs.seconds(use.dimension(), use.op(), use.payloadBytes());
            if (told) {
                String link = costs.bottleneck(use.dimension(), use.op(), use.payloadBytes());
                world.explain(new Explanation(job.name(), LedgerState.COMM_DP, link, why(use.dimension(), layout)));
            }
        }
        StepPlan plan = new StepPlan(
                nanos,
                shares,
                null,
                reduction,
                told ? LinkUse.of(timed.transfers(), 1, costs, world.cluster()) : LinkUse.none(),
                StepTail.of(shares[LedgerState.COMM_DP.ordinal()], timed.transfers(), gpus, costs, tail),
                active(world, costs, timed.transfers(), 1));
        plan.fact(
                "Step",
                Numbers.duration(timed.seconds()) + " for " + samples + " samples on each GPU, timed by the user");
        return plan;
    }

    private static StepPlan measured(TimeSpan time) {
        long nanos = Simulation.nanos(time.seconds());
        long[] shares = new long[LedgerState.values().length];
        shares[LedgerState.COMPUTE.ordinal()] = nanos;
        StepPlan plan = of(shares, StepTail.NONE);
        plan.fact("Step", Numbers.duration(time.seconds()) + ", measured by the user");
        return plan;
    }

    private static StepPlan modelled(
            World world, CollectiveCosts collectives, Training job, Layout layout, boolean told, StepTail tail) {
        ModelShape model = job.model().orElseThrow().shape();
        StepOptions options = job.parallel().options();
        Device device = Devices.of(world.cluster().node().gpu(), job.parallel(), world.assumptions());
        FabricCosts costs = FabricCosts.of(collectives, layout);
        StepBreakdown b = StepModel.evaluate(model, layout, device, costs, options);
        StepNanos nanos = b.nanos();
        long[] shares = new long[LedgerState.values().length];
        for (StepShare share : StepShare.values()) {
            shares[LedgerState.valueOf(share.name()).ordinal()] = nanos.of(share);
        }
        StepPlan plan = new StepPlan(
                nanos.stepNanos(),
                shares,
                b,
                reduction(b, costs, layout),
                told ? LinkUse.of(b.transfers(), layout.pipeline(), costs, world.cluster()) : LinkUse.none(),
                StepTail.of(ending(b, shares), b.transfers(), layout.copies(), costs, tail),
                active(world, costs, b.transfers(), layout.pipeline()));
        if (told) {
            plan.layoutFacts(
                    job, layout, MemoryModel.report(model, layout, device, options), costs.fitted(b.transfers()));
            plan.explain(world, job, layout, costs);
        }
        return plan;
    }

    /** Seconds in which transfers occupy the NICs, where storage asks for it. */
    private static double active(World world, FabricCosts costs, List<CommUse> transfers, int stages) {
        return world.nics().used() ? costs.betweenNodesSeconds(transfers, stages, world.cluster()) : 0;
    }

    /** Nanoseconds of exposed reduction and gathering after the last pass, of what is exposed in all. */
    private static long ending(StepBreakdown b, long[] shares) {
        double longest = 0;
        for (StepBreakdown.StageTimes stage : b.stages()) {
            longest = Math.max(longest, stage.exposedReductionSeconds() + stage.gatherSeconds());
        }
        return Math.min(shares[LedgerState.COMM_DP.ordinal()], Math.round(longest * 1e9));
    }

    /** Seconds that one chain of stages spends reducing gradients and gathering parameters, hidden or not. */
    private static double reduction(StepBreakdown b, FabricCosts costs, Layout layout) {
        double seconds = 0;
        for (CommUse use : b.transfers()) {
            if (state(use.dimension()) == LedgerState.COMM_DP) {
                double each = costs.seconds(use.dimension(), use.op(), use.payloadBytes());
                seconds += each * use.countPerStep() * use.places() / layout.pipeline();
            }
        }
        return seconds;
    }

    private void layoutFacts(Training job, Layout layout, MemoryReport memory, String fitted) {
        fact("Model", job.model().orElseThrow().name());
        fact(
                "Layout",
                "tensor " + layout.tensor() + " x pipeline " + layout.pipeline()
                        + (layout.virtualStages() > 1 ? " (" + layout.virtualStages() + " chunks)" : "")
                        + (layout.context() > 1 ? " x context " + layout.context() : "") + " x data "
                        + layout.data() + " = " + layout.gpus() + " GPUs"
                        + (layout.expert() > 1 ? ", experts over " + layout.expert() : ""));
        fact(
                "Microbatches",
                layout.microbatches() + " of " + layout.batch().micro() + " x "
                        + layout.batch().sequence() + " tokens for each replica");
        fact("MFU", Numbers.percent(breakdown.mfu(), 1) + " of the undisturbed step");
        fact("HFU", Numbers.percent(breakdown.hfu(), 1) + ", with what is computed again");
        MemoryReport.StageMemory worst = memory.worst();
        fact(
                "Memory",
                gib(worst.totalBytes()) + " of " + gib(memory.hbmBytes()) + " on stage " + worst.stage() + " (state "
                        + gib(worst.stateBytes()) + ", activations " + gib(worst.activationBytes()) + ")");
        if (layout.copies() > 1) {
            fact(
                    "Gradient reduction",
                    Numbers.duration(reductionSeconds()) + " a step, "
                            + Numbers.duration(breakdown.seconds().commData()) + " of it exposed" + fitted);
        }
    }

    private static String gib(double bytes) {
        return Numbers.significant(bytes / GIB, 4) + " GiB";
    }

    private void explain(World world, Training job, Layout layout, FabricCosts costs) {
        for (CommUse use : breakdown.transfers()) {
            String link = costs.bottleneck(use.dimension(), use.op(), use.payloadBytes());
            world.explain(new Explanation(job.name(), state(use.dimension()), link, why(use.dimension(), layout)));
        }
        world.explain(new Explanation(
                job.name(),
                LedgerState.BUBBLE,
                "pipeline of " + layout.pipeline() + " stages",
                layout.microbatches() + " microbatches fill " + layout.pipeline()
                        + " stages; more microbatches or virtual stages shrink it"));
        world.explain(new Explanation(
                job.name(),
                LedgerState.RECOMPUTE,
                "activations",
                "memory is saved by computing them again; selective recomputation or more GPUs avoid most of it"));
    }

    private static LedgerState state(CommCosts.Dimension dimension) {
        return switch (dimension) {
            case TENSOR -> LedgerState.COMM_TP;
            case DATA, EXPERT_DATA, SHARD, SHARD_REPLICA -> LedgerState.COMM_DP;
            case PIPELINE -> LedgerState.COMM_PP;
            case EXPERT -> LedgerState.COMM_EP;
            case CONTEXT -> LedgerState.COMM_CP;
        };
    }

    private static String why(CommCosts.Dimension dimension, Layout layout) {
        return switch (dimension) {
            case TENSOR ->
                "layers are split over " + layout.tensor()
                        + " GPUs; a smaller tensor group or a larger microbatch exposes less";
            case DATA -> "gradients of " + layout.data() + " replicas are reduced; the slowest link sets the pace";
            case SHARD ->
                "parameters are gathered and gradients scattered in groups of " + layout.shards()
                        + " GPUs; groups inside one scale-up domain do it fastest";
            case SHARD_REPLICA ->
                "shards of gradients are reduced over " + layout.shardReplicas() + " groups that hold the same";
            case CONTEXT ->
                "keys and values go round " + layout.context()
                        + " GPUs that share a sequence; longer sequences hide more of it";
            case EXPERT ->
                "tokens travel to experts on " + layout.expert()
                        + " GPUs and back; experts inside one scale-up domain send less over the network";
            case EXPERT_DATA ->
                "gradients of experts that " + layout.expertReplicas() + " GPUs hold are reduced among them";
            case PIPELINE -> "activations pass between " + layout.pipeline() + " stages; fewer stages send less";
        };
    }

    private void fact(String label, String value) {
        facts.add(new Anatomy.Fact(label, value));
    }

    /** Tells the world what the step looks like and what limits data and saves. */
    void describe(World world, Training job, DataFeed feed, SavePlan saves) {
        if (feed.batchBytes() > 0) {
            fact("Data", Numbers.bandwidth(feed.demandBytesPerSec()) + " are needed from " + feed.storageName());
            feed.notes().forEach(note -> fact("Cache", note));
            feed.describe(job.name());
        }
        if (saves.bytes() > 0) {
            fact("Checkpoint", Numbers.si(saves.bytes(), 4) + "B every " + saves.everySteps() + " steps");
        }
        if (world.nics().used() && activeSeconds > 0) {
            world.explain(new Explanation(
                    job.name(),
                    LedgerState.COMM_STORAGE,
                    "storage traffic on the NICs of collectives",
                    "reads and saves share the NICs; storage on the front-end network (network: front-end), slower saves or"
                            + " caches in the nodes leave more to collectives"));
        }
        RecoveryReasons.explain(world, job, saves, stepNanos);
        world.describe(new Anatomy(
                job.name(),
                stepNanos,
                shares.clone(),
                List.copyOf(facts),
                links.tiers(world.cluster(), stepNanos * 1e-9),
                links.collectives(stepNanos * 1e-9)));
    }

    /** The same step, {@code times / of} times as long, rounded up. */
    StepPlan stretched(long times, long of) {
        if (times == of) {
            return this;
        }
        long nanos = Math.addExact(Math.multiplyExact(stepNanos, times), of - 1) / of;
        return new StepPlan(
                nanos,
                Apportion.toTotal(shares, nanos),
                breakdown,
                reductionSeconds,
                links,
                StepTail.NONE,
                activeSeconds * times / of);
    }

    /** The same step, in which a share of the compute time is a wait for the slowest replica. */
    StepPlan waiting(double share) {
        long nanos = Math.round(share * shares[LedgerState.COMPUTE.ordinal()]);
        long[] moved = shares.clone();
        moved[LedgerState.COMPUTE.ordinal()] -= nanos;
        moved[LedgerState.STRAGGLER_WAIT.ordinal()] += nanos;
        return new StepPlan(stepNanos, moved, breakdown, reductionSeconds, links, tail, activeSeconds);
    }

    /**
     * The same step beside storage, which makes it {@code weight} of the way from {@code less} to {@code more} in length; what that adds is
     * {@link LedgerState#COMM_STORAGE}.
     */
    StepPlan beside(StepPlan less, StepPlan more, double weight) {
        long nanos = (long) Math.ceil(less.stepNanos + weight * (more.stepNanos - less.stepNanos) - 1e-3);
        long extra = Math.max(0, nanos - stepNanos);
        long[] slowed = shares.clone();
        slowed[LedgerState.COMM_STORAGE.ordinal()] += extra;
        double active = less.activeSeconds + weight * (more.activeSeconds - less.activeSeconds);
        StepTail end = less.tail.towards(more.tail, weight, tail);
        StepTail fits = end.slowedNanos() <= extra ? end : end.slowedBy(extra);
        return new StepPlan(stepNanos + extra, slowed, breakdown, reductionSeconds, links, fits, active);
    }

    /** A single step that spends its time like that. */
    StepPlan shaped(long[] nanos) {
        return new StepPlan(
                Arrays.stream(nanos).sum(), nanos, breakdown, reductionSeconds, links, StepTail.NONE, activeSeconds);
    }

    /** The exposed reduction at its end. */
    StepTail tail() {
        return tail;
    }

    /** Seconds of a step in which collectives between nodes are active, hidden or not. */
    double activeSeconds() {
        return activeSeconds;
    }

    /** What a step sends over the fabric. */
    LinkUse links() {
        return links;
    }

    /** Length of the step. */
    long stepNanos() {
        return stepNanos;
    }

    /** Nanoseconds of one state in a step. */
    long shareNanos(LedgerState state) {
        return shares[state.ordinal()];
    }

    /** Model FLOPs utilisation of the undisturbed step, 0 for a measured one. */
    double mfu() {
        return breakdown == null ? 0 : breakdown.mfu();
    }

    /** Hardware FLOPs utilisation of the undisturbed step, 0 for a measured one. */
    double hfu() {
        return breakdown == null ? 0 : breakdown.hfu();
    }

    /** Gradient reduction and parameter gathering of one step, hidden or not, in seconds of the busiest stage. */
    double reductionSeconds() {
        return reductionSeconds;
    }
}
