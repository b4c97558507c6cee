package windtunnel.model.compute.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import windtunnel.model.compute.Layout;
import windtunnel.model.compute.Layout.Degrees;
import windtunnel.model.compute.Layout.Schedule;

class SearchSpaceTest {
    private static final Job DENSE = Jobs.job(Jobs.DENSE, 16, 80);

    @Test
    void splitsOfFourGpusByHand() {
        Job job = Jobs.job(Jobs.DENSE, 4, 80);
        // Tensor x context x pipeline x data = 4, all powers of two: the ways to spread two factors of two over four
        // places.
        assertThat(new SearchSpace(job, Wanted.ANYTHING).splits()).hasSize(10);
        assertThat(new SearchSpace(job, new Wanted(Map.of(LayoutKey.CONTEXT, List.of("1")))).splits())
                .containsExactlyInAnyOrder(
                        new Degrees(1, 1, 1, 4),
                        new Degrees(1, 2, 1, 2),
                        new Degrees(1, 4, 1, 1),
                        new Degrees(2, 1, 1, 2),
                        new Degrees(2, 2, 1, 1),
                        new Degrees(4, 1, 1, 1));
    }

    @Test
    void everyLayoutIsPossibleFillsTheGpusAndIsTriedOnce() {
        for (Job job : List.of(DENSE, Jobs.job(Jobs.MIXTURE, 16, 80))) {
            List<Layout> all = Jobs.all(job, Wanted.ANYTHING);
            assertThat(all).allMatch(layout -> layout.validate(job.shape(), 16).isEmpty());
            assertThat(new LinkedHashSet<>(all)).hasSameSizeAs(all);
            assertThat(all).anyMatch(layout -> layout.schedule() == Schedule.INTERLEAVED);
        }
    }

    @Test
    void chunksSpreadTheLayersEvenlyUnlessTheStagesCannot() {
        List<Layout> even = Jobs.all(DENSE, new Wanted(Map.of(LayoutKey.PIPELINE, List.of("2"))));
        assertThat(virtual(even)).containsExactlyInAnyOrder("1", "2", "3", "6");
        List<Layout> uneven = Jobs.all(DENSE, new Wanted(Map.of(LayoutKey.PIPELINE, List.of("8"))));
        assertThat(virtual(uneven)).containsExactly("1");
        List<Layout> asked =
                Jobs.all(DENSE, new Wanted(Map.of(LayoutKey.PIPELINE, List.of("2"), LayoutKey.VIRTUAL, List.of("4"))));
        assertThat(virtual(asked)).containsExactly("4");
    }

    private static Set<String> virtual(List<Layout> layouts) {
        Set<String> values = new LinkedHashSet<>();
        layouts.forEach(layout -> values.add(LayoutKey.VIRTUAL.of(layout)));
        return values;
    }

    @Test
    void fixedKeysHoldInEveryLayoutAndLoseNoOther() {
        Wanted wanted = new Wanted(Map.of(
                LayoutKey.TENSOR, List.of("2", "4"),
                LayoutKey.SHARDING, List.of("optimizer"),
                LayoutKey.RECOMPUTE, List.of("full"),
                LayoutKey.MICRO, List.of("1")));
        List<Layout> expected = Jobs.all(DENSE, Wanted.ANYTHING).stream()
                .filter(wanted::accepts)
                .toList();
        List<Layout> found = Jobs.all(DENSE, wanted);
        assertThat(found).allMatch(wanted::accepts).containsAll(expected).isNotEmpty();
        // Where one rank holds all, sharding changes nothing, and is tried only when it is asked for.
        assertThat(found.stream().filter(layout -> layout.copies() > 1)).hasSameSizeAs(expected);
    }

    @Test
    void expertsAreSpreadOverDivisorsOfTheirNumber() {
        List<Layout> all = Jobs.all(Jobs.job(Jobs.MIXTURE, 16, 80), Wanted.ANYTHING);
        Set<Integer> experts = new LinkedHashSet<>();
        all.forEach(layout -> experts.add(layout.expert()));
        assertThat(experts).containsExactlyInAnyOrder(1, 2, 4, 8);
        assertThat(all).anyMatch(layout -> layout.expertTensor() > 1);
    }

    @Test
    void divisorsByHand() {
        assertThat(SearchSpace.divisors(12)).containsExactly(1, 2, 3, 4, 6, 12);
        assertThat(SearchSpace.divisors(16)).containsExactly(1, 2, 4, 8, 16);
        assertThat(SearchSpace.divisors(1)).containsExactly(1);
    }
}
