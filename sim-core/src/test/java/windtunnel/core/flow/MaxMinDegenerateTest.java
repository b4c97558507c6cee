package windtunnel.core.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The adversarial systems of network.md 3.11. */
class MaxMinDegenerateTest {

    private static double[] filled(int n, double value) {
        double[] array = new double[n];
        Arrays.fill(array, value);
        return array;
    }

    @Test
    @DisplayName("net-D1 all levels equal")
    void allLevelsEqual() {
        SystemBuilder system = SystemBuilder.links(filled(1000, 3));
        IntStream.range(0, 1000).forEach(i -> system.flow(i, (i + 1) % 1000, (i + 2) % 1000));
        assertThat(system.rates()).containsExactly(filled(1000, 1), within(1e-12));
    }

    @Test
    @DisplayName("net-D2 a chain of 1000 sequential rounds doubles the rate each time")
    void longChainDoublesEachRound() {
        int rounds = 1000;
        double[] capacity = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            capacity[i] = i == 0 ? 1 : 3 * Math.scalb(1.0, i - 1);
        }
        SystemBuilder system = SystemBuilder.links(capacity);
        IntStream.range(0, rounds).forEach(i -> system.flow(i + 1 < rounds ? new int[] {i, i + 1} : new int[] {i}));
        double[] rate = system.rates();
        for (int i = 0; i < rounds; i++) {
            assertThat(rate[i]).isEqualTo(Math.scalb(1.0, i));
        }
    }

    @Test
    @DisplayName("net-D3 a star of 100,000 flows on one link")
    void starIncast() {
        SystemBuilder system = SystemBuilder.links(1e5);
        IntStream.range(0, 100_000).forEach(i -> system.flow(0));
        assertThat(system.rates()).containsOnly(1.0);
    }

    @Test
    @DisplayName("net-D4 complete bipartite traffic of 300 by 300")
    void completeBipartite() {
        SystemBuilder system = SystemBuilder.links(filled(600, 300));
        for (int i = 0; i < 300; i++) {
            for (int j = 0; j < 300; j++) {
                system.flow(i, 300 + j);
            }
        }
        assertThat(system.rates()).containsExactly(filled(90_000, 1), within(1e-9));
    }

    @Test
    @DisplayName("net-D5 capacities from 1e-3 to 1e12")
    void capacitiesOverFifteenDecades() {
        SystemBuilder system = SystemBuilder.links(1e-3, 1e12, 1);
        assertThat(system.flow(0, 1).flow(1).flow(1, 2).flow(2).rates()).containsExactly(1e-3, 1e12 - 0.501, 0.5, 0.5);
    }

    @Test
    @DisplayName("net-D6 weights from 1e-6 to 1e6")
    void weightsOverTwelveDecades() {
        double[] rate = SystemBuilder.links(1e6 + 1 + 1e-6)
                .weighted(1e-6, 0)
                .weighted(1, 0)
                .weighted(1e6, 0)
                .rates();
        assertThat(rate[0]).isCloseTo(1e-6, within(1e-17));
        assertThat(rate[1]).isCloseTo(1, within(1e-11));
        assertThat(rate[2]).isCloseTo(1e6, within(1e-5));
    }

    @Test
    @DisplayName("net-D6 a light flow keeps its share when heavy ones freeze elsewhere first")
    void lightFlowAfterHeavyOnes() {
        double[] rate =
                SystemBuilder.links(10, 1).weighted(1e6, 0, 1).weighted(1e-6, 0).rates();
        assertThat(rate[0]).isCloseTo(1, within(1e-9));
        assertThat(rate[1]).isCloseTo(9, within(1e-8));
    }

    @Test
    @DisplayName("net-D7 a cap exactly at the link's level counts as the cap")
    void capAtTheLinkLevel() {
        MaxMinSystem system =
                SystemBuilder.links(9).capped(3, 0).flow(0).flow(0).build();
        double[] rate = new double[3];
        int[] bottleneck = new int[3];
        new MaxMinSolver().solve(system, rate, bottleneck);
        assertThat(rate).containsExactly(3, 3, 3);
        assertThat(bottleneck).containsExactly(-1, 0, 0);
    }

    @Test
    @DisplayName("net-D8 a link that dies and comes back restores all rates")
    void deadLinkComesBack() {
        IncrementalMaxMin rates = new IncrementalMaxMin();
        int a = rates.addLink(10);
        int b = rates.addLink(8);
        int first = rates.add(new int[] {a, b}, null, 1, Double.POSITIVE_INFINITY, 1);
        int second = rates.add(new int[] {a}, null, 1, Double.POSITIVE_INFINITY, 1);
        rates.solve();
        assertThat(new double[] {rates.rate(first), rates.rate(second)}).containsExactly(5, 5);
        rates.setCapacity(b, 0);
        rates.solve();
        assertThat(new double[] {rates.rate(first), rates.rate(second)}).containsExactly(0, 10);
        assertThat(rates.bottleneck(first)).isEqualTo(b);
        rates.setCapacity(b, 8);
        rates.solve();
        assertThat(new double[] {rates.rate(first), rates.rate(second)}).containsExactly(5, 5);
    }

    @Test
    @DisplayName("net-D9 a flow over 1000 links")
    void flowOverAThousandLinks() {
        SystemBuilder system = SystemBuilder.links(filled(1000, 2))
                .flow(IntStream.range(0, 1000).toArray());
        IntStream.range(0, 1000).forEach(system::flow);
        assertThat(system.rates()).containsExactly(filled(1001, 1), within(1e-12));
    }

    @Test
    @DisplayName("net-D10 crossing a link twice equals a coefficient of 2, in a repair too")
    void crossingTwiceEqualsCoefficientTwo() {
        IncrementalMaxMin rates = new IncrementalMaxMin();
        int link = rates.addLink(9);
        int twice = rates.add(new int[] {link, link}, null, 1, Double.POSITIVE_INFINITY, 1);
        int once = rates.add(new int[] {link}, null, 1, Double.POSITIVE_INFINITY, 1);
        rates.solve();
        assertThat(new double[] {rates.rate(twice), rates.rate(once)}).containsExactly(3, 3);
        rates.remove(once);
        rates.solve();
        assertThat(rates.rate(twice)).isEqualTo(4.5);
    }

    @Test
    @DisplayName("net-D11 an empty system")
    void emptySystem() {
        assertThat(SystemBuilder.links().rates()).isEmpty();
        assertThat(SystemBuilder.links(1, 2).rates()).isEmpty();
        IncrementalMaxMin rates = new IncrementalMaxMin();
        rates.solve();
        assertThat(rates.changedCount()).isZero();
    }

    @Test
    @DisplayName("net-D12 among 100,000 components a change touches its own only")
    void changeTouchesItsOwnComponentOnly() {
        int components = 100_000;
        IncrementalMaxMin rates = new IncrementalMaxMin();
        int[] flows = new int[components];
        for (int c = 0; c < components; c++) {
            int link = rates.addLink(6);
            flows[c] = rates.add(new int[] {link}, null, 1, Double.POSITIVE_INFINITY, 1);
            rates.add(new int[] {link}, null, 1, Double.POSITIVE_INFINITY, 1);
        }
        rates.solve();
        long fullSolves = rates.fullSolves();
        for (int c = 0; c < 1000; c++) {
            rates.remove(flows[c]);
            rates.solve();
            assertThat(rates.changedCount()).isEqualTo(1);
            assertThat(rates.rate(rates.changed(0))).isEqualTo(6);
        }
        assertThat(rates.fullSolves()).isEqualTo(fullSolves);
        assertThat(rates.visits()).isLessThanOrEqualTo(4 * 1000);
    }

    @Test
    @DisplayName("net-D13 links one ulp apart give rates one ulp apart")
    void linksOneUlpApart() {
        double c = 7;
        double[] rate = SystemBuilder.links(c, Math.nextUp(c))
                .flow(0)
                .flow(1)
                .flow(0, 1)
                .rates();
        assertThat(rate[0]).isEqualTo(3.5);
        assertThat(rate[1]).isCloseTo(3.5, within(1e-14));
        assertThat(rate[2]).isEqualTo(3.5);
    }

    @Test
    @DisplayName("net-D14 a million arrivals and departures return to the initial state")
    void millionChangesLeaveNoDrift() {
        SplittableRandom random = new SplittableRandom(14);
        IncrementalMaxMin rates = new IncrementalMaxMin();
        for (int l = 0; l < 20; l++) {
            rates.addLink(1 + random.nextDouble());
        }
        int[] fixed = new int[20];
        for (int i = 0; i < fixed.length; i++) {
            fixed[i] = rates.add(new int[] {i, (i + 7) % 20}, null, 1, Double.POSITIVE_INFINITY, 1);
        }
        rates.solve();
        double[] before = Arrays.stream(fixed).mapToDouble(rates::rate).toArray();
        for (int i = 0; i < 500_000; i++) {
            int flow = rates.add(
                    new int[] {random.nextInt(20), random.nextInt(20)},
                    null,
                    0.5 + random.nextDouble(),
                    Double.POSITIVE_INFINITY,
                    1);
            rates.solve();
            rates.remove(flow);
            rates.solve();
        }
        double[] after = Arrays.stream(fixed).mapToDouble(rates::rate).toArray();
        assertThat(after).containsExactly(before, within(1e-9));
    }
}
