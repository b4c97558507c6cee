package windtunnel.core.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import org.apache.commons.math3.optim.MaxIter;
import org.apache.commons.math3.optim.linear.LinearConstraint;
import org.apache.commons.math3.optim.linear.LinearConstraintSet;
import org.apache.commons.math3.optim.linear.LinearObjectiveFunction;
import org.apache.commons.math3.optim.linear.NonNegativeConstraint;
import org.apache.commons.math3.optim.linear.Relationship;
import org.apache.commons.math3.optim.linear.SimplexSolver;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;

/** The invariants of network.md 3.11 on random systems, with and without caps, weights, coefficients and dead links. */
class MaxMinPropertyTest {

    private static final double EPS = 1e-9;

    /** A random system as lists, so that it can be changed and rebuilt. */
    private static final class Draft {
        double[] capacity;
        final List<int[]> paths = new ArrayList<>();
        final List<double[]> coefficients = new ArrayList<>();
        final List<double[]> numbers = new ArrayList<>();

        static Draft draw(long seed, int maxLinks, int maxFlows) {
            SplittableRandom r = new SplittableRandom(seed);
            boolean whole = r.nextBoolean();
            boolean plain = r.nextInt(4) == 0;
            Draft d = new Draft();
            d.capacity = new double[1 + r.nextInt(maxLinks)];
            for (int l = 0; l < d.capacity.length; l++) {
                d.capacity[l] = r.nextInt(12) == 0 ? 0 : whole ? 1 + r.nextInt(10) : 0.1 + 10 * r.nextDouble();
            }
            int flows = 1 + r.nextInt(maxFlows);
            for (int f = 0; f < flows; f++) {
                int hops = 1 + r.nextInt(4);
                int[] path = r.ints(hops, 0, d.capacity.length).toArray();
                double[] coefficient = new double[hops];
                for (int i = 0; i < hops; i++) {
                    coefficient[i] = plain ? 1 : whole ? 1 + r.nextInt(3) : 0.2 + r.nextDouble();
                }
                double weight = plain ? 1 : whole ? 1 + r.nextInt(4) : 0.2 + 3 * r.nextDouble();
                double cap = plain || r.nextBoolean()
                        ? Double.POSITIVE_INFINITY
                        : whole ? 1 + r.nextInt(4) : 0.1 + 3 * r.nextDouble();
                d.paths.add(path);
                d.coefficients.add(coefficient);
                d.numbers.add(new double[] {weight, cap, plain ? 1 : 1 + r.nextInt(4)});
            }
            return d;
        }

        MaxMinSystem build() {
            SystemBuilder b = SystemBuilder.links(capacity);
            for (int f = 0; f < paths.size(); f++) {
                double[] n = numbers.get(f);
                b.flow(n[0], n[1], n[2], coefficients.get(f), paths.get(f));
            }
            return b.build();
        }

        double[] rates() {
            return SystemBuilder.rates(build());
        }
    }

    private static double used(MaxMinSystem s, double[] rate, int l) {
        double sum = 0;
        for (int f = 0; f < s.flows(); f++) {
            sum += ReferenceSolver.load(s, f, l) * rate[f];
        }
        return sum;
    }

    private static boolean certified(MaxMinSystem s, double[] rate, int f) {
        if (rate[f] == ReferenceSolver.cap(s, f)) {
            return true;
        }
        double level = rate[f] / ReferenceSolver.weight(s, f);
        for (int e = s.offset()[f]; e < s.offset()[f + 1]; e++) {
            int l = s.link()[e];
            boolean highest = true;
            for (int g = 0; g < s.flows(); g++) {
                highest &= ReferenceSolver.load(s, g, l) == 0
                        || rate[g] / ReferenceSolver.weight(s, g) <= level * (1 + EPS) + 1e-12;
            }
            if (highest && used(s, rate, l) >= s.capacity()[l] * (1 - EPS)) {
                return true;
            }
        }
        return false;
    }

    @Property(tries = 2000, seed = "20261124")
    @Label("net-I1 net-I2 net-I3 rates are feasible, certified and cannot be raised alone")
    void ratesAreFeasibleAndCertified(@ForAll long seed) {
        MaxMinSystem s = Draft.draw(seed, 8, 20).build();
        double[] rate = SystemBuilder.rates(s);
        for (int l = 0; l < s.links(); l++) {
            assertThat(used(s, rate, l)).isLessThanOrEqualTo(s.capacity()[l] * (1 + EPS));
        }
        for (int f = 0; f < s.flows(); f++) {
            assertThat(rate[f]).isBetween(0.0, ReferenceSolver.cap(s, f));
            assertThat(certified(s, rate, f)).as("flow %d", f).isTrue();
            assertThat(canRise(s, rate, f)).as("flow %d", f).isFalse();
        }
    }

    private static boolean canRise(MaxMinSystem s, double[] rate, int f) {
        double[] more = rate.clone();
        more[f] = Math.max(1e-6, rate[f] * (1 + 1e-6));
        boolean fits = more[f] <= ReferenceSolver.cap(s, f);
        for (int l = 0; l < s.links(); l++) {
            fits &= used(s, more, l) <= s.capacity()[l] * (1 + 1e-12) || ReferenceSolver.load(s, f, l) == 0;
        }
        return fits;
    }

    @Property(tries = 1000, seed = "20261124")
    @Label("net-I4 renaming flows and links and reordering paths changes no rate")
    void namesDoNotMatter(@ForAll long seed) {
        Draft d = Draft.draw(seed, 8, 20);
        double[] rate = d.rates();
        int flows = rate.length;
        int links = d.capacity.length;
        Draft turned = new Draft();
        turned.capacity = new double[links];
        for (int l = 0; l < links; l++) {
            turned.capacity[links - 1 - l] = d.capacity[l];
        }
        for (int f = flows - 1; f >= 0; f--) {
            int hops = d.paths.get(f).length;
            int[] path = new int[hops];
            double[] coefficient = new double[hops];
            for (int i = 0; i < hops; i++) {
                path[hops - 1 - i] = links - 1 - d.paths.get(f)[i];
                coefficient[hops - 1 - i] = d.coefficients.get(f)[i];
            }
            turned.paths.add(path);
            turned.coefficients.add(coefficient);
            turned.numbers.add(d.numbers.get(f));
        }
        double[] back = turned.rates();
        for (int f = 0; f < flows; f++) {
            assertThat(back[flows - 1 - f]).isCloseTo(rate[f], within(EPS * Math.max(1, rate[f])));
        }
    }

    @Property(tries = 1000, seed = "20261124")
    @Label("net-I5 scaling capacities and caps scales rates; scaling weights changes nothing")
    void scaling(@ForAll long seed) {
        Draft d = Draft.draw(seed, 8, 20);
        double[] rate = d.rates();
        d.numbers.forEach(n -> n[0] *= 8);
        assertThat(d.rates()).containsExactly(rate, within(EPS));
        for (int l = 0; l < d.capacity.length; l++) {
            d.capacity[l] *= 4;
        }
        d.numbers.forEach(n -> n[1] *= 4);
        assertThat(d.rates())
                .containsExactly(Arrays.stream(rate).map(x -> 4 * x).toArray(), within(EPS));
    }

    @Property(tries = 1000, seed = "20261124")
    @Label("net-I6 more capacity never lowers the sorted levels")
    void moreCapacityNeverLowersSortedLevels(@ForAll long seed) {
        Draft d = Draft.draw(seed, 8, 20);
        double[] before = sortedLevels(d);
        int link = (int) Long.remainderUnsigned(seed, d.capacity.length);
        d.capacity[link] = d.capacity[link] * 1.5 + 0.1;
        double[] after = sortedLevels(d);
        for (int i = 0; i < before.length; i++) {
            assertThat(after[i]).isGreaterThanOrEqualTo(before[i] * (1 - EPS) - 1e-12);
            if (after[i] > before[i] * (1 + 1e-6)) {
                return;
            }
        }
    }

    private static double[] sortedLevels(Draft d) {
        double[] rate = d.rates();
        for (int f = 0; f < rate.length; f++) {
            rate[f] /= d.numbers.get(f)[0];
        }
        Arrays.sort(rate);
        return rate;
    }

    @Property(tries = 1000, seed = "20261124")
    @Label("net-I7 removing a flow leaves all lower levels as they are")
    void removalLeavesLowerLevels(@ForAll long seed) {
        Draft d = Draft.draw(seed, 8, 20);
        double[] rate = d.rates();
        int gone = rate.length - 1;
        double goneLevel = rate[gone] / d.numbers.get(gone)[0];
        double[] weights = d.numbers.stream().mapToDouble(n -> n[0]).toArray();
        d.paths.remove(gone);
        d.coefficients.remove(gone);
        d.numbers.remove(gone);
        double[] after = d.rates();
        for (int f = 0; f < after.length; f++) {
            if (rate[f] / weights[f] < goneLevel * (1 - EPS)) {
                assertThat(after[f]).isCloseTo(rate[f], within(1e-12 * Math.max(1, rate[f])));
            }
        }
    }

    @Property(tries = 1000, seed = "20261124")
    @Label("net-I10 a class of m flows equals m separate flows")
    void classEqualsSeparateFlows(@ForAll long seed) {
        Draft d = Draft.draw(seed, 6, 10);
        double[] rate = d.rates();
        Draft split = new Draft();
        split.capacity = d.capacity;
        for (int f = 0; f < rate.length; f++) {
            double[] n = d.numbers.get(f);
            for (int i = 0; i < n[2]; i++) {
                split.paths.add(d.paths.get(f));
                split.coefficients.add(d.coefficients.get(f));
                split.numbers.add(new double[] {n[0], n[1], 1});
            }
        }
        double[] single = split.rates();
        for (int f = 0, at = 0; f < rate.length; f++) {
            for (int i = 0; i < d.numbers.get(f)[2]; i++) {
                assertThat(single[at++]).isCloseTo(rate[f], within(EPS * Math.max(1, rate[f])));
            }
        }
    }

    @Property(tries = 1000, seed = "20261124")
    @Label("net-I11 a serial twin of a link and an infinite link change nothing")
    void serialTwinAndInfiniteLinkChangeNothing(@ForAll long seed) {
        Draft d = Draft.draw(seed, 8, 20);
        double[] rate = d.rates();
        int links = d.capacity.length;
        Draft longer = new Draft();
        longer.capacity = Arrays.copyOf(d.capacity, links + 2);
        longer.capacity[links] = d.capacity[0];
        longer.capacity[links + 1] = Double.POSITIVE_INFINITY;
        for (int f = 0; f < rate.length; f++) {
            int[] path = d.paths.get(f);
            int twins = (int) Arrays.stream(path).filter(l -> l == 0).count();
            int[] newPath = Arrays.copyOf(path, path.length + twins + 1);
            double[] newCoefficient = Arrays.copyOf(d.coefficients.get(f), newPath.length);
            int at = path.length;
            for (int i = 0; i < path.length; i++) {
                if (path[i] == 0) {
                    newPath[at] = links;
                    newCoefficient[at++] = d.coefficients.get(f)[i];
                }
            }
            newPath[at] = links + 1;
            newCoefficient[at] = 1;
            longer.paths.add(newPath);
            longer.coefficients.add(newCoefficient);
            longer.numbers.add(d.numbers.get(f));
        }
        assertThat(longer.rates()).containsExactly(rate, within(EPS));
    }

    @Property(tries = 500, seed = "20261124")
    @Label("net-I12 a single link carries the smaller of its capacity and the sum of caps")
    void singleLinkTotal(@ForAll long seed) {
        SplittableRandom r = new SplittableRandom(seed);
        double capacity = 10 * r.nextDouble();
        SystemBuilder b = SystemBuilder.links(capacity);
        double caps = 0;
        for (int f = 0; f <= r.nextInt(10); f++) {
            double cap = 3 * r.nextDouble();
            caps += cap;
            b.flow(0.5 + r.nextDouble(), cap, 1, null, 0);
        }
        assertThat(Arrays.stream(b.rates()).sum()).isCloseTo(Math.min(capacity, caps), within(EPS));
    }

    @Property(tries = 2000, seed = "20261124")
    @Label("net-I13 the solver agrees with the reference")
    void agreesWithReference(@ForAll long seed) {
        MaxMinSystem s = Draft.draw(seed, 10, 25).build();
        assertThat(SystemBuilder.rates(s)).containsExactly(ReferenceSolver.solve(s), within(EPS));
    }

    @Property(tries = 150, seed = "20261124")
    @Label("net-I13 the lowest level agrees with a linear programme, round by round")
    void agreesWithLinearProgramme(@ForAll long seed) {
        MaxMinSystem s = Draft.draw(seed, 6, 12).build();
        double[] rate = SystemBuilder.rates(s);
        double[] level = new double[rate.length];
        for (int f = 0; f < rate.length; f++) {
            level[f] = rate[f] / ReferenceSolver.weight(s, f);
        }
        double[] rounds = Arrays.stream(level).sorted().distinct().toArray();
        double done = -1;
        for (double round : rounds) {
            if (round > done * (1 + 1e-6) + 1e-9) {
                assertThat(highestCommonLevel(s, rate, level, done))
                        .isCloseTo(round, within(1e-6 * Math.max(1, round)));
                done = round;
            }
        }
    }

    /** The highest level that all flows above {@code done} can have together, the others being fixed; solved by simplex. */
    private static double highestCommonLevel(MaxMinSystem s, double[] rate, double[] level, double done) {
        List<LinearConstraint> constraints = new ArrayList<>();
        for (int l = 0; l < s.links(); l++) {
            double free = s.capacity()[l];
            double slope = 0;
            for (int f = 0; f < s.flows(); f++) {
                if (level[f] > done * (1 + 1e-6) + 1e-9) {
                    slope += ReferenceSolver.load(s, f, l) * ReferenceSolver.weight(s, f);
                } else {
                    free -= ReferenceSolver.load(s, f, l) * rate[f];
                }
            }
            constraints.add(new LinearConstraint(new double[] {slope}, Relationship.LEQ, Math.max(0, free)));
        }
        for (int f = 0; f < s.flows(); f++) {
            if (level[f] > done * (1 + 1e-6) + 1e-9 && ReferenceSolver.cap(s, f) < Double.POSITIVE_INFINITY) {
                constraints.add(new LinearConstraint(
                        new double[] {ReferenceSolver.weight(s, f)}, Relationship.LEQ, ReferenceSolver.cap(s, f)));
            }
        }
        return new SimplexSolver()
                .optimize(
                        new MaxIter(1000),
                        new LinearObjectiveFunction(new double[] {1}, 0),
                        new LinearConstraintSet(constraints),
                        GoalType.MAXIMIZE,
                        new NonNegativeConstraint(true))
                .getValue();
    }
}
