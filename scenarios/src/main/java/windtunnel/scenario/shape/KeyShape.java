package windtunnel.scenario.shape;

import java.lang.reflect.RecordComponent;
import java.util.Optional;
import windtunnel.model.key.Key;

/**
 * One key of a record.
 *
 * @param name as written in files
 * @param shape what its value looks like
 * @param optional whether the component is an {@code Optional}
 * @param doc what it means
 * @param example a valid value, or empty
 * @param def the value when the key is absent, as YAML; empty when there is none
 * @param tag what kind of knowledge the default is, or empty
 * @param source where the default comes from, or empty
 * @param owner the inline component of the record whose record has this key, or null when it is the record's own
 * @param component the record component
 */
public record KeyShape(
        String name,
        Shape shape,
        boolean optional,
        String doc,
        String example,
        Optional<String> def,
        String tag,
        String source,
        RecordComponent owner,
        RecordComponent component) {

    static KeyShape of(RecordComponent component, Key key, Shape shape, boolean optional) {
        Optional<String> def = key.def().equals(Key.REQUIRED) ? Optional.empty() : Optional.of(key.def());
        return new KeyShape(
                Names.key(component.getName()),
                shape,
                optional,
                key.doc(),
                key.example(),
                def,
                key.tag(),
                key.source(),
                null,
                component);
    }

    /** The same key as one that stands beside those of the record which {@code component} belongs to. */
    KeyShape inlined(RecordComponent component) {
        return new KeyShape(name, shape, optional, doc, example, def, tag, source, component, this.component);
    }

    /** Whether the key must be given. */
    public boolean required() {
        return !optional && def.isEmpty();
    }

    /** The value of this key in {@code record}. */
    public Object in(Record record) {
        return owner == null ? read(component, record) : read(component, (Record) read(owner, record));
    }

    private static Object read(RecordComponent component, Record record) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + component + " of " + record.getClass(), e);
        }
    }
}
