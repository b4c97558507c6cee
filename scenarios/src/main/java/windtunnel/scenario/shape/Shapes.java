package windtunnel.scenario.shape;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import windtunnel.core.unit.QuantityException;
import windtunnel.model.hardware.Sourced;
import windtunnel.model.key.Inline;
import windtunnel.model.key.Key;
import windtunnel.model.kinds.Kinds;
import windtunnel.scenario.yaml.YamlNode;

/**
 * Finds the shape of Java types by reflection. A component that no rule covers throws: that is a mistake in a record, not in an
 * input.
 */
public final class Shapes {
    private final List<Kinds.Kind> kinds;
    private final Map<Class<?>, RecordShape> records = new LinkedHashMap<>();
    private final Map<Class<?>, Shape.Family> families = new LinkedHashMap<>();
    private final Map<Class<?>, Shape> simple = new LinkedHashMap<>();

    /** Shapes where the families have {@code kinds}. */
    public Shapes(List<Kinds.Kind> kinds) {
        this.kinds = List.copyOf(kinds);
    }

    /** The shape of a record. */
    public synchronized RecordShape record(Class<? extends Record> type) {
        return records.computeIfAbsent(
                type, t -> new RecordShape(type, this, parser(type).map(parser -> new Shape.Text(type, parser))));
    }

    /** The shape of any type that a component may have, {@code Optional} left off. */
    public synchronized Shape of(Type type) {
        if (type instanceof ParameterizedType generic) {
            return ofGeneric(generic);
        }
        if (!(type instanceof Class<?> plain)) {
            throw new IllegalStateException("no rule reads a value of type " + type);
        }
        if (plain == String.class) {
            return new Shape.Word();
        }
        if (plain == int.class || plain == long.class) {
            return new Shape.Whole(plain == long.class);
        }
        if (plain == boolean.class || plain == Boolean.class) {
            return new Shape.Flag();
        }
        return plain == YamlNode.class ? new Shape.Raw() : ofClass(plain);
    }

    private Shape ofGeneric(ParameterizedType type) {
        Type[] arguments = type.getActualTypeArguments();
        if (type.getRawType() == List.class) {
            return new Shape.ListOf(of(arguments[0]));
        }
        if (type.getRawType() == Map.class && arguments[0] == String.class) {
            return new Shape.MapOf(of(arguments[1]));
        }
        if (type.getRawType() == Sourced.class) {
            return new Shape.SourcedOf(of(arguments[0]));
        }
        throw new IllegalStateException("no rule reads a value of type " + type);
    }

    private Shape ofClass(Class<?> type) {
        Shape known = simple.get(type);
        if (known == null) {
            known = find(type);
            simple.put(type, known);
        }
        return known;
    }

    private Shape find(Class<?> type) {
        if (type.isEnum() && parser(type).isEmpty()) {
            return choice(type);
        }
        if (type.isRecord() && hasKeys(type)) {
            return record(type.asSubclass(Record.class));
        }
        Optional<TextParser> parser = parser(type);
        if (parser.isPresent()) {
            return new Shape.Text(type, parser.get());
        }
        if (type.isInterface()) {
            return family(type);
        }
        throw new IllegalStateException("no rule reads a value of " + type);
    }

    private static Shape.Choice choice(Class<?> type) {
        @SuppressWarnings("unchecked")
        Class<? extends Enum<?>> constants = (Class<? extends Enum<?>>) type;
        return new Shape.Choice(
                constants,
                Arrays.stream(constants.getEnumConstants()).map(Names::choice).toList());
    }

    /** Whether a record is a map with keys; components have keys all or none, which {@link #keysOf} checks. */
    private static boolean hasKeys(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        return components.length == 0
                || components[0].isAnnotationPresent(Key.class)
                || components[0].isAnnotationPresent(Inline.class);
    }

    private synchronized Shape.Family family(Class<?> type) {
        Shape.Family known = families.get(type);
        if (known == null) {
            List<Shape.KindShape> members = kinds.stream()
                    .filter(kind -> kind.family() == type)
                    .map(kind -> new Shape.KindShape(kind, record(kind.type())))
                    .toList();
            known = new Shape.Family(type, members);
            families.put(type, known);
        }
        return known;
    }

    List<KeyShape> keysOf(Class<? extends Record> type) {
        List<KeyShape> keys = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.isAnnotationPresent(Inline.class)) {
                for (KeyShape key : keysOf(component.getType().asSubclass(Record.class))) {
                    keys.add(key.inlined(component));
                }
                continue;
            }
            Key key = component.getAnnotation(Key.class);
            if (key == null || key.doc().isBlank()) {
                throw new IllegalStateException(type.getName() + "." + component.getName() + " needs @Key with a doc");
            }
            Type generic = component.getGenericType();
            boolean optional = component.getType() == Optional.class;
            Type value = optional ? ((ParameterizedType) generic).getActualTypeArguments()[0] : generic;
            keys.add(KeyShape.of(component, key, of(value), optional));
        }
        if (keys.stream().map(KeyShape::name).distinct().count() < keys.size()) {
            throw new IllegalStateException(type.getName() + " has two keys of one name");
        }
        return List.copyOf(keys);
    }

    private static Optional<TextParser> parser(Class<?> type) {
        if (type == Instant.class) {
            return Optional.of(Shapes::instant);
        }
        try {
            Method method = type.getMethod("parse", String.class);
            if (Modifier.isStatic(method.getModifiers()) && type.isAssignableFrom(method.getReturnType())) {
                method.setAccessible(true);
                return Optional.of(text -> call(method, text));
            }
            return Optional.empty();
        } catch (NoSuchMethodException e) {
            return Optional.empty();
        }
    }

    private static Instant instant(String text) {
        try {
            Instant instant = OffsetDateTime.parse(text).toInstant();
            if (text.matches("[0-9]{4}-.*")) {
                return instant;
            }
        } catch (DateTimeException e) {
            throw notInstant(text);
        }
        throw notInstant(text);
    }

    private static QuantityException notInstant(String text) {
        return new QuantityException("'" + text + "' is no instant; an instant is written like '2027-01-04T08:00Z'");
    }

    private static Object call(Method method, String text) {
        try {
            return method.invoke(null, text);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException known) {
                throw known;
            }
            if (e.getCause() instanceof RuntimeException) {
                String type = Names.words(method.getDeclaringClass());
                throw new QuantityException("'" + text + "' is no " + type);
            }
            throw new IllegalStateException(e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Every record that can stand somewhere in {@code root}, itself first, in reading order. */
    public List<RecordShape> reachable(RecordShape root) {
        Set<RecordShape> seen = new LinkedHashSet<>();
        visit(root, seen);
        return List.copyOf(seen);
    }

    private static void visit(Shape shape, Set<RecordShape> seen) {
        if (shape instanceof RecordShape record) {
            if (seen.add(record)) {
                record.keys().forEach(key -> visit(key.shape(), seen));
            }
        } else if (shape instanceof Shape.ListOf list) {
            visit(list.element(), seen);
        } else if (shape instanceof Shape.MapOf map) {
            visit(map.value(), seen);
        } else if (shape instanceof Shape.SourcedOf sourced) {
            visit(sourced.value(), seen);
        } else if (shape instanceof Shape.Family family) {
            family.kinds().forEach(kind -> visit(kind.shape(), seen));
        }
    }
}
