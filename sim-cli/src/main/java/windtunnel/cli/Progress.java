package windtunnel.cli;

import java.util.concurrent.TimeUnit;

/** A line on a terminal that tells how far the replications are; nothing on a pipe, nothing in the first second. */
final class Progress {
    private final Console console;
    private final int total;
    private final long startedNanos = System.nanoTime();
    private boolean shown;

    Progress(Console console, int total) {
        this.console = console;
        this.total = total;
    }

    /** {@code count} replications are done. */
    void done(int count) {
        long elapsed = System.nanoTime() - startedNanos;
        if (!console.terminal() || total < 2 || elapsed < TimeUnit.SECONDS.toNanos(1)) {
            return;
        }
        long left = TimeUnit.NANOSECONDS.toSeconds(elapsed / count * (total - count));
        console.err().print("\r" + count + " of " + total + " replications, about " + left + " s left   ");
        console.err().flush();
        shown = true;
    }

    /** Takes the line away. */
    void close() {
        if (shown) {
            console.err().print("\r" + " ".repeat(60) + "\r");
            console.err().flush();
        }
    }
}
