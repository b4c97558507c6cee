package windtunnel.model.compute.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import windtunnel.model.compute.CommCosts;
import windtunnel.model.compute.Layout;
import windtunnel.model.compute.Layout.Degrees;
import windtunnel.model.compute.MemoryModel;
import windtunnel.model.compute.MemoryReport;
import windtunnel.model.compute.StepBound;
import windtunnel.model.compute.StepBreakdown;
import windtunnel.model.compute.StepModel;

/**
 * The best layout of a split. Memory decides first; of what fits, layouts are timed in the order of a lower bound of their step until no
 * bound is below the best step, so most are never timed and the answer is that of timing all.
 */
public final class SplitSearch {
    private final Job job;
    private final SearchSpace space;
    private final Function<Layout, CommCosts> fabric;

    /** What counts as best. */
    public enum Goal {
        /** The shortest step, of equals the one with the most free memory. */
        TIME,
        /** The most free memory, of equals the shortest step. */
        MEMORY
    }

    /**
     * What a search finds.
     *
     * @param tried layouts that are possible
     * @param outOfMemory those of them that do not fit
     * @param timed those whose step was evaluated
     * @param best the best one of the split, or with all wanted all that fit; empty when none does
     * @param closest the layout that is the fewest bytes over, null unless none fits
     */
    public record Result(long tried, long outOfMemory, long timed, List<Found> best, Tight closest) {}

    /**
     * A layout that does not fit.
     *
     * @param layout it
     * @param overBytes by how much its fullest stage exceeds the memory
     */
    public record Tight(Layout layout, long overBytes) {}

    private record Timed(long count, List<Found> kept) {}

    private record Fitting(Layout layout, MemoryReport.StageMemory memory, double bound, int order) {}

    /** A search whose transfers cost what {@code fabric} says of a layout; not safe for several threads unless {@code fabric} is. */
    public SplitSearch(Job job, SearchSpace space, Function<Layout, CommCosts> fabric) {
        this.job = job;
        this.space = space;
        this.fabric = fabric;
    }

    /** The order of two layouts, ties in the order of the space. */
    public static Comparator<Found> order(Goal goal) {
        Comparator<Found> time = Comparator.comparingLong(Found::stepNanos);
        Comparator<Found> memory =
                Comparator.comparingLong(found -> found.memory().totalBytes());
        return goal == Goal.TIME ? time.thenComparing(memory) : memory.thenComparing(time);
    }

    /**
     * Searches one split.
     *
     * @param all whether every layout that fits is wanted, not only the best
     */
    public Result search(Degrees split, Goal goal, boolean all) {
        List<Layout> layouts = space.layouts(split);
        List<Fitting> fitting = new ArrayList<>();
        Tight closest = null;
        for (Layout layout : layouts) {
            MemoryReport memory = MemoryModel.report(job.shape(), layout, job.device(), job.options());
            if (memory.overBytes() > 0) {
                boolean closer = closest == null || memory.overBytes() < closest.overBytes();
                closest = closer ? new Tight(layout, memory.overBytes()) : closest;
            } else {
                double bound = all ? 0 : bound(layout, memory.worst(), goal);
                fitting.add(new Fitting(layout, memory.worst(), bound, fitting.size()));
            }
        }
        Timed timed = all ? all(fitting) : best(fitting, goal);
        return new Result(
                layouts.size(),
                layouts.size() - fitting.size(),
                timed.count(),
                timed.kept(),
                fitting.isEmpty() ? closest : null);
    }

    private Timed all(List<Fitting> fitting) {
        return new Timed(
                fitting.size(),
                fitting.stream().map(one -> time(one.layout(), one.memory())).toList());
    }

    private Timed best(List<Fitting> fitting, Goal goal) {
        List<Fitting> hopeful = new ArrayList<>(fitting);
        hopeful.sort(Comparator.comparingDouble(Fitting::bound).thenComparingInt(Fitting::order));
        Comparator<Found> order = order(goal);
        Found best = null;
        int bestOrder = 0;
        int count = 0;
        for (Fitting next : hopeful) {
            if (best != null && next.bound() > reached(best, goal)) {
                break;
            }
            Found found = time(next.layout(), next.memory());
            count++;
            int compared = best == null ? -1 : order.compare(found, best);
            if (compared < 0 || compared == 0 && next.order() < bestOrder) {
                best = found;
                bestOrder = next.order();
            }
        }
        return new Timed(count, best == null ? List.of() : List.of(best));
    }

    private static double reached(Found best, Goal goal) {
        return goal == Goal.MEMORY ? best.memory().totalBytes() : best.stepNanos() * 1e-9;
    }

    /** Evaluates the step of a layout of the job. */
    public Found time(Layout layout, MemoryReport.StageMemory memory) {
        StepBreakdown step = StepModel.evaluate(job.shape(), layout, job.device(), fabric.apply(layout), job.options());
        return new Found(layout, step.nanos().stepNanos(), step.seconds(), step.mfu(), memory);
    }

    private double bound(Layout layout, MemoryReport.StageMemory memory, Goal goal) {
        return goal == Goal.MEMORY
                ? memory.totalBytes()
                : StepBound.seconds(job.shape(), layout, job.device(), fabric.apply(layout), job.options());
    }
}
