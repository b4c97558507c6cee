package windtunnel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryCommandsTest {
    private static final String SLOW = Cli.example("03-slow-link.yaml");

    @TempDir
    private Path folder;

    private String run(String name, String factor) {
        String out = folder.resolve(name).toString();
        assertThat(Cli.run("run", SLOW, "--set", "disruptions.link-degraded.factor=" + factor, "--out", out)
                        .code())
                .isZero();
        return out;
    }

    @Test
    void resultsAreKeptOnceListedAndFollowed() {
        String db = folder.resolve("kept/history.duckdb").toString();
        String first = run("first", "0.5");
        String second = run("second", "0.25");
        Cli missing = Cli.run("history", "list", "--db", db);
        assertThat(missing.code()).isEqualTo(Exit.INPUT);
        assertThat(missing.err()).contains("there is no history");
        Cli added = Cli.run("history", "add", first, second, "--db", db);
        assertThat(added.code()).as(added.err()).isZero();
        assertThat(added.out()).isEqualTo(first + ": added\n" + second + ": added\n");
        assertThat(Cli.run("history", "add", first, "--db", db).out()).isEqualTo(first + ": is there already\n");
        assertThat(Cli.run("history", "list", "--db", db).out().lines()).hasSize(3);
        List<String> trend = Cli.run("history", "trend", "run.cost", "--db", db)
                .out()
                .lines()
                .toList();
        assertThat(trend).hasSize(3);
        // $159.548168 / $139.194598 - 1 = 14.622 %.
        assertThat(trend.get(2)).startsWith(" 2  Slow link").endsWith("14.622");
        Cli ledger = Cli.run("query", "select count(*) as n from ledger where id = 1", "--db", db, "--format", "csv");
        assertThat(ledger.out()).isEqualTo("n\n3\n");
    }

    @Test
    void theDatabaseIsOpenedForReadingOnlyAndMistakesAreTheUsers() {
        String db = folder.resolve("history.duckdb").toString();
        assertThat(Cli.run("history", "add", run("one", "1"), "--db", db).code())
                .isZero();
        Cli written = Cli.run("query", "delete from ledger", "--db", db);
        assertThat(written.code()).isEqualTo(Exit.INPUT);
        Cli wrong = Cli.run("query", "selec 1", "--db", db);
        assertThat(wrong.code()).isEqualTo(Exit.INPUT);
        assertThat(wrong.err()).contains("selec").doesNotContain("Exception");
        assertThat(Cli.run("query", "select * from foo", "--db", db).err())
                .startsWith("windtunnel: Catalog Error: Table with name foo does not exist!");
        Cli unknown = Cli.run("history", "trend", "run.cots", "--db", db);
        assertThat(unknown.code()).isEqualTo(Exit.INPUT);
        assertThat(unknown.err()).contains("has the metric 'run.cots'");
        Cli nothing = Cli.run("history", "add", folder.toString(), "--db", db);
        assertThat(nothing.code()).isEqualTo(Exit.INPUT);
        assertThat(nothing.err()).contains("has no result.json");
    }

    @Test
    void parquetHoldsWhatTheTablesHold() throws IOException {
        Path out = folder.resolve("sweep");
        assertThat(Cli.run("sweep", SLOW, "--out", out.toString()).code()).isZero();
        String sql = "select count(*) as n, min(\"run.cost\") as least from '%s'";
        Cli parquet =
                Cli.run("query", sql.replace("%s", out.resolve("runs.parquet").toString()), "--format", "csv");
        Cli csv = Cli.run("query", sql.replace("%s", out.resolve("runs.csv").toString()), "--format", "csv");
        assertThat(parquet.out()).isEqualTo(csv.out()).startsWith("n,least\n3,132.379");
        Path again = folder.resolve("again");
        assertThat(Cli.run("sweep", SLOW, "--out", again.toString(), "--workers", "1")
                        .code())
                .isZero();
        for (String file : List.of("points.parquet", "runs.parquet")) {
            assertThat(Files.readAllBytes(again.resolve(file)))
                    .as(file)
                    .isEqualTo(Files.readAllBytes(out.resolve(file)));
        }
    }
}
