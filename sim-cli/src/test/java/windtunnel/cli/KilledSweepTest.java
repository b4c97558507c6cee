package windtunnel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thousand runs in a process of their own, killed in the middle without a chance to clean up. */
class KilledSweepTest {
    private static final List<String> FILES = List.of("points.csv", "runs.csv", "sweep.json", "sweep.html");

    @TempDir
    private Path folder;

    private static String[] sweep(Path out, String... more) {
        List<String> args = new java.util.ArrayList<>(List.of(
                "sweep",
                Cli.example("04-checkpoints-and-failures.yaml"),
                "--vary",
                "workloads.job.checkpoint.every=100 steps | 200 steps | 500 steps | 1000 steps | optimal",
                "--replications",
                "200",
                "--out",
                out.toString()));
        args.addAll(List.of(more));
        return args.toArray(String[]::new);
    }

    private static long lines(Path journal) throws IOException {
        return Files.exists(journal)
                ? Files.readString(journal).chars().filter(c -> c == '\n').count()
                : 0;
    }

    /** Starts the sweep in another JVM and kills it when it has written some runs; how many it had. */
    private long killed(Path out) throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(sweep(out, "--workers", "2")));
        Process process = new ProcessBuilder(command)
                .redirectOutput(folder.resolve("out.txt").toFile())
                .redirectError(folder.resolve("err.txt").toFile())
                .start();
        Path journal = out.resolve("journal.jsonl");
        while (process.isAlive() && lines(journal) < 150) {
            TimeUnit.MILLISECONDS.sleep(2);
        }
        process.destroyForcibly().waitFor();
        return lines(journal) - 1;
    }

    @Test
    void aKilledSweepOfAThousandRunsEqualsTheUndisturbedOne() throws Exception {
        Path whole = folder.resolve("whole");
        assertThat(Cli.run(sweep(whole, "--workers", "1")).code()).isZero();
        Path torn = folder.resolve("torn");
        long finished = killed(torn);
        assertThat(finished).isBetween(149L, 999L);
        assertThat(torn.resolve("runs.csv")).doesNotExist();

        assertThat(Cli.run(sweep(torn)).code())
                .as("finished runs are not thrown away")
                .isEqualTo(Exit.INPUT);
        Cli resumed = Cli.run(sweep(torn, "--resume"));
        assertThat(resumed.code()).as(resumed.err()).isZero();
        for (String file : FILES) {
            assertThat(Files.readAllBytes(torn.resolve(file)))
                    .as(file)
                    .isEqualTo(Files.readAllBytes(whole.resolve(file)));
        }
        assertThat(Files.readAllLines(torn.resolve("journal.jsonl")))
                .hasSize(1001)
                .doesNotHaveDuplicates();
        assertThat(Files.readAllLines(whole.resolve("runs.csv"))).hasSize(1001);
    }
}
