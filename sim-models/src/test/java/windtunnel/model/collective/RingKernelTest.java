package windtunnel.model.collective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RingKernelTest {

    private static double[] uniform(int n, double value) {
        double[] array = new double[n];
        Arrays.fill(array, value);
        return array;
    }

    private static double[] oneSlow(int n, double s, double slow) {
        double[] array = uniform(n, s);
        array[n / 3] = slow;
        return array;
    }

    private static void checkSlowLink(int n, double s, double slow, double a, double expected) {
        int steps = RingKernel.allReduceSteps(n);
        double[] send = oneSlow(n, s, slow);
        double[] hop = uniform(n, a);
        assertThat(RingKernel.oneSlowAllReduce(n, s, slow, a)).isCloseTo(expected, within(1e-9));
        assertThat(RingKernel.everyStep(steps, send, hop, null)).isCloseTo(expected, within(1e-9));
        assertThat(RingKernel.lawOfRanks(steps, send, hop, null)).isCloseTo(expected, within(1e-9));
        assertThat(RingKernel.law(steps, new int[] {1, n - 1}, new double[] {slow, s}, new double[] {a, a}, null))
                .isCloseTo(expected, within(1e-9));
    }

    @Test
    @DisplayName("net-C8 one link three times slower: 19, 43 and 91 for 4, 8 and 16 ranks")
    void slowLinkDominates() {
        checkSlowLink(4, 1, 3, 1, 19);
        checkSlowLink(8, 1, 3, 1, 43);
        checkSlowLink(16, 1, 3, 1, 91);
    }

    @Test
    @DisplayName("net-C9 a link half slower, hidden by the hop, costs 29 instead of 28")
    void mildlySlowLinkIsHidden() {
        checkSlowLink(8, 1, 1.5, 1, 29);
        checkSlowLink(8, 1, 1, 1, 28);
    }

    @Test
    @DisplayName("net-C10 a link ten times slower costs 60.1")
    void verySlowLink() {
        checkSlowLink(4, 1, 10, 0.1, 60.1);
    }

    @Test
    @DisplayName("net-C11 slices: 14.25, 18.7 and 25.2")
    void slicesHideTheHop() {
        double[][] cases = {{0.25, 2, 14.25}, {0.8, 2, 18.7}, {0.8, 1, 25.2}};
        for (double[] c : cases) {
            int slices = (int) c[1];
            assertThat(RingKernel.sliced(14, slices, 1, c[0])).isCloseTo(c[2], within(1e-12));
            assertThat(RingKernel.everySlice(14, slices, uniform(8, 1), uniform(8, c[0])))
                    .isCloseTo(c[2], within(1e-12));
        }
    }

    @Test
    @DisplayName("net-C12 a rank that arrives 5 late makes all finish 5 late")
    void stragglerDelaysEveryone() {
        double[] ready = {0, 5, 0, 0};
        assertThat(RingKernel.everyStep(6, uniform(4, 1), uniform(4, 1), ready)).isEqualTo(17);
        assertThat(RingKernel.lawOfRanks(6, uniform(4, 1), uniform(4, 1), ready))
                .isEqualTo(17);
        assertThat(RingKernel.law(
                        6, new int[] {1, 1, 2}, new double[] {1, 1, 1}, new double[] {1, 1, 1}, new double[] {0, 5, 0}))
                .isEqualTo(17);
    }

    @Test
    @DisplayName("net-A5 R1 equals every step on 500 random heterogeneous rings")
    void lawEqualsEveryStep() {
        SplittableRandom random = new SplittableRandom(5);
        for (int ring = 0; ring < 500; ring++) {
            int n = 2 + random.nextInt(30);
            int steps = random.nextBoolean() ? RingKernel.allReduceSteps(n) : RingKernel.halfSteps(n);
            double[] s = random.doubles(n, 0.1, 3).toArray();
            double[] a = random.doubles(n, 0, 2).toArray();
            double[] r = random.doubles(n, 0, 5).toArray();
            double expected = RingKernel.everyStep(steps, s, a, r);
            assertThat(RingKernel.lawOfRanks(steps, s, a, r)).isCloseTo(expected, within(1e-12 * expected));
        }
    }

    @Test
    @DisplayName("net-R1 the law over runs equals every step on 3,000 random rings of runs")
    void lawOverRunsEqualsEveryStep() {
        SplittableRandom random = new SplittableRandom(6);
        for (int ring = 0; ring < 3000; ring++) {
            int runs = 1 + random.nextInt(6);
            int[] length = random.ints(runs, 1, 12).toArray();
            length[0]++;
            double[] s = random.doubles(runs, 0.1, 3).toArray();
            double[] a = random.doubles(runs, 0, 2).toArray();
            double[] r = random.doubles(runs, 0, 5).toArray();
            double[][] flat = spread(length, s, a, r);
            int n = flat[0].length;
            int steps = random.nextBoolean() ? RingKernel.allReduceSteps(n) : RingKernel.halfSteps(n);
            double expected = RingKernel.everyStep(steps, flat[0], flat[1], flat[2]);
            assertThat(RingKernel.law(steps, length, s, a, r)).isCloseTo(expected, within(1e-12 * expected));
        }
    }

    private static double[][] spread(int[] length, double[]... perRun) {
        int n = Arrays.stream(length).sum();
        double[][] flat = new double[perRun.length][n];
        for (int c = 0; c < perRun.length; c++) {
            for (int q = 0, at = 0; q < length.length; q++) {
                Arrays.fill(flat[c], at, at += length[q], perRun[c][q]);
            }
        }
        return flat;
    }

    @Test
    @DisplayName("net-R2 one slow link equals every step on 3,000 random rings, all-reduce and half")
    void slowLinkFormulaEqualsEveryStep() {
        SplittableRandom random = new SplittableRandom(7);
        for (int ring = 0; ring < 3000; ring++) {
            int n = 2 + random.nextInt(20);
            double s = 0.1 + random.nextDouble();
            double slow = s + 3 * random.nextDouble();
            double a = 2 * random.nextDouble();
            double[] send = oneSlow(n, s, slow);
            double[] hop = uniform(n, a);
            double all = RingKernel.everyStep(RingKernel.allReduceSteps(n), send, hop, null);
            double half = RingKernel.everyStep(RingKernel.halfSteps(n), send, hop, null);
            assertThat(RingKernel.oneSlowAllReduce(n, s, slow, a)).isCloseTo(all, within(1e-12 * all));
            assertThat(RingKernel.oneSlowHalf(n, s, slow, a)).isCloseTo(half, within(1e-12 * half));
        }
    }

    @Test
    @DisplayName("net-R3 slices of a uniform ring equal every slice on 1,000 random rings")
    void sliceFormulaEqualsEverySlice() {
        SplittableRandom random = new SplittableRandom(8);
        for (int ring = 0; ring < 1000; ring++) {
            int n = 2 + random.nextInt(12);
            int slices = 1 + random.nextInt(5);
            int steps = RingKernel.allReduceSteps(n);
            double s = 0.1 + random.nextDouble();
            double a = 2 * random.nextDouble();
            double expected = RingKernel.everySlice(steps, slices, uniform(n, s), uniform(n, a));
            assertThat(RingKernel.sliced(steps, slices, s, a)).isCloseTo(expected, within(1e-12 * expected));
        }
    }

    @Test
    void awaitingArrivalEqualsEveryStepWhenUniform() {
        assertThat(RingKernel.everyStepAwaitingArrival(14, uniform(8, 1), uniform(8, 0.5), null))
                .isEqualTo(RingKernel.everyStep(14, uniform(8, 1), uniform(8, 0.5), null))
                .isEqualTo(21);
    }

    @Test
    @DisplayName("net-C6 a ring of one rank takes no time")
    void singleRankTakesNoTime() {
        assertThat(RingKernel.everyStep(0, uniform(1, 1), uniform(1, 1), null)).isZero();
        assertThat(RingKernel.law(0, new int[] {1}, uniform(1, 1), uniform(1, 1), null))
                .isZero();
    }
}
