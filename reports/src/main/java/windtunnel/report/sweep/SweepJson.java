package windtunnel.report.sweep;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import windtunnel.scenario.shape.Json;
import windtunnel.scenario.stats.Summary;
import windtunnel.scenario.sweep.PointResult;
import windtunnel.scenario.sweep.SweepResult;

/** {@code sweep.json}, schema {@code windtunnel/sweep/1}: axes, combinations with means and intervals, the Pareto front. */
public final class SweepJson {
    /** The schema's name. */
    public static final String SCHEMA = "windtunnel/sweep/1";

    private SweepJson() {}

    /** The file's text. */
    public static String render(SweepResult result) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("schema", SCHEMA);
        root.put("windtunnel", Map.of("version", result.version()));
        root.put("name", result.name());
        root.put("sweep", result.plan());
        root.put("seed", result.seed());
        root.put("axes", result.axes());
        root.put("front", result.front().stream().map(PointResult::index).toList());
        List<Object> points = new ArrayList<>();
        result.points().forEach(point -> points.add(point(point)));
        root.put("points", points);
        return Json.pretty(root);
    }

    private static Map<String, Object> point(PointResult point) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("point", point.index());
        json.put("values", point.axisValues());
        json.put("feasible", point.feasible());
        if (!point.feasible()) {
            json.put("reason", point.infeasible());
        }
        Map<String, Object> metrics = new LinkedHashMap<>();
        point.metrics().forEach((name, metric) -> metrics.put(name, metric(metric)));
        json.put("metrics", metrics);
        return json;
    }

    private static Map<String, Object> metric(PointResult.Metric metric) {
        Summary s = metric.summary();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("unit", metric.unit());
        json.put("n", s.n());
        json.put("mean", s.mean());
        json.put("halfWidth95", s.halfWidth95());
        json.put("p10", s.p10());
        json.put("p50", s.p50());
        json.put("p90", s.p90());
        return json;
    }
}
