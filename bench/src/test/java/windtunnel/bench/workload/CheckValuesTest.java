package windtunnel.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import windtunnel.core.engine.Fingerprint;
import windtunnel.core.flow.IncrementalMaxMin;
import windtunnel.core.flow.MaxMinSolver;
import windtunnel.core.flow.MaxMinSystem;

/** The shared workloads' check values, to every printed digit, as published with the peers' figures (2026-11-24). */
class CheckValuesTest {

    private static String digits(double value, int decimals) {
        return new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
    }

    /** Plain sum in the order of flows, as the check values were made. */
    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }

    /** Number of distinct rates; rates within 1e-9 of each other are one level, as where two links fill up together. */
    private static int levels(double[] rate) {
        double[] sorted = rate.clone();
        Arrays.sort(sorted);
        int levels = 1;
        for (int i = 1; i < sorted.length; i++) {
            if (sorted[i] > sorted[i - 1] * (1 + 1e-9)) {
                levels++;
            }
        }
        return levels;
    }

    private static double[] rates(String system) {
        MaxMinSystem s = Systems.named(system);
        double[] rate = new double[s.flows()];
        new MaxMinSolver().solve(s, rate, new int[s.flows()]);
        return rate;
    }

    @ParameterizedTest
    @CsvSource({
        "rnd-1000-100, 119.390440363, 0.023983645698, 2.690481387, 64",
        "rnd-1000-1000, 752.761833398, 0.104564811815, 6.673757280, 335",
        "rnd-10000-1000, 1176.991565736, 0.022988690462, 3.102534640, 663",
        "rnd-10000-10000, 7819.443862837, 0.098790403719, 6.498010461, 3370",
        "rnd-100000-10000, 12056.215719823, 0.018408222852, 3.267527703, 6616",
        "rnd-100000-100000, 78015.538525343, 0.088545805751, 7.234852135, 33866",
        "fat-8-1000, 102.648947224, 0.058823529412, 0.484802035, 201",
        "fat-16-10000, 838.286941298, 0.045454545455, 0.448489046, 1724",
        "fat-32-100000, 6804.613685420, 0.035714285714, 0.469002976, 14844"
    })
    void fullSolveMatchesThePublishedRates(String system, String sum, String min, String max, int levels) {
        double[] rate = rates(system);
        assertThat(digits(sum(rate), 9)).isEqualTo(sum);
        assertThat(digits(Arrays.stream(rate).min().orElseThrow(), 12)).isEqualTo(min);
        assertThat(digits(Arrays.stream(rate).max().orElseThrow(), 9)).isEqualTo(max);
        assertThat(levels(rate)).isEqualTo(levels);
    }

    @ParameterizedTest
    @CsvSource({"rnd-10000-100, 132.690176218, 84", "rnd-100000-100, 135.349043898, 91"})
    void fullSolveOfFewLevelsMatchesThePublishedSum(String system, String sum, int levels) {
        double[] rate = rates(system);
        assertThat(digits(sum(rate), 9)).isEqualTo(sum);
        assertThat(levels(rate)).isEqualTo(levels);
    }

    @Test
    void incrementalSolverStartsFromTheSameRates() {
        MaxMinSystem s = Systems.named("fat-8-1000");
        double[] rate = rates("fat-8-1000");
        IncrementalMaxMin rates = new IncrementalMaxMin();
        Arrays.stream(s.capacity()).forEach(rates::addLink);
        for (int f = 0; f < s.flows(); f++) {
            rates.add(
                    Arrays.copyOfRange(s.link(), s.offset()[f], s.offset()[f + 1]),
                    null,
                    1,
                    Double.POSITIVE_INFINITY,
                    1);
        }
        rates.solve();
        for (int f = 0; f < s.flows(); f++) {
            assertThat(rates.rate(f)).isEqualTo(rate[f]);
        }
    }

    @Test
    void ratesAreTheSameBitsOnEveryJvm() {
        Fingerprint print = new Fingerprint();
        Arrays.stream(rates("rnd-10000-1000")).forEach(print::add);
        Arrays.stream(rates("fat-16-10000")).forEach(print::add);
        FlowCompletion.Result result = FlowCompletion.inSeconds(FatTree.transfers(1000, 8));
        print.add(result.makespanSeconds()).add(result.sumSeconds());
        assertThat(print.hex()).isEqualTo("9e3cbda94bcb103d");
    }

    @Test
    void thousandFlowsCompleteAtThePublishedTimes() {
        FlowCompletion.Result result = FlowCompletion.inSeconds(FatTree.transfers(1000, 8));
        assertThat(digits(result.makespanSeconds(), 9)).isEqualTo("0.106120492");
        assertThat(digits(result.sumSeconds(), 9)).isEqualTo("45.297260805");
    }

    @Test
    void tenThousandFlowsCompleteAtThePublishedTimes() {
        FlowCompletion.Result result = FlowCompletion.inSeconds(FatTree.transfers(10_000, 16));
        assertThat(digits(result.makespanSeconds(), 9)).isEqualTo("0.131092561");
        assertThat(digits(result.sumSeconds(), 9)).isEqualTo("559.025924239");
    }

    @Test
    void flowNetworkCompletesThemWithinOneNanosecondEach() {
        FlowCompletion.Result result = FlowCompletion.inSimulation(FatTree.transfers(1000, 8));
        assertThat(result.makespanSeconds()).isBetween(0.106120491, 0.106120493);
        assertThat(result.sumSeconds()).isBetween(45.297260805 - 1e-6, 45.297260805 + 1e-6);
    }

    @ParameterizedTest
    @CsvSource({
        "64, 0.169366337, 0.338230675, 0.338480675",
        "256, 0.172147603, 0.342257206, 0.343275206",
        "1024, 0.175722920, 0.343263839, 0.347353839",
        "4096, 0.188136749, 0.343515498, 0.359893498"
    })
    void ringFinishesAtThePublishedTimes(int ranks, String uniform, String slow, String awaitingArrival) {
        assertThat(digits(Ring.uniform(ranks).finishSeconds(), 9)).isEqualTo(uniform);
        assertThat(digits(Ring.oneSlow(ranks).finishSeconds(), 9)).isEqualTo(slow);
        assertThat(digits(Ring.oneSlow(ranks).finishSecondsAwaitingArrival(), 9))
                .isEqualTo(awaitingArrival);
    }

    @ParameterizedTest
    @CsvSource({"1000, 9999.982193134", "100000, 49.996114675", "1000000, 2.999572998"})
    void holdEndsAtThePublishedTime(int pending, String last) {
        assertThat(digits(Hold.run(pending, Hold.operations(pending)), 9)).isEqualTo(last);
    }

    @Test
    void singleServerHasThePublishedMeanTimeInSystem() {
        assertThat(digits(SingleServer.meanSeconds(10_000_000), 9)).isEqualTo("9.951214227");
    }
}
