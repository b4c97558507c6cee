package windtunnel.model.collective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import windtunnel.oracle.CollectiveOracle;

class RingLawTest {
    private static int[] steps(int ranks) {
        return new int[] {RingKernel.allReduceSteps(ranks), RingKernel.halfSteps(ranks)};
    }

    @Test
    @DisplayName("net-A5 R1 in linear time = every step = the heaviest path, 500 random rings")
    void linearLawMatchesEveryStepOnRandomRings() {
        SplittableRandom random = new SplittableRandom(20261124);
        for (int ring = 0; ring < 500; ring++) {
            int n = 2 + random.nextInt(30);
            int kinds = 1 + random.nextInt(4);
            double[] send = new double[n];
            double[] hop = new double[n];
            for (int i = 0; i < n; i++) {
                send[i] = ring % 2 == 0 ? random.nextDouble() : 1 + random.nextInt(kinds);
                hop[i] = random.nextDouble() * (ring % 3);
            }
            for (int steps : steps(n)) {
                double stepped = RingKernel.everyStep(steps, send, hop, null);
                assertThat(RingLaw.seconds(steps, send, hop)).isCloseTo(stepped, within(1e-12 * stepped));
                assertThat(CollectiveOracle.ringPathSeconds(steps, send, hop))
                        .isCloseTo(stepped, within(1e-12 * stepped));
            }
        }
    }

    @Test
    @DisplayName("net-C8, C9, C10 one slow rank: the linear law and the oracle")
    void oneSlowRank() {
        double[][] cases = {
            {4, 1, 3, 1, 19}, {8, 1, 3, 1, 43}, {16, 1, 3, 1, 91}, {8, 1, 1.5, 1, 29}, {4, 1, 10, 0.1, 60.1}
        };
        for (double[] c : cases) {
            int n = (int) c[0];
            double[] send = new double[n];
            double[] hop = new double[n];
            java.util.Arrays.fill(send, c[1]);
            java.util.Arrays.fill(hop, c[3]);
            send[n / 2] = c[2];
            assertThat(RingLaw.seconds(2 * (n - 1), send, hop)).isCloseTo(c[4], within(1e-12));
            assertThat(CollectiveOracle.oneSlowRankSeconds(n, c[1], c[2], c[3])).isCloseTo(c[4], within(1e-12));
        }
    }

    private static Runs boxes(int count, int size, double[] inside, double[] between) {
        Runs.Builder builder = new Runs.Builder(count * size);
        for (int box = 0; box < count; box++) {
            for (int rank = 0; rank + 1 < size; rank++) {
                builder.add(inside[0], inside[1]);
            }
            builder.add(between[0], between[1]);
        }
        return builder.take();
    }

    @Test
    void closedFormOfEqualBoxesMatchesEveryStep() {
        SplittableRandom random = new SplittableRandom(7);
        for (int trial = 0; trial < 2000; trial++) {
            int count = 1 + random.nextInt(6);
            int size = count == 1 ? 2 + random.nextInt(9) : 1 + random.nextInt(9);
            double[] inside = {random.nextDouble(), random.nextDouble() * (trial % 3)};
            double[] between = {random.nextDouble(), random.nextDouble() * (trial % 4)};
            if (count == 1) {
                between = inside;
            }
            Runs ring = boxes(count, size, inside, between);
            for (int steps : steps(count * size)) {
                double[] send = ring.perRank(ring.sends(3));
                double stepped = RingKernel.everyStep(steps, send, ring.perRank(ring.latency()), null);
                assertThat(RingLaw.closed(steps, ring, 3)).isCloseTo(stepped, within(1e-12 * stepped));
            }
        }
    }

    @Test
    void closedFormKnowsWhereItDoesNotHold() {
        Runs.Builder builder = new Runs.Builder(6);
        double[] sends = {1, 1, 2, 1, 1, 3};
        for (double send : sends) {
            builder.add(send, 0.5);
        }
        assertThat(RingLaw.closed(10, builder.take(), 1)).isNaN();
    }

    @Test
    void aSlowerRankNeverMakesARingFaster() {
        SplittableRandom random = new SplittableRandom(11);
        for (int trial = 0; trial < 200; trial++) {
            int n = 2 + random.nextInt(12);
            double[] send = random.doubles(n).toArray();
            double[] hop = random.doubles(n).toArray();
            double before = RingLaw.seconds(2 * (n - 1), send, hop);
            send[random.nextInt(n)] *= 1 + random.nextDouble();
            assertThat(RingLaw.seconds(2 * (n - 1), send, hop)).isGreaterThanOrEqualTo(before * (1 - 1e-12));
        }
    }

    @Test
    void linearLawTakesAHundredThousandRanksWithThreeSlowOnes() {
        int n = 100_000;
        int[] length = {1, 40_000, 1, 30_000, 1, 29_997};
        double[] send = {3, 1, 2, 1, 5, 1};
        double[] hop = {0.5, 0.5, 0.5, 0.5, 0.5, 0.5};
        Runs.Builder builder = new Runs.Builder(n);
        for (int run = 0; run < length.length; run++) {
            for (int i = 0; i < length[run]; i++) {
                builder.add(send[run], hop[run]);
            }
        }
        int steps = 2 * (n - 1);
        double runs = RingKernel.law(steps, length, send, hop, null);
        assertThat(RingLaw.seconds(steps, builder.take(), 1)).isCloseTo(runs, within(1e-9 * runs));
    }
}
