package windtunnel.report.files;

import java.util.ArrayList;
import java.util.List;
import windtunnel.core.measure.RunResult;
import windtunnel.core.measure.Timeline;
import windtunnel.core.unit.Numbers;
import windtunnel.report.text.TableText;
import windtunnel.scenario.run.Outcome;

/** {@code interruptions.csv}: what stopped the jobs of every run, and {@code sizes.csv}: how many GPUs were in use from when on. */
final class InterruptionsCsv {
    private InterruptionsCsv() {}

    /** Whether anything was interrupted. */
    static boolean any(Outcome outcome) {
        return outcome.runs().stream()
                .flatMap(run -> run.timelines().stream())
                .anyMatch(timeline -> !timeline.interruptions().isEmpty());
    }

    /** Whether any job changed its size. */
    static boolean anySizes(Outcome outcome) {
        return outcome.runs().stream()
                .flatMap(run -> run.timelines().stream())
                .anyMatch(timeline -> !timeline.sizes().isEmpty());
    }

    /** The interruptions of all runs in order of time. */
    static String render(Outcome outcome) {
        List<List<String>> rows = new ArrayList<>();
        for (RunResult run : outcome.runs()) {
            for (Timeline timeline : run.timelines()) {
                for (Timeline.Interruption stop : timeline.interruptions()) {
                    rows.add(List.of(
                            Integer.toString(run.replication()),
                            timeline.owner(),
                            seconds(stop.atNanos()),
                            seconds(stop.backNanos()),
                            stop.cause(),
                            seconds(stop.lostNanos())));
                }
            }
        }
        return TableText.csv(List.of("replication", "workload", "stopped_s", "back_s", "cause", "lost_s"), rows);
    }

    /** The sizes of all elastic jobs in order of time. */
    static String sizes(Outcome outcome) {
        List<List<String>> rows = new ArrayList<>();
        for (RunResult run : outcome.runs()) {
            for (Timeline timeline : run.timelines()) {
                for (Timeline.Size size : timeline.sizes()) {
                    rows.add(List.of(
                            Integer.toString(run.replication()),
                            timeline.owner(),
                            seconds(size.fromNanos()),
                            Long.toString(size.units())));
                }
            }
        }
        return TableText.csv(List.of("replication", "workload", "from_s", "gpus"), rows);
    }

    private static String seconds(long nanos) {
        return Numbers.json(nanos * 1e-9);
    }
}
