package windtunnel.model.queue;

import java.util.List;
import windtunnel.core.measure.BatchMeans;
import windtunnel.core.measure.Recorder;
import windtunnel.core.measure.WarmUp;

/** The mean wait of a queue that runs on and on: jobs of the warm-up left out, with an interval from this one run. */
final class SteadyWaits {
    private static final int LEAST = 100;

    private SteadyWaits() {}

    /** Records what the jobs in the order of their arrival tell; nothing where they are too few, or never settle. */
    static void record(Recorder recorder, String queue, List<Job> jobs) {
        double[] waits = jobs.stream()
                .filter(job -> job.endedNanos >= 0)
                .mapToDouble(job -> job.waitedNanos * 1e-9)
                .toArray();
        int warmUp = WarmUp.mser5(waits);
        if (warmUp < 0 || waits.length - warmUp < LEAST) {
            return;
        }
        BatchMeans means = BatchMeans.of(waits, warmUp);
        recorder.record(queue, QueueMetrics.WARM_UP_JOBS, warmUp);
        recorder.record(queue, QueueMetrics.STEADY_WAIT, means.mean());
        if (means.independent()) {
            recorder.record(queue, QueueMetrics.STEADY_WAIT_HALF_WIDTH, means.halfWidth95());
        }
    }
}
