package windtunnel.scenario.validate.spot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import windtunnel.scenario.validate.Answer;
import windtunnel.scenario.validate.CaseFolder;
import windtunnel.scenario.validate.CaseRow;

class SpotPredictorTest {
    @TempDir
    private Path folder;

    private Answer answer(String metric, String trace) {
        return answer(metric, trace, "");
    }

    private Answer answer(String metric, String trace, String unit) {
        return new SpotPredictor(CaseFolder.of(folder))
                .answers(new CaseRow(
                        "spot.csv",
                        2,
                        Map.of(
                                "id",
                                "x",
                                "role",
                                "validate",
                                "value",
                                "1",
                                "target_instances",
                                "10",
                                "metric",
                                metric,
                                "trace_file",
                                trace,
                                "unit",
                                unit)))
                .get(0);
    }

    private double predicted(String metric) {
        return ((Answer.Value) answer(metric, "traces/t.csv")).predicted();
    }

    @Test
    @DisplayName("clu-T5.3 a trace is replayed to its counts, its last line included, and to its machine-hours")
    void aTraceByHand() throws IOException {
        Files.createDirectories(folder.resolve("traces"));
        // 10 machines for an hour, 7 for an hour, 9 for two; two fall at the end.
        Files.writeString(folder.resolve("traces/t.csv"), "t_seconds,available\n0,10\n3600,7\n7200,9\n14400,7\n");
        assertThat(predicted("instances_lost")).isEqualTo(5);
        assertThat(predicted("preemption_events")).isEqualTo(2);
        assertThat(predicted("mean_available")).isCloseTo(35 / 4.0, within(1e-9));
        assertThat(predicted("preemptions_per_instance_hour")).isCloseTo(5 / 35.0, within(1e-9));
        assertThat(predicted("availability")).isCloseTo(0.875, within(1e-9));
        assertThat(predicted("mean_batch")).isCloseTo(2.5, within(1e-9));
        Answer daily = answer("preemptions_per_instance_hour", "traces/t.csv", "1/day");
        assertThat(((Answer.Value) daily).predicted()).isCloseTo(24 * 5 / 35.0, within(1e-9));
        assertThat(answer("mean_up_min", "traces/t.csv")).isInstanceOf(Answer.Skipped.class);
        assertThat(answer("preemptions_per_instance_hour", "traces/t.csv", "per fortnight"))
                .isInstanceOf(Answer.Skipped.class);
    }

    @Test
    void withoutATraceNothingIsPredicted() throws IOException {
        assertThat(answer("preemptions_per_instance_hour", "")).isInstanceOf(Answer.Skipped.class);
        assertThat(answer("preemptions_per_instance_hour", "traces/none.csv")).isInstanceOf(Answer.Skipped.class);
        assertThat(answer("preemption_notice", "")).isInstanceOf(Answer.Input.class);
        Files.writeString(folder.resolve("bad.csv"), "0,12,x\n");
        assertThat(((Answer.Skipped) answer("instances_lost", "bad.csv")).reason())
                .startsWith("the trace cannot be read");
    }
}
