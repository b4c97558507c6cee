package windtunnel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code NN-name.session.txt} beside an example holds commands, each a line that begins with {@code $}, and below each exactly what it prints;
 * lines that begin with {@code ##} explain. {@code -Dgolden.update=true} rewrites what is printed.
 */
class SessionsTest {
    private static final String COMMAND = "$ windtunnel ";

    static List<Path> sessions() throws IOException {
        try (Stream<Path> files = Files.list(Cli.ROOT.resolve("scenarios/examples"))) {
            return files.filter(file -> file.getFileName().toString().endsWith(".session.txt"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("sessions")
    void commandsAnswerAsRecorded(Path session) throws IOException {
        StringBuilder replayed = new StringBuilder();
        for (String line : Files.readAllLines(session)) {
            if (line.startsWith("## ")) {
                replayed.append(line).append('\n');
            } else if (line.startsWith(COMMAND)) {
                replayed.append(line).append('\n').append(answer(line.substring(COMMAND.length())));
            }
        }
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(session, replayed.toString());
        }
        assertThat(replayed).hasToString(Files.readString(session));
        assertThat(replayed.toString().lines().filter(line -> !line.matches("(## |\\$ ).*")))
                .allMatch(line -> line.length() <= 80);
    }

    private static String answer(String command) {
        String[] words = Arrays.stream(command.split(" "))
                .map(word ->
                        word.startsWith("scenarios/") ? Cli.ROOT.resolve(word).toString() : word)
                .toArray(String[]::new);
        Cli cli = Cli.run(words);
        assertThat(cli.code()).as(cli.err()).isZero();
        return cli.out();
    }
}
