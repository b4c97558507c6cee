package windtunnel.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import windtunnel.model.InfeasibleException;

/** The program: parses the command line, runs one command, ends with its exit code. */
public final class Main {
    private Main() {}

    /** Runs one command and ends the JVM with its exit code. */
    public static void main(String[] args) {
        Answer answer = new Answer(new FileOutputStream(FileDescriptor.out));
        PrintWriter out = writer(answer);
        PrintWriter err = writer(new FileOutputStream(FileDescriptor.err));
        // From JDK 22 on the console of another module would stand in where there is no terminal.
        System.setProperty("jdk.console", "java.base");
        boolean terminal = System.console() != null;
        String noColor = System.getenv("NO_COLOR");
        int code = run(out, err, terminal, noColor != null && !noColor.isEmpty(), args);
        out.flush();
        if (code == Exit.OK && answer.lost() != null) {
            err.println("windtunnel: the answer could not be written: " + answer.lost());
            code = Exit.FAULT;
        }
        err.flush();
        System.exit(code);
    }

    private static PrintWriter writer(OutputStream stream) {
        return new PrintWriter(stream, false, StandardCharsets.UTF_8);
    }

    /** Runs one command in this process, as tests do; returns its exit code. */
    static int run(PrintWriter out, PrintWriter err, boolean terminal, boolean noColor, String... args) {
        Windtunnel root = new Windtunnel(out, err, terminal, noColor);
        CommandLine line = new CommandLine(root)
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExpandAtFiles(false)
                .setParameterExceptionHandler(Main::misuse)
                .setExecutionExceptionHandler((exception, command, result) -> fault(exception, err));
        line.getSubcommands()
                .values()
                .forEach(sub -> sub.setOut(out).setErr(err).setParameterExceptionHandler(Main::misuse));
        try {
            return line.execute(args);
        } catch (StackOverflowError | OutOfMemoryError e) {
            return exhausted(e, err);
        }
    }

    private static int exhausted(Error error, PrintWriter err) {
        err.println("windtunnel: there is too little memory for this (" + error.getMessage() + ", of "
                + (Runtime.getRuntime().maxMemory() >> 20) + " MiB); fewer replications, or a larger machine");
        return Exit.FAULT;
    }

    private static int misuse(CommandLine.ParameterException exception, String[] args) {
        CommandLine command = exception.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("windtunnel: " + exception.getMessage());
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(exception, err)) {
            err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        }
        err.flush();
        return Exit.INPUT;
    }

    private static int fault(Exception exception, PrintWriter err) {
        if (exception instanceof InputException || exception instanceof InfeasibleException) {
            err.println("windtunnel: " + exception.getMessage());
            return Exit.INPUT;
        }
        String message = exception.getMessage() == null ? exception.getClass().getSimpleName() : exception.getMessage();
        err.println("windtunnel: this is a fault of windtunnel's, please report it: " + message);
        if (System.getenv("WINDTUNNEL_DEBUG") != null) {
            exception.printStackTrace(err);
        } else {
            err.println("Set WINDTUNNEL_DEBUG=1 to see where it happened.");
        }
        return Exit.FAULT;
    }
}
