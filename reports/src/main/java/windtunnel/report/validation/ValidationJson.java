package windtunnel.report.validation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import windtunnel.scenario.shape.Json;
import windtunnel.scenario.validate.ErrorStats;
import windtunnel.scenario.validate.Validation;
import windtunnel.scenario.validate.Verdict;

/** {@code validation.json}: errors by category, subset, band, accelerator and trust, in percent. */
public final class ValidationJson {
    private ValidationJson() {}

    /** The file as text; {@code version} is the program's. */
    public static String render(Validation validation, String version) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("schema", "windtunnel/validation/1");
        root.put("windtunnel", Map.of("version", version));
        List<Object> categories = new ArrayList<>();
        Validation.by(validation.verdicts(), Verdict::category)
                .forEach((name, verdicts) -> categories.add(category(name, verdicts)));
        root.put("categories", categories);
        return Json.pretty(root) + "\n";
    }

    private static Map<String, Object> category(String name, List<Verdict> verdicts) {
        Map<String, Object> category = group(name, verdicts);
        category.put("subsets", groups(verdicts, v -> v.row().text("subset")));
        category.put("bands", groups(verdicts, Verdict::band));
        category.put("accelerators", groups(verdicts, v -> v.row().text("accelerator")));
        category.put("trust", groups(verdicts, v -> v.row().text("trust")));
        return category;
    }

    private static List<Object> groups(List<Verdict> verdicts, Function<Verdict, String> key) {
        List<Object> groups = new ArrayList<>();
        Validation.by(verdicts, key).forEach((name, members) -> groups.add(group(name, members)));
        return groups;
    }

    private static Map<String, Object> group(String name, List<Verdict> verdicts) {
        ErrorStats stats = ErrorStats.of(verdicts);
        Map<String, Object> group = new LinkedHashMap<>();
        group.put("name", name);
        group.put("scored", (long) stats.scored());
        group.put("skipped", (long) stats.skipped());
        group.put("fitted", (long) stats.fitted());
        if (stats.scored() > 0) {
            group.put("meanAbsolute", stats.meanAbsolute());
            group.put("median", stats.median());
            group.put("p90", stats.p90());
            group.put("max", stats.max());
            group.put("bias", stats.bias());
        }
        return group;
    }
}
