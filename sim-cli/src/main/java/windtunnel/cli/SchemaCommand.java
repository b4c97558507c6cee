package windtunnel.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;
import windtunnel.scenario.read.ScenarioLanguage;

/** Prints the JSON Schema of scenario files, for editors. */
@Command(
        name = "schema",
        mixinStandardHelpOptions = true,
        description = "Print the JSON Schema of scenario files, for editors.",
        footer = {"", "Example: windtunnel schema > scenario.schema.json"})
final class SchemaCommand implements Callable<Integer> {
    @ParentCommand
    private Windtunnel root;

    @Override
    public Integer call() {
        root.console().out().print(ScenarioLanguage.builtIn().schema());
        root.console().out().flush();
        return Exit.OK;
    }
}
