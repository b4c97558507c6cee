package windtunnel.core.flow;

/**
 * A ring collective whose ranks are all alike: M equal steps, each a latency and then a chunk of bytes, whose rate changes for all links
 * at once (network.md 5.11). A change costs O(1), whatever the number of ranks.
 *
 * <p>Ranks that start together and send equal chunks over equal links end each step together, so one of them stands for all: at an instant t
 * after a change at t0, floor((t - t0) / (latency + chunk / rate)) whole steps are over, and the rest of the time is in the latency or in the
 * bytes of the next one. It equals the simulation of every step of every rank but for the order of sums. Where one link is the
 * slowest throughout, its own rounds are what all wait for; where different links are the slowest by turns, ranks drift apart and none of this
 * holds.
 *
 * <p>Paying all latencies first and all bytes then, as the fluid model does, ends at most M latency x (fastest / slowest rate seen) apart.
 */
public final class LockStep {
    private final double latency;
    private final double chunk;
    private double now;
    private double rate;
    /** Steps that have not begun. */
    private long waiting;

    private double latencyLeft;
    private double bytesLeft;

    /**
     * Starts at 0 seconds.
     *
     * @param steps steps, 2(N-1) for an all-reduce of N ranks
     * @param latencySeconds latency of each step
     * @param chunkBytes bytes that a rank sends in each step
     * @param bytesPerSec rate of every link
     */
    public LockStep(long steps, double latencySeconds, double chunkBytes, double bytesPerSec) {
        if (steps < 1 || !(latencySeconds >= 0) || !(chunkBytes >= 0)) {
            throw new IllegalArgumentException(
                    steps + " steps of " + latencySeconds + " s and " + chunkBytes + " bytes");
        }
        latency = latencySeconds;
        chunk = chunkBytes;
        waiting = steps - 1;
        latencyLeft = latency;
        bytesLeft = chunk;
        rate(bytesPerSec);
    }

    private void rate(double bytesPerSec) {
        if (!(bytesPerSec >= 0)) {
            throw new IllegalArgumentException("a rate must not be negative: " + bytesPerSec);
        }
        rate = bytesPerSec;
    }

    /** All links send at {@code bytesPerSec} from {@code atSeconds} on, which is not before the last change. */
    public void change(double atSeconds, double bytesPerSec) {
        if (!(atSeconds >= now)) {
            throw new IllegalArgumentException("changes must come in order: " + atSeconds + " s after " + now + " s");
        }
        advance(atSeconds - now);
        now = atSeconds;
        rate(bytesPerSec);
    }

    private void advance(double elapsed) {
        double first = latencyLeft + sending(bytesLeft);
        if (elapsed < first) {
            spend(elapsed);
            return;
        }
        double each = latency + sending(chunk);
        double rest = elapsed - first;
        long whole = each > 0 ? (long) Math.min(waiting, Math.floor(rest / each)) : waiting;
        waiting -= whole;
        if (waiting == 0) {
            latencyLeft = 0;
            bytesLeft = 0;
            return;
        }
        waiting--;
        latencyLeft = latency;
        bytesLeft = chunk;
        spend(Math.min(each, Math.max(0, rest - whole * each)));
    }

    /** Time within the step that is under way. */
    private void spend(double elapsed) {
        double waited = Math.min(latencyLeft, elapsed);
        latencyLeft -= waited;
        bytesLeft = Math.max(0, bytesLeft - (elapsed - waited) * rate);
    }

    private double sending(double bytes) {
        return bytes == 0 ? 0 : bytes / rate;
    }

    /** Steps that are not over as of the last change. */
    public long stepsLeft() {
        return latencyLeft == 0 && bytesLeft == 0 ? waiting : waiting + 1;
    }

    /** When the last byte arrives if the rate stays; infinite at a rate of 0, and no later than now where all has arrived. */
    public double finishSeconds() {
        double under = latencyLeft + sending(bytesLeft);
        return now + under + (waiting == 0 ? 0 : waiting * (latency + sending(chunk)));
    }
}
