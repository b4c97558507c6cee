package windtunnel.model;

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
 * @param rates rate of the reads from an instant on, from one length of the writing before it to one after it
 */
public record SaveBurst(
        String workload,
        long fromNanos,
        long toNanos,
        long steps,
        long stepNanos,
        double needBytesPerSec,
        List<Rate> rates) {

    /** The rate from {@code atNanos} on. */
    public record Rate(long atNanos, double bytesPerSec) {}
}
