package windtunnel.model.training;

import java.util.Optional;
import windtunnel.core.unit.Count;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.Workload;
import windtunnel.model.World;
import windtunnel.model.compute.ModelPreset;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;

/** A training job that holds the whole cluster until its work is done. */
public record Training(
        @Key(doc = "Name of the job; its metrics begin with it.", def = "train", example = "pretrain")
        String name,

        @Key(doc = "The model that is trained, a name of the library or its shape.", example = "llama3-70b")
        Optional<ModelPreset> model,

        @Key(doc = "What the job reads; without it, data never runs short.")
        Optional<Data> data,

        @Key(doc = "Work as tokens.", example = "1.0 T") Optional<Count> tokens,
        @Key(doc = "Work as samples.", example = "300 M") Optional<Count> samples,

        @Key(doc = "Work as optimizer steps.", example = "100000")
        Optional<Count> steps,

        @Key(doc = "Samples of a step.") Batch batch,

        @Key(doc = "How the model is spread over the GPUs.", def = "{}")
        Parallel parallel,

        @Key(doc = "How the job saves its state; without it, it never does.")
        Optional<Checkpoint> checkpoint,

        @Key(doc = "A measured step in place of the model.") Optional<Step> step)
        implements Workload, Checked {

    /** A step that somebody measured. */
    public record Step(
            @Key(doc = "Measured time of one step, waits for data left out.", example = "0.224 s")
            TimeSpan measured) implements Checked {
        @Override
        public void check(Issues issues) {
            issues.check(measured.seconds() > 0, "measured", "a step takes some time");
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
                "name the model, or give a measured step with 'step: { measured: 2 s }'");
        issues.check(
                ways == 0 || batch.global().value() == 0 || targetSteps() >= 1, "", "its work is less than a step");
        if (checkpoint.isPresent() && checkpoint.get().blocking().isEmpty()) {
            issues.check(
                    model.isPresent(),
                    "model",
                    "the size of a checkpoint follows from the model; or give its blocking time");
        }
        if (model.isPresent() && step.isEmpty()) {
            parallel.check(issues, this);
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

    @Override
    public void attach(World world) {
        int nodes = world.cluster().nodes();
        StepPlan plan = StepPlan.of(world, this);
        DataFeed feed = data.map(d -> DataFeed.of(world, this, d, nodes, plan.stepNanos()))
                .orElseGet(DataFeed::none);
        double parameters = model.map(m -> (double) m.shape().parameters()).orElse(0.0);
        SavePlan saves = checkpoint
                .map(c -> SavePlan.of(world, c, parameters, nodes, plan.stepNanos()))
                .orElseGet(SavePlan::none);
        plan.describe(world, this, feed, saves);
        new TrainingRun(world, this, plan, saves, feed, world.cluster().gpus()).schedule();
    }
}
