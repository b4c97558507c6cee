package windtunnel.model.training;

import windtunnel.core.engine.Simulation;

/**
 * When the next steps of a job start, given a data stream of constant rate into a bounded prefetch buffer.
 *
 * <p>Law (cluster model, blocking rule of a prefetching loader): step n starts at max(end of step n-1, ready(batch n)). With
 * step time c, batch bytes b, level A at instant t0 and rate r, batch i is ready at t0 + (i b - A)/r, and the i-th start is
 *
 * <pre>  S_i = max(free + (i-1) c, ready_i)                 when b/r &gt;= c   (the stream is the slower one)
 *  S_i = max(free, ready_1) + (i-1) c                 when b/r &lt;  c   (the GPUs are the slower ones)</pre>
 *
 * Only the instants are rounded (up, to ns), never the differences, so that a million starved steps are as exact as one; and k
 * steps at once give what k single steps give, to the nanosecond.
 *
 * <p>A full buffer pauses the stream until the next batch is taken. While it is full at every start, steps follow each other
 * without a gap; {@link #fullAtNanos} tells when that begins.
 */
final class StepClock {
    /** An instant that never comes. */
    static final long NEVER = Long.MAX_VALUE;

    private final double batchBytes;
    private final double bufferBytes;
    private long stepNanos;

    private long freeNanos;
    private long anchorNanos;
    private double level;
    private double rate;
    private boolean full;
    private boolean consuming;
    private long underWaySince = NEVER;
    private boolean toppedUp;

    /**
     * A clock for batches of {@code batchBytes}, none of which are needed when that is 0.
     *
     * @param bufferBytes capacity of the prefetch buffer, at least one batch
     */
    StepClock(double batchBytes, double bufferBytes, long stepNanos) {
        if (bufferBytes < batchBytes || stepNanos < 1) {
            throw new IllegalArgumentException("a buffer of " + bufferBytes + " bytes cannot hold a batch of "
                    + batchBytes + ", or the step of " + stepNanos + " ns is too short");
        }
        this.batchBytes = batchBytes;
        this.bufferBytes = bufferBytes;
        this.stepNanos = stepNanos;
    }

    /** Starts from {@code levelBytes} in the buffer at {@code nowNanos}, with nothing taken before the next {@link #free}. */
    void begin(long nowNanos, double levelBytes) {
        anchorNanos = nowNanos;
        level = Math.min(levelBytes, bufferBytes);
        full = batchBytes > 0 && level >= bufferBytes;
        consuming = false;
        underWaySince = NEVER;
    }

    /** From {@code nowNanos} on the GPUs can start step 1 (counted anew) if its batch is there. */
    void free(long nowNanos) {
        level = levelAt(nowNanos, 0);
        anchorNanos = nowNanos;
        freeNanos = nowNanos;
        consuming = true;
        underWaySince = NEVER;
        toppedUp = false;
        full = full && !streamTooSlow();
    }

    /** Length of the step under way, or of the next one. */
    long stepNanos() {
        return stepNanos;
    }

    /** The {@code taken}-th step ends at {@code nowNanos}, the next one takes {@code nanos}; step counts begin anew. */
    void nextStep(long nowNanos, long taken, long nanos) {
        rebase(nowNanos, taken);
        stepNanos = nanos;
        full = full && !streamTooSlow();
    }

    /** Step counts begin anew after {@code taken} starts. */
    void recount(long nowNanos, long taken) {
        rebase(nowNanos, taken);
    }

    /** The step under way takes {@code nanos} longer; no step has been counted since the last recount. */
    void stretch(long nanos) {
        stepNanos = Math.addExact(stepNanos, nanos);
        freeNanos = Math.addExact(freeNanos, nanos);
        full = full && !streamTooSlow();
    }

    /** The next step takes {@code nanos}; none is under way. */
    void firstStep(long nanos) {
        stepNanos = nanos;
        full = full && !(consuming && streamTooSlow());
    }

    /** From now on no step starts; the buffer goes on filling. {@code taken} steps have started since the last count began. */
    void block(long nowNanos, long taken) {
        rebase(nowNanos, taken);
        consuming = false;
        underWaySince = NEVER;
    }

    /** The stream's rate is {@code bytesPerSec} from {@code nowNanos} on; step counts begin anew after {@code taken} starts. */
    void rate(long nowNanos, long taken, double bytesPerSec) {
        rebase(nowNanos, taken);
        rate = bytesPerSec;
        full = full && !(consuming && streamTooSlow());
    }

    /** Says that the buffer is full from {@code nowNanos} on, after {@code taken} starts; step counts begin anew. */
    void fill(long nowNanos, long taken) {
        rebase(nowNanos, taken);
        level = bufferBytes;
        underWaySince = NEVER;
        if (consuming) {
            freeNanos = Math.max(freeNanos, nowNanos);
        }
        full = !(consuming && streamTooSlow());
        if (!full) {
            // Paused until the next start, and never full again at this rate.
            anchorNanos = freeNanos;
            toppedUp = true;
        }
    }

    private void rebase(long nowNanos, long taken) {
        double levelNow = levelAt(nowNanos, taken);
        if (consuming && taken > 0) {
            underWaySince = start(taken);
            freeNanos = underWaySince + stepNanos;
        }
        level = levelNow;
        anchorNanos = nowNanos;
        toppedUp = false;
    }

    private boolean streamTooSlow() {
        return rate * (stepNanos * 1e-9) < batchBytes * (1 - 1e-12);
    }

    /** Bytes in the buffer at {@code nowNanos} after {@code taken} batches were taken since the last count began. */
    double levelAt(long nowNanos, long taken) {
        if (!full) {
            double inflow = rate * (Math.max(0, nowNanos - anchorNanos) * 1e-9);
            return Math.max(0, Math.min(bufferBytes, level + inflow - taken * batchBytes));
        }
        long since = taken > 0 ? start(taken) : underWaySince;
        double refilled = since == NEVER ? batchBytes : Math.min(batchBytes, rate * ((nowNanos - since) * 1e-9));
        return bufferBytes - batchBytes + refilled;
    }

    /** Whether the buffer is full whenever a step starts. */
    boolean full() {
        return full;
    }

    /** Start of step {@code i} (from 1 since the last count began), in ns; {@link #NEVER} when its batch never comes. */
    long start(long i) {
        if (batchBytes == 0 || full) {
            return freeNanos + (i - 1) * stepNanos;
        }
        if (streamIsSlower()) {
            return Math.max(freeNanos + (i - 1) * stepNanos, ready(i));
        }
        long first = ready(1);
        return first == NEVER ? NEVER : Math.max(freeNanos, first) + (i - 1) * stepNanos;
    }

    private boolean streamIsSlower() {
        return batchBytes / rate * 1e9 >= stepNanos;
    }

    private long ready(long i) {
        double missing = i * batchBytes - level;
        if (missing <= 0) {
            return anchorNanos;
        }
        double seconds = missing / rate;
        return seconds * 1e9 < 9e18 - anchorNanos ? anchorNanos + Simulation.nanos(seconds) : NEVER;
    }

    /** How many steps have started by {@code nowNanos} since the last count began, at most {@code limit}. */
    long startedBy(long nowNanos, long limit) {
        if (!consuming || limit == 0 || start(1) > nowNanos) {
            return 0;
        }
        long low = 1;
        long high = limit;
        while (low < high) {
            long middle = low + (high - low + 1) / 2;
            if (start(middle) <= nowNanos) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** When the buffer is full at the next start and from then on, or {@link #NEVER}. */
    long fullAtNanos() {
        if (full || toppedUp || batchBytes == 0 || rate <= 0) {
            return NEVER;
        }
        if (!consuming) {
            return anchorNanos + Simulation.nanos((bufferBytes - level) / rate);
        }
        if (peakBefore(1) >= bufferBytes) {
            return fullAfter(0);
        }
        double gain = rate * (stepNanos * 1e-9) - batchBytes;
        return gain <= batchBytes * 1e-12 ? NEVER : fullAfter(firstFullGap(gain));
    }

    /** Level just before start {@code i}, if nothing capped it. */
    private double peakBefore(long i) {
        return level + rate * ((start(i) - anchorNanos) * 1e-9) - (i - 1) * batchBytes;
    }

    private long fullAfter(long taken) {
        double missing = bufferBytes + taken * batchBytes - level;
        return anchorNanos + (missing <= 0 ? 0 : Simulation.nanos(missing / rate));
    }

    /** The number of starts after which the buffer, gaining {@code gain} bytes a step, first fills up before the next one. */
    private long firstFullGap(double gain) {
        long taken = Math.max(0, (long) ((bufferBytes - peakBefore(1)) / gain) - 1);
        while (peakBefore(taken + 1) < bufferBytes) {
            taken++;
        }
        return taken;
    }
}
