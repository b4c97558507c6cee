package windtunnel.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import windtunnel.report.CourseSamples;
import windtunnel.report.Samples;
import windtunnel.scenario.run.Outcome;

class TextReportTest {
    private static final String HOSTILE = "<script>\u001b[2J ]]> \"'&| \u540d\u524d " + "x".repeat(200);

    static List<Outcome> samples() {
        return List.of(
                Samples.single(),
                Samples.twenty(),
                Samples.hundredAssumptions(),
                Samples.named(HOSTILE),
                CourseSamples.everyState(),
                CourseSamples.cut());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void noLineIsWiderThanEightyColumns(Outcome outcome) {
        String text = TextReport.render(outcome, Style.PLAIN) + TextReport.quiet(outcome);
        assertThat(text.lines())
                .allSatisfy(line -> assertThat(Layout.width(line)).as(line).isLessThanOrEqualTo(80));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void colourChangesNothingButColour(Outcome outcome) {
        String colored = TextReport.render(outcome, new Style(true, true));
        assertThat(colored).contains("\u001b[");
        assertThat(colored.replaceAll("\u001b\\[[0-9]+m", "")).isEqualTo(TextReport.render(outcome, Style.PLAIN));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void noEscapeSequenceGetsThroughFromAName(Outcome outcome) {
        assertThat(TextReport.render(outcome, Style.PLAIN)).doesNotContain("\u001b");
        assertThat(TextReport.quiet(outcome)).doesNotContain("\u001b");
    }

    @Test
    void verdictComesBeforeTheWaterfallAndTheIdentityLast() {
        String text = TextReport.render(Samples.twenty(), Style.PLAIN);
        assertThat(text.indexOf("cost     $2,523,061")).isBetween(1, text.indexOf("Where the money goes"));
        assertThat(text.lines().reduce((a, b) -> b))
                .contains("seed 7, version 0.1.0, scenario 4d1b0c2f9a7e6358, fingerprint 9f86d081884c7d65");
    }

    @Test
    void waterfallPrintsStatesDollarsHoursAndShares() {
        String text = TextReport.render(Samples.single(), Style.PLAIN);
        assertThat(text).containsPattern("computing +\u2588+\\S? +\\$439\\.15 +47\\.1 +81\\.2 %");
        assertThat(text).containsPattern("total +\\$540\\.60 +58\\.0 +100\\.0 %");
    }

    @Test
    void lostWorkIsFollowedByItsParts() {
        assertThat(TextReport.render(Samples.twenty(), Style.PLAIN))
                .containsPattern("work lost and done again [^\n]+\n {2}of it computing +\\$146,337");
    }

    @Test
    void oddsOfTheGoalsAreSaid() {
        assertThat(TextReport.render(Samples.twenty(), Style.PLAIN))
                .contains("deadline 30 d (2027-02-03 08:00 UTC) met in 14 of 20 runs: 70 %");
    }

    @Test
    void quietIsShortAndKeepsTheIdentity() {
        String text = TextReport.quiet(Samples.single());
        assertThat(text)
                .isEqualTo("A first run: time 7.25 h, cost $540.60, goodput 82.5 %\n"
                        + "seed 7, version 0.1.0, scenario 4d1b0c2f9a7e6358, fingerprint 9f86d081884c7d65\n");
    }

    @Test
    void barsWithoutBlockCharactersAreAscii() {
        String text = TextReport.render(Samples.twenty(), new Style(false, false));
        assertThat(text.chars()).allMatch(c -> c < 128);
    }

    @Test
    void renderingTextLoadsNoChartAndNoWindowClasses(@TempDir Path folder) throws Exception {
        Path log = folder.resolve("classes.log");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-Xlog:class+load:file=" + log.getFileName(),
                        "-cp",
                        absolute(System.getProperty("java.class.path")),
                        TextProbe.class.getName())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(Files.readString(log)).contains(TextReport.class.getName());
        assertThat(Files.readAllLines(log))
                .noneMatch(line -> line.contains(" java.awt.")
                        || line.contains(" org.jfree.")
                        || line.contains(" org.apache.batik.")
                        || line.contains(" com.fasterxml."));
    }

    private static String absolute(String classPath) {
        return java.util.Arrays.stream(classPath.split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(java.util.stream.Collectors.joining(File.pathSeparator));
    }
}
