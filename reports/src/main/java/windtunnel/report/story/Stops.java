package windtunnel.report.story;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import windtunnel.core.unit.Numbers;

/**
 * The interruptions of one workload of a run as rows of text, whose printed dollars add up to the printed total.
 *
 * @param summary sentence on all of them
 * @param causes rows by cause, those that cost most first, then the total
 * @param costliest the ten that cost most, then the others, then the total; empty without interruptions
 */
public record Stops(String summary, List<CauseRow> causes, List<StopRow> costliest) {
    /** How many interruptions have a row of their own. */
    public static final int MOST = 10;

    private static final int CENTS = 2;

    /** One cause, or the total. */
    public record CauseRow(String cause, String times, String lost, String down, String usd, String meanTimes) {}

    /** One interruption, the others, or the total. */
    public record StopRow(String when, String cause, String lost, String down, String usd) {}

    /** The rows of a workload; {@code start} is when simulated time begins, if dates are wanted. */
    public static Stops of(Course course, Course.Job job, Optional<Instant> start) {
        return new Stops(summary(course, job), causes(job), job.stops().isEmpty() ? List.of() : costliest(job, start));
    }

    private static String summary(Course course, Course.Job job) {
        Course.Cause all = job.total();
        if (all.times() == 0) {
            return "Nothing interrupted " + course.name() + ".";
        }
        String what = all.times() == 1 ? "1 interruption" : all.times() + " interruptions";
        String share = Numbers.percent((double) all.nanos() / job.endNanos(), 1);
        return "In " + course.name() + ": " + what + ", " + time(all.lostNanos()) + " of work lost, "
                + time(all.downNanos()) + " down, together " + share + " of its time"
                + (course.priced() ? " and " + Words.dollars(all.usd()) : "") + ".";
    }

    private static List<CauseRow> causes(Course.Job job) {
        List<BigDecimal> usd = Cents.spread(
                job.causes().stream().map(Course.Cause::usd).toList(),
                job.total().usd(),
                CENTS);
        List<CauseRow> rows = new ArrayList<>();
        for (int i = 0; i < job.causes().size(); i++) {
            rows.add(row(job.causes().get(i), usd.get(i)));
        }
        rows.add(row(job.total(), job.total().usd()));
        return List.copyOf(rows);
    }

    private static CauseRow row(Course.Cause cause, BigDecimal usd) {
        return new CauseRow(
                cause.cause(),
                Integer.toString(cause.times()),
                time(cause.lostNanos()),
                time(cause.downNanos()),
                Words.dollars(usd, CENTS),
                Numbers.significant(cause.meanTimes(), 3));
    }

    private static List<StopRow> costliest(Course.Job job, Optional<Instant> start) {
        int shown = Math.min(MOST, job.stops().size());
        List<Course.Stop> others = job.stops().subList(shown, job.stops().size());
        List<BigDecimal> parts = new ArrayList<>();
        job.stops().subList(0, shown).forEach(stop -> parts.add(stop.usd()));
        parts.add(others.stream().map(Course.Stop::usd).reduce(BigDecimal.ZERO, BigDecimal::add));
        List<BigDecimal> usd = Cents.spread(parts, job.total().usd(), CENTS);
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
        rows.add(row("total", "", all.lostNanos(), all.downNanos(), all.usd().setScale(CENTS, RoundingMode.HALF_EVEN)));
        return List.copyOf(rows);
    }

    private static StopRow row(String when, String cause, long lostNanos, long downNanos, BigDecimal usd) {
        return new StopRow(when, cause, time(lostNanos), time(downNanos), Words.dollars(usd, CENTS));
    }

    private static String time(long nanos) {
        return Numbers.duration(nanos * 1e-9, 3);
    }
}
