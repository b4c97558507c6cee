package windtunnel.report.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import windtunnel.core.unit.Numbers;
import windtunnel.scenario.stats.Summary;
import windtunnel.scenario.sweep.PointResult;
import windtunnel.scenario.sweep.RunRecord;
import windtunnel.scenario.sweep.SweepResult;

/**
 * {@code points.csv}, a line for each combination, and {@code runs.csv}, a line for each run. Columns: the number of the
 * combination, one for each axis, then metrics; what a combination lacks is empty.
 */
public final class SweepCsv {
    private SweepCsv() {}

    /** One line for each combination with means and quantiles. */
    public static String points(SweepResult result) {
        TreeSet<String> metrics = metrics(result);
        List<String> head = new ArrayList<>(List.of("point"));
        head.addAll(result.axes().keySet());
        head.addAll(List.of("feasible", "reason", "replications"));
        for (String metric : metrics) {
            head.addAll(List.of(metric, metric + ".half_width_95", metric + ".p10", metric + ".p90"));
        }
        StringBuilder out = new StringBuilder();
        line(out, head);
        for (PointResult point : result.points()) {
            List<String> cells = start(result, point);
            cells.addAll(List.of(
                    Boolean.toString(point.feasible()),
                    point.infeasible(),
                    Integer.toString(point.runs().size())));
            for (String metric : metrics) {
                PointResult.Metric found = point.metrics().get(metric);
                if (found == null) {
                    cells.addAll(List.of("", "", "", ""));
                } else {
                    Summary s = found.summary();
                    cells.addAll(List.of(
                            Numbers.json(s.mean()),
                            Numbers.json(s.halfWidth95()),
                            Numbers.json(s.p10()),
                            Numbers.json(s.p90())));
                }
            }
            line(out, cells);
        }
        return out.toString();
    }

    /** One line for each run that was made. */
    public static String runs(SweepResult result) {
        TreeSet<String> metrics = metrics(result);
        List<String> head = new ArrayList<>(List.of("point"));
        head.addAll(result.axes().keySet());
        head.addAll(List.of("replication", "fingerprint"));
        head.addAll(metrics);
        StringBuilder out = new StringBuilder();
        line(out, head);
        for (PointResult point : result.points()) {
            for (RunRecord run : point.runs()) {
                if (run.infeasible().isEmpty()) {
                    List<String> cells = start(result, point);
                    cells.addAll(List.of(Integer.toString(run.unit().replication()), run.fingerprint()));
                    for (String metric : metrics) {
                        RunRecord.Value value = run.metrics().get(metric);
                        cells.add(value == null ? "" : Numbers.json(value.value()));
                    }
                    line(out, cells);
                }
            }
        }
        return out.toString();
    }

    private static TreeSet<String> metrics(SweepResult result) {
        TreeMap<String, Boolean> names = new TreeMap<>();
        result.points().forEach(point -> point.metrics().keySet().forEach(name -> names.put(name, true)));
        return new TreeSet<>(names.keySet());
    }

    private static List<String> start(SweepResult result, PointResult point) {
        List<String> cells = new ArrayList<>(List.of(Integer.toString(point.index())));
        result.axes().keySet().forEach(axis -> cells.add(point.axisValues().getOrDefault(axis, "")));
        return cells;
    }

    private static void line(StringBuilder out, List<String> cells) {
        for (int i = 0; i < cells.size(); i++) {
            out.append(i == 0 ? "" : ",").append(field(cells.get(i)));
        }
        out.append('\n');
    }

    /** A field, quoted as RFC 4180 wants it where it holds a comma, a quote or a line break. */
    private static String field(String text) {
        boolean quoted = text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return quoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}
