package windtunnel.scenario.uncertain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LatinHypercubeTest {
    @Property(tries = 100)
    @Label("every slice of every coordinate holds exactly one point")
    void onePointInEachSlice(@ForAll @IntRange(min = 1, max = 200) int points, @ForAll long seed) {
        for (double[] coordinate : LatinHypercube.of(points, List.of("a", "b", "c"), seed)) {
            double[] sorted = coordinate.clone();
            Arrays.sort(sorted);
            for (int i = 0; i < points; i++) {
                assertThat(sorted[i]).isBetween((double) i / points, (i + 1.0) / points);
            }
        }
    }

    @Test
    void oneMoreInputMovesNoOther() {
        double[][] two = LatinHypercube.of(20, List.of("a", "b"), 7);
        double[][] three = LatinHypercube.of(20, List.of("a", "new", "b"), 7);
        assertThat(three[0]).containsExactly(two[0]);
        assertThat(three[2]).containsExactly(two[1]);
        assertThat(two[0]).isNotEqualTo(two[1]);
    }

    @Test
    @DisplayName("clu-6.4 the mean of a sum of inputs varies less than a tenth as much as with independent draws")
    void additiveEffectsAreAveragedOut() {
        int points = 30;
        Random random = new Random(1);
        double hypercube = 0;
        double independent = 0;
        for (int study = 0; study < 300; study++) {
            double[][] cube = LatinHypercube.of(points, List.of("a", "b"), study);
            double mean = 0;
            double plain = 0;
            for (int i = 0; i < points; i++) {
                mean += (cube[0][i] + cube[1][i] - 1) / points;
                plain += (random.nextDouble() + random.nextDouble() - 1) / points;
            }
            hypercube += mean * mean;
            independent += plain * plain;
        }
        assertThat(hypercube).isLessThan(independent / 10);
    }
}
