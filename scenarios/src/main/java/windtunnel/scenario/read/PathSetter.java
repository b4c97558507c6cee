package windtunnel.scenario.read;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import windtunnel.scenario.library.Catalog;
import windtunnel.scenario.shape.KeyShape;
import windtunnel.scenario.shape.RecordShape;
import windtunnel.scenario.shape.Shape;
import windtunnel.scenario.yaml.Elements;
import windtunnel.scenario.yaml.KeyPath;
import windtunnel.scenario.yaml.Position;
import windtunnel.scenario.yaml.YamlNode;

/**
 * Sets the value at a path of a scenario, which need not be written out: defaults on the way are filled in, and a library name
 * on the way becomes {@code { use: NAME, ... }}.
 */
final class PathSetter {
    private final RecordShape root;
    private final LibraryBinder library;

    PathSetter(RecordShape root, Catalog catalog) {
        this.root = root;
        this.library = new LibraryBinder(null, catalog);
    }

    /** {@code tree} with {@code value} at {@code path}. */
    YamlNode.Mapping set(YamlNode.Mapping tree, KeyPath path, YamlNode value) throws PathProblem {
        return (YamlNode.Mapping) new Walk(path, value, true).at(root, Optional.of(tree), 0, "");
    }

    /** As {@link #set}, where a free map must have the entry already: a misspelt one would be added and change nothing. */
    YamlNode.Mapping replace(YamlNode.Mapping tree, KeyPath path, YamlNode value) throws PathProblem {
        return (YamlNode.Mapping) new Walk(path, value, false).at(root, Optional.of(tree), 0, "");
    }

    /** The way down one path. */
    private final class Walk {
        private final KeyPath path;
        private final YamlNode value;
        private final boolean adds;

        Walk(KeyPath path, YamlNode value, boolean adds) {
            this.path = path;
            this.value = value;
            this.adds = adds;
        }

        private YamlNode at(Shape shape, Optional<YamlNode> node, int depth, String done) throws PathProblem {
            if (depth == path.steps().size()) {
                return value;
            }
            KeyPath.Step step = path.steps().get(depth);
            if (shape instanceof RecordShape record) {
                return inRecord(record, node, step, depth, done);
            }
            if (shape instanceof Shape.Family family) {
                return inFamily(family, node, step, depth, done);
            }
            if (shape instanceof Shape.ListOf list) {
                return inList(list, node, step, depth, done);
            }
            if (shape instanceof Shape.MapOf map && !step.isIndex()) {
                YamlNode.Mapping mapping = mapping(node);
                if (!adds && mapping.value(step.key()).isEmpty()) {
                    throw unknown(step, done, List.copyOf(mapping.entries().keySet()));
                }
                YamlNode child = at(map.value(), mapping.value(step.key()), depth + 1, KeyPath.join(done, step.key()));
                return mapping.with(step.key(), value.position(), child);
            }
            if (shape instanceof Shape.SourcedOf sourced) {
                return inSourced(sourced, node, step, depth, done);
            }
            throw new PathProblem(
                    "'" + done + "' is " + Binder.a(shape.words()) + " and has no parts", step.offset(), "");
        }

        private YamlNode inRecord(RecordShape shape, Optional<YamlNode> node, KeyPath.Step step, int depth, String done)
                throws PathProblem {
            YamlNode.Mapping mapping = opened(shape, node);
            boolean use = shape.libraryKind().isPresent() && step.key().equals(LibraryBinder.USE);
            if (use && depth == path.steps().size() - 1) {
                return mapping.with(step.key(), value.position(), value);
            }
            KeyShape key = step.isIndex() ? null : shape.key(step.key()).orElse(null);
            if (key == null) {
                throw unknown(step, done, shape.keyNames());
            }
            Optional<YamlNode> child = mapping.value(key.name())
                    .or(() -> fromLibrary(shape, mapping, key))
                    .or(() -> RecordBinder.defaultNode(key, value.position()));
            YamlNode changed = at(key.shape(), child, depth + 1, KeyPath.join(done, key.name()));
            return mapping.with(key.name(), keyPosition(mapping, key.name()), changed);
        }

        /** The map of a record that may be written as a plain value, or not at all. */
        private YamlNode.Mapping opened(RecordShape shape, Optional<YamlNode> node) {
            if (node.isPresent() && node.get() instanceof YamlNode.Scalar scalar) {
                Optional<String> key =
                        shape.libraryKind().map(kind -> LibraryBinder.USE).or(shape::shorthand);
                return key.map(k -> RecordBinder.shorthand(k, scalar)).orElseGet(() -> mapping(Optional.empty()));
            }
            return mapping(node);
        }

        private Optional<YamlNode> fromLibrary(RecordShape shape, YamlNode.Mapping mapping, KeyShape key) {
            return shape.libraryKind()
                    .flatMap(kind -> mapping.text(LibraryBinder.USE).flatMap(name -> library.content(kind, name)))
                    .flatMap(entry -> entry.value(key.name()));
        }

        private YamlNode inFamily(
                Shape.Family family, Optional<YamlNode> node, KeyPath.Step step, int depth, String done)
                throws PathProblem {
            YamlNode.Mapping mapping = mapping(node);
            Optional<String> kind = mapping.text("kind");
            if (step.key().equals("kind") && depth == path.steps().size() - 1) {
                return mapping.with("kind", keyPosition(mapping, "kind"), value);
            }
            for (Shape.KindShape member : family.kinds()) {
                if (kind.isPresent() && kind.get().equals(member.kind().name())) {
                    return inRecord(member.shape(), Optional.of(mapping), step, depth, done);
                }
            }
            throw new PathProblem(
                    "'" + done + "' has no known kind, so it has no '" + step.key() + "'",
                    step.offset(),
                    "set '" + done + "' as a whole");
        }

        private YamlNode inList(Shape.ListOf shape, Optional<YamlNode> node, KeyPath.Step step, int depth, String done)
                throws PathProblem {
            YamlNode.Sequence list = list(node);
            int index = step.isIndex()
                    ? step.index()
                    : Elements.find(list, step.key(), item -> nameOf(shape.element(), item));
            if (index < 0 || index >= list.items().size()) {
                throw noElement(list, step, done);
            }
            String label = Elements.label(done, list, index);
            YamlNode changed = at(shape.element(), Optional.of(list.items().get(index)), depth + 1, label);
            List<YamlNode> items = new ArrayList<>(list.items());
            items.set(index, changed);
            return YamlNode.Sequence.of(items, list.position());
        }

        private PathProblem noElement(YamlNode.Sequence list, KeyPath.Step step, String done) {
            List<String> labels = new ArrayList<>();
            for (int i = 0; i < Math.min(list.items().size(), 20); i++) {
                String label = Elements.label(done, list, i);
                labels.add(label.startsWith(done + ".") ? label.substring(done.length() + 1) : label);
            }
            String word = step.isIndex() ? "[" + step.index() + "]" : step.key();
            String message = "'" + done + "' has no element '" + word + "'";
            boolean single =
                    labels.size() == 1 && !step.isIndex() && path.steps().size() > 1;
            String suggestion =
                    single ? "did you mean '" + KeyPath.join(done, labels.get(0)) + "'?" : nearest(word, done, labels);
            return new PathProblem(message, step.offset(), suggestion);
        }

        private YamlNode inSourced(
                Shape.SourcedOf shape, Optional<YamlNode> node, KeyPath.Step step, int depth, String done)
                throws PathProblem {
            if (depth < path.steps().size() - 1 || !Shape.SourcedOf.KEYS.contains(step.key())) {
                return at(shape.value(), node, depth, done);
            }
            YamlNode.Mapping mapping = node.isPresent() && node.get() instanceof YamlNode.Scalar scalar
                    ? RecordBinder.shorthand("value", scalar)
                    : mapping(node);
            return mapping.with(step.key(), value.position(), value);
        }

        private PathProblem unknown(KeyPath.Step step, String done, List<String> keys) {
            String word = step.isIndex() ? "[" + step.index() + "]" : step.key();
            String where = done.isEmpty() ? "a scenario" : "'" + done + "'";
            String message = where + " has no key '" + word + "'";
            return new PathProblem(message, step.offset(), nearest(word, done, keys));
        }

        /** As {@link Findings#suggest}, with the whole path of what was probably meant. */
        private static String nearest(String word, String done, List<String> choices) {
            String near = Findings.suggest(word, choices);
            return near.startsWith(Findings.MEANT)
                    ? Findings.MEANT + KeyPath.join(done, near.substring(Findings.MEANT.length(), near.length() - 2))
                            + "'?"
                    : near;
        }

        private Position keyPosition(YamlNode.Mapping mapping, String key) {
            YamlNode.Entry entry = mapping.entries().get(key);
            return entry == null ? value.position() : entry.keyPosition();
        }

        private YamlNode.Mapping mapping(Optional<YamlNode> node) {
            Map<String, YamlNode.Entry> none = new LinkedHashMap<>();
            return node.filter(YamlNode.Mapping.class::isInstance)
                    .map(YamlNode.Mapping.class::cast)
                    .orElseGet(() -> YamlNode.Mapping.of(none, value.position()));
        }

        private YamlNode.Sequence list(Optional<YamlNode> node) {
            if (node.isPresent() && node.get() instanceof YamlNode.Sequence sequence) {
                return sequence;
            }
            return YamlNode.Sequence.of(node.map(List::of).orElse(List.of()), value.position());
        }
    }

    /** The name of an element, by default that of its kind. */
    private static Optional<String> nameOf(Shape element, YamlNode item) {
        Optional<String> own = Elements.ownName(item);
        if (own.isPresent()
                || !(element instanceof Shape.Family family)
                || !(item instanceof YamlNode.Mapping mapping)) {
            return own;
        }
        return family.kinds().stream()
                .filter(kind ->
                        mapping.text("kind").filter(kind.kind().name()::equals).isPresent())
                .findFirst()
                .flatMap(kind -> kind.shape().key("name"))
                .flatMap(KeyShape::def);
    }
}
