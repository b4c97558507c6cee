package windtunnel.core.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SymmetryClassesTest {
    /** A random system blown up: link l becomes copies of it, and so do flows, joined so that every copy carries the same. */
    private static MaxMinSystem lift(long seed) {
        SplittableRandom r = new SplittableRandom(seed);
        int copies = 1 + r.nextInt(5);
        int baseLinks = 1 + r.nextInt(6);
        double[] capacity = new double[baseLinks * copies];
        for (int l = 0; l < baseLinks; l++) {
            Arrays.fill(capacity, l * copies, (l + 1) * copies, r.nextInt(10) == 0 ? 0 : 1 + r.nextInt(9));
        }
        SystemBuilder b = SystemBuilder.links(capacity);
        int baseFlows = 1 + r.nextInt(6);
        for (int f = 0; f < baseFlows; f++) {
            int hops = 1 + r.nextInt(4);
            int[] path = r.ints(hops, 0, baseLinks).toArray();
            double[] coefficient = r.doubles(hops, 0.5, 2).toArray();
            double weight = 1 + r.nextInt(3);
            double cap = r.nextBoolean() ? Double.POSITIVE_INFINITY : 0.5 + r.nextInt(3);
            double multiplicity = 1 + r.nextInt(3);
            int[][] shuffled = new int[hops][];
            for (int h = 0; h < hops; h++) {
                List<Integer> order = new ArrayList<>();
                for (int c = 0; c < copies; c++) {
                    order.add(c);
                }
                Collections.shuffle(order, new Random(r.nextLong()));
                shuffled[h] = order.stream().mapToInt(Integer::intValue).toArray();
            }
            for (int c = 0; c < copies; c++) {
                int[] links = new int[hops];
                for (int h = 0; h < hops; h++) {
                    links[h] = path[h] * copies + shuffled[h][c];
                }
                b.flow(weight, cap, multiplicity, coefficient, links);
            }
        }
        return b.build();
    }

    private static void sameRates(double[] actual, double[] expected) {
        for (int f = 0; f < expected.length; f++) {
            assertThat(actual[f]).isCloseTo(expected[f], within(1e-9 * (1 + expected[f])));
        }
    }

    @Property(tries = 3000)
    @Label("net-I9 the quotient of a random lift has the rates of the lift")
    void quotientEqualsLift(@ForAll long seed) {
        MaxMinSystem system = lift(seed);
        SymmetryClasses classes = SymmetryClasses.of(system);
        sameRates(classes.quotient().rates(new MaxMinSolver()), SystemBuilder.rates(system));
    }

    /** Neighbourhoods as sorted text: the definition of an equitable partition. */
    private static void equitable(MaxMinSystem system, SymmetryClasses classes) {
        Map<Integer, Map<String, Integer>> ofFlow = new LinkedHashMap<>();
        List<Map<String, Integer>> onLink = new ArrayList<>();
        for (int l = 0; l < system.links(); l++) {
            onLink.add(new TreeMap<>());
        }
        for (int f = 0; f < system.flows(); f++) {
            Map<String, Integer> own = new TreeMap<>();
            for (int e = system.offset()[f]; e < system.offset()[f + 1]; e++) {
                String a = " " + system.coefficient()[e];
                own.merge(classes.classOfLink(system.link()[e]) + a, 1, Integer::sum);
                onLink.get(system.link()[e]).merge(classes.classOfFlow(f) + a, 1, Integer::sum);
            }
            Map<String, Integer> known = ofFlow.putIfAbsent(classes.classOfFlow(f), own);
            assertThat(known == null || known.equals(own)).isTrue();
        }
        Map<Integer, Map<String, Integer>> ofLink = new LinkedHashMap<>();
        for (int l = 0; l < system.links(); l++) {
            Map<String, Integer> known = ofLink.putIfAbsent(classes.classOfLink(l), onLink.get(l));
            assertThat(known == null || known.equals(onLink.get(l))).isTrue();
        }
    }

    @Property(tries = 1000)
    @Label("net-I9 classes are equitable, before and after links change, and the quotient stays exact")
    void faultsSplitAndStayExact(@ForAll long seed) {
        MaxMinSystem system = lift(seed);
        SymmetryClasses classes = SymmetryClasses.of(system);
        equitable(system, classes);
        SplittableRandom r = new SplittableRandom(seed ^ 77);
        for (int fault = 0; fault < 3; fault++) {
            int link = r.nextInt(system.links());
            double capacity = system.capacity()[link] / 2 + 0.25;
            int before = classes.classes();
            int added = classes.setCapacity(link, capacity);
            assertThat(classes.classes()).isEqualTo(before + added);
            system.capacity()[link] = capacity;
            equitable(system, classes);
            sameRates(classes.quotient().rates(new MaxMinSolver()), SystemBuilder.rates(system));
        }
    }

    /** Rails of nodes of eight GPUs in units: each GPU sends to the same GPU of the next node, over leaves between units. */
    private static MaxMinSystem rails(int nodes, int perUnit) {
        int gpus = 8 * nodes;
        int units = nodes / perUnit;
        double[] capacity = new double[4 * gpus + 16 * units];
        Arrays.fill(capacity, 0, 2 * gpus, 370e9);
        Arrays.fill(capacity, 2 * gpus, 4 * gpus, 48e9);
        Arrays.fill(capacity, 4 * gpus, capacity.length, perUnit * 24e9);
        int[] offset = new int[gpus + 1];
        int[] link = new int[6 * gpus];
        int edges = 0;
        for (int gpu = 0; gpu < gpus; gpu++) {
            int to = (gpu + 8) % gpus;
            link[edges++] = gpu;
            link[edges++] = gpus + to;
            link[edges++] = 2 * gpus + gpu;
            link[edges++] = 3 * gpus + to;
            int unit = gpu / 8 / perUnit;
            int other = to / 8 / perUnit;
            if (unit != other) {
                link[edges++] = 4 * gpus + unit * 8 + gpu % 8;
                link[edges++] = 4 * gpus + 8 * units + other * 8 + to % 8;
            }
            offset[gpu + 1] = edges;
        }
        return MaxMinSystem.plain(capacity.length, gpus, capacity, offset, Arrays.copyOf(link, edges));
    }

    @Test
    @DisplayName(
            "net-3.6 100,000 GPUs on rails have a handful of classes, each edge is looked at a few times; a fault splits only its own")
    void aHundredThousandGpusHaveAHandfulOfClasses() {
        MaxMinSystem system = rails(12_500, 50);
        SymmetryClasses classes = SymmetryClasses.of(system);
        int edges = system.offset()[system.flows()];
        assertThat(classes.classes()).isLessThan(20);
        assertThat(classes.visits()).isLessThan(6L * edges);
        Quotient quotient = classes.quotient();
        assertThat(Arrays.stream(quotient.members()).sum()).isEqualTo(100_000);
        long before = classes.visits();
        int added = classes.setCapacity(2 * 100_000 + 4_321, 12e9);
        assertThat(added).isBetween(1, 6);
        assertThat(classes.visits() - before).isLessThan(40);
        double[] rates = classes.quotient().rates(new MaxMinSolver());
        assertThat(rates[4_321]).isEqualTo(12e9);
        assertThat(rates[4_322]).isEqualTo(48e9);
    }

    @Test
    void labelsKeepFlowsApart() {
        MaxMinSystem system = rails(16, 8);
        double[] label = new double[system.flows()];
        label[3] = 1;
        assertThat(SymmetryClasses.of(system, label).classes())
                .isGreaterThan(SymmetryClasses.of(system).classes());
    }

    @Test
    void anEmptySystemHasNoClasses() {
        MaxMinSystem empty = MaxMinSystem.plain(0, 0, new double[0], new int[1], new int[0]);
        assertThat(SymmetryClasses.of(empty).classes()).isZero();
        assertThat(SymmetryClasses.of(empty).quotient().rates(new MaxMinSolver()))
                .isEmpty();
    }
}
