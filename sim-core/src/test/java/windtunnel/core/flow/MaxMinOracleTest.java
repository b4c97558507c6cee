package windtunnel.core.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The worked systems of network.md 8.1, by the production solver and by the reference. */
class MaxMinOracleTest {

    private static void check(SystemBuilder system, double... expected) {
        assertThat(system.rates()).containsExactly(expected, within(1e-12));
        assertThat(ReferenceSolver.solve(system.build())).containsExactly(expected, within(1e-12));
    }

    @Test
    @DisplayName("net-M1 two flows share a link evenly")
    void twoFlowsShareEvenly() {
        check(SystemBuilder.links(10).flow(0).flow(0), 5, 5);
    }

    @Test
    @DisplayName("net-M2 the tighter link holds two flows, the third takes the rest of the other")
    void tighterLinkIsFilledFirst() {
        check(SystemBuilder.links(10, 4).flow(0, 1).flow(0).flow(1), 2, 8, 2);
    }

    @Test
    @DisplayName("net-M3 two equal links give three equal flows")
    void equalLinksTie() {
        check(SystemBuilder.links(10, 10).flow(0, 1).flow(0).flow(1), 5, 5, 5);
    }

    @Test
    @DisplayName("net-M4 weights 1 and 3 share 8 as 2 and 6")
    void weightsDivideTheLink() {
        check(SystemBuilder.links(8).weighted(1, 0).weighted(3, 0), 2, 6);
    }

    @Test
    @DisplayName("net-M5 a cap of 1 leaves 4.5 each for the others")
    void capLeavesRoomForOthers() {
        check(SystemBuilder.links(10).capped(1, 0).flow(0).flow(0), 1, 4.5, 4.5);
    }

    @Test
    @DisplayName("net-M6 a long flow and one local flow per link all get one half")
    void longFlowAndLocalFlowsShareEvenly() {
        for (int k : new int[] {1, 2, 7, 50}) {
            double[] ones = new double[k];
            Arrays.fill(ones, 1);
            SystemBuilder system =
                    SystemBuilder.links(ones).flow(IntStream.range(0, k).toArray());
            IntStream.range(0, k).forEach(system::flow);
            double[] halves = new double[k + 1];
            Arrays.fill(halves, 0.5);
            check(system, halves);
        }
    }

    @Test
    @DisplayName("net-M7 a chain of links doubles the rate from flow to flow")
    void chainDoublesRates() {
        check(
                SystemBuilder.links(1, 3, 6, 12, 24)
                        .flow(0, 1)
                        .flow(1, 2)
                        .flow(2, 3)
                        .flow(3, 4)
                        .flow(4),
                1,
                2,
                4,
                8,
                16);
    }

    @Test
    @DisplayName("net-M8 a path that crosses a link twice loads it twice")
    void linkCrossedTwiceCountsTwice() {
        check(SystemBuilder.links(9).flow(0, 0).flow(0), 3, 3);
    }

    @Test
    @DisplayName("net-M9 a class of 100 flows on a link of 50 gets 0.5 each")
    void classOfFlowsSharesALink() {
        check(SystemBuilder.links(50).flow(1, Double.POSITIVE_INFINITY, 100, null, 0), 0.5);
    }

    @Test
    @DisplayName("net-M10 coefficients and weights of SimGrid's unit test give 10, 5, 40")
    void coefficientsAndWeightsTogether() {
        check(
                SystemBuilder.links(20, 60)
                        .flow(1, Double.POSITIVE_INFINITY, 1, new double[] {1, 2}, 0, 1)
                        .flow(0.5, Double.POSITIVE_INFINITY, 1, new double[] {2}, 0)
                        .flow(1),
                10,
                5,
                40);
    }

    @Test
    @DisplayName("net-M11 a dead link stops its flow and frees the rest")
    void deadLinkStopsItsFlow() {
        check(SystemBuilder.links(0, 7).flow(0, 1).flow(1), 0, 7);
    }

    @Test
    @DisplayName("net-M12 incast of 64 senders on one receiver gives 0.78125 each")
    void incastDividesTheReceiver() {
        double[] capacity = new double[65];
        Arrays.fill(capacity, 50);
        SystemBuilder system = SystemBuilder.links(capacity);
        IntStream.range(0, 64).forEach(i -> system.flow(i, 64));
        double[] expected = new double[64];
        Arrays.fill(expected, 0.78125);
        check(system, expected);
    }

    @Test
    @DisplayName("net-M13 32 hosts of a leaf sprayed over 8 uplinks get 12.5 each")
    void sprayedLeafIsLimitedByItsUplinks() {
        double[] capacity = new double[40];
        Arrays.fill(capacity, 50);
        SystemBuilder system = SystemBuilder.links(capacity);
        for (int h = 0; h < 32; h++) {
            int[] path = new int[9];
            double[] coefficient = new double[9];
            path[0] = h;
            coefficient[0] = 1;
            for (int u = 0; u < 8; u++) {
                path[u + 1] = 32 + u;
                coefficient[u + 1] = 1.0 / 8;
            }
            system.flow(1, Double.POSITIVE_INFINITY, 1, coefficient, path);
        }
        double[] expected = new double[32];
        Arrays.fill(expected, 12.5);
        check(system, expected);
    }

    @Test
    @DisplayName("net-M14 8 flows hashed on 8 uplinks end 2.5972 times later on average, within 3 sigma")
    void hashedUplinksSlowTheSlowestFlow() {
        SplittableRandom random = new SplittableRandom(14);
        int draws = 20_000;
        double sum = 0;
        double squares = 0;
        double[] capacity = new double[16];
        Arrays.fill(capacity, 50);
        for (int i = 0; i < draws; i++) {
            SystemBuilder system = SystemBuilder.links(capacity);
            IntStream.range(0, 8).forEach(h -> system.flow(h, 8 + random.nextInt(8)));
            double factor = 50 / Arrays.stream(system.rates()).min().orElseThrow();
            sum += factor;
            squares += factor * factor;
        }
        double mean = sum / draws;
        double sigma = Math.sqrt((squares / draws - mean * mean) / draws);
        assertThat(mean).isCloseTo(2.597233, within(3 * sigma));
        assertThat(sigma).isLessThan(0.01);
    }

    @Test
    @DisplayName("net-M15 more capacity on one link takes bandwidth from the flow beside it")
    void moreCapacityHurtsTheNeighbour() {
        check(SystemBuilder.links(1, 4).flow(0, 1).flow(1), 1, 3);
        check(SystemBuilder.links(10, 4).flow(0, 1).flow(1), 2, 2);
    }

    @Test
    @DisplayName("net-M15b a flow held elsewhere leaves a link unsaturated")
    void linkBetweenTwoBottlenecksStaysUnsaturated() {
        check(SystemBuilder.links(0.2, 1.5, 2).flow(0, 1).flow(1, 2).flow(2), 0.2, 1, 1);
    }

    @Test
    @DisplayName("net-M16 a departure takes bandwidth from a third flow")
    void departureHurtsAThirdFlow() {
        check(SystemBuilder.links(6, 10).flow(0).flow(0, 1).flow(1), 3, 3, 7);
        check(SystemBuilder.links(6, 10).flow(0, 1).flow(1), 5, 5);
    }

    @Test
    @DisplayName("net-M17 a sprayed permutation across two leaves gets 0.5 over 2 spines and 1 over 4")
    void sprayedPermutationAcrossLeaves() {
        for (int spines : new int[] {2, 4}) {
            double[] capacity = new double[8 + 4 * spines];
            Arrays.fill(capacity, 1);
            SystemBuilder system = SystemBuilder.links(capacity);
            for (int h = 0; h < 8; h++) {
                int leaf = h / 4;
                int[] path = new int[1 + 2 * spines];
                double[] coefficient = new double[path.length];
                Arrays.fill(coefficient, 1.0 / spines);
                path[0] = h;
                coefficient[0] = 1;
                for (int s = 0; s < spines; s++) {
                    path[1 + s] = 8 + leaf * spines + s;
                    path[1 + spines + s] = 8 + 2 * spines + (1 - leaf) * spines + s;
                }
                system.flow(1, Double.POSITIVE_INFINITY, 1, coefficient, path);
            }
            double[] expected = new double[8];
            Arrays.fill(expected, spines == 2 ? 0.5 : 1);
            check(system, expected);
        }
    }

    @Test
    void freezingLinkIsNamed() {
        MaxMinSystem system =
                SystemBuilder.links(10, 4).flow(0, 1).flow(0).capped(1, 1).build();
        int[] bottleneck = new int[3];
        new MaxMinSolver().solve(system, new double[3], bottleneck);
        assertThat(bottleneck).containsExactly(1, 0, -1);
    }

    @Test
    void unboundedFlowIsRejected() {
        assertThatThrownBy(() ->
                        SystemBuilder.links(Double.POSITIVE_INFINITY).flow(0).rates())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("neither a cap nor a link of finite capacity");
    }
}
