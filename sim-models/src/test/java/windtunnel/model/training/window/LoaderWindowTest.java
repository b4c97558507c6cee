package windtunnel.model.training.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import windtunnel.core.random.Distribution;
import windtunnel.core.random.RandomStreams;

/** Loaders sample by sample against queueing theory, the fluid law and hand calculation. */
class LoaderWindowTest {
    private static final Distribution ONE = Distribution.constant(1);
    private static final double FREE = Double.POSITIVE_INFINITY;

    private static LoaderResult run(LoaderSetup setup, int steps, int warmUp) {
        return LoaderWindow.run(setup, steps, warmUp, new RandomStreams(7, 0), "data epoch 1");
    }

    @ParameterizedTest
    @DisplayName(
            "clu-T2.2 a Poisson loader, exponential steps and K batches: P(empty) = (1 - rho)/(1 - rho^(K+1)), K = depth + 1")
    @CsvSource({
        "0.8, 1, .55556", "0.8, 2, .40984", "0.8, 4, .29748", "0.8, 8, .23100", "0.8, 16, .20461",
        "1.0, 1, .5", "1.0, 2, .333333", "1.0, 4, .2", "1.0, 8, .111111", "1.0, 16, .0588235",
        "1.25, 1, .44444", "1.25, 2, .26230", "1.25, 4, .12185", "1.25, 8, .03876", "1.25, 16, .00576",
        "2.0, 1, .33333", "2.0, 2, .14286", "2.0, 4, .03226", "2.0, 8, .00196"
    })
    void emptyQueue(double rho, int k, double expected) {
        Distribution exponential = Distribution.exponential(1);
        LoaderSetup setup = new LoaderSetup(
                1,
                1,
                k == 1 ? 0 : 1,
                1,
                Math.max(1, k - 1),
                true,
                ONE,
                FREE,
                1 / rho,
                FREE,
                exponential,
                1,
                FREE,
                exponential);
        int batches = 20;
        double[] shares = new double[batches];
        double mean = 0;
        for (int i = 0; i < batches; i++) {
            LoaderResult result = LoaderWindow.run(setup, 20_000, 500, new RandomStreams(100 + i, 0), "data");
            shares[i] = result.waiting();
            mean += shares[i] / batches;
        }
        double squares = 0;
        for (double share : shares) {
            squares += (share - mean) * (share - mean);
        }
        double error = Math.sqrt(squares / (batches - 1) / batches);
        // Student's t of 19 degrees of freedom at .0005.
        assertThat(mean).isCloseTo(expected, within(3.883 * error + 5e-6));
        assertThat(error).isLessThan(.004);
    }

    @Property(tries = 400)
    @Label("constant sizes: the window is the fluid law wherever one reason binds, and never faster")
    void fluidLaw(
            @ForAll @IntRange(min = 1, max = 3) int nodes,
            @ForAll @IntRange(min = 1, max = 4) int ranks,
            @ForAll @IntRange(min = 0, max = 6) int workers,
            @ForAll @IntRange(min = 1, max = 5) int batch,
            @ForAll @IntRange(min = 1, max = 4) int prefetch,
            @ForAll boolean inOrder,
            @ForAll @DoubleRange(min = .2, max = 4) double read,
            @ForAll @DoubleRange(min = 0, max = 4) double decode,
            @ForAll @IntRange(min = 1, max = 24) int cores,
            @ForAll @DoubleRange(min = .2, max = 4) double copy) {
        LoaderSetup setup = new LoaderSetup(
                nodes,
                ranks,
                workers,
                batch,
                prefetch,
                inOrder,
                ONE,
                read,
                decode,
                FREE,
                ONE,
                workers == 0 ? Math.max(ranks, cores) : cores,
                copy * batch,
                Distribution.constant(batch));
        // Batches of a rank's workers come in clumps, so any window is off by a clump at most, however long it is.
        double step = LoaderLaw.stepSeconds(setup);
        double clump = Math.max(1, workers) * step;
        double[] reasons = LoaderLaw.terms(setup);
        Arrays.sort(reasons);
        boolean clear = reasons.length == 1 || prefetch > 1 && reasons[reasons.length - 2] < .6 * step;
        double slack = clear ? 1 : 1.4;
        for (int steps : new int[] {60, 600}) {
            double seconds = run(setup, steps, 480).seconds();
            assertThat(seconds).isGreaterThan(steps * step - clump);
            assertThat(seconds).isLessThan(steps * step * slack + clump);
        }
    }

    @Test
    @DisplayName("one worker reads and decodes in turn; two overlap; none stop the GPU")
    void byHand() {
        // Batches of 2 samples: each is read in .1 s and decoded in .3 s; copied in .05 s; a step computes .5 s.
        LoaderSetup none =
                new LoaderSetup(1, 1, 0, 2, 1, true, ONE, 10, .3, FREE, ONE, 8, 40, Distribution.constant(.5));
        LoaderSetup one =
                new LoaderSetup(1, 1, 1, 2, 2, true, ONE, 10, .3, FREE, ONE, 8, 40, Distribution.constant(.5));
        LoaderSetup two =
                new LoaderSetup(1, 1, 2, 2, 1, true, ONE, 10, .3, FREE, ONE, 8, 40, Distribution.constant(.5));
        assertThat(run(none, 10, 10).stepSeconds()).isCloseTo(.5 + .8 + .05, within(1e-12));
        LoaderResult slow = run(one, 10, 10);
        assertThat(slow.stepSeconds()).isCloseTo(.8, within(1e-12));
        assertThat(slow.waiting()).isCloseTo(.3 / .8, within(1e-12));
        // The last .3 s before a batch is there: .05 s of copying, and .25 s of decoding its second sample.
        assertThat(slow.decodeSeconds() / 10).isCloseTo(.25, within(1e-12));
        assertThat(slow.copySeconds() / 10).isCloseTo(.05, within(1e-12));
        assertThat(slow.readSeconds()).isZero();
        assertThat(run(two, 10, 10).waitSeconds()).isCloseTo(0, within(1e-12));
    }

    @Test
    @DisplayName("batches out of order wait less than in order, and the same samples are drawn whatever the order")
    void order() {
        Distribution sizes = Distribution.lognormalMean(1, 1);
        LoaderSetup ordered =
                new LoaderSetup(1, 1, 8, 1, 1, true, sizes, FREE, 0, 1, ONE, 64, FREE, Distribution.constant(.15));
        LoaderSetup any =
                new LoaderSetup(1, 1, 8, 1, 1, false, sizes, FREE, 0, 1, ONE, 64, FREE, Distribution.constant(.15));
        assertThat(run(any, 5_000, 100).waiting())
                .isLessThan(run(ordered, 5_000, 100).waiting());
    }

    @Test
    @DisplayName(
            "more ranks wait longer: a step waits for the slowest of them, and no random loader beats the fluid law")
    void slowestRank() {
        Distribution sizes = new Distribution.Lognormal(18.704896, .443455);
        double before = 0;
        for (int nodes : new int[] {1, 4, 16}) {
            LoaderSetup setup = new LoaderSetup(
                    nodes, 8, 4, 7, 2, true, sizes, 28e9, 0, 1.2e9, ONE, 96, FREE, Distribution.constant(.323));
            LoaderResult result = run(setup, 400, 100);
            assertThat(result.stepSeconds()).isGreaterThan(before);
            assertThat(result.stepSeconds()).isGreaterThan(LoaderLaw.stepSeconds(setup) * (1 - .02));
            before = result.stepSeconds();
        }
    }

    @Test
    @DisplayName("with ample buffers a random loader tends to the fluid law")
    void manyBatches() {
        Distribution sizes = Distribution.positiveNormal(1, .3);
        LoaderSetup setup =
                new LoaderSetup(1, 1, 16, 8, 400, true, sizes, 8, .4, FREE, ONE, 4, FREE, Distribution.constant(.5));
        double law = LoaderLaw.stepSeconds(setup);
        assertThat(run(setup, 20_000, 2_000).stepSeconds()).isCloseTo(law, within(.01 * law));
    }
}
