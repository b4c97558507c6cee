package windtunnel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every numbered example is a golden: {@code NN-name.expected.txt} holds the arithmetic behind its figures in lines that begin with
 * {@code #}, then exactly what {@code run} prints. {@code -Dgolden.update=true} rewrites what is printed and keeps the arithmetic.
 */
class ExamplesTest {
    static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(Cli.ROOT.resolve("scenarios/examples"))) {
            return files.filter(file -> file.getFileName().toString().matches("[0-9]{2}-.*\\.yaml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void exampleAnswersAsRecorded(Path example) throws IOException {
        Cli cli = Cli.run("run", example.toString());
        assertThat(cli.code()).as(cli.err()).isZero();
        Path golden = Path.of(example.toString().replaceFirst("\\.yaml$", ".expected.txt"));
        String recorded = Files.exists(golden) ? Files.readString(golden) : "";
        String arithmetic =
                recorded.lines().filter(line -> line.startsWith("#")).collect(Collectors.joining("\n"));
        String whole = arithmetic + "\n" + cli.out();
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(golden, whole);
        }
        assertThat(arithmetic).as("the golden shows its arithmetic").contains("=");
        assertThat(whole).isEqualTo(Files.readString(golden));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void exampleHasNoFindings(Path example) {
        Cli cli = Cli.run("lint", "--strict", example.toString());
        assertThat(cli.out()).endsWith(": fine\n");
        assertThat(cli.code()).isZero();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void exampleFitsEightyColumns(Path example) {
        assertThat(Cli.run("run", example.toString()).out().lines()).allMatch(line -> line.length() <= 80);
    }
}
