package windtunnel.scenario.shape;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import windtunnel.model.key.Inline;
import windtunnel.model.key.LibraryEntry;
import windtunnel.model.key.Shorthand;

/** A map with fixed keys that becomes a record. */
public final class RecordShape implements Shape {
    private final Class<? extends Record> type;
    private final Shapes shapes;
    private final Optional<Shape.Text> scalar;
    private final Optional<String> libraryKind;
    private final Optional<String> shorthand;
    private List<KeyShape> keys;
    private RecordComponent[] components;
    private Constructor<? extends Record> constructor;

    RecordShape(Class<? extends Record> type, Shapes shapes, Optional<Shape.Text> scalar) {
        this.type = type;
        this.shapes = shapes;
        this.scalar = scalar;
        this.libraryKind =
                Optional.ofNullable(type.getAnnotation(LibraryEntry.class)).map(LibraryEntry::value);
        this.shorthand =
                Optional.ofNullable(type.getAnnotation(Shorthand.class)).map(Shorthand::value);
    }

    /** The record. */
    public Class<? extends Record> type() {
        return type;
    }

    /** The keys in the order of the components, those of inline components in their place. */
    public List<KeyShape> keys() {
        if (keys == null) {
            keys = shapes.keysOf(type);
        }
        return keys;
    }

    /** The key of that name, if there is one. */
    public Optional<KeyShape> key(String name) {
        for (KeyShape key : keys()) {
            if (key.name().equals(name)) {
                return Optional.of(key);
            }
        }
        return Optional.empty();
    }

    /** The names of the keys. */
    public List<String> keyNames() {
        return keys().stream().map(KeyShape::name).toList();
    }

    /** The library kind whose entries have this shape, if they lie in a library. */
    public Optional<String> libraryKind() {
        return libraryKind;
    }

    /** The key that a plain value stands for, if it stands for one. */
    public Optional<String> shorthand() {
        return shorthand;
    }

    /** The grammar of the plain values that the record can be parsed from, if it has one. */
    public Optional<Shape.Text> scalar() {
        return scalar;
    }

    /** A new record of the keys' values in their order; throws what the record's own constructor throws. */
    public Record create(Object[] values) throws InvocationTargetException {
        if (constructor == null) {
            components = type.getRecordComponents();
            constructor = constructor(type);
        }
        Object[] arguments = new Object[components.length];
        int at = 0;
        for (int i = 0; i < components.length; i++) {
            int end = at + 1;
            if (components[i].isAnnotationPresent(Inline.class)) {
                end = at + components[i].getType().getRecordComponents().length;
                arguments[i] = create(constructor(components[i].getType()), Arrays.copyOfRange(values, at, end));
            } else {
                arguments[i] = values[at];
            }
            at = end;
        }
        return (Record) create(constructor, arguments);
    }

    private static <T> Constructor<T> constructor(Class<T> type) {
        Class<?>[] types = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            Constructor<T> found = type.getDeclaredConstructor(types);
            found.setAccessible(true);
            return found;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("cannot create " + type, e);
        }
    }

    private static Object create(Constructor<?> constructor, Object[] arguments) throws InvocationTargetException {
        try {
            return constructor.newInstance(arguments);
        } catch (InstantiationException | IllegalAccessException e) {
            throw new IllegalStateException("cannot create " + constructor.getDeclaringClass(), e);
        }
    }

    @Override
    public String words() {
        return libraryKind()
                .map(kind -> kind + ", a name of the library or a map")
                .orElse("map");
    }

    @Override
    public String toString() {
        return "RecordShape[" + type.getName() + "]";
    }
}
