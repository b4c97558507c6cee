package windtunnel.scenario.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import windtunnel.core.unit.QuantityException;
import windtunnel.scenario.explain.Figures;
import windtunnel.scenario.read.RecordFile;

class PolicyTest {
    @TempDir
    private Path folder;

    private Policy policy(String text) throws IOException {
        Path file = folder.resolve("policy.yaml");
        Files.writeString(file, text);
        RecordFile.Content<PolicyRule> content = RecordFile.list(file, PolicyRule.class);
        assertThat(content.findings()).isEmpty();
        return Policy.of(content.records());
    }

    private static Figures figures(double cost, double halfWidth) {
        TreeMap<String, Figures.Value> metrics = new TreeMap<>();
        metrics.put("run.cost", new Figures.Value("USD", 10, cost, halfWidth));
        return new Figures(metrics, List.of(), List.of());
    }

    private static Row judged(Policy policy, double before, double now, double halfWidth) {
        return Judge.rows(policy, figures(before, halfWidth), figures(now, halfWidth))
                .get(0);
    }

    @ParameterizedTest
    @CsvSource({
        "2 %, up, 100, 102, WITHIN", // 2 of 100 is just allowed
        "2 %, up, 100, 102.01, DRIFT",
        "2 %, up, 100, 97, IMPROVED",
        "2 %, down, 100, 97, DRIFT",
        "2 %, both, 100, 97, DRIFT",
        "$5, both, 100, 105, WITHIN",
        "$5, both, 100, 105.5, DRIFT",
        "0 %, both, 100, 100, SAME",
        "interval, both, 100, 104, WITHIN", // hypot(3, 3) = 4.243
        "interval, both, 100, 104.3, DRIFT",
    })
    void aToleranceClassesAMetric(String tolerance, String watch, double before, double now, Row.Verdict verdict)
            throws IOException {
        Policy policy = policy("- { metric: run.*, tolerance: " + tolerance + ", watch: " + watch + " }\n");
        assertThat(judged(policy, before, now, 3).verdict()).isEqualTo(verdict);
    }

    @Test
    void theLastToleranceCountsAndEveryLimit() throws IOException {
        Policy policy = policy("""
                - { metric: "*", tolerance: 1 %, level: warn }
                - { metric: "*.cost", tolerance: 50 % }
                - { metric: run.cost, at-most: $120 }
                - { metric: run.*, at-least: $130, level: warn }
                """);
        List<Row> rows = Judge.rows(policy, figures(100, 0), figures(125, 0));
        assertThat(rows)
                .extracting(Row::verdict)
                .containsExactly(Row.Verdict.WITHIN, Row.Verdict.LIMIT, Row.Verdict.LIMIT);
        assertThat(rows).extracting(Row::level).containsExactly(Row.Level.FINE, Row.Level.FAIL, Row.Level.WARN);
    }

    @Test
    void theMostIncreaseOfCostsHoldsWhateverThePolicySays() throws IOException {
        Policy policy = policy("- { metric: \"*\", tolerance: 50 % }\n");
        assertThat(judged(policy.withMostIncrease(10), 100, 110, 0).verdict()).isEqualTo(Row.Verdict.WITHIN);
        Row row = judged(policy.withMostIncrease(10), 100, 110.1, 0);
        assertThat(row.level()).isEqualTo(Row.Level.FAIL);
        assertThat(row.why()).isEqualTo("allowed 10 % up");
    }

    @Test
    void anAmountInAnotherUnitIsTheUsersMistake() throws IOException {
        Policy policy = policy("- { metric: run.cost, tolerance: 5 s }\n");
        assertThatThrownBy(() -> judged(policy, 100, 110, 0))
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining("in s for run.cost, which is in USD");
    }

    @Test
    void mistakesHaveAPositionAndAHint() throws IOException {
        Path file = folder.resolve("policy.yaml");
        Files.writeString(file, "- { metric: run.cost, tolerence: 2 % }\n- { metric: x }\n");
        List<String> told = RecordFile.list(file, PolicyRule.class).findings().stream()
                .map(Object::toString)
                .toList();
        assertThat(told).anyMatch(t -> t.contains("policy.yaml:1:23") && t.contains("did you mean 'tolerance'"));
        assertThat(told).anyMatch(t -> t.contains("policy.yaml:2:") && t.contains("give a tolerance"));
        assertThatThrownBy(() -> Tolerance.parse("-2 %")).isInstanceOf(QuantityException.class);
        assertThatThrownBy(() -> Tolerance.parse("much"))
                .isInstanceOf(QuantityException.class)
                .hasMessageContaining("'2 %', '0.5 s' or 'interval'");
    }
}
