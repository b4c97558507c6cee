package windtunnel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InitCommandTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(InitCommand.Template.class)
    void everyTemplateIsFineAndRuns(InitCommand.Template template) throws IOException {
        Path file = folder.resolve("new").resolve("mine.yaml");
        Cli init = Cli.run("init", "--template", template.name().toLowerCase(java.util.Locale.ROOT), file.toString());
        assertThat(init.code()).as(init.err()).isZero();
        assertThat(Files.readAllLines(file).get(0)).isEqualTo("# yaml-language-server: $schema=windtunnel.schema.json");
        assertThat(new ObjectMapper()
                        .readTree(Files.readString(folder.resolve("new/windtunnel.schema.json")))
                        .has("$schema"))
                .isTrue();
        Cli lint = Cli.run("lint", "--strict", file.toString());
        assertThat(lint.code()).as(lint.out()).isZero();
        Cli run = Cli.run("run", file.toString(), "--replications", "2");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).isEmpty();
    }

    @Test
    void aFileThatIsThereIsKept() throws IOException {
        Path file = Files.writeString(folder.resolve("mine.yaml"), "precious");
        Cli refused = Cli.run("init", file.toString());
        assertThat(refused.code()).isEqualTo(Exit.INPUT);
        assertThat(refused.err()).contains("is there already").contains("--force");
        assertThat(file).hasContent("precious");
        assertThat(Cli.run("init", file.toString(), "--force").code()).isZero();
        assertThat(file).content().contains("name: My training run");
    }

    @Test
    void anUnknownTemplateNamesThoseThereAre() {
        Cli wrong = Cli.run(
                "init", "--template", "inference", folder.resolve("x.yaml").toString());
        assertThat(wrong.code()).isEqualTo(Exit.INPUT);
        assertThat(wrong.err()).containsIgnoringCase("training").containsIgnoringCase("queue");
    }
}
