package windtunnel.scenario.library;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import windtunnel.scenario.yaml.Finding;
import windtunnel.scenario.yaml.Limits;
import windtunnel.scenario.yaml.Origin;
import windtunnel.scenario.yaml.Position;
import windtunnel.scenario.yaml.TextFile;
import windtunnel.scenario.yaml.YamlNode;
import windtunnel.scenario.yaml.YamlText;

/**
 * The sources that library files cite by id. A citation is an id, or several joined by semicolons, and may end in a remark in
 * brackets; anything else is free text.
 */
public final class Sources {
    /** The file that people write. */
    static final String FILE = "sources.yaml";

    private final Map<String, Source> byId = new TreeMap<>();
    private final List<Finding> findings = new ArrayList<>();

    private Sources() {}

    /**
     * One source.
     *
     * @param id as files cite it
     * @param what what it is, for people
     * @param where address or repository
     * @param date its date, or "undated"
     */
    public record Source(String id, String what, String where, String date) {}

    /** All sources, sorted by id. */
    public List<Source> list() {
        return List.copyOf(byId.values());
    }

    /** Reads the source files of all shelves; earlier shelves win. */
    static Sources read(List<Shelf> shelves) {
        Sources sources = new Sources();
        for (Shelf shelf : shelves) {
            if (shelf instanceof PackagedShelf packaged) {
                packaged.sources().forEach(source -> sources.byId.putIfAbsent(source.id(), source));
                continue;
            }
            Origin origin = shelf.origin(FILE);
            try {
                Optional<String> text = shelf.text(FILE, new Position(origin, 1, 1));
                text.ifPresent(t -> sources.addAll(YamlText.parse(t, origin, Limits.STANDARD)));
            } catch (TextFile.Unreadable e) {
                sources.findings.add(e.finding());
            }
        }
        return sources;
    }

    private void addAll(YamlText.Parsed parsed) {
        findings.addAll(parsed.findings());
        if (parsed.root().isPresent() && parsed.root().get() instanceof YamlNode.Mapping mapping) {
            mapping.entries().values().forEach(this::add);
        } else if (parsed.root().isPresent()) {
            YamlNode root = parsed.root().get();
            findings.add(Finding.error(root.position(), "", "is " + root.words() + ", not a map of sources by id"));
        }
    }

    private void add(YamlNode.Entry entry) {
        String id = entry.key();
        if (!(entry.value() instanceof YamlNode.Mapping source)
                || source.text("what").isEmpty()) {
            findings.add(Finding.error(entry.keyPosition(), id, "is no map with 'what', 'where' and 'date'"));
            return;
        }
        String where = source.text("where").orElse("");
        byId.putIfAbsent(
                id,
                new Source(
                        id,
                        source.text("what").get(),
                        where,
                        source.text("date").orElse("undated")));
    }

    /** What is wrong with the source files. */
    public List<Finding> findings() {
        return List.copyOf(findings);
    }

    /** All sources by id. */
    public Map<String, Source> all() {
        return new TreeMap<>(byId);
    }

    /** The source that {@code citation} names first, if it names one by id. */
    public Optional<Source> first(String citation) {
        return Optional.ofNullable(byId.get(ids(citation)[0].trim()));
    }

    private static String[] ids(String citation) {
        int remark = citation.indexOf(" (");
        return (remark < 0 ? citation : citation.substring(0, remark)).split(";");
    }

    /** {@code citation} for people: ids become what they stand for, with the id in square brackets; free text stays. */
    public String describe(String citation) {
        if (first(citation).isEmpty()) {
            return citation;
        }
        int remark = citation.indexOf(" (");
        StringBuilder text = new StringBuilder();
        for (String id : ids(citation)) {
            Source source = byId.get(id.trim());
            text.append(text.isEmpty() ? "" : "; ")
                    .append(source == null ? id.trim() : source.what() + " [" + source.id() + "]");
        }
        return text + (remark < 0 ? "" : citation.substring(remark));
    }
}
