package windtunnel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import windtunnel.scenario.yaml.Limits;
import windtunnel.scenario.yaml.Origin;
import windtunnel.scenario.yaml.YamlText;

/** The commands of the ready pipelines and of their page do what they say, on a copy of the repository's scenarios. */
class CiFilesTest {
    private static final Path DOCS = Cli.ROOT.resolve("docs");
    private static final Pattern WORD = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"|(\\S+)");

    @TempDir
    private Path folder;

    static List<Path> pipelines() throws IOException {
        try (Stream<Path> files = Files.list(DOCS.resolve("ci"))) {
            return files.sorted().toList();
        }
    }

    private static List<String> commands(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(line -> line.strip().replaceFirst("^- ", ""))
                .filter(line -> line.startsWith("./windtunnel "))
                .toList();
    }

    /** The words of a command line; names of files are those of the copy, stars are expanded. */
    private List<String> words(String command) throws IOException {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(command);
        while (matcher.find()) {
            boolean quoted = matcher.group(1) != null;
            String word = quoted ? matcher.group(1).replace("\\\"", "\"") : matcher.group(2);
            if (word.contains("*.yaml") && !quoted) {
                Path parent = folder.resolve(word).getParent();
                try (Stream<Path> files = Files.list(parent)) {
                    files.filter(f -> f.toString().endsWith(".yaml")).sorted().forEach(f -> words.add(f.toString()));
                }
            } else if (word.startsWith("scenarios/") || word.matches("windtunnel[-.].*")) {
                words.add(folder.resolve(word).toString());
            } else {
                words.add(word.replace("'windtunnel-sweep/", "'" + folder.resolve("windtunnel-sweep") + "/"));
            }
        }
        return words.subList(1, words.size());
    }

    private void copy() throws IOException {
        Path examples = Cli.ROOT.resolve("scenarios/examples");
        try (Stream<Path> files = Files.walk(examples)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = folder.resolve("scenarios/examples").resolve(examples.relativize(file));
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }

    private void runAll(List<String> commands) throws IOException {
        copy();
        assertThat(commands).isNotEmpty();
        for (String command : commands) {
            Cli cli = Cli.run(words(command).toArray(String[]::new));
            assertThat(cli.code()).as(command + "\n" + cli.out() + cli.err()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("pipelines")
    void aPipelineRunsOnTheExample(Path pipeline) throws IOException {
        List<String> commands = commands(pipeline);
        runAll(commands);
        assertThat(folder.resolve("windtunnel-junit.xml")).exists();
        assertThat(Files.readString(folder.resolve("windtunnel.md"))).startsWith("### windtunnel check: 2 scenarios");
        assertThat(YamlText.parse(Files.readString(pipeline), Origin.scenario("pipeline"), Limits.STANDARD)
                        .findings())
                .isEmpty();
    }

    @Test
    void theCommandsOfThePageRun() throws IOException {
        runAll(commands(DOCS.resolve("ci.md")));
    }

    /** Baselines of the example are goldens: what moves them is looked at, then rewritten with {@code -Dgolden.update=true}. */
    @Test
    void theExampleAgreesWithItsBaselines() throws IOException {
        String scenarios = Cli.ROOT.resolve("scenarios/examples/ci-gate") + "/";
        String[] check = {
            "check", scenarios + "pretrain.yaml", scenarios + "spot.yaml", "--baseline", scenarios + "baselines"
        };
        Cli cli = Cli.run(check);
        if (Boolean.getBoolean("golden.update") && !cli.out().endsWith("2 scenarios: 2 pass, 0 warn, 0 fail\n")) {
            List<String> update = new ArrayList<>(List.of(check));
            update.add("--update");
            assertThat(Cli.run(update.toArray(String[]::new)).code()).isZero();
            cli = Cli.run(check);
        }
        assertThat(cli.out()).endsWith("2 scenarios: 2 pass, 0 warn, 0 fail\n");
    }
}
