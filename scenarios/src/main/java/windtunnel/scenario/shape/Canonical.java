package windtunnel.scenario.shape;

import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import windtunnel.model.hardware.Sourced;
import windtunnel.scenario.yaml.KeyPath;
import windtunnel.scenario.yaml.YamlNode;

/**
 * The form of a bound record that does not depend on how it was written: base units, library values in place of names, keys
 * sorted. Of a value with source only the value counts, and aliases of library entries do not.
 */
public final class Canonical {
    private static final String ALIASES = "aliases";

    private Canonical() {}

    /** {@code record} as maps, lists, text and numbers; keys in {@code without} are left out at the top. */
    public static SortedMap<String, Object> tree(Record record, RecordShape shape, Set<String> without) {
        SortedMap<String, Object> tree = new TreeMap<>(object(record, shape));
        without.forEach(tree::remove);
        return tree;
    }

    /** The first 16 hex digits of SHA-256 over the compact JSON of {@code tree}. */
    public static String hash(SortedMap<String, Object> tree) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] bytes = digest.digest(Json.compact(tree).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(bytes, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** A leaf or a tree as compact JSON. */
    public static String json(Object value) {
        return Json.compact(value);
    }

    /** {@code tree} as one line a value: its path and its JSON. */
    public static SortedMap<String, String> flat(SortedMap<String, Object> tree) {
        SortedMap<String, String> lines = new TreeMap<>();
        flatten("", tree, lines);
        return lines;
    }

    private static void flatten(String path, Object value, SortedMap<String, String> lines) {
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            map.forEach((key, child) -> flatten(KeyPath.join(path, (String) key), child, lines));
        } else if (value instanceof List<?> list && !list.isEmpty()) {
            for (int i = 0; i < list.size(); i++) {
                flatten(label(path, list, i), list.get(i), lines);
            }
        } else {
            lines.put(path, Json.compact(value));
        }
    }

    /** The path of a list element: by its name, else by its kind, where no other element is called so. */
    private static String label(String path, List<?> list, int index) {
        for (String key : new String[] {"name", "kind"}) {
            Object own = word(list.get(index), key);
            if (own != null
                    && list.stream().filter(item -> own.equals(word(item, key))).count() == 1) {
                return KeyPath.join(path, (String) own);
            }
        }
        return path + "[" + index + "]";
    }

    private static Object word(Object item, String key) {
        return item instanceof Map<?, ?> map && map.get(key) instanceof String text ? text : null;
    }

    private static SortedMap<String, Object> object(Record record, RecordShape shape) {
        SortedMap<String, Object> object = new TreeMap<>();
        for (KeyShape key : shape.keys()) {
            Object value = key.in(record);
            if (value instanceof Optional<?> optional) {
                value = optional.orElse(null);
            }
            boolean named = key.name().equals(ALIASES) && shape.libraryKind().isPresent();
            if (value != null && !named) {
                object.put(key.name(), value(value, key.shape()));
            }
        }
        return object;
    }

    private static Object value(Object value, Shape shape) {
        if (shape instanceof RecordShape record) {
            return object((Record) value, record);
        }
        if (shape instanceof Shape.SourcedOf sourced) {
            return value(((Sourced<?>) value).value(), sourced.value());
        }
        if (shape instanceof Shape.ListOf list) {
            List<Object> items = new ArrayList<>();
            ((List<?>) value).forEach(item -> items.add(value(item, list.element())));
            return items;
        }
        if (shape instanceof Shape.MapOf map) {
            SortedMap<String, Object> entries = new TreeMap<>();
            ((Map<?, ?>) value).forEach((key, item) -> entries.put((String) key, value(item, map.value())));
            return entries;
        }
        if (shape instanceof Shape.Family family) {
            return kind(value, family);
        }
        return shape instanceof Shape.Raw ? raw((YamlNode) value) : plain(value);
    }

    private static Object kind(Object value, Shape.Family family) {
        for (Shape.KindShape member : family.kinds()) {
            if (member.shape().type() == value.getClass()) {
                SortedMap<String, Object> object = object((Record) value, member.shape());
                object.put("kind", member.kind().name());
                return object;
            }
        }
        throw new IllegalStateException(value.getClass() + " is no kind of " + family.type());
    }

    /** A value that was parsed from text: a record of one number is that number, in its base unit. */
    private static Object plain(Object value) {
        if (value instanceof Number || value instanceof Boolean || value instanceof String) {
            return value;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Canonical::plain).toList();
        }
        if (value instanceof Enum<?> constant) {
            return Names.choice(constant);
        }
        if (value instanceof Record record) {
            return components(record);
        }
        return value.toString();
    }

    private static Object components(Record record) {
        RecordComponent[] components = record.getClass().getRecordComponents();
        SortedMap<String, Object> object = new TreeMap<>();
        for (RecordComponent component : components) {
            try {
                component.getAccessor().setAccessible(true);
                Object value = component.getAccessor().invoke(record);
                if (value instanceof Optional<?> optional) {
                    value = optional.orElse(null);
                }
                if (value != null) {
                    object.put(Names.key(component.getName()), plain(value));
                }
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("cannot read " + component, e);
            }
        }
        return components.length == 1 && object.size() == 1 ? object.get(object.firstKey()) : object;
    }

    /** Any node as compact JSON, keys sorted. */
    public static String text(YamlNode node) {
        return Json.compact(raw(node));
    }

    private static Object raw(YamlNode node) {
        if (node instanceof YamlNode.Mapping mapping) {
            SortedMap<String, Object> object = new TreeMap<>();
            mapping.entries().forEach((key, entry) -> object.put(key, raw(entry.value())));
            return object;
        }
        if (node instanceof YamlNode.Sequence list) {
            return list.items().stream().map(Canonical::raw).toList();
        }
        return ((YamlNode.Scalar) node).text();
    }
}
