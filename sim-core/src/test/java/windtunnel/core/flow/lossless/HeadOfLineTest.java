package windtunnel.core.flow.lossless;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import windtunnel.core.flow.MaxMinSolver;
import windtunnel.core.flow.MaxMinSystem;

/** Head-of-line blocking against cases worked by hand. */
class HeadOfLineTest {
    private static MaxMinSystem system(double[] capacity, int[]... paths) {
        int[] offset = new int[paths.length + 1];
        for (int f = 0; f < paths.length; f++) {
            offset[f + 1] = offset[f] + paths[f].length;
        }
        int[] link = Arrays.stream(paths).flatMapToInt(Arrays::stream).toArray();
        return MaxMinSystem.plain(capacity.length, paths.length, capacity, offset, link);
    }

    private static double[] solved(MaxMinSystem system) {
        double[] rates = new double[system.flows()];
        new MaxMinSolver().solve(system, rates, new int[system.flows()]);
        return rates;
    }

    private static double[] ones(int links) {
        double[] capacity = new double[links];
        Arrays.fill(capacity, 1);
        return capacity;
    }

    private static int[] path(int... links) {
        return links;
    }

    @Test
    @DisplayName("net-7.4 a victim on a paused port gets what the incast's flow beside it gets: 1/4 in place of 3/4")
    void victim() {
        // Link 0 enters a switch with a flow to the hot port 4 and a victim to port 5; links 1 to 3 bring one more flow
        // each to port 4.
        MaxMinSystem incast = system(ones(6), path(0, 4), path(0, 5), path(1, 4), path(2, 4), path(3, 4));
        assertThat(solved(incast)).containsExactly(0.25, 0.75, 0.25, 0.25, 0.25);
        assertThat(HeadOfLine.rates(incast)).containsExactly(0.25, 0.25, 0.25, 0.25, 0.25);
    }

    @Test
    @DisplayName("net-7.4 a pause climbs to the switch before: a victim that never comes near the hot port")
    void climbs() {
        // NICs 0 to 2 send over uplink 3 (to hot port 8 and to 9) and NIC 0 also straight to port 10 of its own leaf.
        // Hot port 8 takes four flows; uplink 3 offers 1/2 to each of its two and is drained at 1/2; NIC 0 offers 1/2
        // to each.
        MaxMinSystem two =
                system(ones(11), path(0, 3, 8), path(1, 3, 9), path(0, 10), path(4, 8), path(5, 8), path(6, 8));
        assertThat(solved(two)).containsExactly(0.25, 0.75, 0.75, 0.25, 0.25, 0.25);
        assertThat(HeadOfLine.rates(two)).containsExactly(0.25, 0.25, 0.25, 0.25, 0.25, 0.25);
    }

    @Test
    @DisplayName("net-7.4 without a full link, or where each port has one flow, nothing changes")
    void nothing() {
        MaxMinSystem calm = system(new double[] {1, 1, 2, 2}, path(0, 2), path(1, 2));
        assertThat(HeadOfLine.rates(calm)).containsExactly(1, 1);
        MaxMinSystem lone = system(ones(5), path(0, 4), path(1, 4), path(2, 4), path(3, 4));
        assertThat(HeadOfLine.rates(lone)).containsExactly(solved(lone));
    }

    @Test
    @DisplayName("net-7.4 a capped flow that leaves its port room is no victim's fault")
    void capped() {
        int[] offset = {0, 2, 4};
        MaxMinSystem system = new MaxMinSystem(
                3,
                2,
                new double[] {1, 0.2, 1},
                offset,
                new int[] {0, 1, 0, 2},
                null,
                null,
                new double[] {0.1, 9},
                null);
        assertThat(HeadOfLine.rates(system)).containsExactly(0.1, 0.9);
    }

    @Test
    @DisplayName("net-7.4 multiplicity stands for as many flows")
    void classes() {
        int[] offset = {0, 2, 4, 6};
        MaxMinSystem system = new MaxMinSystem(
                4, 3, new double[] {1, 3, 1, 1}, offset, new int[] {0, 2, 0, 3, 1, 2}, null, null, null, new double[] {
                    1, 1, 3
                });
        double[] rates = HeadOfLine.rates(system);
        assertThat(rates[0]).isCloseTo(0.25, within(1e-12));
        assertThat(rates[1]).isCloseTo(0.25, within(1e-12));
        assertThat(rates[2]).isCloseTo(0.25, within(1e-12));
    }

    @Property(tries = 300)
    @Label(
            "net-7.4 pauses never raise a rate, and what enters a switch over a link stays proportional to what is offered")
    void neverRaises(@ForAll @IntRange(min = 1, max = 1000) int seed) {
        java.util.Random random = new java.util.Random(seed);
        int[][] paths = new int[1 + random.nextInt(8)][];
        for (int f = 0; f < paths.length; f++) {
            paths[f] = path(random.nextInt(3), 3 + random.nextInt(3), 6 + random.nextInt(3));
        }
        double[] capacity = new double[9];
        for (int l = 0; l < 9; l++) {
            capacity[l] = 1 + random.nextInt(4);
        }
        MaxMinSystem system = system(capacity, paths);
        double[] before = solved(system);
        double[] after = HeadOfLine.rates(system);
        for (int f = 0; f < paths.length; f++) {
            assertThat(after[f]).isPositive().isLessThanOrEqualTo(before[f] * (1 + 1e-12));
        }
    }
}
