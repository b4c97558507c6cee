package windtunnel.model.compute.search;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import windtunnel.model.compute.Layout;
import windtunnel.model.compute.Layout.Schedule;

/** What can differ between two layouts of the same job, by the name of its key in a scenario. */
public enum LayoutKey {
    /** Ranks that share each layer. */
    TENSOR(layout -> Integer.toString(layout.tensor())),
    /** Pipeline stages. */
    PIPELINE(layout -> Integer.toString(layout.pipeline())),
    /** Ranks that share each sequence. */
    CONTEXT(layout -> Integer.toString(layout.context())),
    /** Replicas. */
    DATA(layout -> Integer.toString(layout.data())),
    /** Chunks of layers per stage. */
    VIRTUAL(layout -> Integer.toString(layout.virtualStages())),
    /** Ranks that share the experts of a layer. */
    EXPERT(layout -> Integer.toString(layout.expert())),
    /** Ranks that share each expert's matrices. */
    EXPERT_TENSOR(layout -> Integer.toString(layout.expertTensor())),
    /** Sequences of a micro-batch. */
    MICRO(layout -> Integer.toString(layout.batch().micro())),
    /** Order of the passes. */
    SCHEDULE(layout -> layout.schedule() == Schedule.GPIPE ? "gpipe" : "1f1b"),
    /** Whether tensor ranks split the sequence outside the matrices. */
    SEQUENCE_PARALLEL(layout -> Boolean.toString(layout.sequenceParallel())),
    /** What is divided over the replicas. */
    SHARDING(layout -> LayoutKey.sharding(layout.zeroStage())),
    /** Which activations are computed again. */
    RECOMPUTE(layout -> layout.recompute().name().toLowerCase(Locale.ROOT));

    private static final List<String> SHARDINGS = List.of("none", "optimizer", "gradients", "parameters");

    private final Function<Layout, String> value;

    LayoutKey(Function<Layout, String> value) {
        this.value = value;
    }

    private static String sharding(int zeroStage) {
        return SHARDINGS.get(zeroStage);
    }

    /** Its name in a scenario. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Its value in {@code layout}, as a scenario says it. */
    public String of(Layout layout) {
        return value.apply(layout);
    }

    /** The values that can be said, empty for a number. */
    public List<String> choices() {
        return switch (this) {
            case SCHEDULE -> List.of("1f1b", "gpipe");
            case SEQUENCE_PARALLEL -> List.of("true", "false");
            case SHARDING -> SHARDINGS;
            case RECOMPUTE -> List.of("none", "selective", "full");
            default -> List.of();
        };
    }

    /** All names. */
    public static List<String> names() {
        return Arrays.stream(values()).map(LayoutKey::text).toList();
    }
}
