package windtunnel.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import windtunnel.report.chart.Chart;
import windtunnel.report.chart.Charts;
import windtunnel.report.html.Html.Column;
import windtunnel.report.html.Html.Phone;
import windtunnel.report.story.Course;
import windtunnel.report.story.Markup;
import windtunnel.report.story.Stops;
import windtunnel.report.story.Words;
import windtunnel.scenario.run.Outcome;

/** How the typical run went: its work over time, what interrupted it, and what that cost. */
final class TimelineSection {
    private TimelineSection() {}

    static Optional<Section> of(Outcome outcome) {
        return Course.of(outcome).map(course -> section(outcome, course));
    }

    private static Section section(Outcome outcome, Course course) {
        Html html = new Html();
        if (!course.interrupted()) {
            html.element("p", course.runs() == 1 ? "Nothing interrupted it." : "Nothing interrupted any run.");
            return new Section("timeline", "Timeline", "", html.toString());
        }
        List<Chart> charts = Charts.timelines(outcome);
        for (int i = 0; i < charts.size(); i++) {
            job(html, outcome, course, course.jobs().get(i), charts.get(i));
        }
        return new Section("timeline", "Timeline", lead(course), html.toString());
    }

    private static String lead(Course course) {
        String which = course.runs() == 1
                ? ""
                : "One typical run: " + course.name()
                        + ", the one of median length. Others differ in when things fail. ";
        return which + "Goodput is the work kept in a stretch of time, as share of what the undisturbed job does in it"
                + (course.priced()
                        ? "; dollars are the time lost and the time down, times the GPUs held, at the run's mean price of a GPU."
                        : ".");
    }

    private static void job(Html html, Outcome outcome, Course course, Course.Job job, Chart chart) {
        String owner = job.timeline().owner();
        if (course.jobs().size() > 1) {
            html.element("h3", owner).raw("\n");
        }
        Stops stops = Stops.of(course, job, outcome.head().start());
        html.element("p", Words.unbroken(stops.summary()), "class", "summary").raw("\n");
        Figures.append(html, chart);
        if (!job.causes().isEmpty()) {
            html.element("h3", "By cause").raw("\n");
            causes(html, course, stops);
        }
        if (!stops.costliest().isEmpty()) {
            html.element("h3", "The costliest interruptions").raw("\n");
            costliest(html, course, stops);
        }
    }

    /** What this run had of each cause, unless it had nothing, and what runs have on average, if there are several. */
    private static void causes(Html html, Course course, Stops stops) {
        boolean any = !stops.costliest().isEmpty();
        boolean several = course.runs() > 1;
        List<Column> columns = new ArrayList<>(List.of(Column.text("cause")));
        if (any) {
            columns.addAll(List.of(Column.number("times"), Column.number("work lost"), Column.number("down")));
        }
        if (any && course.priced()) {
            columns.add(Column.main("dollars"));
        }
        if (several) {
            columns.add(any ? Column.number("mean of all runs") : Column.main("times, mean of all runs"));
        }
        List<List<String>> rows = new ArrayList<>();
        for (Stops.CauseRow row : stops.causes()) {
            List<String> cells = new ArrayList<>(List.of(Markup.escape(row.cause())));
            if (any) {
                cells.addAll(List.of(row.times(), row.lost(), row.down()));
            }
            if (any && course.priced()) {
                cells.add(row.usd());
            }
            if (several) {
                cells.add(row.meanTimes());
            }
            rows.add(cells);
        }
        html.table("Interruptions by cause", Phone.BRIEF, columns, rows, true);
    }

    private static void costliest(Html html, Course course, Stops stops) {
        List<Column> columns = new ArrayList<>(
                List.of(Column.text("when"), Column.text("cause"), Column.number("work lost"), Column.number("down")));
        if (course.priced()) {
            columns.add(Column.main("dollars"));
        }
        List<List<String>> rows = new ArrayList<>();
        for (Stops.StopRow row : stops.costliest()) {
            List<String> cells =
                    new ArrayList<>(List.of(row.when(), Markup.escape(row.cause()), row.lost(), row.down()));
            if (course.priced()) {
                cells.add(row.usd());
            }
            rows.add(cells);
        }
        html.table("The costliest interruptions", Phone.BRIEF, columns, rows, true);
    }
}
