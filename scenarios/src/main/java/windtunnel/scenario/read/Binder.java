package windtunnel.scenario.read;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import windtunnel.model.key.DataFile;
import windtunnel.scenario.library.Catalog;
import windtunnel.scenario.shape.RecordShape;
import windtunnel.scenario.shape.Shape;
import windtunnel.scenario.shape.Shapes;
import windtunnel.scenario.yaml.CoreType;
import windtunnel.scenario.yaml.Position;
import windtunnel.scenario.yaml.YamlNode;

/**
 * Turns nodes into values of the wanted shape. Nothing is coerced and nothing is guessed; every mistake is found in one pass,
 * and a value with a mistake is empty.
 */
final class Binder {
    private final RecordBinder records;
    private final SourcedBinder sourced;
    private final ScalarBinder scalars = new ScalarBinder();

    private final DataFiles files;

    Binder(Shapes shapes, Catalog catalog, DataFiles files) {
        this.files = files;
        this.records = new RecordBinder(this, new LibraryBinder(this, catalog), scalars);
        this.sourced = new SourcedBinder(this, catalog);
    }

    /** The value of {@code node}, or empty after at least one finding. */
    Optional<Object> bind(Shape shape, YamlNode node, Place place, Findings out) {
        if (shape instanceof Shape.Raw) {
            return Optional.of(node);
        }
        if (node instanceof YamlNode.Scalar scalar && scalar.type() == CoreType.NOTHING) {
            out.error(node.position(), place, "has no value; it takes " + a(shape.words()));
            return Optional.empty();
        }
        if (shape instanceof RecordShape record) {
            return records.bind(record, node, place, out);
        }
        if (shape instanceof Shape.SourcedOf value) {
            return sourced.bind(value, node, place, out);
        }
        if (shape instanceof Shape.Family family) {
            return family(family, node, place, out);
        }
        if (shape instanceof Shape.ListOf list) {
            return list(list, node, place, out);
        }
        if (shape instanceof Shape.MapOf map) {
            return map(map, node, place, out);
        }
        if (node instanceof YamlNode.Scalar scalar) {
            if (shape instanceof Shape.Text text && text.type() == DataFile.class) {
                return files.bind(scalar, place, out);
            }
            return scalars.bind(shape, scalar, place, out);
        }
        return wrongType(shape, node, place, out);
    }

    private Optional<Object> list(Shape.ListOf shape, YamlNode node, Place place, Findings out) {
        if (!(node instanceof YamlNode.Sequence sequence)) {
            return bind(shape.element(), node, place, out).map(List::of);
        }
        List<Object> items = new ArrayList<>();
        for (int i = 0; i < sequence.items().size(); i++) {
            bind(shape.element(), sequence.items().get(i), place.element(sequence, i), out)
                    .ifPresent(items::add);
        }
        return items.size() == sequence.items().size() ? Optional.of(List.copyOf(items)) : Optional.empty();
    }

    private Optional<Object> map(Shape.MapOf shape, YamlNode node, Place place, Findings out) {
        if (!(node instanceof YamlNode.Mapping mapping)) {
            return wrongType(shape, node, place, out);
        }
        Map<String, Object> entries = new LinkedHashMap<>();
        boolean good = true;
        for (YamlNode.Entry entry : mapping.entries().values()) {
            if (entry.key().isBlank()) {
                out.error(entry.keyPosition(), place, "has an entry without a name");
                good = false;
            }
            Optional<Object> value = bind(shape.value(), entry.value(), place.key(entry.key()), out);
            value.ifPresent(v -> entries.put(entry.key(), v));
            good &= value.isPresent();
        }
        return good ? Optional.of(Collections.unmodifiableMap(entries)) : Optional.empty();
    }

    private Optional<Object> family(Shape.Family family, YamlNode node, Place place, Findings out) {
        List<String> kinds = family.kinds().stream().map(k -> k.kind().name()).toList();
        if (!(node instanceof YamlNode.Mapping mapping)) {
            out.error(
                    node.position(),
                    place,
                    "is " + node.words() + "; " + a(family.words()) + " is a map with a 'kind'",
                    Findings.suggest("", kinds));
            return Optional.empty();
        }
        Optional<YamlNode> kind = mapping.value("kind");
        if (kind.isEmpty()) {
            out.error(mapping.position(), place.key("kind"), "is missing", Findings.suggest("", kinds));
            return Optional.empty();
        }
        String name = kind.get() instanceof YamlNode.Scalar scalar ? scalar.text() : "";
        for (Shape.KindShape member : family.kinds()) {
            if (member.kind().name().equals(name)) {
                return records.kind(member.shape(), mapping, place, out);
            }
        }
        out.error(
                kind.get().position(),
                place.key("kind"),
                kind.get().words() + " is no kind of " + family.words(),
                Findings.suggest(name, kinds));
        return Optional.empty();
    }

    /** Reports that a value is of another type. */
    static Optional<Object> wrongType(Shape shape, YamlNode node, Place place, Findings out) {
        return wrong(node.position(), place, "is " + node.words() + "; it takes " + a(shape.words()), out);
    }

    private static Optional<Object> wrong(Position at, Place place, String message, Findings out) {
        out.error(at, place, message);
        return Optional.empty();
    }

    /** {@code words} with an article where they are a noun. */
    static String a(String words) {
        if (words.startsWith("one of ") || words.startsWith("true ") || words.equals("text")) {
            return words;
        }
        return ("aeiou".indexOf(words.charAt(0)) >= 0 ? "an " : "a ") + words;
    }
}
