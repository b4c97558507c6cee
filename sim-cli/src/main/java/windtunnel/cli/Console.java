package windtunnel.cli;

import java.io.PrintWriter;

/**
 * Where a command speaks: the answer to {@code out}, everything else to {@code err}.
 *
 * @param out the answer
 * @param err progress, warnings, errors
 * @param colorOut whether the answer may use colour
 * @param terminal whether a person watches {@code err}
 */
record Console(PrintWriter out, PrintWriter err, boolean colorOut, boolean terminal) {
    /** One line to {@code err}. */
    void tell(String line) {
        err.println(line);
        err.flush();
    }
}
