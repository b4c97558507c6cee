package windtunnel.scenario.validate.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import windtunnel.scenario.validate.CaseFolder;
import windtunnel.scenario.validate.CaseRow;
import windtunnel.scenario.validate.ErrorStats;
import windtunnel.scenario.validate.Status;
import windtunnel.scenario.validate.Validation;
import windtunnel.scenario.validate.Verdict;

/** Traits of runs follow from the runs. */
class CaseTraitTest {
    private static CaseRow row(String model, String accelerator, String precision, String gpus) {
        Map<String, String> cells = new LinkedHashMap<>(Map.of("model", model, "accelerator", accelerator));
        cells.putAll(Map.of("precision", precision, "accelerators", gpus, "seq", "4096", "tp", "1", "pp", "1"));
        cells.putAll(Map.of("mbs", "1", "gbs", "1024", "ep", "1"));
        return new CaseRow("training.csv", 2, cells);
    }

    @ParameterizedTest
    @CsvSource({
        "Nemotron_3_Super, GB200, nvfp4, 64, MANY_EXPERTS",
        "Nemotron_3_Nano, GB200, bf16, 8, MANY_EXPERTS",
        "Qwen3-30B-A3B, H100-SXM5-80GB, bf16, 16, MANY_EXPERTS",
        "llama3-8b, GB200, nvfp4, 8, FOUR_BITS",
        "nemotronh-56b, H100-SXM5-80GB, bf16, 64, STATE_SPACE",
        "llama3-70b, A100-SXM4-40GB, bf16, 64, AT_THE_EDGE_OF_MEMORY",
        "llama3-8b, H100-SXM5-80GB, bf16, 1024, ONE_MICRO_BATCH",
        "opt-1.3b, A100-SXM4-80GB, bf16, 8, FEW_LAYERS",
        "llama3-8b, H100-SXM5-80GB, bf16, 64, ",
        "no such model, H100-SXM5-80GB, bf16, 64, ",
    })
    void traitsFollowFromTheRun(String model, String accelerator, String precision, String gpus, CaseTrait trait) {
        assertThat(CaseTrait.of(row(model, accelerator, precision, gpus))).isEqualTo(Optional.ofNullable(trait));
    }

    @Test
    @DisplayName(
            "every shipped run that is off by more than 25 % has a trait; the others have a median error under 5 %")
    void largeErrorsAreExplained() {
        List<Verdict> scored = Validation.of(CaseFolder.builtIn(), Optional.of("training")).verdicts().stream()
                .filter(v -> v.status() == Status.SCORED)
                .toList();
        List<Verdict> plain =
                scored.stream().filter(v -> CaseTrait.of(v.row()).isEmpty()).toList();
        assertThat(plain).hasSizeGreaterThan(150);
        assertThat(plain).allMatch(v -> Math.abs(v.errorPct().orElse(0)) <= 25);
        assertThat(ErrorStats.of(plain).median()).isLessThan(5);
    }
}
