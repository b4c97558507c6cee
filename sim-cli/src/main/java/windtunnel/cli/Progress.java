package windtunnel.cli;

import java.util.concurrent.TimeUnit;

/** A line on a terminal that tells how far the runs are; nothing on a pipe, nothing in the first second. */
final class Progress {
    private static final long REFRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Console console;
    private final int total;
    private final long startedNanos = System.nanoTime();
    private long shownNanos;
    private boolean shown;

    Progress(Console console, int total) {
        this.console = console;
        this.total = total;
    }

    /** {@code count} replications are done. */
    void done(int count) {
        show(count, count, total, "replications");
    }

    /** {@code fresh} runs are done by this attempt, {@code done} with those of former ones. */
    void sweep(int done, int fresh, int all) {
        show(done, fresh, all, "runs");
    }

    private synchronized void show(int done, int fresh, int all, String what) {
        long now = System.nanoTime();
        long elapsed = now - startedNanos;
        boolean early = elapsed < TimeUnit.SECONDS.toNanos(1) || shown && now - shownNanos < REFRESH_NANOS;
        if (!console.terminal() || all < 2 || fresh == 0 || early && done < all) {
            return;
        }
        if (!shown && done == all) {
            return;
        }
        long left = TimeUnit.NANOSECONDS.toSeconds((long) ((double) elapsed / fresh * (all - done)));
        console.err().print("\r" + done + " of " + all + " " + what + ", about " + time(left) + " left   ");
        console.err().flush();
        shown = true;
        shownNanos = now;
    }

    private static String time(long seconds) {
        return seconds < 120 ? seconds + " s" : seconds < 7200 ? seconds / 60 + " min" : seconds / 3600 + " h";
    }

    /** Takes the line away. */
    void close() {
        if (shown) {
            console.err().print("\r" + " ".repeat(60) + "\r");
            console.err().flush();
        }
    }
}
