package windtunnel.scenario.shape;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import windtunnel.model.hardware.Sourced;
import windtunnel.model.hardware.Tag;
import windtunnel.scenario.yaml.KeyPath;

/**
 * The way back from the lines of {@link Canonical} to a record. Sources and dates are not in the lines; restored values carry a
 * placeholder instead, which no number depends on.
 */
public final class Restore {
    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final String PLACEHOLDER = "restored inputs";

    private Restore() {}

    /** Lines as a tree: either a leaf with JSON, or children by key or list position. */
    private record Tree(Map<String, Tree> children, String[] leaf) {
        Tree() {
            this(new LinkedHashMap<>(), new String[1]);
        }

        Optional<Tree> child(String key) {
            return Optional.ofNullable(children.get(key));
        }
    }

    /**
     * The record that {@code lines} describe.
     *
     * @param lines JSON by path; elements of a list come in the order of the lines
     * @param kept values of keys at the top that the lines leave out
     * @throws IllegalArgumentException if the lines make no record of this shape
     */
    public static Record record(RecordShape shape, Map<String, String> lines, Map<String, Object> kept) {
        Tree root = new Tree();
        lines.forEach((path, json) -> put(root, path, json));
        return record(shape, root, kept);
    }

    private static void put(Tree root, String path, String json) {
        Tree at = root;
        for (KeyPath.Step step : KeyPath.parse(path).steps()) {
            String key = step.isIndex() ? "[" + step.index() + "]" : step.key();
            at = at.children().computeIfAbsent(key, k -> new Tree());
        }
        at.leaf()[0] = json;
    }

    private static Record record(RecordShape shape, Tree tree, Map<String, Object> kept) {
        List<Object> values = new ArrayList<>();
        for (KeyShape key : shape.keys()) {
            if (kept.containsKey(key.name())) {
                values.add(kept.get(key.name()));
                continue;
            }
            Optional<Object> value = tree.child(key.name())
                    .map(child -> value(key.shape(), child))
                    .or(() -> absent(key));
            if (value.isEmpty() && !key.optional()) {
                throw new IllegalArgumentException("'" + key.name() + "' is missing");
            }
            values.add(key.optional() ? value : value.get());
        }
        try {
            return shape.create(values.toArray());
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(e.getCause().getMessage(), e.getCause());
        }
    }

    /** Lists and maps without any line are empty. */
    private static Optional<Object> absent(KeyShape key) {
        if (key.optional()) {
            return Optional.empty();
        }
        if (key.shape() instanceof Shape.ListOf) {
            return Optional.of(List.of());
        }
        return key.shape() instanceof Shape.MapOf ? Optional.of(Map.of()) : Optional.empty();
    }

    private static Object value(Shape shape, Tree tree) {
        if (shape instanceof RecordShape record) {
            return record(record, tree, Map.of());
        }
        if (shape instanceof Shape.SourcedOf sourced) {
            return new Sourced<>(value(sourced.value(), tree), PLACEHOLDER, "undated", Tag.ASSUMED);
        }
        if (shape instanceof Shape.ListOf list) {
            return tree.children().values().stream()
                    .map(item -> value(list.element(), item))
                    .toList();
        }
        if (shape instanceof Shape.MapOf map) {
            Map<String, Object> entries = new LinkedHashMap<>();
            tree.children().forEach((key, child) -> entries.put(key, value(map.value(), child)));
            return Collections.unmodifiableMap(entries);
        }
        if (shape instanceof Shape.Family family) {
            return kind(family, tree);
        }
        JsonNode json = tree.leaf()[0] == null ? null : parse(tree.leaf()[0]);
        if (shape instanceof Shape.Choice choice) {
            return constant(choice.type(), text(json));
        }
        if (shape instanceof Shape.Word) {
            return text(json);
        }
        if (shape instanceof Shape.Whole whole) {
            return whole.isLong()
                    ? (Object) number(json).longValueExact()
                    : (Object) number(json).intValueExact();
        }
        if (shape instanceof Shape.Flag) {
            return flag(json);
        }
        if (shape instanceof Shape.Text known) {
            return plain(known.type(), tree);
        }
        throw new IllegalArgumentException("a value of any form cannot be restored");
    }

    private static Object kind(Shape.Family family, Tree tree) {
        String name = text(tree.child("kind").map(kind -> parse(kind.leaf()[0])).orElse(null));
        for (Shape.KindShape member : family.kinds()) {
            if (member.kind().name().equals(name)) {
                return record(member.shape(), tree, Map.of());
            }
        }
        throw new IllegalArgumentException("'" + name + "' is no kind of " + family.words());
    }

    private static Object plain(Type type, Tree tree) {
        if (type instanceof ParameterizedType generic) {
            if (generic.getRawType() == List.class) {
                Type element = generic.getActualTypeArguments()[0];
                return tree.children().values().stream()
                        .map(item -> plain(element, item))
                        .toList();
            }
            throw new IllegalArgumentException("no rule restores a value of " + type);
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isRecord()) {
            return components(plain, tree);
        }
        JsonNode json = parse(tree.leaf()[0]);
        if (plain == double.class || plain == Double.class) {
            return number(json).doubleValue();
        }
        if (plain == long.class || plain == Long.class) {
            return number(json).longValueExact();
        }
        if (plain == int.class || plain == Integer.class) {
            return number(json).intValueExact();
        }
        if (plain == BigDecimal.class) {
            return number(json);
        }
        if (plain == boolean.class || plain == Boolean.class) {
            return flag(json);
        }
        if (plain == String.class) {
            return text(json);
        }
        if (plain == Instant.class) {
            return Instant.parse(text(json));
        }
        if (plain.isEnum()) {
            return constant(plain, text(json));
        }
        throw new IllegalArgumentException("no rule restores a value of " + type);
    }

    private static Object components(Class<?> type, Tree tree) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            Type generic = components[i].getGenericType();
            boolean optional = types[i] == Optional.class;
            Type inner = optional ? ((ParameterizedType) generic).getActualTypeArguments()[0] : generic;
            boolean alone = components.length == 1 && tree.leaf()[0] != null && !tree.leaf()[0].equals("{}");
            Optional<Tree> child = alone ? Optional.of(tree) : tree.child(Names.key(components[i].getName()));
            if (child.isEmpty() && !optional) {
                throw new IllegalArgumentException("'" + components[i].getName() + "' is missing");
            }
            Optional<Object> value = child.map(at -> plain(inner, at));
            values[i] = optional ? value : value.get();
        }
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("cannot restore " + type.getSimpleName(), e);
        }
    }

    private static Object constant(Class<?> type, String word) {
        for (Object constant : type.getEnumConstants()) {
            if (Names.choice((Enum<?>) constant).equals(word)) {
                return constant;
            }
        }
        throw new IllegalArgumentException("'" + word + "' is no choice of " + Names.words(type));
    }

    private static JsonNode parse(String json) {
        if (json == null) {
            return null;
        }
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("'" + json + "' is no JSON", e);
        }
    }

    private static String text(JsonNode json) {
        if (json == null || !json.isTextual()) {
            throw new IllegalArgumentException(json + " is no text");
        }
        return json.textValue();
    }

    private static BigDecimal number(JsonNode json) {
        if (json == null || !json.isNumber()) {
            throw new IllegalArgumentException(json + " is no number");
        }
        return json.decimalValue();
    }

    private static boolean flag(JsonNode json) {
        if (json == null || !json.isBoolean()) {
            throw new IllegalArgumentException(json + " is not true or false");
        }
        return json.booleanValue();
    }
}
