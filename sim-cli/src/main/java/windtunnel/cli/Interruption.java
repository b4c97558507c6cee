package windtunnel.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C or SIGTERM during long work: what is finished is still answered and written before the process ends.
 *
 * <p>The JVM ends with the signal's code once its shutdown hooks have ended, so the hook waits for the answer.
 */
final class Interruption implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 60;

    private final CountDownLatch answered = new CountDownLatch(1);
    private final Thread hook = new Thread(this::asked, "interruption");
    private volatile boolean asked;
    private volatile boolean anything;

    private Interruption() {}

    /** Begins to listen. */
    static Interruption listening() {
        Interruption interruption = new Interruption();
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    /** Whether to stop now. */
    boolean stopped() {
        return asked;
    }

    /** There is something that is worth an answer from now on. */
    void finishedSome() {
        anything = true;
    }

    private void asked() {
        asked = true;
        if (!anything) {
            return;
        }
        try {
            answered.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The answer is out; the process may end. */
    @Override
    public void close() {
        answered.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending already: the hook has run, or runs now and finds the answer out.
            return;
        }
    }
}
