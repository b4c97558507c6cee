package windtunnel.report.story;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Stream;
import windtunnel.core.measure.RunResult;
import windtunnel.core.measure.Timeline;
import windtunnel.core.measure.Timeline.Interruption;
import windtunnel.scenario.run.Outcome;

/**
 * How the typical run went.
 *
 * @param run it
 * @param runs how many runs there are
 * @param jobs its workloads
 * @param priced whether anything has a price
 */
public record Course(RunResult run, int runs, List<Job> jobs, boolean priced) {
    /**
     * One workload.
     *
     * @param timeline how it went
     * @param perNano work of the undisturbed job in a nanosecond, if its step is known
     * @param stops interruptions, those that cost most first
     * @param causes sums by kind of cause over all runs' causes, those that cost most first
     * @param total sum over all causes
     * @param most interruptions of the run that had most of them
     */
    public record Job(
            Timeline timeline, OptionalDouble perNano, List<Stop> stops, List<Cause> causes, Cause total, int most) {
        /** When the work ended, done or cut. */
        public long endNanos() {
            return timeline.progress().get(timeline.progress().size() - 1).atNanos();
        }

        /** Goodput over windows of time; none when the undisturbed step is not known. */
        public List<KeptWork.Window> windows() {
            return perNano.isPresent() ? KeptWork.of(timeline).windows(perNano.getAsDouble()) : List.of();
        }
    }

    /**
     * One interruption and what it costs.
     *
     * @param usd dollars of the GPUs over the time lost and the time down, exact
     */
    public record Stop(Interruption interruption, BigDecimal usd) {
        /** Time whose work was lost. */
        public long lostNanos() {
            return interruption.lostNanos();
        }

        /** Time until work went on. */
        public long downNanos() {
            return interruption.backNanos() - interruption.atNanos();
        }

        private long nanos() {
            return lostNanos() + downNanos();
        }
    }

    /**
     * What one cause did.
     *
     * @param cause in words
     * @param times interruptions in this run
     * @param meanTimes interruptions in a run, as mean over all runs
     * @param lostNanos sum over the interruptions of this run
     * @param downNanos as well
     * @param usd as well, exact
     */
    public record Cause(String cause, int times, double meanTimes, long lostNanos, long downNanos, BigDecimal usd) {
        /** Time lost and time down. */
        public long nanos() {
            return lostNanos + downNanos;
        }

        /** The sum of some causes under one name. */
        static Cause sum(String name, List<Cause> parts) {
            return new Cause(
                    name,
                    parts.stream().mapToInt(Cause::times).sum(),
                    parts.stream().mapToDouble(Cause::meanTimes).sum(),
                    parts.stream().mapToLong(Cause::lostNanos).sum(),
                    parts.stream().mapToLong(Cause::downNanos).sum(),
                    parts.stream().map(Cause::usd).reduce(BigDecimal.ZERO, BigDecimal::add));
        }
    }

    /** The course of the typical run; empty when nothing is known of how its work went. */
    public static Optional<Course> of(Outcome outcome) {
        RunResult run = outcome.typicalRun();
        BigDecimal perUnitNano = perUnitNano(run);
        List<Job> jobs = run.timelines().stream()
                .filter(Course::went)
                .map(timeline -> job(outcome, timeline, perUnitNano))
                .toList();
        return jobs.isEmpty()
                ? Optional.empty()
                : Optional.of(new Course(
                        run,
                        outcome.runs().size(),
                        jobs,
                        !outcome.bill().items().isEmpty()));
    }

    /** Which run it is, in words: {@code run 7 of 20}. */
    public String name() {
        return "run " + (run.replication() + 1) + " of " + runs;
    }

    /** Whether any run was ever interrupted. */
    public boolean interrupted() {
        return jobs.stream().anyMatch(job -> !job.causes().isEmpty());
    }

    /** Dollars of one GPU for one nanosecond of the run: its bill spread evenly over all GPU time held. */
    private static BigDecimal perUnitNano(RunResult run) {
        BigInteger held = run.ledger().stream()
                .filter(row -> row.lostFrom() == null)
                .map(RunResult.LedgerRow::unitNanos)
                .reduce(BigInteger.ZERO, BigInteger::add);
        boolean known = held.signum() > 0 && run.metrics().containsKey("run.cost");
        return known
                ? new BigDecimal(run.metrics().get("run.cost").value())
                        .divide(new BigDecimal(held), MathContext.DECIMAL128)
                : BigDecimal.ZERO;
    }

    /** Whether any time passed for a workload. */
    private static boolean went(Timeline timeline) {
        int points = timeline.progress().size();
        return points > 0 && timeline.progress().get(points - 1).atNanos() > 0;
    }

    private static Job job(Outcome outcome, Timeline timeline, BigDecimal perUnitNano) {
        BigDecimal perNano = perUnitNano.multiply(BigDecimal.valueOf(timeline.units()));
        List<Stop> stops = timeline.interruptions().stream()
                .map(stop -> new Stop(
                        stop,
                        perNano.multiply(BigDecimal.valueOf(stop.lostNanos() + stop.backNanos() - stop.atNanos()))))
                .sorted(Comparator.comparingLong(Stop::nanos)
                        .reversed()
                        .thenComparing(stop -> stop.interruption().atNanos()))
                .toList();
        Map<String, Integer> everywhere = new TreeMap<>();
        outcome.runs().stream()
                .flatMap(run -> timelinesOf(run, timeline.owner()))
                .forEach(one -> one.causes().forEach((cause, times) -> everywhere.merge(kind(cause), times, Integer::sum)));
        List<Cause> causes = new ArrayList<>();
        everywhere.forEach((cause, times) -> causes.add(sum(
                cause,
                (double) times / outcome.runs().size(),
                stops.stream()
                        .filter(stop -> kind(stop.interruption().cause()).equals(cause))
                        .toList())));
        causes.sort(Comparator.comparingLong(Cause::nanos)
                .thenComparing(Cause::meanTimes)
                .reversed()
                .thenComparing(Cause::cause));
        Cause total = Cause.sum("total", causes);
        int most = outcome.runs().stream()
                .flatMap(run -> timelinesOf(run, timeline.owner()))
                .mapToInt(Timeline::stops)
                .max()
                .orElse(0);
        return new Job(timeline, undisturbed(outcome, timeline), stops, List.copyOf(causes), total, most);
    }

    /** A cause without the number of the thing, so that links of a kind are one: {@code nic down} for {@code node-7/nic-2 down}. */
    static String kind(String cause) {
        return cause.endsWith(" down")
                ? cause.replaceAll("-[0-9]+(?=[/ ])", "").replaceFirst("^node/", "")
                : cause;
    }

    private static Stream<Timeline> timelinesOf(RunResult run, String owner) {
        return run.timelines().stream().filter(timeline -> timeline.owner().equals(owner));
    }

    private static Cause sum(String cause, double meanTimes, List<Stop> stops) {
        return new Cause(
                cause,
                stops.size(),
                meanTimes,
                stops.stream().mapToLong(Stop::lostNanos).sum(),
                stops.stream().mapToLong(Stop::downNanos).sum(),
                stops.stream().map(Stop::usd).reduce(BigDecimal.ZERO, BigDecimal::add));
    }

    private static OptionalDouble undisturbed(Outcome outcome, Timeline timeline) {
        return outcome.steps().stream()
                .filter(step -> step.workload().equals(timeline.owner()) && step.stepSeconds() > 0)
                .mapToDouble(step -> 1e-9 / step.stepSeconds())
                .findFirst();
    }
}
