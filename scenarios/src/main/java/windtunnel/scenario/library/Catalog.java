package windtunnel.scenario.library;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import windtunnel.core.unit.Nearest;
import windtunnel.scenario.yaml.Finding;
import windtunnel.scenario.yaml.Origin;
import windtunnel.scenario.yaml.Position;
import windtunnel.scenario.yaml.TextFile;

/**
 * Finds library entries by kind and name or alias. Exact names win over aliases, which ignore case, and a user's folder wins
 * over what comes with the program. Entries are read when they are first asked for.
 */
public final class Catalog {
    /** The kind whose names are written in many ways. */
    private static final String MODELS = "model";

    private final List<Shelf> shelves;
    private final Map<String, Index> indexes = new TreeMap<>();
    private Sources sources;

    private Catalog(List<Shelf> shelves) {
        this.shelves = shelves;
    }

    /**
     * One entry, not yet read.
     *
     * @param kind its folder
     * @param name its name
     * @param aliases its other names
     * @param path its file below the shelf
     * @param shelf the place where it lies
     */
    public record Entry(String kind, String name, List<String> aliases, String path, Shelf shelf) {
        /** Copies the aliases. */
        public Entry {
            aliases = List.copyOf(aliases);
        }
    }

    private record Index(
            Map<String, Entry> byName,
            Map<String, Entry> byAlias,
            Map<String, Optional<Entry>> bySpelling,
            List<Finding> findings) {}

    /** The library that comes with the program. */
    public static Catalog builtIn() {
        return new Catalog(List.of(new PackagedShelf()));
    }

    /** A library of the files in {@code folder}, for a folder with the layout {@code KIND/NAME.yaml}. */
    public static Catalog of(Path folder) {
        return new Catalog(List.of(new FolderShelf(folder)));
    }

    /** This library with a user's folder in front; entries there win. */
    public Catalog with(Path folder) {
        List<Shelf> all = new ArrayList<>();
        all.add(new FolderShelf(folder));
        all.addAll(shelves);
        return new Catalog(all);
    }

    /** The kinds of which there are entries, sorted. */
    public List<String> kinds() {
        TreeSet<String> kinds = new TreeSet<>();
        shelves.forEach(shelf -> kinds.addAll(shelf.kinds()));
        return List.copyOf(kinds);
    }

    /** The entries of {@code kind}, sorted by name. */
    public List<Entry> list(String kind) {
        return List.copyOf(index(kind).byName().values());
    }

    /** The entry of {@code kind} with that name or, whatever its case, that alias; of models also the only one that is spelt nearly so. */
    public Optional<Entry> find(String kind, String name) {
        Index index = index(kind);
        Entry exact = index.byName().get(name);
        Entry known = exact != null ? exact : index.byAlias().get(folded(name));
        if (known != null || !kind.equals(MODELS)) {
            return Optional.ofNullable(known);
        }
        return index.bySpelling().getOrDefault(Spelling.plain(name), Optional.empty());
    }

    /** The name or alias of {@code kind} that is nearest to a misspelt one, or the shortest that contains it, if any. */
    public Optional<String> nearest(String kind, String name) {
        if (name.length() > 100) {
            return Optional.empty();
        }
        List<String> all = new ArrayList<>(index(kind).byName().keySet());
        for (Entry entry : index(kind).byName().values()) {
            all.addAll(entry.aliases());
        }
        return Optional.ofNullable(Nearest.of(name, all))
                .or(() -> all.stream()
                        .filter(candidate ->
                                name.length() > 2 && folded(candidate).contains(folded(name)))
                        .min(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder())));
    }

    /** What is wrong with a user's files of {@code kind} whichever of them is used. */
    public List<Finding> findings(String kind) {
        return index(kind).findings();
    }

    /** Reads {@code entry}. */
    public LibraryFile read(Entry entry) {
        return LibraryFile.read(entry);
    }

    /** The text of an entry as it stands in the library. */
    public String text(Entry entry) {
        Origin origin = entry.shelf().origin(entry.path());
        try {
            return entry.shelf().text(entry.path(), new Position(origin, 1, 1)).orElseThrow();
        } catch (TextFile.Unreadable e) {
            throw new IllegalStateException(e.finding().toString(), e);
        }
    }

    /** Where the values of the library come from. */
    public synchronized Sources sources() {
        if (sources == null) {
            sources = Sources.read(shelves);
        }
        return sources;
    }

    private synchronized Index index(String kind) {
        return indexes.computeIfAbsent(kind, this::build);
    }

    private Index build(String kind) {
        Map<String, Entry> byName = new TreeMap<>();
        Map<String, Entry> byAlias = new LinkedHashMap<>();
        List<Finding> findings = new ArrayList<>();
        for (Shelf shelf : shelves) {
            for (Entry entry : shelf.entries(kind)) {
                byName.putIfAbsent(entry.name(), entry);
                byAlias.putIfAbsent(folded(entry.name()), entry);
            }
            for (Entry entry : shelf.entries(kind)) {
                entry.aliases().forEach(alias -> byAlias.putIfAbsent(folded(alias), entry));
            }
            findings.addAll(shelf.findings(kind));
        }
        return new Index(byName, byAlias, Spelling.index(byName.values()), List.copyOf(findings));
    }

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
