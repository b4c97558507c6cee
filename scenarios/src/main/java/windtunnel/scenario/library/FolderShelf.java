package windtunnel.scenario.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import windtunnel.scenario.yaml.Finding;
import windtunnel.scenario.yaml.Limits;
import windtunnel.scenario.yaml.Origin;
import windtunnel.scenario.yaml.Position;
import windtunnel.scenario.yaml.TextFile;
import windtunnel.scenario.yaml.YamlNode;

/** A folder of the user with files {@code KIND/NAME.yaml}; a kind's files are read when one of them is first looked for. */
final class FolderShelf implements Shelf {
    private static final int MOST_FILES = 2000;

    private final Path folder;
    private final Map<String, Content> byKind = new TreeMap<>();

    FolderShelf(Path folder) {
        this.folder = folder;
    }

    private record Content(List<Catalog.Entry> entries, List<Finding> findings) {}

    @Override
    public List<String> kinds() {
        return children(folder).stream()
                .filter(Files::isDirectory)
                .map(path -> path.getFileName().toString())
                .toList();
    }

    @Override
    public List<Catalog.Entry> entries(String kind) {
        return content(kind).entries();
    }

    @Override
    public List<Finding> findings(String kind) {
        return content(kind).findings();
    }

    private synchronized Content content(String kind) {
        return byKind.computeIfAbsent(kind, this::scan);
    }

    private Content scan(String kind) {
        List<Catalog.Entry> entries = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        for (Path file : children(folder.resolve(kind))) {
            String name = file.getFileName().toString();
            if (name.endsWith(".yaml")) {
                add(kind, name, entries, findings);
            }
        }
        return new Content(List.copyOf(entries), List.copyOf(findings));
    }

    private void add(String kind, String file, List<Catalog.Entry> entries, List<Finding> findings) {
        String stem = file.substring(0, file.length() - ".yaml".length());
        String path = kind + "/" + file;
        LibraryFile read = LibraryFile.read(new Catalog.Entry(kind, stem, List.of(), path, this));
        findings.addAll(read.findings());
        if (read.entry().isEmpty()) {
            return;
        }
        YamlNode.Mapping mapping = read.entry().get();
        String name = mapping.text("name").orElse(stem);
        if (!name.equals(stem)) {
            findings.add(Finding.error(
                    mapping.value("name").orElseThrow().position(),
                    "name",
                    "is '" + name + "', but the file is called '" + file + "'"));
        }
        entries.add(new Catalog.Entry(kind, stem, aliases(mapping), path, this));
    }

    /** The aliases that a library file gives its entry. */
    static List<String> aliases(YamlNode.Mapping mapping) {
        List<String> aliases = new ArrayList<>();
        mapping.value("aliases").ifPresent(value -> {
            List<YamlNode> items = value instanceof YamlNode.Sequence list ? list.items() : List.of(value);
            for (YamlNode item : items) {
                if (item instanceof YamlNode.Scalar scalar) {
                    aliases.add(scalar.text());
                }
            }
        });
        return aliases;
    }

    private static List<Path> children(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().limit(MOST_FILES).toList();
        } catch (IOException | SecurityException e) {
            return List.of();
        }
    }

    @Override
    public Optional<String> text(String path, Position asked) throws TextFile.Unreadable {
        Path file = folder.resolve(path);
        return Files.exists(file)
                ? Optional.of(TextFile.read(file, asked, origin(path), Limits.STANDARD))
                : Optional.empty();
    }

    @Override
    public Origin origin(String path) {
        return Origin.library(folder.resolve(path).toString().replace('\\', '/'));
    }
}
