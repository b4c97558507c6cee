package windtunnel.report.story;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import windtunnel.scenario.sweep.PointResult;
import windtunnel.scenario.sweep.SweepResult;

/** Short names for the values of a sweep's axes: of a whole block, what tells it from the axis's other values. */
public final class AxisNames {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Map<String, Map<String, String>> byAxis = new LinkedHashMap<>();

    private AxisNames() {}

    /** The names for the axes of {@code result}. */
    public static AxisNames of(SweepResult result) {
        AxisNames names = new AxisNames();
        result.axes().forEach((axis, values) -> names.byAxis.put(axis, shortened(values)));
        return names;
    }

    /** The name of a value of an axis. */
    public String of(String axis, String value) {
        return byAxis.getOrDefault(axis, Map.of()).getOrDefault(value, value);
    }

    /** The name of what a combination has on an axis; empty where the axis is not one of it. */
    public String of(String axis, PointResult point) {
        return of(axis, point.axisValues().getOrDefault(axis, ""));
    }

    private static Map<String, String> shortened(List<String> values) {
        Map<String, String> names = new LinkedHashMap<>();
        List<SortedMap<String, String>> blocks = new ArrayList<>();
        for (String value : values) {
            JsonNode tree = tree(value);
            if (tree == null || !tree.isContainerNode()) {
                return names;
            }
            SortedMap<String, String> leaves = new TreeMap<>();
            flatten("", tree, leaves);
            blocks.add(leaves);
        }
        for (int i = 0; i < values.size(); i++) {
            names.put(values.get(i), differences(blocks.get(i), blocks));
        }
        boolean told = names.size() == names.values().stream().distinct().count();
        return told ? names : Map.of();
    }

    private static JsonNode tree(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private static void flatten(String path, JsonNode node, SortedMap<String, String> leaves) {
        if (node.isObject()) {
            node.properties().forEach(field -> flatten(path + "." + field.getKey(), field.getValue(), leaves));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                flatten(path + "." + (i + 1), node.get(i), leaves);
            }
        } else {
            leaves.put(path, node.asText());
        }
    }

    /** What some other block has not, or has otherwise; the last word of its path before it, of a kind the word before that. */
    private static String differences(SortedMap<String, String> block, List<SortedMap<String, String>> all) {
        List<String> parts = new ArrayList<>();
        block.forEach((path, value) -> {
            if (all.stream().anyMatch(other -> !Objects.equals(other.get(path), value))) {
                parts.add(word(path) + " " + value);
            }
        });
        return parts.isEmpty() ? "the rest alone" : String.join(", ", parts);
    }

    private static String word(String path) {
        String whose = path.endsWith(".kind") ? path.substring(0, path.length() - ".kind".length()) : path;
        return whose.isEmpty() ? "kind" : whose.substring(whose.lastIndexOf('.') + 1);
    }
}
