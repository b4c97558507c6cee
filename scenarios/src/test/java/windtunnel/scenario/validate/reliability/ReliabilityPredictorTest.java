package windtunnel.scenario.validate.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import windtunnel.scenario.validate.Answer;
import windtunnel.scenario.validate.CaseRow;

class ReliabilityPredictorTest {
    private static final ReliabilityPredictor PREDICTOR = new ReliabilityPredictor();

    private static Answer answer(String... pairs) {
        Map<String, String> cells =
                new LinkedHashMap<>(Map.of("id", "x", "role", "validate", "value", "1", "unit", "h"));
        for (int i = 0; i < pairs.length; i += 2) {
            cells.put(pairs[i], pairs[i + 1]);
        }
        return PREDICTOR.answers(new CaseRow("reliability.csv", 2, cells)).get(0);
    }

    private static double predicted(String... pairs) {
        return ((Answer.Value) answer(pairs)).predicted();
    }

    @ParameterizedTest
    @CsvSource({"1024, 28.846", "8192, 3.6058", "16384, 1.8029", "131072, 0.22536"})
    @DisplayName("clu-T4.2 time between failures by job size: 24 h / (nodes x 6.5e-3)")
    void timeBetweenFailuresFallsWithTheSize(String gpus, double hours) {
        assertThat(predicted("metric", "mttf_job", "accelerator", "A100-SXM4-80GB", "accelerators", gpus))
                .isCloseTo(hours, within(1e-4 * hours));
    }

    @ParameterizedTest
    @DisplayName("numbers come in the unit of the row, and a unit that is not known is no answer")
    @CsvSource({
        "mttf_job, A100, h, 28.846",
        "mttf_job, A100, min, 1730.8",
        "mtbf, A800, days, 1.2019",
        "failure_rate, A100, per 1000 node-days, 6.5",
        "failure_rate, A100, per node-day, 0.0065",
        "failure_rate, H200, per GPU-hour, 1.97325e-5",
        "machines_failing_per_day, A100, machines/week, 5.824",
        "mttf_node, A100, days, 153.846",
        "detect_time, A100, min (upper bound), 0.41667",
        "mttf_job, A100, fortnights,",
        "failure_rate, A100, %/year,",
        "ettr, A100, points,"
    })
    void unitsAreThoseOfTheRow(String metric, String accelerator, String unit, Double expected) {
        Answer answer = answer("metric", metric, "accelerator", accelerator, "nodes", "128", "unit", unit);
        if (expected == null) {
            assertThat(answer).isInstanceOf(Answer.Skipped.class);
        } else {
            assertThat(((Answer.Value) answer).predicted()).isCloseTo(expected, within(1e-4 * expected));
        }
    }

    @Test
    void withoutAnExposureTheWholePeriodCounts() {
        String[] row = {"metric", "interruptions_unexpected", "accelerator", "H100", "accelerators", "16384"};
        assertThat(predicted(concat(row, "period", "54 days"))).isCloseTo(419, within(1e-9));
        assertThat(answer(concat(row, "period", "some days"))).isInstanceOf(Answer.Skipped.class);
        assertThat(answer(concat(row, "period", "54 days", "value", "-1"))).isInstanceOf(Answer.Skipped.class);
    }

    @Test
    void countsFollowFromExposureAndCause() {
        String[] llama = {"accelerator", "H100-SXM5-80GB", "accelerators", "16384", "exposure", "884736"};
        String[] month = {"accelerator", "H100", "accelerators", "8", "exposure", "30000", "exposure_unit", "GPU-hours"
        };
        assertThat(predicted(concat(llama, "exposure_unit", "GPU-days", "metric", "interruptions_unexpected")))
                .isCloseTo(419, within(1e-9));
        assertThat(predicted(concat(
                        llama,
                        "exposure_unit",
                        "GPU-days",
                        "metric",
                        "interruptions_by_cause",
                        "component",
                        "GPU HBM3 memory")))
                .isCloseTo(72, within(1e-9));
        assertThat(predicted(concat(month, "metric", "interruptions_unexpected")))
                .isCloseTo(30_000 * 1.97325e-5, within(1e-4));
    }

    private static String[] concat(String[] first, String... more) {
        String[] all = java.util.Arrays.copyOf(first, first.length + more.length);
        System.arraycopy(more, 0, all, first.length, more.length);
        return all;
    }

    @Test
    void aNumberThatTheRatesAreMadeOfDoesNotCount() {
        String[] row = {"metric", "failure_rate", "accelerator", "H100", "unit", "per 1000 node-days"};
        assertThat(((Answer.Value) answer(concat(row, "value", "3.7887", "source", "arXiv 2407.21783"))).fitted())
                .isTrue();
        assertThat(((Answer.Value) answer(concat(row, "value", "3.7887", "source", "another"))).fitted())
                .isFalse();
        assertThat(((Answer.Value) answer(concat(row, "value", "5", "source", "arXiv 2407.21783"))).fitted())
                .isFalse();
    }

    @Test
    @DisplayName("clu-T4.9 Llama 3's rates with a save each 15 min and 10 min of recovery: more than 90 % productive")
    void productiveTime() {
        String[] row = {"accelerator", "H100", "accelerators", "16384", "value", "90", "unit", "% (lower bound)"};
        Answer.Value share = (Answer.Value) answer(concat(row, "metric", "effective_training_time"));
        assertThat(share.bound()).isEqualTo(Answer.Bound.AT_LEAST);
        // The closed form says .91104 with failures only outside of recovery, and ten minutes in all.
        assertThat(share.predicted()).isCloseTo(91.1, within(1.0));
    }

    @Test
    void whatIsNotKnownIsNotPredicted() {
        assertThat(answer("metric", "mttf_job", "accelerator", "TPU", "accelerators", "8"))
                .isEqualTo(new Answer.Skipped("no rates were published for the accelerator, or it is not named"));
        assertThat(answer("metric", "mttf_job", "accelerator", "H100"))
                .isEqualTo(new Answer.Skipped("the number of accelerators is not given"));
        assertThat(answer("metric", "checkpoint_size", "accelerator", "H100")).isInstanceOf(Answer.Skipped.class);
        assertThat(answer("metric", "interruptions_unexpected", "accelerator", "H100", "accelerators", "8"))
                .isEqualTo(new Answer.Skipped("the time, the cause or a unit is not known"));
    }
}
