package windtunnel.scenario.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import windtunnel.model.kinds.Kinds;
import windtunnel.scenario.library.Catalog;
import windtunnel.scenario.yaml.Finding;

/** The examples that come with the program, whole and damaged, with the real kinds. */
final class ExampleInputTest {
    private static final ScenarioReader READER = new ScenarioReader(Kinds.all(), Catalog.builtIn(), true);

    static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("windtunnel.root"), "scenarios", "examples"))) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    private static ReadResult read(String text) {
        return READER.readText(text, "f", List.of());
    }

    @ParameterizedTest
    @MethodSource("examples")
    void examplesHaveNoMistakeAndTheSameHashEveryTime(Path example) throws IOException {
        ReadResult result = READER.readFile(example, List.of());
        assertThat(result.errors()).extracting(Finding::toString).isEmpty();
        // Read again from its file, since examples may name files beside them.
        String again = READER.readFile(example, List.of())
                .experiment()
                .orElseThrow()
                .scenario()
                .hash();
        assertThat(result.experiment().orElseThrow().scenario().hash()).isEqualTo(again);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void misspeltKeysAreFoundAtTheirPlace(Path example) throws IOException {
        List<String> lines = Files.readAllLines(example);
        int broken = 0;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            int colon = line.indexOf(':');
            if (colon < 0 || line.isBlank() || line.trim().startsWith("#")) {
                continue;
            }
            List<String> changed = new ArrayList<>(lines);
            changed.set(i, line.substring(0, colon) + "zz" + line.substring(colon));
            ReadResult result = read(String.join("\n", changed));
            int at = i + 1;
            assertThat(result.errors()).as(changed.get(i)).isNotEmpty();
            assertThat(result.findings()).as(changed.get(i)).anyMatch(finding -> finding.line() == at);
            broken++;
        }
        assertThat(broken).isPositive();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void damagedExamplesNeverThrow(Path example) throws IOException {
        String text = Files.readString(example);
        SplittableRandom random = new SplittableRandom(text.hashCode());
        String alphabet = " \n\t:-,[]{}'\"&*#<!|>0a%9-.e$";
        for (int i = 0; i < 30; i++) {
            StringBuilder damaged = new StringBuilder(text);
            for (int edits = 1 + random.nextInt(4); edits > 0; edits--) {
                int at = random.nextInt(damaged.length());
                char c = alphabet.charAt(random.nextInt(alphabet.length()));
                switch (random.nextInt(3)) {
                    case 0 -> damaged.setCharAt(at, c);
                    case 1 -> damaged.deleteCharAt(at);
                    default -> damaged.insert(at, c);
                }
            }
            ReadResult result = read(damaged.toString());
            assertThat(result.experiment().isEmpty()).isEqualTo(!result.errors().isEmpty());
            assertThat(result.findings()).allMatch(finding -> finding.line() >= 1 && finding.column() >= 1);
        }
    }
}
