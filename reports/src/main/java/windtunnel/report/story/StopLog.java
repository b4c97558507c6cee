package windtunnel.report.story;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import windtunnel.core.measure.Timeline;

/** Every interruption of one workload of a run, in order of time. */
public final class StopLog {
    private StopLog() {}

    /**
     * One interruption.
     *
     * @param atSeconds when the work stopped
     * @param cause in words
     * @param lostSeconds time whose work was lost
     * @param downSeconds time until work went on, or the run ended
     * @param usd dollars of the GPUs over both
     * @param gpus GPUs that worked on after it, 0 if the run ended
     */
    public record Entry(
            double atSeconds, String cause, double lostSeconds, double downSeconds, BigDecimal usd, long gpus) {}

    /** The interruptions of a job. */
    public static List<Entry> of(Course.Job job) {
        List<Entry> entries = new ArrayList<>();
        job.stops().stream()
                .sorted(Comparator.comparingLong(stop -> stop.interruption().atNanos()))
                .forEach(stop -> entries.add(new Entry(
                        stop.interruption().atNanos() * 1e-9,
                        stop.interruption().cause(),
                        stop.lostNanos() * 1e-9,
                        stop.downNanos() * 1e-9,
                        stop.usd(),
                        after(job.timeline(), stop.interruption(), job.endNanos()))));
        return List.copyOf(entries);
    }

    /** Units in use when work goes on after a stop, 0 if it never does. */
    static long after(Timeline timeline, Timeline.Interruption stop, long endNanos) {
        if (timeline.sizes().isEmpty()) {
            return stop.backNanos() < endNanos ? timeline.units() : 0;
        }
        long units = 0;
        for (Timeline.Size size : timeline.sizes()) {
            if (size.fromNanos() <= stop.backNanos()) {
                units = size.units();
            }
        }
        return units;
    }
}
