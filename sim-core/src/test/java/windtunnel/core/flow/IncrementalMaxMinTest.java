package windtunnel.core.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Repairs against full solves of the same flows. */
class IncrementalMaxMinTest {

    /** The same random changes made to two solvers, one of which starts from nothing each time. */
    private static final class Twins {
        final SplittableRandom random;
        final IncrementalMaxMin repaired = new IncrementalMaxMin();
        final IncrementalMaxMin solved = new IncrementalMaxMin();
        final List<Integer> live = new ArrayList<>();
        final boolean whole;
        final boolean capped;
        final boolean plain;

        Twins(SplittableRandom random, int linkCount) {
            this.random = random;
            whole = random.nextBoolean();
            capped = random.nextBoolean();
            plain = random.nextInt(3) == 0;
            for (int links = 0; links < linkCount; links++) {
                double capacity = random.nextInt(15) == 0 ? Double.POSITIVE_INFINITY : capacity();
                repaired.addLink(capacity);
                solved.addLink(capacity);
            }
        }

        double capacity() {
            return random.nextInt(12) == 0 ? 0 : whole ? 1 + random.nextInt(10) : 0.1 + 10 * random.nextDouble();
        }

        double cap(int[] path) {
            if (capped && random.nextBoolean()) {
                return whole ? random.nextInt(5) : 3 * random.nextDouble();
            }
            for (int l : path) {
                if (repaired.capacity(l) < Double.POSITIVE_INFINITY) {
                    return Double.POSITIVE_INFINITY;
                }
            }
            return 20;
        }

        void add() {
            int[] path = random.ints(1 + random.nextInt(4), 0, repaired.links()).toArray();
            double[] coefficients = plain ? null : new double[path.length];
            for (int i = 0; !plain && i < path.length; i++) {
                coefficients[i] = whole ? 1 + random.nextInt(3) : 0.2 + random.nextDouble();
            }
            double weight = plain ? 1 : whole ? 1 + random.nextInt(4) : 0.2 + 3 * random.nextDouble();
            double cap = cap(path);
            double multiplicity = plain ? 1 : 1 + random.nextInt(4);
            int flow = repaired.add(path, coefficients, weight, cap, multiplicity);
            assertThat(solved.add(path, coefficients, weight, cap, multiplicity))
                    .isEqualTo(flow);
            live.add(flow);
        }

        void change() {
            int what = random.nextInt(10);
            if (what < 4 || live.isEmpty()) {
                add();
            } else if (what < 7) {
                int flow = live.remove(random.nextInt(live.size()));
                repaired.remove(flow);
                solved.remove(flow);
            } else if (what < 9) {
                int link = random.nextInt(repaired.links());
                if (repaired.capacity(link) < Double.POSITIVE_INFINITY) {
                    double capacity = capacity();
                    repaired.setCapacity(link, capacity);
                    solved.setCapacity(link, capacity);
                }
            } else {
                int flow = live.get(random.nextInt(live.size()));
                double cap = whole ? random.nextInt(5) : 3 * random.nextDouble();
                repaired.setCap(flow, cap);
                solved.setCap(flow, cap);
            }
        }

        void solve() {
            repaired.solve();
            solved.solveAllNext();
            solved.solve();
            for (int flow : live) {
                double expected = solved.rate(flow);
                assertThat(repaired.rate(flow)).isCloseTo(expected, within(1e-9 * Math.max(1e-3, expected)));
            }
        }
    }

    @Test
    @DisplayName("net-I8 repairs equal full solves on 20,000 random systems")
    void repairsEqualFullSolves() {
        SplittableRandom random = new SplittableRandom(8);
        long repairs = 0;
        for (int system = 0; system < 20_000; system++) {
            Twins twins = new Twins(random, 1 + random.nextInt(12));
            for (int flows = 2 + random.nextInt(20); flows > 0; flows--) {
                twins.add();
            }
            twins.solve();
            for (int step = 0; step < 8; step++) {
                for (int changes = random.nextInt(4) == 0 ? 3 : 1; changes > 0; changes--) {
                    twins.change();
                }
                twins.solve();
            }
            repairs += twins.repaired.repairs();
        }
        assertThat(repairs).isGreaterThan(140_000);
    }

    @Test
    @DisplayName("net-I8 thousands of repairs of one wide system do not drift from full solves")
    void longRunOfRepairsDoesNotDrift() {
        SplittableRandom random = new SplittableRandom(88);
        long repairs = 0;
        long changed = 0;
        long flows = 0;
        for (int system = 0; system < 12; system++) {
            Twins twins = new Twins(random, 150);
            while (twins.live.size() < 200) {
                twins.add();
            }
            twins.solve();
            for (int step = 0; step < 1000; step++) {
                twins.change();
                twins.solve();
                changed += twins.repaired.changedCount();
                flows += twins.live.size();
            }
            repairs += twins.repaired.repairs();
        }
        assertThat(repairs).isGreaterThan(11_000);
        assertThat(changed).isLessThan(flows / 5);
    }

    @Test
    void repairNamesTheHoldingLink() {
        IncrementalMaxMin rates = new IncrementalMaxMin();
        int wide = rates.addLink(10);
        int narrow = rates.addLink(4);
        int both = rates.add(new int[] {wide, narrow}, null, 1, Double.POSITIVE_INFINITY, 1);
        int own = rates.add(new int[] {wide}, null, 1, 2, 1);
        rates.solve();
        assertThat(rates.bottleneck(both)).isEqualTo(narrow);
        assertThat(rates.bottleneck(own)).isEqualTo(-1);
        rates.setCapacity(narrow, 100);
        rates.solve();
        assertThat(rates.bottleneck(both)).isEqualTo(wide);
        assertThat(rates.rate(both)).isEqualTo(8);
    }

    @Test
    void equalBottlenecksAreNamedByLowestId() {
        IncrementalMaxMin rates = new IncrementalMaxMin();
        int first = rates.addLink(6);
        int second = rates.addLink(6);
        int a = rates.add(new int[] {second, first}, null, 1, Double.POSITIVE_INFINITY, 1);
        int b = rates.add(new int[] {first, second}, null, 1, Double.POSITIVE_INFINITY, 1);
        rates.solve();
        assertThat(new int[] {rates.bottleneck(a), rates.bottleneck(b)}).containsExactly(first, first);
    }

    @Test
    void untouchedFlowsAreNotReported() {
        IncrementalMaxMin rates = new IncrementalMaxMin();
        int a = rates.addLink(6);
        int b = rates.addLink(6);
        rates.add(new int[] {a}, null, 1, Double.POSITIVE_INFINITY, 1);
        int gone = rates.add(new int[] {b}, null, 1, Double.POSITIVE_INFINITY, 1);
        int stays = rates.add(new int[] {b}, null, 1, Double.POSITIVE_INFINITY, 1);
        rates.solve();
        rates.remove(gone);
        rates.solve();
        assertThat(rates.changedCount()).isEqualTo(1);
        assertThat(rates.changed(0)).isEqualTo(stays);
    }
}
