package windtunnel.scenario.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import windtunnel.model.kinds.Kinds;
import windtunnel.scenario.Scenario;
import windtunnel.scenario.explain.InputChange;
import windtunnel.scenario.explain.Movement;
import windtunnel.scenario.library.Catalog;
import windtunnel.scenario.read.Inputs;
import windtunnel.scenario.read.ReadResult;
import windtunnel.scenario.read.ScenarioReader;
import windtunnel.scenario.run.ExperimentRunner;

class ComparisonTest {
    private static final Inputs INPUTS = new Inputs(Kinds.all());

    /** The setting of T5.4: 16 machines, saves of a minute every 15 minutes of work, 8 minutes down for each eviction. */
    private static final String SPOT = """
            name: Spot
            replications: 200
            cluster:
              nodes: { count: 16, sku: aws-p5-48xlarge, market: spot }
            workloads:
              kind: training
              name: job
              steps: 90000
              step: { measured: 2 s }
              batch: { global: 1024 }
              checkpoint: { every: 450 steps, blocking: 60 s }
              recovery: { detect: 0 s, restart: 5 min, failures-during-recovery: false }
            disruptions:
              kind: spot-eviction
              rate: RATE per node-hour
              notice: 0 s
              replacement: 3 min
            prices: { override: { gpu: $2/GPU-h } }
            """;

    private static Design design(String label, String text) {
        ReadResult read = new ScenarioReader(Kinds.all(), Catalog.builtIn(), true).readText(text, "s.yaml", List.of());
        assertThat(read.errors()).isEmpty();
        Scenario scenario = read.experiment().orElseThrow().scenario();
        return Design.of(label, new ExperimentRunner(2, done -> {}).run(scenario, "test"), INPUTS.lines(scenario));
    }

    @Test
    void pairedDifferencesByHand() {
        // Differences 1, 2, 0: mean 1, deviation 1; t(2; 0.975) = 4.302653, so the half-width is 4.302653 / sqrt 3.
        Paired paired = Paired.of("run.cost", "USD", new double[] {1, 2, 3}, new double[] {2, 4, 3}, 1);
        assertThat(paired.delta()).isEqualTo(1);
        assertThat(paired.halfWidth()).isCloseTo(2.484138, within(1e-6));
        assertThat(paired.lowerA()).isEqualTo(2);
        assertThat(paired.lowerB()).isZero();
        // Variances 1 (of 1, 2, 3) and 1 (of 2, 4, 3) against 1 of the differences.
        assertThat(paired.varianceRatio().getAsDouble()).isCloseTo(2, within(1e-12));
        assertThat(paired.distinct()).isFalse();
        assertThat(paired.relative().getAsDouble()).isCloseTo(0.5, within(1e-15));
    }

    @Test
    void aConstantDifferenceIsCertainAndHasNoVarianceRatio() {
        Paired paired = Paired.of("run.cost", "USD", new double[] {1, 2, 3}, new double[] {2, 3, 4}, 1);
        assertThat(paired.halfWidth()).isZero();
        assertThat(paired.varianceRatio()).isEmpty();
        assertThat(paired.distinct()).isTrue();
        assertThat(paired.lowerA()).isEqualTo(3);
    }

    @Test
    void pairedCorrelationByHand() {
        // Deviations -1, 0, 1 and -1, 1, 0: covariance (1 + 0 + 0) / 2, deviations 1 and 1.
        Paired paired = Paired.of("run.cost", "USD", new double[] {1, 2, 3}, new double[] {2, 4, 3}, 1);
        assertThat(paired.correlation().getAsDouble()).isCloseTo(0.5, within(1e-12));
        assertThat(Paired.of("m", "s", new double[] {5, 5}, new double[] {1, 2}, 1)
                        .correlation())
                .isEmpty();
    }

    @Test
    void roundingIsNoDifference() {
        Paired paired = Paired.of("m", "s", new double[] {0.3, 1e9, 0}, new double[] {0.1 + 0.2, 1e9 + 1e-6, 0}, 1);
        assertThat(paired.equal()).isTrue();
        assertThat(paired.delta()).isZero();
        assertThat(paired.distinct()).isFalse();
        assertThat(Paired.of("m", "s", new double[] {1}, new double[] {1 + 1e-9}, 1)
                        .equal())
                .isFalse();
    }

    @Test
    @DisplayName(
            "clu-10.4 Bonferroni: three comparisons of 10 runs use Student's t at 0.05 / 3, 2.9333 instead of 2.2622")
    void severalComparisonsHoldTogether() {
        double[] a = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
        double[] b = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3};
        double one = Paired.of("m", "s", a, b, 1).halfWidth();
        double three = Paired.of("m", "s", a, b, 3).halfWidth();
        assertThat(three / one).isCloseTo(2.9333 / 2.262157, within(1e-4));
    }

    @Test
    void regretIsTheCostAboveTheOptimum() {
        java.util.SortedMap<String, Design.Series> metrics = new java.util.TreeMap<>();
        metrics.put("run.cost", new Design.Series("USD", new double[] {12, 15}));
        metrics.put("run.optimum_cost", new Design.Series("USD", new double[] {10, 15}));
        Design.addRegrets(metrics);
        assertThat(metrics.get("run.regret").values()).containsExactly(2, 0);
    }

    /** Useful share of time without notice: tau / [(e^(L (tau + delta)) - 1) (1 / L + D)], hours. */
    private static double goodput(double evictionsPerHour) {
        double tau = 0.25;
        double delta = 1.0 / 60;
        double down = 8.0 / 60;
        return tau / ((Math.exp(evictionsPerHour * (tau + delta)) - 1) * (1 / evictionsPerHour + down));
    }

    @Test
    @DisplayName(
            "clu-T5.4 two spot rates: the difference is the closed form's within its interval, and pairing narrows it")
    void twoSpotRatesDifferAsTheClosedFormSays() {
        assertThat(goodput(0.8)).isCloseTo(0.75999, within(5e-6));
        Comparison comparison = Comparison.of(
                List.of(design("A", SPOT.replace("RATE", "0.05")), design("B", SPOT.replace("RATE", "0.025"))), INPUTS);
        Versus versus = comparison.versus().get(0);
        Paired time = versus.metric("run.wall_time").orElseThrow();
        double workHours = 90_000 * 2 / 3600.0;
        double expected = (workHours / goodput(0.4) - workHours / goodput(0.8)) * 3600;
        System.out.println("T5.4: expected " + expected + " s, compared " + time.delta() + " +- " + time.halfWidth()
                + " s, variance ratio " + time.varianceRatio().getAsDouble());
        assertThat(time.delta()).isCloseTo(expected, within(time.halfWidth()));
        assertThat(time.meanA()).isCloseTo(workHours * 3600 / goodput(0.8), within(0.01 * time.meanA()));
        assertThat(time.halfWidth()).isLessThan(Math.abs(0.05 * expected));
        assertThat(time.distinct()).isTrue();
        assertThat(time.varianceRatio().getAsDouble()).isGreaterThan(1.2);
        assertThat(versus.inputs())
                .extracting(InputChange::path)
                .containsExactly("disruptions.spot-eviction.rate.per-sec");
    }

    @Test
    @DisplayName("clu-T10.3 the same luck at least halves the variance of the difference of two checkpoint intervals")
    void sameLuckHalvesTheVarianceOfIntervals() {
        String often = SPOT.replace("RATE", "0.05").replace("every: 450 steps", "every: 300 steps");
        String seldom = SPOT.replace("RATE", "0.05").replace("every: 450 steps", "every: 600 steps");
        Comparison comparison = Comparison.of(List.of(design("A", often), design("B", seldom)), INPUTS);
        Paired time = comparison.versus().get(0).metric("run.wall_time").orElseThrow();
        assertThat(time.varianceRatio().getAsDouble()).isGreaterThan(2);
        assertThat(time.correlation().getAsDouble()).isGreaterThan(0.5);
    }

    @Test
    void rowsOfLedgerAndBillExplainTheWholeDifference() {
        String text = SPOT.replace("replications: 200", "replications: 10");
        Comparison comparison = Comparison.of(
                List.of(design("A", text.replace("RATE", "0.05")), design("B", text.replace("RATE", "0.01"))), INPUTS);
        Versus versus = comparison.versus().get(0);
        double cost = versus.metric("run.cost").orElseThrow().delta();
        for (Movement.Part part : List.of(Movement.Part.LEDGER, Movement.Part.BILL)) {
            double sum = versus.movements().list().stream()
                    .filter(m -> m.part() == part)
                    .mapToDouble(Movement::usd)
                    .sum();
            assertThat(sum).as(part.name()).isCloseTo(cost, within(Math.abs(cost) * 1e-9));
        }
        Movement largest = versus.movements().list().stream()
                .filter(m -> m.part() == Movement.Part.LEDGER)
                .findFirst()
                .orElseThrow();
        assertThat(largest.name()).isEqualTo("job: LOST_WORK");
    }

    @Test
    void onlyTheSameLuckIsCompared() {
        Design a = design("A", SPOT.replace("RATE", "0.05").replace("200", "3"));
        Design b = design("B", SPOT.replace("RATE", "0.05").replace("200", "4"));
        Design c = design("C", SPOT.replace("RATE", "0.05").replace("200", "3") + "seed: 2\n");
        assertThatThrownBy(() -> Comparison.of(List.of(a, b), INPUTS))
                .isInstanceOf(ComparisonException.class)
                .hasMessageContaining("3 replications, B with seed 1 and 4");
        assertThatThrownBy(() -> Comparison.of(List.of(a, c), INPUTS)).hasMessageContaining("seed 2");
    }
}
