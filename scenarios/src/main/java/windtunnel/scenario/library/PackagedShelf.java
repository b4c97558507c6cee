package windtunnel.scenario.library;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import windtunnel.scenario.yaml.Finding;
import windtunnel.scenario.yaml.Limits;
import windtunnel.scenario.yaml.Origin;
import windtunnel.scenario.yaml.Position;
import windtunnel.scenario.yaml.TextFile;

/** The library that comes with the program; its index tells names and aliases, so that no folder is scanned. */
final class PackagedShelf implements Shelf {
    /** Index: one line an entry, {@code KIND/NAME.yaml}, then its aliases, separated by tabs; {@code #} begins a comment. */
    static final String INDEX = "index.txt";

    /** The sources of {@code sources.yaml}: one line each, id, what, where and date, separated by tabs. */
    static final String SOURCES = "sources.txt";

    private static final String ROOT = "/windtunnel/library/";

    private final Map<String, List<Catalog.Entry>> byKind = new TreeMap<>();

    PackagedShelf() {
        lines(INDEX).forEach(this::add);
    }

    private static List<String> lines(String file) {
        String text = resource(file).orElseThrow(() -> new IllegalStateException("the library has no " + file));
        return Arrays.stream(text.split("\n"))
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
    }

    /** The sources that the program's entries cite. */
    List<Sources.Source> sources() {
        List<Sources.Source> sources = new ArrayList<>();
        for (String line : lines(SOURCES)) {
            String[] fields = line.split("\t", -1);
            sources.add(new Sources.Source(fields[0], fields[1], fields[2], fields[3]));
        }
        return sources;
    }

    private void add(String line) {
        List<String> fields = Arrays.asList(line.split("\t"));
        String path = fields.get(0);
        int slash = path.indexOf('/');
        String kind = path.substring(0, slash);
        String name = path.substring(slash + 1, path.length() - ".yaml".length());
        byKind.computeIfAbsent(kind, k -> new ArrayList<>())
                .add(new Catalog.Entry(kind, name, fields.subList(1, fields.size()), path, this));
    }

    private static Optional<String> resource(String path) {
        try (InputStream in = PackagedShelf.class.getResourceAsStream(ROOT + path)) {
            return in == null ? Optional.empty() : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException("the library file " + path + " cannot be read", e);
        }
    }

    @Override
    public List<String> kinds() {
        return List.copyOf(byKind.keySet());
    }

    @Override
    public List<Catalog.Entry> entries(String kind) {
        return byKind.getOrDefault(kind, List.of());
    }

    @Override
    public Optional<String> text(String path, Position asked) throws TextFile.Unreadable {
        Optional<String> text = resource(path);
        if (text.isPresent() && text.get().length() > Limits.STANDARD.bytes()) {
            throw new IllegalStateException("the library file " + path + " is too large");
        }
        return text;
    }

    @Override
    public Origin origin(String path) {
        return Origin.library("library:" + path);
    }

    @Override
    public List<Finding> findings(String kind) {
        return List.of();
    }
}
