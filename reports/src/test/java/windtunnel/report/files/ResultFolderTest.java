package windtunnel.report.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import windtunnel.report.Outcomes;
import windtunnel.report.Samples;
import windtunnel.scenario.run.Outcome;

class ResultFolderTest {
    private static final RunInfo INFO = new RunInfo("2026-11-24T09:00:00Z", 1.25, 20_000, 2, "a machine", "17");

    @TempDir
    Path root;

    private static Map<String, String> read(Path folder) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                String name = folder.relativize(path).toString().replace('\\', '/');
                files.put(name, Files.readString(path, java.nio.charset.StandardCharsets.ISO_8859_1));
            }
        }
        return files;
    }

    @Test
    void writesAllFilesAndLeavesNothingBehind() throws IOException {
        Path folder = root.resolve("a/b");
        ResultFolder.write(folder, Samples.twenty(), INFO, false);
        assertThat(read(folder).keySet())
                .containsExactly(
                        "charts/cost.png",
                        "charts/cost.svg",
                        "charts/finish.png",
                        "charts/finish.svg",
                        "charts/step.png",
                        "charts/step.svg",
                        "charts/timeline.png",
                        "charts/timeline.svg",
                        "charts/utilisation.png",
                        "charts/utilisation.svg",
                        "charts/waterfall.png",
                        "charts/waterfall.svg",
                        "interruptions.csv",
                        "metrics.csv",
                        "report.html",
                        "report.md",
                        "result.json",
                        "run-info.json",
                        "runs.jsonl");
        assertThat(Files.exists(folder.resolve(".windtunnel-writing"))).isFalse();
    }

    @Test
    void twoRenderingsAreTheSameBytesInAnyLocaleAndTimeZone() throws IOException {
        ResultFolder.write(root.resolve("here"), Samples.twenty(), INFO, false);
        Locale locale = Locale.getDefault();
        TimeZone zone = TimeZone.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kolkata"));
            ResultFolder.write(root.resolve("there"), Samples.twenty(), INFO, false);
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }
        assertThat(read(root.resolve("there"))).isEqualTo(read(root.resolve("here")));
    }

    @Test
    void aFormerResultIsReplacedWithoutRemains() throws IOException {
        Path folder = root.resolve("r");
        ResultFolder.write(folder, Samples.twenty(), INFO, false);
        Files.writeString(folder.resolve("trace.json"), "{}");
        ResultFolder.write(folder, Samples.single(), INFO, false);
        ResultFolder.write(root.resolve("fresh"), Samples.single(), INFO, false);
        assertThat(read(folder)).isEqualTo(read(root.resolve("fresh")));
    }

    @Test
    void aFolderWithSomethingElseIsRefusedAndUntouched() throws IOException {
        Path folder = Files.createDirectories(root.resolve("thesis"));
        Files.writeString(folder.resolve("chapter-1.txt"), "years of work");
        assertThatThrownBy(() -> ResultFolder.write(folder, Samples.single(), INFO, false))
                .isInstanceOf(ResultFolderException.class)
                .hasMessageContaining("chapter-1.txt")
                .hasMessageContaining("--force");
        assertThat(read(folder)).containsOnlyKeys("chapter-1.txt");
    }

    @Test
    void aResultWithAForeignFileAmongItsChartsIsRefused() throws IOException {
        Path folder = root.resolve("r");
        ResultFolder.write(folder, Samples.single(), INFO, false);
        Files.writeString(folder.resolve("charts/notes.txt"), "mine");
        assertThatThrownBy(() -> ResultFolder.check(folder, false)).isInstanceOf(ResultFolderException.class);
    }

    @Test
    void aForeignReportOfTheSameNameIsRefused() throws IOException {
        Path folder = Files.createDirectories(root.resolve("docs"));
        Files.writeString(folder.resolve("report.md"), "written by hand");
        assertThatThrownBy(() -> ResultFolder.check(folder, false)).isInstanceOf(ResultFolderException.class);
        Files.writeString(folder.resolve("result.json"), "{\"schema\": \"other/1\"}");
        assertThatThrownBy(() -> ResultFolder.check(folder, false)).isInstanceOf(ResultFolderException.class);
    }

    @Test
    void forceWritesBesideForeignFilesAndKeepsThem() throws IOException {
        Path folder = Files.createDirectories(root.resolve("mixed/charts")).getParent();
        Files.writeString(folder.resolve("chapter-1.txt"), "years of work");
        Files.writeString(folder.resolve("charts/notes.txt"), "mine");
        ResultFolder.write(folder, Samples.single(), INFO, true);
        assertThat(read(folder))
                .containsEntry("chapter-1.txt", "years of work")
                .containsEntry("charts/notes.txt", "mine")
                .containsKeys("result.json", "report.html");
    }

    @Test
    void aFileInPlaceOfTheFolderIsRefusedEvenByForce() throws IOException {
        Path file = Files.writeString(root.resolve("file"), "x");
        assertThatThrownBy(() -> ResultFolder.write(file, Samples.single(), INFO, true))
                .isInstanceOf(ResultFolderException.class)
                .hasMessageContaining("not a folder");
    }

    @Test
    void whatAnInterruptedWriterLeftIsTakenOver() throws IOException {
        Path folder = root.resolve("r");
        Files.createDirectories(folder.resolve(".windtunnel-writing/charts"));
        Files.writeString(folder.resolve(".windtunnel-writing/result.json"), "{");
        Files.writeString(folder.resolve("runs.jsonl"), "{}");
        ResultFolder.write(folder, Samples.single(), INFO, false);
        ResultFolder.write(root.resolve("fresh"), Samples.single(), INFO, false);
        assertThat(read(folder)).isEqualTo(read(root.resolve("fresh")));
    }

    @Test
    void anEmptyFolderIsFine() throws IOException {
        Path folder = Files.createDirectories(root.resolve("empty"));
        assertThatCode(() -> ResultFolder.check(folder, false)).doesNotThrowAnyException();
    }

    @Test
    void aResultThatCannotBeRenderedChangesNothing() throws IOException {
        Path folder = root.resolve("r");
        ResultFolder.write(folder, Samples.twenty(), INFO, false);
        Map<String, String> before = read(folder);
        Outcome o = Samples.single();
        Outcome broken = Outcomes.bare(
                o.head(),
                o.fingerprint(),
                o.runs(),
                o.metrics(),
                o.ledger().subList(0, 2),
                o.bill(),
                o.bottlenecks(),
                o.steps(),
                o.utilisation(),
                o.assumptions(),
                o.issues(),
                o.notes());
        assertThatThrownBy(() -> ResultFolder.write(folder, broken, INFO, false))
                .isInstanceOf(IllegalStateException.class);
        assertThat(read(folder)).isEqualTo(before);
    }
}
