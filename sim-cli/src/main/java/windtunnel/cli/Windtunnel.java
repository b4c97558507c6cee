package windtunnel.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root command. */
@Command(
        name = "windtunnel",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        description = "Simulates AI clusters: time, goodput and cost before you rent or buy.",
        subcommands = {
            InitCommand.class,
            RunCommand.class,
            CompareCommand.class,
            SweepCommand.class,
            LayoutsCommand.class,
            CheckCommand.class,
            LintCommand.class,
            NcclCommand.class,
            CalibrateCommand.class,
            ValidateCommand.class,
            HistoryCommand.class,
            QueryCommand.class,
            CatalogCommand.class,
            DescribeCommand.class,
            SchemaCommand.class,
            CompletionCommand.class
        },
        footer = {"", "Example: windtunnel run scenarios/examples/01-first-run.yaml"})
final class Windtunnel implements Runnable {
    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean terminal;
    private final boolean noColor;

    @Option(names = "--quiet", description = "Print the verdict only.", scope = ScopeType.INHERIT)
    private boolean quiet;

    @Option(names = "--verbose", description = "Tell more about what is being done.", scope = ScopeType.INHERIT)
    private boolean verbose;

    @Option(
            names = "--color",
            description = "When to use colour: auto, always, never.",
            defaultValue = "auto",
            scope = ScopeType.INHERIT)
    private Color color;

    @Spec
    private CommandSpec spec;

    /** When to use colour. */
    enum Color {
        /** On a terminal, unless NO_COLOR is set. */
        AUTO,
        /** In any case. */
        ALWAYS,
        /** Not at all. */
        NEVER
    }

    Windtunnel(PrintWriter out, PrintWriter err, boolean terminal, boolean noColor) {
        this.out = out;
        this.err = err;
        this.terminal = terminal;
        this.noColor = noColor;
    }

    Console console() {
        boolean colored = color == Color.ALWAYS || color == Color.AUTO && terminal && !noColor;
        return new Console(out, err, colored, terminal);
    }

    boolean quiet() {
        return quiet;
    }

    boolean verbose() {
        return verbose;
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "say which command: "
                        + String.join(", ", spec.commandLine().getSubcommands().keySet()));
    }
}
