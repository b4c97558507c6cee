package windtunnel.model.training;

import java.util.List;
import java.util.stream.Collectors;
import windtunnel.core.unit.Numbers;
import windtunnel.model.compute.Layout;
import windtunnel.model.compute.MemoryReport;
import windtunnel.model.compute.search.Job;
import windtunnel.model.compute.search.NearestLayouts;

/** A layout that does not fit into memory, for people: what fills it, and which layouts nearby fit. */
public final class OutOfMemory {
    private static final int MOST_NEAR = 3;

    private OutOfMemory() {}

    /** All of it in one sentence. */
    static String words(Job job, Layout layout, MemoryReport memory) {
        return "out of memory: " + demand(memory) + "; " + nearest(job, layout)
                + "; 'windtunnel layouts FILE' ranks all that fit";
    }

    /** What the fullest stage needs and of what. */
    public static String demand(MemoryReport memory) {
        MemoryReport.StageMemory worst = memory.worst();
        return "stage " + worst.stage() + " needs " + gib(worst.totalBytes()) + " of " + gib(memory.hbmBytes()) + ", "
                + gib(memory.overBytes()) + " too much: state " + gib(worst.stateBytes()) + ", activations "
                + gib(worst.activationBytes()) + ", logits " + gib(worst.logitBytes()) + ", recomputation "
                + gib(worst.workingBytes()) + ", buffers " + gib(worst.bufferBytes()) + ", workspace "
                + gib(worst.workspaceBytes()) + ", context " + gib(worst.reservedBytes()) + ", fragmentation "
                + gib(worst.fragmentationBytes());
    }

    /** The nearest layouts that fit. */
    public static String nearest(Job job, Layout layout) {
        List<NearestLayouts.Near> near = NearestLayouts.of(job, layout, MOST_NEAR);
        return near.isEmpty()
                ? "no layout with one or two other keys fits"
                : "nearest that fit: "
                        + near.stream()
                                .map(one -> one.text() + " (" + gib(one.bytes()) + ")")
                                .collect(Collectors.joining("; "));
    }

    private static String gib(double bytes) {
        return Numbers.significant(bytes / (1L << 30), 4) + " GiB";
    }
}
