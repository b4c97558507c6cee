package windtunnel.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NumbersOnlyTest {
    private static final List<String> BANNED = List.of(
            "String.format(",
            ".formatted(",
            "DecimalFormat",
            "NumberFormat",
            "Double.toString",
            "Float.toString",
            "LocalDate.now",
            "Instant.now",
            "currentTimeMillis",
            "nanoTime");

    @Test
    void numbersBecomeTextOnlyThroughNumbersAndNoClockIsRead() throws Exception {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            List<Path> sources =
                    files.filter(path -> path.toString().endsWith(".java")).toList();
            assertThat(sources).hasSizeGreaterThan(20);
            for (Path source : sources) {
                assertThat(Files.readString(source)).as(source.toString()).doesNotContain(BANNED);
            }
        }
    }
}
