package windtunnel.model;

import java.util.ArrayList;
import java.util.List;

/**
 * What one save that is written behind the steps does to the reads of its job.
 *
 * @param workload the job
 * @param fromNanos start of the writing
 * @param toNanos instant at which the save was durable
 * @param steps steps that began meanwhile
 * @param stepNanos length of an undisturbed step
 * @param needBytesPerSec what an undisturbed job reads
 * @param bufferBytes what the prefetch buffers hold at most
 * @param rates rate of the reads from an instant on, from one length of the writing before it to one after it
 */
public record SaveBurst(
        String workload,
        long fromNanos,
        long toNanos,
        long steps,
        long stepNanos,
        double needBytesPerSec,
        double bufferBytes,
        List<Rate> rates) {

    /** The rate from {@code atNanos} on. */
    public record Rate(long atNanos, double bytesPerSec) {}

    /** The speed of steps from {@code atNanos} on, as share of the undisturbed. */
    public record Speed(long atNanos, double share) {}

    /**
     * How fast steps follow each other until {@code endNanos}: at full speed while the buffer holds data, then as fast as reads come.
     *
     * <p>The buffer is full when reads begin to fall short.
     */
    public List<Speed> speeds(long endNanos) {
        List<Speed> speeds = new ArrayList<>();
        double level = !rates.isEmpty() && rates.get(0).bytesPerSec() >= needBytesPerSec * (1 - 1e-9) ? bufferBytes : 0;
        for (int i = 0; i < rates.size(); i++) {
            long from = rates.get(i).atNanos();
            long until = i + 1 < rates.size() ? rates.get(i + 1).atNanos() : endNanos;
            double rate = rates.get(i).bytesPerSec();
            double gain = rate - needBytesPerSec;
            double seconds = (until - from) * 1e-9;
            boolean scarce = gain < -1e-9 * needBytesPerSec;
            double lasts = scarce ? level / -gain : Double.POSITIVE_INFINITY;
            if (lasts > 0) {
                speeds.add(new Speed(from, 1));
            }
            if (lasts < seconds) {
                speeds.add(new Speed(from + Math.round(lasts * 1e9), rate / needBytesPerSec));
            }
            level = Math.max(0, Math.min(bufferBytes, level + gain * seconds));
        }
        return List.copyOf(speeds);
    }
}
