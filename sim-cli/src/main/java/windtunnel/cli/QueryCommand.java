package windtunnel.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import windtunnel.report.store.Database;
import windtunnel.report.store.StoreException;
import windtunnel.report.text.TableText;

/** Asks the history, or files of results, in SQL. */
@Command(
        name = "query",
        mixinStandardHelpOptions = true,
        description = {
            "Ask the history in SQL; tables are results, metrics, ledger, bill.",
            "CSV, JSON and Parquet files can be asked by name, too."
        },
        footer = {"", "Example: windtunnel query \"select * from 's/points.parquet' order by \\\"run.cost\\\" limit 5\""
        })
final class QueryCommand implements Callable<Integer> {
    @ParentCommand
    private Windtunnel root;

    @Parameters(paramLabel = "SQL", description = "A statement of DuckDB's dialect.")
    private String sql;

    @Option(names = "--db", paramLabel = "FILE", description = "The history.", defaultValue = HistoryCommand.FILE)
    private Path file;

    @Option(names = "--format", paramLabel = "F", description = "text or csv.", defaultValue = "text")
    private Format format;

    /** Forms of the answer. */
    enum Format {
        /** Columns side by side. */
        TEXT,
        /** Comma-separated values. */
        CSV
    }

    @Override
    public Integer call() {
        try (Database database = Database.open(Optional.of(file), true)) {
            Database.Table table = database.query(sql);
            root.console()
                    .out()
                    .print(
                            format == Format.CSV
                                    ? TableText.csv(table.columns(), table.rows())
                                    : TableText.render(table.columns(), table.rows()));
            root.console().out().flush();
            return Exit.OK;
        } catch (StoreException e) {
            throw new InputException(e.getMessage());
        }
    }
}
