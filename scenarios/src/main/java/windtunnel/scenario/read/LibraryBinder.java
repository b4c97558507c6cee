package windtunnel.scenario.read;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import windtunnel.model.Assumptions;
import windtunnel.scenario.library.Catalog;
import windtunnel.scenario.library.LibraryFile;
import windtunnel.scenario.shape.RecordShape;
import windtunnel.scenario.yaml.Finding;
import windtunnel.scenario.yaml.YamlNode;

/** Puts library entries in place of their names. */
final class LibraryBinder {
    /** The key that takes an entry and lets the map's other keys change it. */
    static final String USE = "use";

    private final Binder binder;
    private final Catalog catalog;
    private final Map<Catalog.Entry, Bound> bound = new IdentityHashMap<>();

    LibraryBinder(Binder binder, Catalog catalog) {
        this.binder = binder;
        this.catalog = catalog;
    }

    private record Bound(Optional<Object> value, List<Finding> findings, List<Assumptions.Assumption> defaults) {}

    /** The entry that {@code scalar} names. */
    Optional<Object> named(RecordShape shape, YamlNode.Scalar scalar, Place place, Findings out) {
        return entry(shape, scalar, place, out).flatMap(entry -> bind(shape, entry, scalar, place, out));
    }

    private Optional<Catalog.Entry> entry(RecordShape shape, YamlNode node, Place place, Findings out) {
        String kind = shape.libraryKind().orElseThrow();
        out.addAll(catalog.findings(kind));
        if (!(node instanceof YamlNode.Scalar scalar)) {
            out.error(node.position(), place, "is " + node.words() + "; it takes the name of a library entry");
            return Optional.empty();
        }
        Optional<Catalog.Entry> entry = catalog.find(kind, scalar.text());
        if (entry.isEmpty()) {
            String near = catalog.nearest(kind, scalar.text())
                    .map(name -> "did you mean '" + name + "'?")
                    .orElse("'windtunnel catalog list " + kind + "' shows all");
            out.error(scalar.position(), place, scalar.words() + " is no " + kind + " of the library", near);
        }
        return entry;
    }

    private Optional<Object> bind(
            RecordShape shape, Catalog.Entry entry, YamlNode.Scalar scalar, Place place, Findings out) {
        if (!out.enter(entry)) {
            out.error(scalar.position(), place, scalar.words() + " uses itself");
            return Optional.empty();
        }
        Bound result;
        synchronized (bound) {
            result = bound.get(entry);
        }
        if (result == null) {
            result = bindAnew(shape, entry, out.inner());
            synchronized (bound) {
                bound.put(entry, result);
            }
        }
        out.leave(entry);
        out.addAll(result.findings());
        out.assumeAll(result.defaults());
        return result.value();
    }

    private Bound bindAnew(RecordShape shape, Catalog.Entry entry, Findings out) {
        LibraryFile file = catalog.read(entry);
        out.addAll(file.findings());
        out.addAll(catalog.sources().findings());
        Place place = Place.root().key(entry.kind()).key(entry.name());
        Optional<Object> value = file.entry().flatMap(mapping -> binder.bind(shape, named(mapping, entry), place, out));
        return new Bound(out.hasErrors() ? Optional.empty() : value, out.list(), out.defaults());
    }

    /** An entry that leaves out its name is called as its file. */
    private static YamlNode.Mapping named(YamlNode.Mapping mapping, Catalog.Entry entry) {
        if (mapping.value("name").isPresent()) {
            return mapping;
        }
        YamlNode name = new YamlNode.Scalar(entry.name(), false, mapping.position());
        return mapping.with("name", mapping.position(), name);
    }

    /** The entry under {@code use} with the map's other keys over it. */
    Optional<YamlNode.Mapping> using(RecordShape shape, YamlNode.Mapping mapping, Place place, Findings out) {
        YamlNode use = mapping.value(USE).orElseThrow();
        Optional<Catalog.Entry> entry = entry(shape, use, place.key(USE), out);
        if (entry.isEmpty()) {
            return Optional.empty();
        }
        if (!out.enter(entry.get())) {
            out.error(use.position(), place.key(USE), use.words() + " uses itself");
            return Optional.empty();
        }
        LibraryFile file = catalog.read(entry.get());
        out.addAll(file.findings());
        Optional<YamlNode.Mapping> base = file.entry().map(m -> named(m, entry.get()));
        if (base.isPresent() && base.get().value(USE).isPresent()) {
            base = using(shape, base.get(), place, out);
        }
        out.leave(entry.get());
        return base.map(mapping.without(USE)::over);
    }

    /** The keys of the entry called {@code name}, if there is one that can be read. */
    Optional<YamlNode.Mapping> content(String kind, String name) {
        return catalog.find(kind, name).flatMap(entry -> catalog.read(entry).entry());
    }
}
