package windtunnel.report.story;

import java.util.List;
import java.util.OptionalDouble;
import windtunnel.core.measure.RunResult;
import windtunnel.core.measure.Timeline;
import windtunnel.core.unit.Numbers;
import windtunnel.scenario.run.Outcome;

/**
 * Runs that the horizon cut before their work was done: their end is no finish.
 *
 * @param cut how many
 * @param runs of how many
 * @param horizonSeconds when they were cut, 0 if none was
 * @param done mean share of their work that was done by then, if known
 */
public record Cut(int cut, int runs, double horizonSeconds, OptionalDouble done) {
    /** The cut runs of an outcome. */
    public static Cut of(Outcome outcome) {
        List<RunResult> cut =
                outcome.runs().stream().filter(run -> !run.finished()).toList();
        OptionalDouble done = cut.stream()
                .flatMap(run -> run.timelines().stream())
                .filter(timeline -> timeline.target() > 0)
                .mapToDouble(Cut::share)
                .average();
        double horizon = cut.stream().mapToLong(RunResult::endNanos).max().orElse(0) * 1e-9;
        return new Cut(cut.size(), outcome.runs().size(), horizon, done);
    }

    private static double share(Timeline timeline) {
        int points = timeline.progress().size();
        return points == 0 ? 0 : timeline.progress().get(points - 1).done() / timeline.target();
    }

    /** Whether there are any. */
    public boolean any() {
        return cut > 0;
    }

    /** How many were not. */
    public int finished() {
        return runs - cut;
    }

    /** Whether so many runs finished that the quantile {@code share} (type 7) of the finish is known. */
    public boolean knows(double share) {
        return Math.ceil(share * (runs - 1) - 1e-9) < finished();
    }

    /** The fact in a sentence without its full stop; empty when all runs finished. */
    public String sentence() {
        if (!any()) {
            return "";
        }
        String by = " by the horizon of " + Numbers.duration(horizonSeconds);
        String who = runs == 1
                ? "The run did not finish" + by
                : finished() == 0
                        ? "None of the " + runs + " runs finished" + by
                        : cut + " of " + runs + " runs did not finish" + by;
        return done.isPresent() ? who + ", with " + percent(done.getAsDouble()) + " of the work done" + mean() : who;
    }

    private String mean() {
        return cut > 1 ? " on average" : "";
    }

    /** Never 100 %: something was left to do. */
    private static String percent(double share) {
        return Numbers.percent(Math.min(share, 0.999), 1);
    }
}
