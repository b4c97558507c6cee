package windtunnel.model.training;

import java.util.ArrayList;
import java.util.List;
import windtunnel.core.engine.Simulation;
import windtunnel.core.unit.Apportion;
import windtunnel.core.unit.Numbers;
import windtunnel.model.Anatomy;
import windtunnel.model.CollectiveOp;
import windtunnel.model.Explanation;
import windtunnel.model.GroupFamily;
import windtunnel.model.LedgerState;
import windtunnel.model.World;
import windtunnel.model.compute.CommCosts;
import windtunnel.model.compute.Device;
import windtunnel.model.compute.Layout;
import windtunnel.model.compute.MemoryReport;
import windtunnel.model.compute.ModelShape;
import windtunnel.model.compute.StepBreakdown;
import windtunnel.model.compute.StepModel;

/** The undisturbed step of a job as whole nanoseconds of ledger states; its length is rounded up once. */
final class StepPlan {
    private static final double GIB = 1L << 30;

    private final long stepNanos;
    private final long[] shares;
    private final StepBreakdown breakdown;
    private final List<Anatomy.Fact> facts = new ArrayList<>();

    private StepPlan(long stepNanos, long[] shares, StepBreakdown breakdown) {
        this.stepNanos = stepNanos;
        this.shares = shares;
        this.breakdown = breakdown;
    }

    /** The measured step if there is one, else the model's on this cluster. */
    static StepPlan of(World world, Training job) {
        return job.step().map(step -> measured(step)).orElseGet(() -> modelled(world, job));
    }

    private static StepPlan measured(Training.Step step) {
        long nanos = Simulation.nanos(step.measured().seconds());
        long[] shares = new long[LedgerState.values().length];
        shares[LedgerState.COMPUTE.ordinal()] = nanos;
        StepPlan plan = new StepPlan(nanos, shares, null);
        plan.fact("Step", Numbers.duration(step.measured().seconds()) + ", measured by the user");
        return plan;
    }

    private static StepPlan modelled(World world, Training job) {
        ModelShape model = job.model().orElseThrow().shape();
        Layout layout = job.parallel().layout(world.cluster().gpus(), job.batch());
        Device device = Devices.of(world.cluster().node().gpu(), world.assumptions());
        StepBreakdown b = StepModel.evaluate(model, layout, device, costs(world, layout));
        double[] parts = new double[LedgerState.values().length];
        parts[LedgerState.COMPUTE.ordinal()] = b.compute();
        parts[LedgerState.RECOMPUTE.ordinal()] = b.recompute();
        parts[LedgerState.COMM_TP.ordinal()] = b.commTensor();
        parts[LedgerState.COMM_PP.ordinal()] = b.commPipeline();
        parts[LedgerState.COMM_DP.ordinal()] = b.commData();
        parts[LedgerState.BUBBLE.ordinal()] = b.bubble();
        long nanos = Simulation.nanos(b.total());
        StepPlan plan = new StepPlan(nanos, Apportion.toTotal(parts, nanos), b);
        plan.layoutFacts(job, layout, MemoryReport.of(model, layout, device.memoryBytes()));
        plan.explain(world, job, layout, model);
        return plan;
    }

    private static CommCosts costs(World world, Layout layout) {
        int gpus = layout.gpus();
        GroupFamily tensor = new GroupFamily(1, layout.tensor(), gpus);
        GroupFamily data = new GroupFamily(layout.tensor(), layout.data(), gpus);
        GroupFamily pipeline = new GroupFamily(layout.tensor() * layout.data(), layout.pipeline(), gpus);
        return new FabricCosts(world.collectives(), tensor, data, pipeline);
    }

    private void layoutFacts(Training job, Layout layout, MemoryReport memory) {
        fact(
                "Layout",
                "tensor " + layout.tensor() + " x pipeline " + layout.pipeline()
                        + (layout.virtualStages() > 1 ? " (" + layout.virtualStages() + " chunks)" : "") + " x data "
                        + layout.data() + " = " + layout.gpus() + " GPUs");
        fact(
                "Microbatches",
                layout.microBatches() + " of " + layout.microBatch() + " x " + layout.sequence()
                        + " tokens for each replica");
        fact("MFU", Numbers.percent(breakdown.mfu(), 1) + " of the undisturbed step");
        if (breakdown.hfu() != breakdown.mfu()) {
            fact("HFU", Numbers.percent(breakdown.hfu(), 1) + ", with what is computed again");
        }
        fact(
                "Memory",
                Numbers.significant(memory.total() / GIB, 4) + " GiB of "
                        + Numbers.significant(memory.capacity() / GIB, 4) + " GiB (state "
                        + Numbers.significant(memory.state() / GIB, 4) + ", activations "
                        + Numbers.significant(memory.activations() / GIB, 4) + ")");
        if (layout.data() > 1) {
            fact(
                    "Gradient reduction",
                    Numbers.duration(breakdown.reductionSeconds()) + " a step, "
                            + Numbers.duration(breakdown.commData()) + " of it exposed");
        }
        fact("Model", job.model().orElseThrow().name());
    }

    private void explain(World world, Training job, Layout layout, ModelShape model) {
        int gpus = layout.gpus();
        GroupFamily tensor = new GroupFamily(1, layout.tensor(), gpus);
        GroupFamily data = new GroupFamily(layout.tensor(), layout.data(), gpus);
        double tokens = (double) layout.sequence() * layout.microBatch();
        double payload = 2 * tokens * model.hidden();
        where(
                world,
                job,
                LedgerState.COMM_TP,
                tensor,
                payload,
                "layers are split over " + layout.tensor()
                        + " GPUs; a smaller tensor group or a larger microbatch exposes less");
        where(
                world,
                job,
                LedgerState.COMM_DP,
                data,
                StepModel.BUCKET_BYTES,
                "gradients of " + layout.data() + " replicas are reduced; the slowest link sets the pace");
        world.explain(new Explanation(
                job.name(),
                LedgerState.BUBBLE,
                "pipeline of " + layout.pipeline() + " stages",
                layout.microBatches() + " microbatches fill " + layout.pipeline()
                        + " stages; more microbatches or virtual stages shrink it"));
        world.explain(new Explanation(
                job.name(),
                LedgerState.RECOMPUTE,
                "activations",
                "memory is saved by computing them again; selective recomputation or more GPUs avoid most of it"));
    }

    private static void where(
            World world, Training job, LedgerState state, GroupFamily family, double bytes, String why) {
        String link = world.collectives().bottleneck(CollectiveOp.ALL_REDUCE, family, bytes);
        world.explain(new Explanation(job.name(), state, link, why));
    }

    private void fact(String label, String value) {
        facts.add(new Anatomy.Fact(label, value));
    }

    /** Tells the world what the step looks like and what limits data and saves. */
    void describe(World world, Training job, DataFeed feed, SavePlan saves) {
        if (feed.batchBytes() > 0) {
            fact("Data", Numbers.bandwidth(feed.demandBytesPerSec()) + " are needed from " + feed.storageName());
            String remedy = feed.remedy();
            for (LedgerState state : new LedgerState[] {LedgerState.IN_STORAGE_BW, LedgerState.IN_NETWORK}) {
                world.explain(new Explanation(job.name(), state, feed.storageName(), remedy));
            }
            world.explain(new Explanation(
                    job.name(),
                    LedgerState.IN_CPU,
                    "host CPUs",
                    "more loader workers, cheaper decoding, or nodes with more cores"));
        }
        if (saves.bytes() > 0) {
            fact("Checkpoint", Numbers.si(saves.bytes(), 4) + "B every " + saves.everySteps() + " steps");
        }
        world.explain(new Explanation(
                job.name(),
                LedgerState.CKPT_BLOCK,
                "checkpoint writes",
                "saves block training; save less often, or to faster storage"));
        world.describe(new Anatomy(job.name(), stepNanos, shares.clone(), List.copyOf(facts)));
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

    /** Gradient reduction of one step, hidden or not, in seconds. */
    double reductionSeconds() {
        return breakdown == null ? 0 : breakdown.reductionSeconds();
    }
}
