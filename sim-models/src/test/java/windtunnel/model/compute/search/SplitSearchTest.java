package windtunnel.model.compute.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import windtunnel.model.compute.CommCosts;
import windtunnel.model.compute.Layout;
import windtunnel.model.compute.Layout.Degrees;
import windtunnel.model.compute.MemoryModel;
import windtunnel.model.compute.ModelShape;
import windtunnel.model.compute.StepBound;
import windtunnel.model.compute.StepModel;
import windtunnel.model.compute.search.SplitSearch.Goal;

class SplitSearchTest {
    private static ModelShape shape(int kind) {
        return kind == 0 ? Jobs.DENSE : Jobs.MIXTURE;
    }

    @Property(tries = 40)
    @Label("the best of a split is the best of all its layouts, though few are timed")
    void boundedSearchFindsWhatTimingAllFinds(
            @ForAll @IntRange(min = 0, max = 1) int kind,
            @ForAll @IntRange(min = 12, max = 120) int gibibytes,
            @ForAll @DoubleRange(min = 1e9, max = 1e11) double rate,
            @ForAll Goal goal,
            @ForAll @IntRange(min = 0, max = 1000) int pick) {
        Job job = Jobs.job(shape(kind), 8, gibibytes);
        SearchSpace space = new SearchSpace(job, Wanted.ANYTHING);
        SplitSearch search = new SplitSearch(job, space, Jobs.fabric(rate));
        List<Degrees> splits = space.splits();
        Degrees split = splits.get(pick % splits.size());
        SplitSearch.Result all = search.search(split, goal, true);
        SplitSearch.Result best = search.search(split, goal, false);
        assertThat(best.tried()).isEqualTo(all.tried());
        assertThat(best.outOfMemory()).isEqualTo(all.outOfMemory());
        assertThat(best.timed()).isLessThanOrEqualTo(all.timed());
        assertThat(all.best()).hasSize((int) (all.tried() - all.outOfMemory()));
        assertThat(best.best().stream().findFirst())
                .isEqualTo(all.best().stream().min(SplitSearch.order(goal)));
        assertThat(best.closest() == null).isEqualTo(!best.best().isEmpty() || best.tried() == 0);
    }

    @Property(tries = 60)
    @Label("no step undercuts its bound; uniform stages without replicas reach it")
    void stepNeverUndercutsItsBound(
            @ForAll @IntRange(min = 0, max = 1) int kind,
            @ForAll @DoubleRange(min = 1e9, max = 1e11) double rate,
            @ForAll @IntRange(min = 0, max = 100_000) int pick) {
        Job job = Jobs.job(shape(kind), 8, 80);
        List<Layout> all = Jobs.all(job, Wanted.ANYTHING);
        Layout layout = all.get(pick % all.size());
        CommCosts costs = Jobs.fabric(rate).apply(layout);
        double bound = StepBound.seconds(job.shape(), layout, job.device(), costs, job.options());
        double step = StepModel.evaluate(job.shape(), layout, job.device(), costs, job.options())
                .stepSeconds();
        assertThat(bound).isLessThanOrEqualTo(step);
        assertThat(bound).isGreaterThan(0);
        boolean alone = layout.pipeline() == 1 && layout.copies() == 1 && layout.expertReplicas() == 1;
        if (alone) {
            assertThat(bound).isGreaterThan(step * (1 - 1e-8));
        }
    }

    @Property(tries = 20)
    @Label("more bandwidth is never slower, layout by layout and for the best of all")
    void moreBandwidthIsNeverSlower(
            @ForAll @IntRange(min = 0, max = 1) int kind,
            @ForAll @DoubleRange(min = 1e9, max = 1e11) double rate,
            @ForAll @DoubleRange(min = 1, max = 16) double faster) {
        Job job = Jobs.job(shape(kind), 8, 80);
        assertThat(best(job, Jobs.fabric(rate * faster))).isLessThanOrEqualTo(best(job, Jobs.fabric(rate)));
        for (Layout layout : Jobs.all(job, Wanted.ANYTHING)) {
            if (layout.batch().micro() == 4) {
                assertThat(nanos(job, layout, rate * faster)).isLessThanOrEqualTo(nanos(job, layout, rate));
            }
        }
    }

    private static long nanos(Job job, Layout layout, double rate) {
        CommCosts costs = Jobs.fabric(rate).apply(layout);
        return StepModel.evaluate(job.shape(), layout, job.device(), costs, job.options())
                .nanos()
                .stepNanos();
    }

    private static long best(Job job, Function<Layout, CommCosts> fabric) {
        SearchSpace space = new SearchSpace(job, Wanted.ANYTHING);
        SplitSearch search = new SplitSearch(job, space, fabric);
        return space.splits().stream()
                .flatMap(split -> search.search(split, Goal.TIME, false).best().stream())
                .mapToLong(Found::stepNanos)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    @Property(tries = 25)
    @Label("more memory never loses a layout, and the best step is never longer")
    void moreMemoryNeverLosesALayout(
            @ForAll @IntRange(min = 0, max = 1) int kind,
            @ForAll @IntRange(min = 8, max = 100) int gibibytes,
            @ForAll @IntRange(min = 0, max = 100) int more) {
        Job little = Jobs.job(shape(kind), 8, gibibytes);
        Job much = Jobs.job(shape(kind), 8, gibibytes + more);
        for (Layout layout : Jobs.all(little, Wanted.ANYTHING)) {
            boolean fits = over(little, layout) == 0;
            assertThat(!fits || over(much, layout) == 0).isTrue();
        }
        assertThat(best(much, Jobs.fabric(1e10))).isLessThanOrEqualTo(best(little, Jobs.fabric(1e10)));
    }

    private static long over(Job job, Layout layout) {
        return MemoryModel.report(job.shape(), layout, job.device(), job.options())
                .overBytes();
    }
}
