package windtunnel.model.compute.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import windtunnel.model.compute.Layout;
import windtunnel.model.compute.Layout.Batch;
import windtunnel.model.compute.Layout.Degrees;
import windtunnel.model.compute.Layout.Recompute;
import windtunnel.model.compute.Layout.Schedule;
import windtunnel.model.compute.MemoryModel;

class NearestLayoutsTest {
    private static final Layout PLAIN =
            new Layout(new Degrees(1, 1, 1, 8), new Batch(4, 32, 4096), Schedule.ONE_F_ONE_B, Recompute.NONE, false, 0);

    @Test
    void nearestLayoutsFitAndChangeLittle() {
        Job job = Jobs.job(Jobs.DENSE, 8, 40);
        assertThat(over(job, PLAIN)).isPositive();
        List<NearestLayouts.Near> near = NearestLayouts.of(job, PLAIN, 3);
        assertThat(near).hasSize(3);
        for (NearestLayouts.Near one : near) {
            assertThat(one.changed()).hasSizeBetween(1, 2);
            assertThat(over(job, one.layout())).isZero();
            assertThat(one.bytes()).isLessThanOrEqualTo(40L << 30);
        }
        assertThat(near.stream().map(NearestLayouts.Near::changed)).doesNotHaveDuplicates();
    }

    @Test
    void oneChangeComesBeforeTwo() {
        Job job = Jobs.job(Jobs.DENSE, 8, 60);
        List<NearestLayouts.Near> near = NearestLayouts.of(job, PLAIN, 10);
        List<Integer> changes = near.stream().map(one -> one.changed().size()).toList();
        assertThat(changes).isSorted().contains(1);
        assertThat(near.get(0).text()).doesNotContain("data");
    }

    @Test
    void sequenceParallelismIsNoChangeWithoutTensorRanks() {
        Layout tensor = new Layout(
                new Degrees(8, 1, 1, 1), new Batch(32, 32, 4096), Schedule.ONE_F_ONE_B, Recompute.NONE, true, 1);
        Job job = Jobs.job(Jobs.DENSE, 8, 24);
        assertThat(NearestLayouts.of(job, tensor, 5).stream().map(NearestLayouts.Near::changed))
                .contains(Set.of(LayoutKey.MICRO));
    }

    @Test
    void nothingIsNearWhereNothingFits() {
        assertThat(NearestLayouts.of(Jobs.job(Jobs.DENSE, 1, 4), onOne(), 3)).isEmpty();
    }

    private static Layout onOne() {
        return new Layout(
                new Degrees(1, 1, 1, 1), new Batch(1, 32, 4096), Schedule.ONE_F_ONE_B, Recompute.NONE, false, 0);
    }

    private static long over(Job job, Layout layout) {
        return MemoryModel.report(job.shape(), layout, job.device(), job.options())
                .overBytes();
    }
}
