package windtunnel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidateCommandTest {
    @TempDir
    private Path folder;

    @Test
    void writesBothFilesAndPrintsTheTable() throws IOException {
        Path out = folder.resolve("out");
        Cli result = Cli.run("validate", "--category", "collectives", "--out", out.toString());
        assertThat(result.code()).isZero();
        assertThat(result.out()).contains("category", "collectives", "median");
        assertThat(Files.readAllLines(out.resolve("validation.csv")).get(0))
                .isEqualTo("case,category,subset,band,accelerator,nodes,metric,published,predicted,unit,error_pct,"
                        + "trust,status,reason");
        assertThat(Files.readString(out.resolve("validation.json"))).contains("\"windtunnel/validation/1\"");
        assertThat(out.toFile().list()).hasSize(2);
    }

    @Test
    void unreadableCasesAreTheUsersFault() throws IOException {
        Files.writeString(folder.resolve("spot.csv"), "id\n");
        Cli result = Cli.run("validate", "--cases", folder.toString());
        assertThat(result.code()).isEqualTo(Exit.INPUT);
        assertThat(result.err()).contains("spot.csv:1: the header lacks");
        assertThat(Cli.run("validate", "--cases", folder.resolve("none").toString())
                        .code())
                .isEqualTo(Exit.INPUT);
    }

    /** Run with -Dgolden.update=true to write the page anew after a change of a model or of the cases. */
    @Test
    void thePageOfErrorsIsUpToDate() throws IOException {
        Path page = folder.resolve("accuracy.md");
        assertThat(Cli.run("validate", "--page", page.toString()).code()).isZero();
        for (String file : List.of("accuracy.md", "accuracy-training.svg")) {
            Path made = folder.resolve(file);
            Path golden = Cli.ROOT.resolve("docs").resolve(file);
            if (Boolean.getBoolean("golden.update")) {
                Files.copy(made, golden, StandardCopyOption.REPLACE_EXISTING);
            }
            assertThat(Files.readString(made)).isEqualTo(Files.readString(golden));
        }
    }

    @Test
    void aMisspeltCategoryIsNamed() {
        Cli result = Cli.run("validate", "--category", "colectives");
        assertThat(result.code()).isEqualTo(Exit.INPUT);
        assertThat(result.err()).contains("did you mean 'collectives'?");
    }
}
