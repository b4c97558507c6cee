package windtunnel.scenario.read;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import windtunnel.scenario.library.Catalog;
import windtunnel.scenario.yaml.CoreType;
import windtunnel.scenario.yaml.Limits;
import windtunnel.scenario.yaml.Origin;
import windtunnel.scenario.yaml.YamlNode;
import windtunnel.scenario.yaml.YamlText;

/** The JSON Schema accepts what the reader accepts and refuses what an editor should underline. */
final class SchemaTest {
    private static final JsonNode SCHEMA = schema();

    private static JsonNode schema() {
        try {
            return new ObjectMapper().readTree(new ScenarioLanguage(TestKinds.ALL, Catalog.builtIn()).schema());
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What is wrong with {@code value}: a validator for the keywords that the schema uses, and no others. */
    private static List<String> problems(JsonNode rule, JsonNode value, String path) {
        List<String> problems = new ArrayList<>();
        rule.fieldNames().forEachRemaining(keyword -> {
            JsonNode argument = rule.get(keyword);
            switch (keyword) {
                case "$schema", "$defs", "title", "description", "additionalProperties" -> {}
                case "$ref" ->
                    problems.addAll(problems(SCHEMA.at(argument.asText().substring(1)), value, path));
                case "type" -> check(problems, ofType(argument, value), path + " is not " + argument);
                case "const" -> check(problems, argument.equals(value), path + " is not " + argument);
                case "enum" -> check(problems, contains(argument, value), path + " is not one of " + argument);
                case "required" ->
                    argument.forEach(key ->
                            check(problems, value.has(key.asText()) || !value.isObject(), path + " lacks " + key));
                case "items" -> value.forEach(item -> problems.addAll(problems(argument, item, path + "[]")));
                case "properties" -> problems.addAll(properties(rule, value, path));
                case "anyOf" -> check(problems, any(argument, value, path), path + " fits no form");
                default -> throw new IllegalStateException("the schema uses " + keyword);
            }
        });
        if (!rule.has("properties") && rule.path("additionalProperties").isObject()) {
            problems.addAll(properties(rule, value, path));
        }
        return problems;
    }

    private static void check(List<String> problems, boolean good, String message) {
        if (!good) {
            problems.add(message);
        }
    }

    private static boolean any(JsonNode rules, JsonNode value, String path) {
        for (JsonNode rule : rules) {
            if (problems(rule, value, path).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private static boolean contains(JsonNode list, JsonNode value) {
        for (JsonNode item : list) {
            if (item.equals(value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean ofType(JsonNode type, JsonNode value) {
        if (type.isArray()) {
            boolean some = false;
            for (JsonNode one : type) {
                some |= ofType(one, value);
            }
            return some;
        }
        return switch (type.asText()) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "boolean" -> value.isBoolean();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            default -> throw new IllegalStateException("unknown type " + type);
        };
    }

    private static List<String> properties(JsonNode rule, JsonNode value, String path) {
        List<String> problems = new ArrayList<>();
        value.fieldNames().forEachRemaining(key -> {
            JsonNode own = rule.path("properties").path(key);
            JsonNode other = rule.path("additionalProperties");
            if (!own.isMissingNode()) {
                problems.addAll(problems(own, value.get(key), path + "." + key));
            } else if (other.isObject()) {
                problems.addAll(problems(other, value.get(key), path + "." + key));
            } else {
                check(problems, !other.isBoolean() || other.asBoolean(), path + " has the key " + key);
            }
        });
        return problems;
    }

    private static JsonNode json(YamlNode node) {
        if (node instanceof YamlNode.Mapping mapping) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            mapping.entries().forEach((key, entry) -> object.set(key, json(entry.value())));
            return object;
        }
        if (node instanceof YamlNode.Sequence list) {
            var array = JsonNodeFactory.instance.arrayNode();
            list.items().forEach(item -> array.add(json(item)));
            return array;
        }
        YamlNode.Scalar scalar = (YamlNode.Scalar) node;
        return switch (scalar.type()) {
            case WHOLE -> JsonNodeFactory.instance.numberNode(Integer.parseInt(scalar.text()));
            case REAL -> JsonNodeFactory.instance.numberNode(new BigDecimal(scalar.text()));
            case TRUTH -> JsonNodeFactory.instance.booleanNode(scalar.text().equals("true"));
            default -> JsonNodeFactory.instance.textNode(scalar.text());
        };
    }

    private static List<String> problems(String yaml) {
        YamlNode root = YamlText.parse(yaml, Origin.scenario("f"), Limits.STANDARD)
                .root()
                .orElseThrow();
        return problems(SCHEMA, json(root), "");
    }

    @Test
    void schemaSaysWhichDialectItIs() {
        assertThat(SCHEMA.get("$schema").asText()).isEqualTo("https://json-schema.org/draft/2020-12/schema");
        assertThat(CoreType.values()).hasSize(5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "include: other.yaml\n",
                "include: [a.yaml, b.yaml]\n",
                "prices: aws-us-east-2-2026-08\n",
                "prices: { override: { gpu: { value: $2/GPU-h, source: a, as-of: b, tag: vendor } } }\n",
                "workloads: { kind: training, tokens: 5, batch: { global: 1.0 T } }\n",
                "horizon: 0\n",
                "cluster: { nodes: { count: 1, sku: { use: dgx-h100, gpu: { use: h100-sxm-80gb, power: 1 W } } } }\n",
                "axes: { seed: [1, 2], cluster.nodes.count: 5 }\n"
            })
    void validFilesAreAccepted(String change) {
        String key = change.isEmpty() ? "none" : change.substring(0, change.indexOf(':'));
        String without = TestKinds.BASE.replaceAll("(?m)^" + key + ":.*\\n(^ .*\\n)*", "");
        assertThat(problems(without + change)).isEmpty();
    }

    @Test
    void includedKeysNeedNotBeGivenAgain() {
        assertThat(problems("include: other.yaml\n")).isEmpty();
        assertThat(problems("seed: 1\n")).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "seed: 7|seed: seven",
                "seed: 7|sead: 7",
                "seed: 7|seed: 7.5",
                "count: 64|cuont: 64",
                "kind: rail-optimised|kind: rail-optimized",
                "mode: async|mode: sometimes",
                "final-save: true|final-save: maybe",
                "horizon: 90 d|horizon: 90",
                "horizon: 90 d|horizon: [90 d]",
                "tokens: 1.0 T|tokenz: 1.0 T",
                "memory: 94 GB|memory: { value: 94 GB, sauce: x }",
                "statistic: p90|statistic: p99",
                "every: 30 min, |"
            })
    void invalidFilesAreRefused(String change) {
        String[] parts = change.split("\\|", 2);
        assertThat(TestKinds.BASE).contains(parts[0]);
        assertThat(problems(TestKinds.BASE.replace(parts[0], parts[1]))).isNotEmpty();
    }
}
