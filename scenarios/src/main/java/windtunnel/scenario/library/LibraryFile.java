package windtunnel.scenario.library;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import windtunnel.core.unit.Nearest;
import windtunnel.model.hardware.Tag;
import windtunnel.scenario.yaml.Finding;
import windtunnel.scenario.yaml.Limits;
import windtunnel.scenario.yaml.Origin;
import windtunnel.scenario.yaml.Position;
import windtunnel.scenario.yaml.Provenance;
import windtunnel.scenario.yaml.TextFile;
import windtunnel.scenario.yaml.YamlNode;
import windtunnel.scenario.yaml.YamlText;

/**
 * The content of one library file. Its key {@code defaults: { source, as-of, tag }} says where the plain values of the file
 * come from, and is no part of the entry.
 *
 * @param entry the entry's keys, if the file can be read
 * @param findings what is wrong with the file
 */
public record LibraryFile(Optional<YamlNode.Mapping> entry, List<Finding> findings) {
    /** The key of the block that holds for a whole file. */
    public static final String DEFAULTS = "defaults";

    private static final List<String> KEYS = List.of("source", "as-of", "tag");

    static LibraryFile read(Catalog.Entry entry) {
        Origin origin = entry.shelf().origin(entry.path());
        Position start = new Position(origin, 1, 1);
        try {
            Optional<String> text = entry.shelf().text(entry.path(), start);
            if (text.isEmpty()) {
                return failed(Finding.error(start, "", "is in the index but does not exist"));
            }
            return of(YamlText.parse(text.get(), origin, Limits.STANDARD));
        } catch (TextFile.Unreadable e) {
            return failed(e.finding());
        }
    }

    private static LibraryFile failed(Finding finding) {
        return new LibraryFile(Optional.empty(), List.of(finding));
    }

    private static LibraryFile of(YamlText.Parsed parsed) {
        if (parsed.root().isEmpty()) {
            return new LibraryFile(Optional.empty(), parsed.findings());
        }
        if (!(parsed.root().get() instanceof YamlNode.Mapping mapping)) {
            YamlNode root = parsed.root().get();
            return failed(Finding.error(root.position(), "", "is " + root.words() + "; a library file holds a map"));
        }
        Optional<YamlNode> block = mapping.value(DEFAULTS);
        if (block.isEmpty()) {
            return new LibraryFile(Optional.of(mapping), List.of());
        }
        List<Finding> findings = new ArrayList<>();
        Optional<Provenance> provenance = provenance(block.get(), findings);
        Origin origin = new Origin(mapping.position().origin().name(), provenance);
        return new LibraryFile(Optional.of(mapping.without(DEFAULTS).in(origin)), List.copyOf(findings));
    }

    private static Optional<Provenance> provenance(YamlNode block, List<Finding> findings) {
        if (!(block instanceof YamlNode.Mapping mapping)) {
            findings.add(Finding.error(
                    block.position(), DEFAULTS, "is " + block.words() + "; it is a map with source, as-of and tag"));
            return Optional.empty();
        }
        for (YamlNode.Entry entry : mapping.entries().values()) {
            String path = DEFAULTS + "." + entry.key();
            if (!KEYS.contains(entry.key())) {
                findings.add(Finding.error(entry.keyPosition(), path, "is no key here; known are " + KEYS));
            } else if (!(entry.value() instanceof YamlNode.Scalar)) {
                findings.add(Finding.error(
                        entry.value().position(), path, "is " + entry.value().words() + ", not text"));
            }
        }
        for (String key : KEYS) {
            if (mapping.text(key).filter(text -> !text.isBlank()).isEmpty()) {
                findings.add(Finding.error(mapping.position(), DEFAULTS + "." + key, "is missing"));
            }
        }
        Optional<Tag> tag = mapping.text("tag").flatMap(LibraryFile::tag);
        if (tag.isEmpty() && mapping.text("tag").isPresent()) {
            String word = mapping.text("tag").get();
            String near = Nearest.of(word.substring(0, Math.min(40, word.length())), tags());
            findings.add(Finding.error(
                    mapping.value("tag").orElseThrow().position(),
                    DEFAULTS + ".tag",
                    "is no tag; tags are " + tags(),
                    near == null ? "" : "did you mean '" + near + "'?"));
        }
        return findings.isEmpty()
                ? Optional.of(new Provenance(
                        mapping.text("source").get(), mapping.text("as-of").get(), tag.get()))
                : Optional.empty();
    }

    private static Optional<Tag> tag(String word) {
        for (Tag tag : Tag.values()) {
            if (tag.text().equals(word)) {
                return Optional.of(tag);
            }
        }
        return Optional.empty();
    }

    private static List<String> tags() {
        List<String> words = new ArrayList<>();
        for (Tag tag : Tag.values()) {
            words.add(tag.text());
        }
        return words;
    }
}
