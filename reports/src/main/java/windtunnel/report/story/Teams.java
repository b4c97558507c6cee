package windtunnel.report.story;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import windtunnel.scenario.run.Outcome;

/** The teams that share a queue: what each got, how long it waited, and what it pays; means over the runs. */
public final class Teams {
    /** Titles of the columns. */
    public static final List<String> COLUMNS =
            List.of("team", "jobs", "GPU-hours", "mean wait", "95 % wait", "slowdown", "cost");

    private Teams() {}

    /** A row for each team, in the order of their names; empty without a queue. */
    public static List<List<String>> rows(Outcome outcome) {
        List<List<String>> rows = new ArrayList<>();
        for (Outcome.MetricSummary hours : Metrics.called(outcome, "gpu_hours")) {
            String team = Metrics.owner(hours.name());
            List<String> row = new ArrayList<>();
            row.add(Words.plain(team));
            row.add(value(outcome, team + ".jobs"));
            row.add(Words.value(hours.mean(), "1"));
            row.add(value(outcome, team + ".wait"));
            row.add(value(outcome, team + ".wait_p95"));
            row.add(value(outcome, team + ".slowdown"));
            row.add(value(outcome, team + ".cost"));
            rows.add(row);
        }
        return rows;
    }

    private static String value(Outcome outcome, String metric) {
        Optional<Outcome.MetricSummary> found = Metrics.find(outcome, metric);
        return found.map(m -> Words.value(m.mean(), m.unit())).orElse("");
    }
}
