package windtunnel.model;

import java.util.List;

/**
 * How the data of one workload got to its GPUs in a run.
 *
 * @param workload its name
 * @param neededBytesPerSec rate at which steps never wait
 * @param path the way at the end of the run
 * @param bufferBytes what the prefetch buffers hold at most
 * @param course rate and buffer at every change of the rate, in order of time
 */
public record InputPath(
        String workload, double neededBytesPerSec, ReadPath path, double bufferBytes, List<Point> course) {
    /** Copies the course. */
    public InputPath {
        course = List.copyOf(course);
    }

    /**
     * From an instant on.
     *
     * @param atNanos the instant
     * @param bytesPerSec what all nodes together read
     * @param bufferedBytes what the prefetch buffers hold then, in whole batches
     */
    public record Point(long atNanos, double bytesPerSec, double bufferedBytes) {}
}
