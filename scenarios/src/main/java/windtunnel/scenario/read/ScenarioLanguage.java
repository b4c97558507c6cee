package windtunnel.scenario.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import windtunnel.model.kinds.Kinds;
import windtunnel.scenario.ScenarioSpec;
import windtunnel.scenario.library.Catalog;
import windtunnel.scenario.library.LibraryFile;
import windtunnel.scenario.shape.Descriptions;
import windtunnel.scenario.shape.JsonSchema;
import windtunnel.scenario.shape.RecordShape;
import windtunnel.scenario.shape.Reference;
import windtunnel.scenario.shape.Shapes;
import windtunnel.scenario.yaml.Finding;

/** What scenario files may say: their schema, their keys, their reference page, and the entries that they may name. */
public final class ScenarioLanguage {
    private final Shapes shapes;
    private final RecordShape root;
    private final Catalog catalog;

    /** The language with {@code kinds} and the entries of {@code catalog}. */
    public ScenarioLanguage(List<Kinds.Kind> kinds, Catalog catalog) {
        this.shapes = new Shapes(kinds);
        this.root = shapes.record(ScenarioSpec.class);
        this.catalog = catalog;
    }

    /** The language with the kinds and the library of the program. */
    public static ScenarioLanguage builtIn() {
        return new ScenarioLanguage(Kinds.all(), Catalog.builtIn());
    }

    /** JSON Schema (draft 2020-12) for editors. */
    public String schema() {
        return JsonSchema.of(root, catalog);
    }

    /** What keys mean. */
    public Descriptions descriptions() {
        return new Descriptions(root, shapes);
    }

    /** The reference page, as Markdown. */
    public String reference() {
        return Reference.markdown(root, shapes);
    }

    /** The records of the library's kinds that a scenario can name, by kind. */
    public Map<String, RecordShape> libraryKinds() {
        Map<String, RecordShape> kinds = new TreeMap<>();
        shapes.reachable(root).forEach(shape -> shape.libraryKind().ifPresent(kind -> kinds.putIfAbsent(kind, shape)));
        return kinds;
    }

    /**
     * An entry as a scenario gets it.
     *
     * @param value the record, if the entry has no mistake
     * @param findings what is wrong with it
     */
    public record Loaded(Optional<Record> value, List<Finding> findings) {}

    /** The entry of {@code kind} called {@code name}; without a value and findings when there is no such entry. */
    public Loaded entry(String kind, String name) {
        RecordShape shape = libraryKinds().get(kind);
        Optional<Catalog.Entry> entry = catalog.find(kind, name);
        if (shape == null || entry.isEmpty()) {
            return new Loaded(Optional.empty(), List.of());
        }
        LibraryFile file = catalog.read(entry.get());
        List<Finding> findings = new ArrayList<>(file.findings());
        Findings out = new Findings();
        Binder binder = new Binder(shapes, catalog, DataFiles.none());
        Optional<Record> value = file.entry()
                .flatMap(node -> binder.bind(shape, node, Place.root().key(kind).key(name), out))
                .map(Record.class::cast);
        findings.addAll(out.list());
        return new Loaded(findings.stream().anyMatch(Finding::isError) ? Optional.empty() : value, findings);
    }
}
