package windtunnel.model;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * What one save that is written behind the steps does to the reads and the steps of its job.
 *
 * @param workload the job
 * @param fromNanos start of the writing
 * @param toNanos instant at which the save was durable
 * @param steps steps that began meanwhile
 * @param stepNanos length of an undisturbed step
 * @param needBytesPerSec what an undisturbed job reads
 * @param bufferBytes what the prefetch buffers hold at most
 * @param paces length of a step from an instant on, in the same time; storage on the NICs of collectives makes steps longer
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
        List<Pace> paces,
        List<Rate> rates) {

    /** A step that starts from {@code atNanos} on takes {@code nanos} when its batch is there. */
    public record Pace(long atNanos, long nanos) {}

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
        List<Speed> fed = fed(endNanos);
        TreeSet<Long> instants = new TreeSet<>();
        fed.forEach(speed -> instants.add(speed.atNanos()));
        paces.forEach(pace -> instants.add(pace.atNanos()));
        List<Speed> speeds = new ArrayList<>();
        for (long at : instants) {
            double reads = fed.stream()
                    .filter(speed -> speed.atNanos() <= at)
                    .reduce(1.0, (last, speed) -> speed.share(), (a, b) -> b);
            Speed now = new Speed(at, Math.min(reads, Math.min(1, (double) stepNanos / paceNanos(at))));
            if (speeds.isEmpty() || speeds.get(speeds.size() - 1).share() != now.share()) {
                speeds.add(now);
            }
        }
        return List.copyOf(speeds);
    }

    private long paceNanos(long atNanos) {
        return paces.stream()
                .filter(pace -> pace.atNanos() <= atNanos)
                .reduce(stepNanos, (last, pace) -> pace.nanos(), (a, b) -> b);
    }

    /** Whether reads fall short while it is written. */
    public boolean starves() {
        return rates.stream()
                .anyMatch(rate -> rate.atNanos() >= fromNanos
                        && rate.atNanos() < toNanos
                        && rate.bytesPerSec() > 0
                        && rate.bytesPerSec() < needBytesPerSec * (1 - 1e-9));
    }

    /** Length of a step just before the writing begins. */
    public long beforeNanos() {
        return paceNanos(fromNanos - 1);
    }

    /** Length of the longest step that starts while it is written and that has its batch. */
    public long duringNanos() {
        return paces.stream()
                .filter(pace -> pace.atNanos() >= fromNanos && pace.atNanos() < toNanos)
                .mapToLong(Pace::nanos)
                .reduce(paceNanos(fromNanos), Math::max);
    }

    /** Length of a step after it. */
    public long afterNanos() {
        return paceNanos(toNanos);
    }

    private List<Speed> fed(long endNanos) {
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
