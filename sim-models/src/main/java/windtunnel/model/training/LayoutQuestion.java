package windtunnel.model.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import windtunnel.model.Assumptions;
import windtunnel.model.ClusterSpec;
import windtunnel.model.compute.Framework;
import windtunnel.model.compute.Layout;
import windtunnel.model.compute.Precision;
import windtunnel.model.compute.StepOptions;
import windtunnel.model.compute.search.Job;
import windtunnel.model.compute.search.LayoutKey;

/** A training job whose layout is open, and how a layout is written into its file. */
public final class LayoutQuestion {
    private final Training training;
    private final ClusterSpec cluster;

    /** The job of {@code training} on {@code cluster}. */
    public LayoutQuestion(Training training, ClusterSpec cluster) {
        this.training = training;
        this.cluster = cluster;
    }

    /** Why no layout can be asked for, if so. */
    public static Optional<String> refusal(Training training) {
        if (training.step().isPresent()) {
            return Optional.of(
                    "a step that somebody measured or timed says nothing about other layouts; take 'step' out"
                            + (training.model().isPresent() ? "" : " and name the model"));
        }
        return Optional.empty();
    }

    /** What is to be laid out; what is read of the GPU is noted. */
    public Job job(Assumptions assumptions) {
        StepOptions options = training.parallel().options();
        return new Job(
                training.model().orElseThrow().shape(),
                cluster.nodes().gpus(),
                Math.toIntExact(training.batch().global().value()),
                Math.toIntExact(training.batch().sequence().value()),
                Devices.of(cluster.nodes().sku().gpu(), training.parallel(), assumptions),
                options);
    }

    /** The layout that the file asks for, whether it fits or not; empty when its degrees do not cover the GPUs or the model. */
    public Optional<Layout> today() {
        int gpus = cluster.nodes().gpus();
        if (training.parallel().replicas(gpus) == 0) {
            return Optional.empty();
        }
        Layout layout = training.parallel().layout(gpus, training.batch());
        return Optional.of(layout)
                .filter(asked -> asked.validate(training.model().orElseThrow().shape(), gpus)
                        .isEmpty());
    }

    /** Lines of YAML that ask for {@code layout}; what no layout decides stays as the file has it. */
    public List<String> yaml(Layout layout) {
        List<String> keys = new ArrayList<>();
        for (LayoutKey key : LayoutKey.values()) {
            if (key != LayoutKey.MICRO && said(key, layout)) {
                keys.add(key.text() + ": " + key.of(layout));
            }
        }
        Parallel own = training.parallel();
        if (own.precision() != Precision.BF16) {
            keys.add("precision: " + own.precision().name().toLowerCase(Locale.ROOT));
        }
        if (!own.fusedAttention()) {
            keys.add("fused-attention: false");
        }
        if (own.attentionCount() != StepOptions.AttentionCounting.CAUSAL) {
            keys.add("attention-count: full");
        }
        if (own.framework() != Framework.IDEAL) {
            keys.add("framework: "
                    + own.framework().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        }
        own.interference().ifPresent(kind -> keys.add("interference: " + kind));
        if (own.smFree()) {
            keys.add("sm-free: true");
        }
        if (own.clock().value() != 1) {
            keys.add("clock: " + own.clock());
        }
        own.powerCap().ifPresent(cap -> keys.add("power-cap: " + cap));
        return List.of(
                "batch: { global: " + layout.batch().global() + ", micro: "
                        + layout.batch().micro() + ", sequence: "
                        + layout.batch().sequence() + " }",
                "parallel: { " + String.join(", ", keys) + " }");
    }

    private static boolean said(LayoutKey key, Layout layout) {
        return switch (key) {
            case TENSOR, PIPELINE, DATA -> true;
            case SEQUENCE_PARALLEL -> layout.tensor() > 1 && !layout.sequenceParallel();
            case SCHEDULE -> layout.schedule() == Layout.Schedule.GPIPE;
            case RECOMPUTE -> layout.recompute() != Layout.Recompute.NONE;
            case SHARDING -> layout.zeroStage() != Sharding.OPTIMIZER.stage();
            default -> !key.of(layout).equals("1");
        };
    }
}
