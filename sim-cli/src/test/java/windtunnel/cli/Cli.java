package windtunnel.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;

/**
 * One command, run in this process.
 *
 * @param code exit code
 * @param out the answer
 * @param err everything else
 */
record Cli(int code, String out, String err) {
    static final Path ROOT = Path.of(System.getProperty("windtunnel.root"));

    static Cli run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.run(new PrintWriter(out), new PrintWriter(err), false, true, args);
        return new Cli(code, out.toString(), err.toString());
    }

    static String example(String name) {
        return ROOT.resolve("scenarios/examples").resolve(name).toString();
    }
}
