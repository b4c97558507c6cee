package windtunnel.report.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import windtunnel.scenario.compare.Comparison;
import windtunnel.scenario.compare.Design;
import windtunnel.scenario.compare.Paired;
import windtunnel.scenario.compare.Versus;
import windtunnel.scenario.explain.InputChange;
import windtunnel.scenario.explain.Movement;
import windtunnel.scenario.shape.Json;

/** {@code comparison.json}, schema {@code windtunnel/comparison/1}. */
public final class ComparisonJson {
    /** The schema's name. */
    public static final String SCHEMA = "windtunnel/comparison/1";

    private ComparisonJson() {}

    /** The file's text. */
    public static String render(Comparison comparison, String version) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("schema", SCHEMA);
        root.put("windtunnel", Map.of("version", version));
        root.put(
                "designs",
                comparison.designs().stream().map(ComparisonJson::design).toList());
        root.put(
                "comparisons",
                comparison.versus().stream().map(ComparisonJson::versus).toList());
        return Json.pretty(root);
    }

    private static Map<String, Object> design(Design design) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("label", design.label());
        json.put("name", design.name());
        json.put("cluster", design.cluster());
        json.put("hash", design.hash());
        json.put("seed", design.seed());
        json.put("replications", design.replications());
        return json;
    }

    private static Map<String, Object> versus(Versus versus) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("a", versus.a().label());
        json.put("b", versus.b().label());
        Map<String, Object> metrics = new LinkedHashMap<>();
        versus.metrics().forEach(m -> metrics.put(m.metric(), metric(m)));
        json.put("metrics", metrics);
        List<Object> ledger = new ArrayList<>();
        List<Object> bill = new ArrayList<>();
        for (Movement m : versus.movements().list()) {
            if (m.part() != Movement.Part.METRIC) {
                (m.part() == Movement.Part.LEDGER ? ledger : bill).add(movement(m));
            }
        }
        json.put("ledger", ledger);
        json.put("bill", bill);
        json.put("inputs", versus.inputs().stream().map(ComparisonJson::input).toList());
        return json;
    }

    private static Map<String, Object> metric(Paired m) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("unit", m.unit());
        json.put("n", m.n());
        json.put("meanA", m.meanA());
        json.put("meanB", m.meanB());
        json.put("delta", m.delta());
        json.put("halfWidth95", m.halfWidth());
        json.put("shareLowerA", (double) m.lowerA() / m.n());
        json.put("shareLowerB", (double) m.lowerB() / m.n());
        json.put("distinguishable", m.distinct());
        m.correlation().ifPresent(value -> json.put("correlation", value));
        m.varianceRatio().ifPresent(ratio -> json.put("varianceRatio", ratio));
        return json;
    }

    private static Map<String, Object> movement(Movement m) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", m.name());
        json.put("unit", m.unit());
        json.put("delta", m.delta());
        json.put("usd", m.usd());
        return json;
    }

    private static Map<String, Object> input(InputChange change) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("path", change.path());
        json.put("a", change.before());
        json.put("b", change.now());
        return json;
    }
}
