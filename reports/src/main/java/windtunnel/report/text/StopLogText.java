package windtunnel.report.text;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import windtunnel.core.unit.Numbers;
import windtunnel.report.story.Cents;
import windtunnel.report.story.Course;
import windtunnel.report.story.StopLog;
import windtunnel.report.story.Words;
import windtunnel.scenario.run.Outcome;

/** Every interruption of the typical run on a terminal, in order of time. */
public final class StopLogText {
    private static final int CAUSE = 26;
    private static final int[] WIDTHS = {10, 10, 10, 11, 6};
    private static final List<String> HEADS = List.of("after", "work lost", "down", "dollars", "GPUs");

    private StopLogText() {}

    /** The text, which ends in a line feed; in bold and dim letters where {@code colors}. */
    public static String render(Outcome outcome, Style style) {
        Ansi ansi = new Ansi(style.color());
        StringBuilder out = new StringBuilder();
        Optional<Course> course = Course.of(outcome);
        if (course.isEmpty() || !course.get().interrupted()) {
            return "\nNothing interrupted any run.\n";
        }
        for (Course.Job job : course.get().jobs()) {
            String which = course.get().runs() == 1 ? "" : " in " + course.get().name() + ", of median length";
            out.append('\n')
                    .append(ansi.bold(
                            "Interruptions of " + Words.plain(job.timeline().owner()) + which))
                    .append('\n');
            table(out, ansi, job, course.get().priced());
        }
        return out.toString();
    }

    private static void table(StringBuilder out, Ansi ansi, Course.Job job, boolean priced) {
        List<StopLog.Entry> entries = StopLog.of(job);
        int decimals = Words.decimals(job.total().usd());
        List<BigDecimal> usd = Cents.spread(
                entries.stream().map(StopLog.Entry::usd).toList(), job.total().usd(), decimals);
        out.append(ansi.dim(line("cause", HEADS, priced)));
        for (int i = 0; i < entries.size(); i++) {
            StopLog.Entry entry = entries.get(i);
            out.append(line(
                    Words.plain(entry.cause()),
                    List.of(
                            time(entry.atSeconds()),
                            time(entry.lostSeconds()),
                            time(entry.downSeconds()),
                            Words.dollars(usd.get(i), decimals),
                            entry.gpus() == 0 ? "-" : Long.toString(entry.gpus())),
                    priced));
        }
        out.append(line(
                "total of " + entries.size(),
                List.of(
                        "",
                        time(job.total().lostNanos() * 1e-9),
                        time(job.total().downNanos() * 1e-9),
                        Words.dollars(job.total().usd(), decimals),
                        ""),
                priced));
    }

    private static String line(String cause, List<String> cells, boolean priced) {
        List<String> parts = new ArrayList<>();
        String name = cause.length() > CAUSE ? cause.substring(0, CAUSE - 3) + "..." : cause;
        parts.add(Layout.right(cells.get(0), WIDTHS[0]));
        parts.add(Layout.left(name, CAUSE));
        for (int i = 1; i < cells.size(); i++) {
            if (priced || i != 3) {
                parts.add(Layout.right(cells.get(i), WIDTHS[i]));
            }
        }
        return String.join(" ", parts).stripTrailing() + '\n';
    }

    private static String time(double seconds) {
        return Numbers.duration(seconds, 3);
    }
}
