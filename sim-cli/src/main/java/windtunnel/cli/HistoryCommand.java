package windtunnel.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import windtunnel.report.store.Database;
import windtunnel.report.store.History;
import windtunnel.report.store.StoreException;
import windtunnel.report.text.TableText;

/** Keeps results in a database file and shows how they went over time. */
@Command(
        name = "history",
        mixinStandardHelpOptions = true,
        description = "Keep results in a database file; list them, or follow a metric over the versions of a scenario.",
        footer = {"", "Example: windtunnel history add results && windtunnel history trend run.cost"})
final class HistoryCommand implements Runnable {
    /** Where the history lies unless told otherwise. */
    static final String FILE = ".windtunnel/history.duckdb";

    @ParentCommand
    private Windtunnel root;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--db",
            paramLabel = "FILE",
            description = "The history; by default ${DEFAULT-VALUE}.",
            defaultValue = FILE,
            scope = ScopeType.INHERIT)
    private Path file;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: add, list, trend");
    }

    @Command(name = "add", mixinStandardHelpOptions = true, description = "Add the results in folders.")
    int add(@Parameters(paramLabel = "DIR", arity = "1..*", description = "Result folders.") List<Path> folders) {
        return with(history -> {
            for (Path folder : folders) {
                String what = history.add(folder) ? ": added" : ": is there already";
                root.console().out().println(folder + what);
            }
            root.console().out().flush();
            return Exit.OK;
        });
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "List all results, oldest first.")
    int list() {
        requireHistory();
        return with(history -> print(history.list()));
    }

    @Command(
            name = "trend",
            mixinStandardHelpOptions = true,
            description = "Follow a metric over the results of each scenario.")
    int trend(
            @Parameters(paramLabel = "METRIC", description = "Such as run.cost.") String metric,
            @Option(names = "--scenario", paramLabel = "NAME", description = "One scenario only.", defaultValue = "")
                    String scenario) {
        requireHistory();
        return with(history -> {
            Database.Table table = history.trend(metric, scenario);
            if (table.rows().isEmpty()) {
                throw new InputException("no result in " + file + " has the metric '" + metric + "'"
                        + (scenario.isEmpty() ? "" : " and the scenario '" + scenario + "'"));
            }
            return print(table);
        });
    }

    private void requireHistory() {
        if (!Files.exists(file)) {
            throw new InputException(
                    "there is no history in " + file + "; add results with 'windtunnel history add DIR'");
        }
    }

    private int with(Function<History, Integer> work) {
        try (History history = History.open(file)) {
            return work.apply(history);
        } catch (StoreException e) {
            throw new InputException(e.getMessage());
        }
    }

    private int print(Database.Table table) {
        root.console().out().print(TableText.render(table.columns(), table.rows()));
        root.console().out().flush();
        return Exit.OK;
    }
}
