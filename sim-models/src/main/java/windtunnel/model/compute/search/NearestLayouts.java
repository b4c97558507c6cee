package windtunnel.model.compute.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import windtunnel.model.compute.Layout;
import windtunnel.model.compute.Layout.Degrees;
import windtunnel.model.compute.MemoryModel;
import windtunnel.model.compute.MemoryReport;

/**
 * The layouts that fit and are nearest to one that does not: the fewest keys changed, then the changes that cost the least speed as a rule
 * (sharding before micro-batch before degrees before recomputation), then the smallest ratios. Memory only; nothing is timed.
 */
public final class NearestLayouts {
    private static final int MOST_CHANGES = 2;

    private NearestLayouts() {}

    /**
     * A layout that fits.
     *
     * @param layout it
     * @param changed what differs; the number of replicas follows
     * @param bytes demand of its fullest stage
     */
    public record Near(Layout layout, Set<LayoutKey> changed, long bytes) {
        /** What to change, as a scenario says it. */
        public String text() {
            return changed.stream()
                    .map(key -> key.text() + ": " + key.of(layout))
                    .collect(Collectors.joining(", "));
        }
    }

    /** The nearest to {@code from}, at most {@code most}, one for each set of keys; empty when two changes do not suffice. */
    public static List<Near> of(Job job, Layout from, int most) {
        SearchSpace space = new SearchSpace(job, Wanted.ANYTHING);
        List<Layout> close = new ArrayList<>();
        for (Degrees split : space.splits()) {
            Layout plain =
                    new Layout(split, from.batch(), from.schedule(), from.recompute(), from.sequenceParallel(), 0);
            Set<LayoutKey> degrees = EnumSet.of(
                    LayoutKey.TENSOR, LayoutKey.PIPELINE, LayoutKey.CONTEXT, LayoutKey.EXPERT, LayoutKey.EXPERT_TENSOR);
            degrees.retainAll(changed(from, plain));
            if (degrees.size() <= MOST_CHANGES) {
                space.layouts(split).stream()
                        .filter(layout -> changed(from, layout).size() <= MOST_CHANGES)
                        .forEach(close::add);
            }
        }
        close.sort(
                Comparator.comparingInt((Layout layout) -> changed(from, layout).size())
                        .thenComparingDouble(layout -> effort(from, layout)));
        return fitting(job, from, close, most);
    }

    private static List<Near> fitting(Job job, Layout from, List<Layout> close, int most) {
        List<Near> near = new ArrayList<>();
        Set<Set<LayoutKey>> seen = new LinkedHashSet<>();
        for (Layout layout : close) {
            Set<LayoutKey> changed = changed(from, layout);
            if (near.size() == most || seen.contains(changed)) {
                continue;
            }
            MemoryReport memory = MemoryModel.report(job.shape(), layout, job.device(), job.options());
            if (memory.overBytes() == 0) {
                seen.add(changed);
                near.add(new Near(layout, changed, memory.worst().totalBytes()));
            }
        }
        return near;
    }

    private static Set<LayoutKey> changed(Layout from, Layout to) {
        Set<LayoutKey> changed = EnumSet.noneOf(LayoutKey.class);
        for (LayoutKey key : LayoutKey.values()) {
            if (key != LayoutKey.DATA && !key.of(from).equals(key.of(to))) {
                changed.add(key);
            }
        }
        if (to.tensor() == 1) {
            changed.remove(LayoutKey.SEQUENCE_PARALLEL);
        }
        if (to.copies() == 1) {
            changed.remove(LayoutKey.SHARDING);
        }
        return changed;
    }

    private static double effort(Layout from, Layout to) {
        double effort = 0;
        for (LayoutKey key : changed(from, to)) {
            double steps = key.choices().isEmpty()
                    ? Math.abs(Math.log(Double.parseDouble(key.of(to)) / Double.parseDouble(key.of(from))))
                    : Math.abs(key.choices().indexOf(key.of(to)) - key.choices().indexOf(key.of(from)));
            effort += steps * weight(key);
        }
        return effort;
    }

    private static double weight(LayoutKey key) {
        return switch (key) {
            case SHARDING, SEQUENCE_PARALLEL -> 1;
            case MICRO -> 2;
            case TENSOR, PIPELINE, EXPERT, EXPERT_TENSOR -> 3;
            case CONTEXT, SCHEDULE, VIRTUAL, DATA -> 4;
            case RECOMPUTE -> 5;
        };
    }
}
