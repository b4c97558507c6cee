package windtunnel.scenario.shape;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import windtunnel.scenario.library.Catalog;

/** Writes the JSON Schema (draft 2020-12) of scenario files, by which editors complete keys and underline mistakes. */
public final class JsonSchema {
    private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";
    private static final String TYPE = "type";
    private static final String ANY_OF = "anyOf";

    private final Catalog catalog;
    private final Map<String, Object> definitions = new TreeMap<>();

    private JsonSchema(Catalog catalog) {
        this.catalog = catalog;
    }

    /** The schema of files whose top has the shape {@code root}, indented. */
    public static String of(RecordShape root, Catalog catalog) {
        JsonSchema schema = new JsonSchema(catalog);
        Map<String, Object> top = new LinkedHashMap<>();
        top.put("$schema", DIALECT);
        top.put("title", "windtunnel scenario");
        Map<String, Object> object = schema.object(root, List.of("include"));
        Object required = object.remove("required");
        top.putAll(object);
        top.put(ANY_OF, List.of(Map.of("required", List.of("include")), Map.of("required", required)));
        top.put("$defs", schema.definitions);
        return Json.pretty(top);
    }

    private Map<String, Object> object(RecordShape shape, List<String> extra) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (KeyShape key : shape.keys()) {
            Map<String, Object> property = new LinkedHashMap<>();
            property.put("description", description(key));
            property.putAll(schema(key.shape()));
            properties.put(key.name(), property);
            if (key.required()) {
                required.add(key.name());
            }
        }
        for (String key : extra) {
            properties.put(key, oneOrMore(word()));
        }
        Map<String, Object> object = new LinkedHashMap<>();
        object.put(TYPE, "object");
        object.put("properties", properties);
        object.put("required", required);
        object.put("additionalProperties", false);
        return object;
    }

    private static String description(KeyShape key) {
        String def = key.def().map(value -> " Default: " + value + ".").orElse("");
        String example = key.example().isEmpty() ? "" : " Example: " + key.example() + ".";
        return key.doc() + def + example;
    }

    private Map<String, Object> schema(Shape shape) {
        if (shape instanceof RecordShape record) {
            return record(record);
        }
        if (shape instanceof Shape.SourcedOf sourced) {
            return anyOf(List.of(schema(sourced.value()), longForm(sourced)));
        }
        if (shape instanceof Shape.ListOf list) {
            return oneOrMore(schema(list.element()));
        }
        if (shape instanceof Shape.MapOf map) {
            return ordered(TYPE, "object", "additionalProperties", schema(map.value()));
        }
        if (shape instanceof Shape.Family family) {
            return anyOf(family.kinds().stream().map(this::kind).toList());
        }
        return scalar(shape);
    }

    private static Map<String, Object> scalar(Shape shape) {
        if (shape instanceof Shape.Text text) {
            return text(text);
        }
        if (shape instanceof Shape.Choice choice) {
            return ordered("enum", choice.choices());
        }
        if (shape instanceof Shape.Whole) {
            return ordered(TYPE, "integer");
        }
        if (shape instanceof Shape.Flag) {
            return ordered(TYPE, "boolean");
        }
        return shape instanceof Shape.Word ? word() : new LinkedHashMap<>();
    }

    private static Map<String, Object> text(Shape.Text shape) {
        if (accepts(shape, "1")) {
            return ordered(TYPE, List.of("string", "number"));
        }
        return accepts(shape, "0") ? anyOf(List.of(word(), ordered("const", 0))) : word();
    }

    /** Whether a quantity may be written without a unit. */
    static boolean accepts(Shape.Text shape, String text) {
        try {
            return shape.parser().parse(text) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private Map<String, Object> record(RecordShape shape) {
        String name = define(shape.type().getCanonicalName(), () -> object(shape, List.of()));
        List<Map<String, Object>> forms = new ArrayList<>();
        shape.libraryKind().ifPresent(kind -> {
            forms.add(ordered(
                    "enum", catalog.list(kind).stream().map(Catalog.Entry::name).toList()));
            forms.add(word());
        });
        shape.scalar().ifPresent(text -> forms.add(text(text)));
        shape.shorthand()
                .flatMap(shape::key)
                .ifPresent(key -> forms.add(
                        key.shape() instanceof RecordShape named
                                        && named.libraryKind().isPresent()
                                ? word()
                                : schema(key.shape())));
        forms.add(reference(name));
        if (shape.libraryKind().isPresent()) {
            forms.add(reference(define(shape.type().getCanonicalName() + ".use", () -> using(shape))));
        }
        return forms.size() == 1 ? forms.get(0) : anyOf(forms);
    }

    private Map<String, Object> using(RecordShape shape) {
        Map<String, Object> object = object(shape, List.of());
        @SuppressWarnings("unchecked")
        Map<String, Object> properties = (Map<String, Object>) object.get("properties");
        properties.put("use", word());
        object.put("required", List.of("use"));
        return object;
    }

    private Map<String, Object> kind(Shape.KindShape kind) {
        return reference(define(kind.shape().type().getCanonicalName(), () -> {
            Map<String, Object> object = object(kind.shape(), List.of());
            @SuppressWarnings("unchecked")
            Map<String, Object> properties = (Map<String, Object>) object.get("properties");
            properties.put(
                    "kind",
                    ordered(
                            "description",
                            kind.kind().doc(),
                            "const",
                            kind.kind().name()));
            List<String> required = new ArrayList<>();
            required.add("kind");
            ((List<?>) object.get("required")).forEach(key -> required.add((String) key));
            object.put("required", required);
            return object;
        }));
    }

    private String define(String type, java.util.function.Supplier<Map<String, Object>> content) {
        String name = type.substring(type.indexOf('.') + 1);
        if (!definitions.containsKey(name)) {
            definitions.put(name, Map.of());
            definitions.put(name, content.get());
        }
        return name;
    }

    private Map<String, Object> longForm(Shape.SourcedOf shape) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("value", schema(shape.value()));
        properties.put("source", word());
        properties.put("as-of", word());
        properties.put("tag", ordered("enum", List.of("measured", "vendor", "derived", "assumed")));
        Map<String, Object> form = ordered(TYPE, "object", "properties", properties);
        form.put("required", List.of("value"));
        form.put("additionalProperties", false);
        return form;
    }

    private static Map<String, Object> oneOrMore(Map<String, Object> item) {
        return anyOf(List.of(item, ordered(TYPE, "array", "items", item)));
    }

    private static Map<String, Object> anyOf(List<Map<String, Object>> forms) {
        return ordered(ANY_OF, forms);
    }

    private static Map<String, Object> reference(String name) {
        return ordered("$ref", "#/$defs/" + name);
    }

    private static Map<String, Object> word() {
        return ordered(TYPE, "string");
    }

    private static Map<String, Object> ordered(String key, Object value) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(key, value);
        return map;
    }

    private static Map<String, Object> ordered(String key, Object value, String key2, Object value2) {
        Map<String, Object> map = ordered(key, value);
        map.put(key2, value2);
        return map;
    }
}
