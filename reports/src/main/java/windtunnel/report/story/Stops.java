package windtunnel.report.story;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import windtunnel.core.unit.Numbers;

/**
 * The interruptions of one workload of a run as rows of text, whose printed dollars add up to the printed total.
 *
 * @param summary sentence on all of them
 * @param causes rows by cause, the eight that cost most first, then the others, then the total
 * @param costliest the ten that cost most, then the others, then the total; empty without interruptions
 */
public record Stops(String summary, List<CauseRow> causes, List<StopRow> costliest) {
    /** How many interruptions have a row of their own. */
    public static final int MOST = 10;

    private static final int MOST_CAUSES = 8;

    /** One cause, or the total. */
    public record CauseRow(String cause, String times, String lost, String down, String usd, String meanTimes) {}

    /** One interruption, the others, or the total. */
    public record StopRow(String when, String cause, String lost, String down, String usd) {}

    /** The rows of a workload; {@code start} is when simulated time begins, if dates are wanted. */
    public static Stops of(Course course, Course.Job job, Optional<Instant> start) {
        return new Stops(summary(course, job), causes(job), job.stops().isEmpty() ? List.of() : costliest(job, start));
    }

    private static String summary(Course course, Course.Job job) {
        String mean = Numbers.significant(job.total().meanTimes(), 3);
        String all = course.runs() > 1 && !job.causes().isEmpty()
                ? " All " + course.runs() + " runs: " + mean
                        + (mean.equals("1") ? " interruption" : " interruptions") + " in a run on average, "
                        + job.most() + " at most."
                : "";
        return (job.total().times() == 0
                        ? "Nothing interrupted " + (course.runs() == 1 ? "it." : course.name() + ".")
                        : ofThisRun(course, job))
                + all;
    }

    private static String ofThisRun(Course course, Course.Job job) {
        Course.Cause all = job.total();
        String what = all.times() == 1 ? "1 interruption" : all.times() + " interruptions";
        String share = Numbers.percent((double) all.nanos() / job.endNanos(), 1);
        String which = course.runs() == 1 ? "" : "Run " + course.name().substring("run ".length()) + ": ";
        return which + what + ", " + time(all.lostNanos()) + " of work lost, " + time(all.downNanos())
                + " down, together " + share + " of its time"
                + (course.priced() ? " and " + Words.dollars(all.usd()) : "")
                + ".";
    }

    private static List<CauseRow> causes(Course.Job job) {
        int decimals = Words.decimals(job.total().usd());
        List<Course.Cause> shown = new ArrayList<>(job.causes());
        if (shown.size() > MOST_CAUSES + 1) {
            List<Course.Cause> rare = shown.subList(MOST_CAUSES, shown.size());
            Course.Cause others = Course.Cause.sum(rare.size() + " other causes", List.copyOf(rare));
            rare.clear();
            shown.add(others);
        }
        List<BigDecimal> usd = Cents.spread(
                shown.stream().map(Course.Cause::usd).toList(), job.total().usd(), decimals);
        List<CauseRow> rows = new ArrayList<>();
        for (int i = 0; i < shown.size(); i++) {
            rows.add(row(shown.get(i), Words.dollars(usd.get(i), decimals)));
        }
        rows.add(row(job.total(), Words.dollars(job.total().usd())));
        return List.copyOf(rows);
    }

    private static CauseRow row(Course.Cause cause, String usd) {
        return new CauseRow(
                cause.cause(),
                Integer.toString(cause.times()),
                time(cause.lostNanos()),
                time(cause.downNanos()),
                usd,
                Numbers.significant(cause.meanTimes(), 3));
    }

    private static List<StopRow> costliest(Course.Job job, Optional<Instant> start) {
        int shown = Math.min(MOST, job.stops().size());
        List<Course.Stop> others = job.stops().subList(shown, job.stops().size());
        List<BigDecimal> parts = new ArrayList<>();
        job.stops().subList(0, shown).forEach(stop -> parts.add(stop.usd()));
        parts.add(others.stream().map(Course.Stop::usd).reduce(BigDecimal.ZERO, BigDecimal::add));
        int decimals = Words.decimals(job.total().usd());
        List<String> usd = Cents.spread(parts, job.total().usd(), decimals).stream()
                .map(dollars -> Words.dollars(dollars, decimals))
                .toList();
        List<StopRow> rows = new ArrayList<>();
        for (int i = 0; i < shown; i++) {
            Course.Stop stop = job.stops().get(i);
            double seconds = stop.interruption().atNanos() * 1e-9;
            String when = start.map(from -> Words.instant(Words.after(from, seconds)))
                    .orElseGet(() -> "after " + Numbers.duration(seconds));
            rows.add(row(when, stop.interruption().cause(), stop.lostNanos(), stop.downNanos(), usd.get(i)));
        }
        if (!others.isEmpty()) {
            String name = others.size() == 1 ? "1 other" : others.size() + " others";
            rows.add(row(
                    name,
                    "",
                    others.stream().mapToLong(Course.Stop::lostNanos).sum(),
                    others.stream().mapToLong(Course.Stop::downNanos).sum(),
                    usd.get(shown)));
        }
        Course.Cause all = job.total();
        rows.add(row("total", "", all.lostNanos(), all.downNanos(), Words.dollars(all.usd())));
        return List.copyOf(rows);
    }

    private static StopRow row(String when, String cause, long lostNanos, long downNanos, String usd) {
        return new StopRow(when, cause, time(lostNanos), time(downNanos), usd);
    }

    private static String time(long nanos) {
        return Numbers.duration(nanos * 1e-9, 3);
    }
}
