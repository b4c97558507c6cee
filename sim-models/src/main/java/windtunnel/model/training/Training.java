package windtunnel.model.training;

import java.util.List;
import java.util.Optional;
import windtunnel.core.unit.Bytes;
import windtunnel.core.unit.Count;
import windtunnel.core.unit.Nearest;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.Assumptions;
import windtunnel.model.ClusterSpec;
import windtunnel.model.FitsCluster;
import windtunnel.model.Storage;
import windtunnel.model.Workload;
import windtunnel.model.World;
import windtunnel.model.compute.Device;
import windtunnel.model.compute.Layout;
import windtunnel.model.compute.MemoryModel;
import windtunnel.model.compute.MemoryReport;
import windtunnel.model.compute.ModelPreset;
import windtunnel.model.compute.ModelShape;
import windtunnel.model.hardware.GpuSku;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;
import windtunnel.model.training.elastic.Elastic;

/** A training job that holds the whole cluster until its work is done. */
public record Training(
        @Key(doc = "Name of the job; its metrics begin with it.", def = "train", example = "pretrain")
        String name,

        @Key(doc = "The model that is trained, a name of the library or its shape.", example = "llama3-70b")
        Optional<ModelPreset> model,

        @Key(doc = "What the job reads; without it, data never runs short.")
        Optional<Data> data,

        @Key(doc = "Copies that are made before the first step, one after another.", def = "[]")
        List<Staging> stage,

        @Key(doc = "Work as tokens.", example = "1.0 T") Optional<Count> tokens,
        @Key(doc = "Work as samples.", example = "300 M") Optional<Count> samples,

        @Key(doc = "Work as optimizer steps.", example = "100000")
        Optional<Count> steps,

        @Key(doc = "Samples of a step.") Batch batch,

        @Key(doc = "How the model is spread over the GPUs.", def = "{}")
        Parallel parallel,

        @Key(doc = "How the job saves its state; without it, it never does.")
        Optional<Checkpoint> checkpoint,

        @Key(doc = "What happens after a failure.", def = "{}")
        Recovery recovery,

        @Key(doc = "A measured step in place of the model.") Optional<Step> step,

        @Key(
                doc = "Trains on with fewer machines; without it, the job needs all of its nodes.",
                example = "{ policy: immediate }")
        Optional<Elastic> elastic)
        implements Workload, Checked, FitsCluster {

    /** A step that somebody measured, or whose compute somebody timed. */
    public record Step(
            @Key(doc = "Measured time of one step, waits for data left out.", example = "0.224 s")
            Optional<TimeSpan> measured,

            @Key(
                    doc = "In its place: compute time of one sample on one GPU; a GPU has global batch / GPUs of them.",
                    example = "0.56 ms")
            Optional<TimeSpan> perSample,

            @Key(doc = "Compute time of a step whatever its samples; with per-sample.", example = "2 ms")
            Optional<TimeSpan> fixed,

            @Key(doc = "Gradients that all GPUs reduce beside the backward pass; with per-sample.", example = "102 MB")
            Optional<Bytes> gradients)
            implements Checked {
        @Override
        public void check(Issues issues) {
            boolean one = measured.isPresent() != perSample.isPresent();
            issues.check(one, "", "give either the measured time of a step or the time of a sample, per-sample");
            measured.ifPresent(time -> issues.check(time.seconds() > 0, "measured", "a step takes some time"));
            perSample.ifPresent(time -> issues.check(time.seconds() > 0, "per-sample", "a sample takes some time"));
            boolean timed = perSample.isPresent();
            issues.check(timed || fixed.isEmpty(), "fixed", "goes with per-sample; a measured step contains it");
            issues.check(
                    timed || gradients.isEmpty(), "gradients", "goes with per-sample; a measured step contains them");
        }
    }

    @Override
    public void check(Issues issues) {
        long ways = tokens.stream().count()
                + samples.stream().count()
                + steps.stream().count();
        issues.check(ways > 0, "", "says no work: give one of tokens, samples or steps");
        issues.check(ways < 2, "", "gives its work more than once: keep one of tokens, samples and steps");
        issues.check(
                model.isPresent() || step.isPresent(),
                "model",
                "name the model, or give a step with 'step: { measured: 2 s }' or 'step: { per-sample: 1 ms }'");
        issues.check(
                ways == 0 || batch.global().value() == 0 || targetSteps() >= 1, "", "its work is less than a step");
        checkpoint.ifPresent(saves -> saves.keep()
                .checkRestorePoints(
                        saves.every().seconds(step.flatMap(Step::measured)), "checkpoint.keep.then", issues));
        if (checkpoint.isPresent() && checkpoint.get().usesSize()) {
            issues.check(
                    model.isPresent(),
                    "model",
                    "the size of a checkpoint follows from the model; or give its blocking time");
        }
    }

    @Override
    public void check(ClusterSpec cluster, Issues issues) {
        storageIsThere(cluster, data.map(Data::from), "data.from", issues);
        storageIsThere(cluster, data.flatMap(Data::importedFrom), "data.imported-from", issues);
        for (int i = 0; i < stage.size(); i++) {
            stage.get(i).check(cluster, "stage[" + i + "]", issues);
        }
        storageIsThere(
                cluster, checkpoint.filter(Checkpoint::usesStorage).flatMap(Checkpoint::to), "checkpoint.to", issues);
        elastic.ifPresent(rules -> new ElasticFit(this, rules, cluster).check(issues));
        if (model.isEmpty() || step.isPresent()) {
            return;
        }
        int gpus = cluster.nodes().gpus();
        long perReplica = parallel.tensor().value()
                * parallel.context().value()
                * parallel.pipeline().value();
        if (parallel.replicas(gpus) == 0) {
            issues.error(
                    "parallel",
                    "tensor " + parallel.tensor()
                            + (parallel.context().value() > 1 ? " x context " + parallel.context() : "")
                            + " x pipeline " + parallel.pipeline() + " x data " + parallel.data()
                            + " does not cover the " + gpus + " GPUs of the cluster (" + perReplica
                            + " for each replica)");
            return;
        }
        ModelShape shape = model.get().shape();
        Layout layout = parallel.layout(gpus, batch);
        List<String> problems = layout.validate(shape, gpus);
        problems.forEach(problem -> issues.error("parallel", problem));
        GpuSku gpu = cluster.nodes().sku().gpu();
        Devices.problems(gpu, parallel).forEach((key, problem) -> issues.error("parallel." + key, problem));
        if (!Devices.knows(gpu, parallel.precision())) {
            issues.error(
                    "parallel.precision",
                    "the library has no " + Devices.text(parallel.precision()) + " peak of " + gpu.name() + "; it has "
                            + Devices.known(gpu));
        } else if (problems.isEmpty()) {
            checkMemory(cluster, shape, layout, issues);
            long experts = parallel.expert().value() * parallel.expertTensor().value();
            straddles("tensor", parallel.tensor().value(), cluster, issues);
            straddles("expert", experts, cluster, issues);
        }
    }

    /** Groups of consecutive GPUs that would fit into a scale-up domain, but do not divide it, lie across two here and there. */
    private static void straddles(String what, long size, ClusterSpec cluster, Issues issues) {
        long domain = cluster.nodes().sku().scaleUpDomain().value().value();
        if (size <= domain && domain % size != 0 && cluster.nodes().gpus() > domain) {
            issues.warn(
                    "parallel." + what,
                    "groups of " + size + " GPUs do not divide scale-up domains of " + domain
                            + ", so some lie across two and all wait for their NICs; where the last GPUs of each domain are left"
                            + " free, say so: sku: { use: "
                            + cluster.nodes().sku().name() + ", scale-up-domain: "
                            + domain / size * size + " }");
        }
    }

    /** Whether the job ever trains on fewer machines. */
    boolean resizes() {
        return elastic.map(Elastic::moves).orElse(false);
    }

    private static void storageIsThere(ClusterSpec cluster, Optional<String> name, String path, Issues issues) {
        List<String> known = cluster.storage().stream().map(Storage::name).toList();
        if (name.isPresent() && !known.contains(name.get())) {
            String nearest = Nearest.of(name.get(), known);
            issues.error(
                    path,
                    "no storage is named '" + name.get() + "'; "
                            + (known.isEmpty() ? "the cluster has none" : "there are " + String.join(", ", known))
                            + (nearest == null ? "" : "; did you mean '" + nearest + "'?"));
        }
    }

    private void checkMemory(ClusterSpec cluster, ModelShape shape, Layout layout, Issues issues) {
        Device device = Devices.of(cluster.nodes().sku().gpu(), parallel.precision(), new Assumptions());
        MemoryReport memory = MemoryModel.report(shape, layout, device, parallel.options());
        if (memory.overBytes() > 0) {
            issues.error(
                    "parallel",
                    OutOfMemory.words(new LayoutQuestion(this, cluster).job(new Assumptions()), layout, memory));
        }
    }

    /** Optimizer steps of the whole job; a fraction of a step counts as one. */
    public long targetSteps() {
        if (steps.isPresent()) {
            return steps.get().value();
        }
        long perStep = samples.isPresent()
                ? batch.global().value()
                : Math.multiplyExact(batch.global().value(), batch.sequence().value());
        long work = samples.or(() -> tokens).orElseThrow().value();
        return work / perStep + (work % perStep == 0 ? 0 : 1);
    }

    /** Whether a sample is a sequence of tokens. */
    boolean countsTokens() {
        return batch.sequence().value() > 1 || tokens.isPresent();
    }

    /** Replicas that hold the weights, 1 where a measured step says nothing of the layout. */
    private int replicas(World world) {
        boolean open = step.isPresent()
                && parallel.tensor().value() * parallel.pipeline().value() == 1;
        return open ? 1 : Math.max(1, parallel.replicas(world.cluster().gpus()));
    }

    @Override
    public List<String> priceItems() {
        return checkpoint.map(saves -> saves.keep().priceItems()).orElse(List.of());
    }

    /** Reads at the rate of steps beside them: where they use the NICs of collectives, a step is T = T(1 - b / (B T)), b bytes of a batch on a node. */
    private DataFeed feed(World world, Data d, StepPlan plan) {
        DataFeed alone = DataFeed.of(world, this, d, plan.stepNanos());
        double bytes = alone.nicBatchBytes();
        if (bytes == 0 || plan.activeSeconds() == 0) {
            return alone;
        }
        double whole = world.cluster().networkBytesPerSec();
        long shortest = plan.stepNanos();
        long longest = StepLengths.besideNanos(world, this, plan, world.nics().least());
        while (longest - shortest > 1) {
            long middle = shortest + (longest - shortest) / 2;
            double left = Math.max(world.nics().least(), 1 - bytes / (whole * middle * 1e-9));
            boolean tooShort = StepLengths.besideNanos(world, this, plan, left) > middle;
            shortest = tooShort ? middle : shortest;
            longest = tooShort ? longest : middle;
        }
        return DataFeed.of(world, this, d, longest);
    }

    @Override
    public void attach(World world) {
        StepPlan plan = StepPlan.of(world, this);
        DataFeed feed = data.map(d -> feed(world, d, plan)).orElseGet(DataFeed::none);
        double parameters =
                model.map(m -> (double) m.shape().trainedParameters()).orElse(0.0);
        SavePlan saves = checkpoint
                .map(c -> SavePlan.of(world, c, parameters, replicas(world), plan.stepNanos()))
                .orElseGet(SavePlan::none);
        plan.describe(world, this, feed, saves);
        new TrainingRun(world, this, plan, saves, feed, world.cluster().gpus()).schedule();
    }
}
