package windtunnel.scenario.read;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import windtunnel.model.hardware.Tag;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Issues;
import windtunnel.scenario.shape.KeyShape;
import windtunnel.scenario.shape.RecordShape;
import windtunnel.scenario.shape.Shape;
import windtunnel.scenario.yaml.Finding;
import windtunnel.scenario.yaml.Origin;
import windtunnel.scenario.yaml.Position;
import windtunnel.scenario.yaml.Provenance;
import windtunnel.scenario.yaml.YamlNode;
import windtunnel.scenario.yaml.YamlText;

/** Binds maps to records: known keys, defaults, the constructor's own rules, and the record's own check. */
final class RecordBinder {
    /** Text that YAML reads as itself, so that it need not be parsed. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 %./-]*(?<! )");

    private final Binder binder;
    private final LibraryBinder library;
    private final ScalarBinder scalars;

    RecordBinder(Binder binder, LibraryBinder library, ScalarBinder scalars) {
        this.binder = binder;
        this.library = library;
        this.scalars = scalars;
    }

    Optional<Object> bind(RecordShape shape, YamlNode node, Place place, Findings out) {
        if (node instanceof YamlNode.Mapping mapping) {
            boolean using = shape.libraryKind().isPresent()
                    && mapping.value(LibraryBinder.USE).isPresent();
            return using
                    ? library.using(shape, mapping, place, out).flatMap(merged -> keys(shape, merged, place, out))
                    : keys(shape, mapping, place, out);
        }
        if (node instanceof YamlNode.Scalar scalar) {
            if (shape.libraryKind().isPresent()) {
                return library.named(shape, scalar, place, out);
            }
            if (shape.scalar().isPresent()) {
                return scalars.text(shape.scalar().get(), scalar, place, out);
            }
            if (shape.shorthand().isPresent()) {
                return keys(shape, shorthand(shape.shorthand().get(), scalar), place, out);
            }
        }
        out.error(
                node.position(),
                place,
                "is " + node.words() + "; it takes " + Binder.a(shape.words()) + " with the keys "
                        + String.join(", ", shape.keyNames()));
        return Optional.empty();
    }

    /** The map that a plain value stands for. */
    static YamlNode.Mapping shorthand(String key, YamlNode.Scalar scalar) {
        Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
        entries.put(key, new YamlNode.Entry(key, scalar.position(), scalar));
        return YamlNode.Mapping.of(entries, scalar.position());
    }

    /** Binds a map of a family, whose {@code kind} is already used. */
    Optional<Object> kind(RecordShape shape, YamlNode.Mapping mapping, Place place, Findings out) {
        return keys(shape, shape.key("kind").isPresent() ? mapping : mapping.without("kind"), place, out);
    }

    Optional<Object> keys(RecordShape shape, YamlNode.Mapping mapping, Place place, Findings out) {
        boolean good = knownKeys(shape, mapping, place, out);
        List<Object> arguments = new ArrayList<>();
        for (KeyShape key : shape.keys()) {
            Place at = place.key(key.name());
            Optional<YamlNode> given = mapping.value(key.name());
            if (given.isEmpty() && key.optional() && key.def().isEmpty()) {
                arguments.add(Optional.empty());
                continue;
            }
            Optional<Object> value = given.isPresent()
                    ? binder.bind(key.shape(), given.get(), at, out)
                    : fallback(key, mapping, at, out);
            good &= value.isPresent();
            arguments.add(key.optional() ? value : value.orElse(null));
        }
        return good ? construct(shape, mapping, arguments, place, out) : Optional.empty();
    }

    private boolean knownKeys(RecordShape shape, YamlNode.Mapping mapping, Place place, Findings out) {
        boolean good = true;
        for (YamlNode.Entry entry : mapping.entries().values()) {
            if (shape.key(entry.key()).isEmpty()) {
                out.error(
                        entry.keyPosition(),
                        place.key(entry.key()),
                        "is no key here",
                        Findings.suggest(entry.key(), shape.keyNames()));
                good = false;
            }
        }
        return good;
    }

    private Optional<Object> fallback(KeyShape key, YamlNode.Mapping mapping, Place place, Findings out) {
        if (key.def().isEmpty()) {
            String example = key.example().isEmpty() ? "" : "for instance '" + key.name() + ": " + key.example() + "'";
            out.error(mapping.position(), place, "is missing (" + key.doc() + ")", example);
            return Optional.empty();
        }
        String text = key.def().get();
        if (text.isBlank() && key.shape() instanceof Shape.Word) {
            return Optional.of(text);
        }
        Optional<YamlNode> node = defaultNode(key, mapping.position());
        if (node.isEmpty()) {
            throw new IllegalStateException("the default of " + key.component() + " is no YAML: " + text);
        }
        Optional<Object> value = binder.bind(key.shape(), node.get(), place, out);
        value.ifPresent(v -> out.assume(key, place));
        return value;
    }

    /** The default of {@code key} as a node at {@code position}, where the map stands that leaves it out. */
    static Optional<YamlNode> defaultNode(KeyShape key, Position position) {
        Tag tag = key.tag().isEmpty() ? Tag.ASSUMED : Tag.valueOf(key.tag().toUpperCase(Locale.ROOT));
        String source = key.source().isEmpty() ? "default" : key.source();
        Provenance provenance = new Provenance(source, "undated", tag);
        Origin origin = new Origin(position.origin().name(), Optional.of(provenance));
        Position at = new Position(origin, position.line(), position.column());
        String text = key.def().orElse("");
        if (PLAIN.matcher(text).matches()) {
            return Optional.of(new YamlNode.Scalar(text, true, at));
        }
        return text.isEmpty() ? Optional.empty() : YamlText.fragment(text, at).root();
    }

    private static Optional<Object> construct(
            RecordShape shape, YamlNode.Mapping mapping, List<Object> arguments, Place place, Findings out) {
        Record record;
        try {
            record = shape.create(arguments.toArray());
        } catch (InvocationTargetException e) {
            if (!(e.getCause() instanceof RuntimeException cause)) {
                throw new IllegalStateException(e.getCause());
            }
            out.error(mapping.position(), place, reason(cause));
            return Optional.empty();
        }
        return record instanceof Checked checked && !passes(checked::check, mapping, place, out)
                ? Optional.empty()
                : Optional.of(record);
    }

    /** Runs a check of values that stand in {@code node}; its findings get their places. True when it has no error. */
    static boolean passes(Consumer<Issues> check, YamlNode node, Place place, Findings out) {
        Issues issues = new Issues();
        try {
            check.accept(issues);
        } catch (RuntimeException e) {
            out.error(node.position(), place, reason(e));
            return false;
        }
        for (Issues.Issue issue : issues.list()) {
            Located at = Located.of(node, place.path(), issue.path());
            boolean error = issue.level() == Issues.Level.ERROR;
            Finding finding = error
                    ? Finding.error(at.position(), at.path(), issue.message())
                    : Finding.warn(at.position(), at.path(), issue.message());
            out.add(finding);
        }
        return !issues.hasErrors();
    }

    private static String reason(RuntimeException e) {
        boolean worded = e instanceof IllegalArgumentException && e.getMessage() != null;
        return worded ? e.getMessage() : "has values that do not fit together (" + e.getMessage() + ")";
    }
}
