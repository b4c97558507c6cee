package windtunnel.scenario.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidationTest {
    private static final String HEADER = "id,subset,metric,value,unit,role\n";

    @TempDir
    private Path folder;

    private Validation validate(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
        return Validation.of(CaseFolder.of(folder), Optional.empty());
    }

    private static CaseRow row(String role, String value) {
        Map<String, String> cells = new LinkedHashMap<>();
        cells.put("id", "a");
        cells.put("metric", "busbw");
        cells.put("unit", "GB/s");
        cells.put("value", value);
        cells.put("role", role);
        return new CaseRow("collectives.csv", 2, cells);
    }

    private static Verdict verdict(CaseRow row, double predicted, Answer.Bound bound, boolean fitted) {
        double value = row.number("value").orElseThrow();
        return Verdict.of(
                row, "collectives", "", new Answer.Value("busbw", "GB/s", value, predicted, bound, fitted, ""));
    }

    @Test
    void quotedCellsKeepTheirCommasAndLines() throws IOException {
        Validation result =
                validate("spot.csv", HEADER + "a,\"one, two\",m,1,s,validate\nb,\"line\nbreak\",m,2,s,validate\n");
        assertThat(result.verdicts()).hasSize(2);
        assertThat(result.verdicts().get(0).row().text("subset")).isEqualTo("one, two");
        assertThat(result.verdicts().get(1).row().text("subset")).isEqualTo("line\nbreak");
    }

    @Test
    void aCategoryWithoutPredictorIsSkippedAndSaysSo() throws IOException {
        Validation result = validate("serving.csv", HEADER + "a,x,m,1,s,validate\nb,x,m,1,s,input\n");
        assertThat(result.verdicts().get(0).status()).isEqualTo(Status.SKIPPED);
        assertThat(result.verdicts().get(0).reason()).contains("serving");
        assertThat(result.verdicts().get(1).status()).isEqualTo(Status.CONTEXT);
    }

    @Test
    void aRoleThatNobodyKnowsIsNotScored() throws IOException {
        String header = "id,metric,value,unit,role,op,ranks,accelerator,size_bytes\n";
        Validation result = validate(
                "collectives.csv",
                header + "a,busbw,1,GB/s,joker,all_reduce,8,H100,8\nb,busbw,1,GB/s,validate,all_reduce,8,H100,8\n");
        assertThat(result.verdicts().get(0).status()).isEqualTo(Status.CONTEXT);
        assertThat(result.verdicts().get(0).reason()).startsWith("role is none of");
        assertThat(result.verdicts().get(1).status()).isEqualTo(Status.SCORED);
    }

    @Test
    void unreadableCasesNameFileAndLine() {
        assertThatThrownBy(() -> validate("spot.csv", HEADER + "a,x,m,1,s,validate\nb,x,m\n"))
                .isInstanceOf(CaseException.class)
                .hasMessage("spot.csv:3: has 3 cells, the header has 6");
        assertThatThrownBy(() -> validate("spot.csv", "id,value\na,1\n"))
                .isInstanceOf(CaseException.class)
                .hasMessage("spot.csv:1: the header lacks metric, role, unit");
        assertThatThrownBy(() -> validate("spot.csv", HEADER + "a,x,m,1,s,validate\na,x,m,1,s,validate\n"))
                .isInstanceOf(CaseException.class)
                .hasMessage("spot.csv:3: the id 'a' is there twice");
        assertThatThrownBy(() -> validate("spot.csv", HEADER + "a,\"x,m,1,s,validate\n"))
                .isInstanceOf(CaseException.class)
                .hasMessageStartingWith("spot.csv");
    }

    @Test
    void aFolderWithoutCasesIsRefusedAndOtherFilesAreIgnored() throws IOException {
        Files.writeString(folder.resolve("golden.csv"), "nothing\n");
        assertThatThrownBy(() -> Validation.of(CaseFolder.of(folder), Optional.empty()))
                .isInstanceOf(CaseException.class)
                .hasMessageContaining("collectives.csv");
    }

    @Test
    void aFolderCannotBeLeft() throws IOException {
        Files.writeString(folder.resolve("secret.csv"), "x");
        Path inner = Files.createDirectory(folder.resolve("inner"));
        assertThat(CaseFolder.of(inner).text("../secret.csv")).isEmpty();
    }

    @Test
    void onlyRowsToValidateOnAreScored() {
        assertThat(verdict(row("validate", "100"), 90, Answer.Bound.EQUAL, false)
                        .status())
                .isEqualTo(Status.SCORED);
        assertThat(verdict(row("validate", "100"), 90, Answer.Bound.EQUAL, true).status())
                .isEqualTo(Status.FITTED);
        assertThat(verdict(row("calibrate", "100"), 90, Answer.Bound.EQUAL, false)
                        .status())
                .isEqualTo(Status.FITTED);
        assertThat(verdict(row("input", "100"), 90, Answer.Bound.EQUAL, false).status())
                .isEqualTo(Status.CONTEXT);
        assertThat(verdict(row("validate", "0"), 90, Answer.Bound.EQUAL, false).status())
                .isEqualTo(Status.SKIPPED);
    }

    @Test
    void aBoundThatIsMetHasNoError() {
        assertThat(verdict(row("validate", "100"), 120, Answer.Bound.AT_LEAST, false)
                        .errorPct())
                .hasValue(0);
        assertThat(verdict(row("validate", "100"), 80, Answer.Bound.AT_LEAST, false)
                        .errorPct())
                .hasValue(-20);
        Verdict ceiling = verdict(row("validate", "100"), 120, Answer.Bound.AT_MOST, false);
        assertThat(ceiling.errorPct()).hasValue(20);
        assertThat(ceiling.status()).isEqualTo(Status.BOUND);
    }

    @Test
    void statisticsAreOfAbsoluteErrorsAndTheBiasOfSignedOnes() {
        List<Verdict> verdicts = List.of(
                verdict(row("validate", "100"), 110, Answer.Bound.EQUAL, false),
                verdict(row("validate", "100"), 70, Answer.Bound.EQUAL, false),
                verdict(row("calibrate", "100"), 500, Answer.Bound.EQUAL, false));
        ErrorStats stats = ErrorStats.of(verdicts);
        assertThat(stats.scored()).isEqualTo(2);
        assertThat(stats.fitted()).isEqualTo(1);
        assertThat(stats.meanAbsolute()).isEqualTo(20);
        assertThat(stats.bias()).isEqualTo(-10);
        assertThat(stats.max()).isEqualTo(30);
        assertThat(ErrorStats.ofFitted(verdicts).max()).isEqualTo(400);
    }

    @Test
    void theCasesThatComeWithTheProgramAreReadable() {
        Validation result = Validation.of(CaseFolder.builtIn(), Optional.empty());
        assertThat(Validation.by(result.verdicts(), Verdict::category).keySet())
                .containsExactlyElementsOf(Validation.categories());
    }
}
